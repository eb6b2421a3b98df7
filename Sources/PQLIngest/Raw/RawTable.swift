import PQLModel

/// The records of one entity from all its files, before their types are known.
struct RawTable {
  var kind: EntityKind
  var parts: [RawPart]
  /// The columns of all parts, by first appearance.
  var columns: [RawColumn]
  var rowCount: Int

  /// Puts the parts under each other; columns of one name are one column.
  init(kind: EntityKind, parts: [RawPart]) {
    self.kind = kind
    self.parts = parts
    columns = []
    rowCount = parts.reduce(0) { $0 + $1.rowCount }
    var indexOf: [String: Int] = [:]
    for (number, part) in parts.enumerated() {
      for (index, name) in part.columnNames.enumerated() where !name.isEmpty {
        let column = indexOf[name] ?? columns.count
        if column == columns.count {
          indexOf[name] = column
          columns.append(RawColumn(name: name, indexes: Array(repeating: -1, count: parts.count)))
        }
        columns[column].indexes[number] = index
      }
    }
  }

  /// The column of that very name.
  func column(named name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// Where a row stands: its part, and its row there.
  func place(of row: Int) -> (part: Int, row: Int) {
    var rest = row
    for (number, part) in parts.enumerated() {
      if rest < part.rowCount { return (number, rest) }
      rest -= part.rowCount
    }
    return (max(0, parts.count - 1), rest)
  }

  /// The place of a cell as a message tells it: `pipeline.csv line 17` or `leads.json record 3`.
  func placeName(column: Int, row: Int) -> String {
    let (number, partRow) = place(of: row)
    guard parts.indices.contains(number) else { return "row \(row + 1)" }
    let part = parts[number]
    if part.counting == .records {
      var spans = RecordSpans(part)
      return "\(part.fileName) record \(spans.recordNumber(of: partRow))"
    }
    return "\(part.fileName) line \(line(of: partRow, in: number, column: column))"
  }

  /// The line of a row: that of its first cell that is not missing.
  private func line(of row: Int, in number: Int, column: Int) -> Int {
    let part = parts[number]
    let own = columns.indices.contains(column) ? columns[column].indexes[number] : -1
    for index in [own] + Array(0..<part.columnNames.count) where index >= 0 {
      let cell = part.store[index, row]
      if cell.kind != .missing, cell.kind != .replaced {
        return part.bytes.view.line(at: cell.offset)
      }
    }
    return row + 2
  }

  /// The text of a cell; nil where missing.
  func text(column: Int, row: Int) -> String? {
    let (number, partRow) = place(of: row)
    let index = columns[column].indexes[number]
    guard index >= 0 else { return nil }
    let part = parts[number]
    return columns[column].text(part.store[index, partRow], part)
  }
}

/// One column of a raw table: which column it is in each part, and what its values become.
struct RawColumn {
  var name: String
  /// A part's column, -1 where the part has none.
  var indexes: [Int]
  /// Texts that stand in for values of the file; cells of kind `.replaced` name them by number.
  var replacements: [String] = []
  /// How its texts write decimals and thousands, where that is known beforehand.
  var marks: NumberMarks?

  /// The text of a cell; nil where missing.
  func text(_ cell: Cell, _ part: RawPart) -> String? {
    let view = part.bytes.view
    let start = cell.offset
    switch cell.kind {
    case .missing: return nil
    case .replaced: return replacements[start]
    case .text, .number, .boolean, .array:
      return view.string(start, start + part.store.length(of: cell))
    case .escaped:
      return JSONScanner(view).text(
        start, start + part.store.length(of: cell), escaped: true)
    case .doubled:
      let bytes = ByteArena(capacity: 256)
      CSVReader.undouble(view, start, start + part.store.length(of: cell), into: bytes)
      return bytes.view.string(0, bytes.count)
    }
  }
}
