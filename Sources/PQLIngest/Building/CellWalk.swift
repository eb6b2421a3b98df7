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
  @inline(__always)
  @discardableResult
  func forEachValue(_ column: Int, _ body: (Int, CellText) -> Bool) -> Bool {
    let scratch = ByteArena()
    var firstRow = 0
    for (number, part) in parts.enumerated() {
      let index = columns[column].indexes[number]
      defer { firstRow += part.rowCount }
      guard index >= 0 else { continue }
      let view = part.bytes.view
      let store = part.store
      let cells = store.cells(index, count: part.rowCount)
      for row in 0..<part.rowCount {
        let cell = cells[row]
        if cell.bits == 0 { continue }
        let kind = cell.kind
        let start = cell.offset
        let text: CellText
        if kind == .escaped || kind == .doubled || kind == .replaced {
          guard let resolved = resolve(cell, column, part, scratch) else { continue }
          text = resolved
        } else {
          text = CellText(kind: kind, view: view, start: start, end: start + store.length(of: cell))
        }
        if !body(firstRow + row, text) { return false }
      }
    }
    // The views given out point into these.
    withExtendedLifetime((parts, scratch)) {}
    return true
  }

  @inline(never)
  private func resolve(
    _ cell: Cell, _ column: Int, _ part: RawPart, _ scratch: ByteArena
  ) -> CellText? {
    scratch.removeAll()
    let view = part.bytes.view
    let end = cell.offset + part.store.length(of: cell)
    switch cell.kind {
    case .escaped: JSONScanner.unescape(view, cell.offset, end, into: scratch)
    case .doubled: CSVReader.undouble(view, cell.offset, end, into: scratch)
    default:
      for byte in columns[column].replacements[cell.offset].utf8 { scratch.append(byte) }
    }
    if scratch.count == 0 { return nil }
    return CellText(kind: .text, view: scratch.view, start: 0, end: scratch.count)
  }
}
