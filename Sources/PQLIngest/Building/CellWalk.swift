import PQLModel

/// A value of a raw column as bytes: escapes are resolved, replaced values are their replacements.
struct CellText {
  var kind: Cell.Kind
  var view: ByteView
  var start: Int
  var end: Int

  /// The value without the spaces around it.
  @inline(__always)
  var trimmed: CellText {
    guard kind != .number, end > start, view[start] <= 0x20 || view[end - 1] <= 0x20 else {
      return self
    }
    var text = self
    while text.start < text.end, view[text.start] <= 0x20 { text.start += 1 }
    while text.end > text.start, view[text.end - 1] <= 0x20 { text.end -= 1 }
    return text
  }

  /// The value as a message shows it, cut to forty characters.
  var shown: String {
    let text = view.string(start, end)
    return text.unicodeScalars.count <= 40
      ? text : String(text.unicodeScalars.prefix(40)) + "…"
  }
}

extension RawTable {
  /// Calls `body` with each value of a column that is not missing, in the order of the rows, until
  /// it answers false; tells whether it never did.
  ///
  /// The column's cells are read from the file again, unless the first values are enough.
  @inline(__always)
  @discardableResult
  func forEachValue(_ column: Int, _ body: (Int, CellText) -> Bool) -> Bool {
    var rows = RemainingRows(remaining)
    var firstRow = 0
    for number in parts.indices {
      guard forEachValue(column, of: number, from: firstRow, &rows, body) else { return false }
      firstRow += parts[number].readCount
    }
    return true
  }

  /// The same for the values of one part.
  func forEachValue(
    _ column: Int, of number: Int, _ body: (Int, CellText) -> Bool
  ) -> Bool {
    var rows = RemainingRows(remaining)
    let firstRow = parts[..<number].reduce(0) { $0 + $1.readCount }
    return forEachValue(column, of: number, from: firstRow, &rows, body)
  }

  @inline(__always)
  private func forEachValue(
    _ column: Int, of number: Int, from firstRow: Int, _ rows: inout RemainingRows,
    _ body: (Int, CellText) -> Bool
  ) -> Bool {
    let part = parts[number]
    let index = columns[column].indexes[number]
    guard index >= 0, !part.isEmpty(index) else { return true }
    let walk = CellWalk(part, index, columns[column].replacements)
    var begin = 0
    if !part.kept.has(index), part.kept.replacements[index] == nil {
      let (cells, row) = part.firstCells(index)
      begin = row + cells.count
      guard walk.forEach(cells, from: row, { rows.take(firstRow + $0, $1, body) }) else {
        return false
      }
    }
    guard begin < part.readCount else { return true }
    return walk.forEach(part.cells(index)[begin...], from: begin) {
      rows.take(firstRow + $0, $1, body)
    }
  }
}

/// Counts rows off, leaving out those that were taken out of a table.
private struct RemainingRows {
  private let remaining: [Int32]?
  private var place = 0

  init(_ remaining: [Int32]?) { self.remaining = remaining }

  /// Calls `body` with a row of the parts by its number in the table, when it has one; rows ascend.
  @inline(__always)
  mutating func take(
    _ row: Int, _ text: CellText, _ body: (Int, CellText) -> Bool
  ) -> Bool {
    guard let remaining else { return body(row, text) }
    while place < remaining.count, Int(remaining[place]) < row { place += 1 }
    guard place < remaining.count, Int(remaining[place]) == row else { return true }
    return body(place, text)
  }
}

/// Turns the cells of one column of a part into texts.
struct CellWalk {
  private let part: RawPart
  private let column: Int
  private let replacements: [String]
  private let scratch = ByteArena()

  init(_ part: RawPart, _ column: Int, _ replacements: [String]) {
    self.part = part
    self.column = column
    self.replacements = replacements
  }

  /// Calls `body` with the rows from `first` on and the texts of those cells that are not missing.
  @inline(__always)
  func forEach(
    _ cells: some Collection<UInt64>, from first: Int, _ body: (Int, CellText) -> Bool
  ) -> Bool {
    let view = part.bytes.view
    var row = first - 1
    for bits in cells {
      row += 1
      if bits == 0 { continue }
      let cell = Cell(bits: bits)
      let text: CellText
      switch cell.kind {
      case .escaped, .doubled, .replaced:
        guard let resolved = resolve(cell) else { continue }
        text = resolved
      default:
        let start = cell.offset
        text = CellText(
          kind: cell.kind, view: view, start: start, end: start + part.kept.length(of: cell))
      }
      if !body(row, text) { return false }
    }
    // The views given out point into these.
    withExtendedLifetime((part, scratch)) {}
    return true
  }

  @inline(never)
  private func resolve(_ cell: Cell) -> CellText? {
    scratch.removeAll()
    let view = part.bytes.view
    let end = cell.offset + part.kept.length(of: cell)
    switch cell.kind {
    case .escaped: JSONScanner.unescape(view, cell.offset, end, into: scratch)
    case .doubled: CSVReader.undouble(view, cell.offset, end, into: scratch)
    default:
      for byte in replacements[cell.offset].utf8 { scratch.append(byte) }
    }
    if scratch.count == 0 { return nil }
    return CellText(kind: .text, view: scratch.view, start: 0, end: scratch.count)
  }
}
