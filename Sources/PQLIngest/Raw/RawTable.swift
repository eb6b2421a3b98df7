import PQLModel

/// The records of one entity from all its files, before their types are known.
struct RawTable {
  var kind: EntityKind
  var parts: [RawPart]
  /// The columns of all parts, by first appearance.
  var columns: [RawColumn]
  var rowCount: Int
  /// What the parts' columns could be read as, put together.
  let combined = CombinedColumns()

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

  /// Where a row stands: its part, and its row among those of the part that are left.
  func place(of row: Int) -> (part: Int, row: Int) {
    var rest = row
    for (number, part) in parts.enumerated() {
      if rest < part.rowCount { return (number, rest) }
      rest -= part.rowCount
    }
    return (max(0, parts.count - 1), rest)
  }

  /// Where a cell stands: `pipeline.csv line 17` or `leads.json record 3`.
  func place(column: Int, row: Int) -> LoadPlace {
    guard row < rowCount else { return LoadPlace(record: row + 1) }
    let (number, partRow) = place(of: row)
    let part = parts[number]
    if part.counting == .records {
      return LoadPlace(file: part.fileName, record: part.fileRow(partRow) + 1)
    }
    return LoadPlace(file: part.fileName, line: line(of: partRow, in: number, column: column))
  }

  /// The line of a row: that of its own cell, else that of the first one that is not missing.
  private func line(of row: Int, in number: Int, column: Int) -> Int {
    let part = parts[number]
    let own = columns.indices.contains(column) ? columns[column].indexes[number] : -1
    for index in [own] + Array(part.ownNames.indices) where index >= 0 {
      let (cell, _) = part.cell(index, row)
      if cell.kind != .missing, cell.kind != .replaced {
        return part.bytes.view.line(at: cell.offset)
      }
    }
    return part.bytes.view.line(at: part.starts[part.fileRow(row)])
  }

  /// The text of a cell; nil where missing.
  func text(column: Int, row: Int) -> String? {
    let (number, partRow) = place(of: row)
    let index = columns[column].indexes[number]
    guard index >= 0 else { return nil }
    applyReplacements(column)
    let (cell, length) = parts[number].cell(index, partRow)
    return columns[column].text(cell, length, parts[number])
  }

  /// Takes records out; `rows` ascend.
  mutating func remove(rows: [Int]) {
    var rows = rows[...]
    var firstRow = 0
    for number in parts.indices {
      let end = firstRow + parts[number].rowCount
      let own = rows.prefix { $0 < end }
      rows = rows.dropFirst(own.count)
      if !own.isEmpty { parts[number].remove(rows: own.map { $0 - firstRow }) }
      firstRow = end
    }
    rowCount = parts.reduce(0) { $0 + $1.rowCount }
  }

  /// The rows that are left, by their numbers before any was taken out; nil when none was.
  var remaining: [Int32]? {
    guard parts.contains(where: { $0.remaining != nil }) else { return nil }
    var rows: [Int32] = []
    rows.reserveCapacity(rowCount)
    var firstRow: Int32 = 0
    for part in parts {
      for row in 0..<part.rowCount {
        rows.append(firstRow + Int32(truncatingIfNeeded: part.fileRow(row)))
      }
      firstRow += Int32(truncatingIfNeeded: part.readCount)
    }
    return rows
  }
}

/// One column of a raw table: which column it is in each part, and what its values become.
struct RawColumn {
  var name: String
  /// A part's column, -1 where the part has none.
  var indexes: [Int]
  /// Texts that stand in for values of the file; cells of kind `.replaced` name them by number.
  var replacements: [String] = []
  /// The column as text with its values replaced, when it could be had without its cells.
  var replacedText: TextColumn?
  /// Whether the early columns of the parts no longer tell the values.
  var isChanged = false
  /// How its texts write decimals and thousands, where that is known beforehand.
  var marks: NumberMarks?

  /// The text of a cell; nil where missing.
  func text(_ cell: Cell, _ length: Int, _ part: RawPart) -> String? {
    let view = part.bytes.view
    let start = cell.offset
    switch cell.kind {
    case .missing: return nil
    case .replaced: return replacements[start].isEmpty ? nil : replacements[start]
    case .text, .number, .boolean, .array: return view.string(start, start + length)
    case .escaped: return JSONScanner(view).text(start, start + length, escaped: true)
    case .doubled:
      let bytes = ByteArena(capacity: 256)
      CSVReader.undouble(view, start, start + length, into: bytes)
      return bytes.view.string(0, bytes.count)
    }
  }
}

/// The early columns of a table of several parts, each put together once.
final class CombinedColumns {
  private var columns: [Int: EarlyColumn] = [:]

  /// The column made by `make` at the first call.
  func column(_ number: Int, _ make: () -> EarlyColumn) -> EarlyColumn {
    if let known = columns[number] { return known }
    let column = make()
    columns[number] = column
    return column
  }
}
