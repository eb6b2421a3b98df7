extension RawTable {
  /// Puts other texts in the place of values; tells how often each was found.
  mutating func replace(_ column: Int, _ replacements: [(from: String, to: String)]) -> [Int] {
    var indexOf: [String: Int] = [:]
    for (index, replacement) in replacements.enumerated() { indexOf[replacement.from] = index }
    giveUpEarly(column)
    let base = columns[column].replacements.count
    columns[column].replacements += replacements.map(\.to)
    var counts = [Int](repeating: 0, count: replacements.count)
    var interner = TextInterner()
    var codeIsFor: [Int] = []
    var rows: [(row: Int, index: Int)] = []
    forEachValue(column) { row, text in
      let code = Int(interner.code(text.view, text.start, text.end))
      if code == codeIsFor.count { codeIsFor.append(indexOf[interner.text(code)] ?? -1) }
      if codeIsFor[code] >= 0 { rows.append((row, codeIsFor[code])) }
      return true
    }
    for (row, index) in rows {
      counts[index] += 1
      let (part, partRow) = place(of: row)
      parts[part].store[columns[column].indexes[part], partRow] =
        Cell(.replaced, offset: base + index, length: 0)
    }
    return counts
  }

  /// Whether two records are the same in every column.
  func areEqual(_ left: Int, _ right: Int) -> Bool {
    columns.indices.allSatisfy { text(column: $0, row: left) == text(column: $0, row: right) }
  }

  /// Takes records out; `rows` ascend.
  mutating func remove(rows: [Int]) {
    for column in columns.indices { giveUpEarly(column) }
    var removed = Set(rows)
    var firstRow = 0
    for number in parts.indices {
      let store = parts[number].store
      var kept = 0
      var spans = RecordSpans(parts[number])
      var places: [Int] = []
      for row in 0..<parts[number].rowCount {
        if removed.remove(firstRow + row) != nil {
          places.append(spans.recordNumber(of: row) - 1)
          continue
        }
        if kept != row {
          for column in 0..<store.columnCount { store[column, kept] = store[column, row] }
        }
        kept += 1
      }
      firstRow += parts[number].rowCount
      parts[number].rowCount = kept
      if places.isEmpty { continue }
      parts[number].removedRows = (parts[number].removedRows + places).sorted()
    }
    rowCount = parts.reduce(0) { $0 + $1.rowCount }
  }
}
