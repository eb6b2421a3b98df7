/// A small terminal: what a user would see of the bytes a program wrote.
///
/// It knows the sequences that a line editor needs; others are collected in `unknown`. Widths are
/// those of a plain terminal, which draws each part of a joined emoji by itself.
package struct ScreenModel {
  package private(set) var columns: Int
  package private(set) var rows: Int
  /// The rows on the screen; each cell holds what is drawn in it, the second of a wide pair "".
  private var cells: [[String]]
  /// The rows that have gone off the top, oldest first.
  package private(set) var scrolledOff: [String] = []
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0
  /// Whether pasted text is told from typed text.
  package private(set) var isPasteBracketed = false
  package private(set) var bellCount = 0
  /// The sequences that the model does not know, and control characters sent raw.
  package private(set) var unknown: [String] = []
  /// Whether a colour or another rendition was ever asked for.
  package private(set) var usesRendition = false

  private var pending: [UInt8] = []
  /// Whether the last column was just filled: the next character goes to the next row.
  private var wrapsNext = false

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows on the screen without the blanks at their ends.
  package var lines: [String] { cells.map(Self.text) }

  /// The rows down to the last one that is not blank.
  package var text: String {
    var lines = self.lines
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The row of the cursor up to it.
  package var beforeCursor: String { cells[cursorRow][..<cursorColumn].joined() }

  private static func text(of cells: [String]) -> String {
    var cells = cells[...]
    while cells.last == " " { cells.removeLast() }
    return cells.joined()
  }

  // MARK: - Window

  /// Takes another size, breaking rows that have become too long as terminals do.
  package mutating func resize(columns newColumns: Int, rows newRows: Int) {
    var broken: [[String]] = []
    var newCursor = (row: 0, column: 0)
    for (index, row) in cells.enumerated() {
      let isCursorRow = index == cursorRow
      var used = row.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
      if isCursorRow { used = max(used, cursorColumn) }
      var pieces: [[String]] = [[]]
      for (column, cell) in row[..<used].enumerated() {
        let width = cell != "" && column + 1 < used && row[column + 1] == "" ? 2 : 1
        if pieces[pieces.count - 1].count + width > newColumns { pieces.append([]) }
        if isCursorRow, column == cursorColumn {
          newCursor = (broken.count + pieces.count - 1, pieces[pieces.count - 1].count)
        }
        pieces[pieces.count - 1].append(cell)
      }
      if isCursorRow, cursorColumn >= used {
        let last = pieces[pieces.count - 1].count
        newCursor = (broken.count + pieces.count - 1, min(last, newColumns - 1))
      }
      for piece in pieces {
        broken.append(piece + Array(repeating: " ", count: newColumns - piece.count))
      }
    }
    while broken.count > newRows, broken.count - 1 > newCursor.row,
      Self.text(of: broken[broken.count - 1]) == ""
    { broken.removeLast() }
    while broken.count > newRows {
      scrolledOff.append(Self.text(of: broken.removeFirst()))
      newCursor.row -= 1
    }
    while broken.count < newRows { broken.append(Array(repeating: " ", count: newColumns)) }
    (cells, columns, rows) = (broken, newColumns, newRows)
    (cursorRow, cursorColumn) = (max(newCursor.row, 0), newCursor.column)
    wrapsNext = false
  }

  // MARK: - Bytes

  /// Takes what a program wrote; a sequence cut in two is completed by the next call.
  package mutating func feed(_ bytes: [UInt8]) {
    pending += bytes
    var index = 0
    while index < pending.count {
      guard let length = step(at: index) else { break }
      index += length
    }
    pending.removeFirst(index)
  }

  /// Obeys what stands at an index; its length, or nil if it is not all there.
  private mutating func step(at index: Int) -> Int? {
    let byte = pending[index]
    switch byte {
    case 0x07: bellCount += 1
    case 0x08: (cursorColumn, wrapsNext) = (max(0, cursorColumn - 1), false)
    case 0x0A: lineFeed()
    case 0x0D: (cursorColumn, wrapsNext) = (0, false)
    case 0x1B: return sequence(at: index)
    case ..<0x20, 0x7F: unknown.append("control \(byte)")
    default: return scalar(at: index)
    }
    return 1
  }

  private mutating func scalar(at index: Int) -> Int? {
    let lead = pending[index]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard index + length <= pending.count else { return nil }
    let text = String(decoding: pending[index..<(index + length)], as: UTF8.self)
    for scalar in text.unicodeScalars { put(scalar) }
    return length
  }

  private mutating func sequence(at index: Int) -> Int? {
    guard index + 1 < pending.count else { return nil }
    guard pending[index + 1] == UInt8(ascii: "[") else {
      unknown.append("escape \(pending[index + 1])")
      return 2
    }
    guard let end = pending[(index + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) })
    else { return nil }
    let body = String(decoding: pending[(index + 2)..<end], as: UTF8.self)
    control(body, final: Character(Unicode.Scalar(pending[end])))
    return end - index + 1
  }

  private mutating func control(_ body: String, final: Character) {
    let count = max(1, Int(body) ?? 1)
    if final != "m", final != "h", final != "l" { wrapsNext = false }
    switch (final, body) {
    case ("A", _): cursorRow = max(0, cursorRow - count)
    case ("B", _): cursorRow = min(rows - 1, cursorRow + count)
    case ("C", _): cursorColumn = min(columns - 1, cursorColumn + count)
    case ("D", _): cursorColumn = max(0, cursorColumn - count)
    case ("G", _): cursorColumn = min(columns, count) - 1
    case ("H", ""): (cursorRow, cursorColumn) = (0, 0)
    case ("J", ""):
      erase(row: cursorRow, from: cursorColumn)
      for row in cells.indices where row > cursorRow { erase(row: row, from: 0) }
    case ("J", "2"): for row in cells.indices { erase(row: row, from: 0) }
    case ("K", ""): erase(row: cursorRow, from: cursorColumn)
    case ("K", "2"): erase(row: cursorRow, from: 0)
    case ("m", _): usesRendition = true
    case ("h", "?25"), ("l", "?25"): break
    case ("h", "?2004"): isPasteBracketed = true
    case ("l", "?2004"): isPasteBracketed = false
    default: unknown.append("\(body)\(final)")
    }
  }

  // MARK: - Cells

  private mutating func erase(row: Int, from column: Int) {
    for index in column..<columns { cells[row][index] = " " }
  }

  private mutating func lineFeed() {
    wrapsNext = false
    guard cursorRow == rows - 1 else {
      cursorRow += 1
      return
    }
    scrolledOff.append(Self.text(of: cells.removeFirst()))
    cells.append(Array(repeating: " ", count: columns))
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.columns(of: scalar)
    if width == 0 {
      joinBefore(scalar)
      return
    }
    if wrapsNext || cursorColumn + width > columns {
      cursorColumn = 0
      lineFeed()
    }
    // Half of a wide character that is overwritten leaves a blank.
    if cells[cursorRow][cursorColumn] == "", cursorColumn > 0 {
      cells[cursorRow][cursorColumn - 1] = " "
    }
    let after = cursorColumn + width
    if after < columns, cells[cursorRow][after] == "" { cells[cursorRow][after] = " " }
    cells[cursorRow][cursorColumn] = String(Character(scalar))
    if width == 2 { cells[cursorRow][cursorColumn + 1] = "" }
    wrapsNext = after == columns
    cursorColumn = min(after, columns - 1)
  }

  private mutating func joinBefore(_ scalar: Unicode.Scalar) {
    var column = wrapsNext ? cursorColumn : cursorColumn - 1
    while column > 0, cells[cursorRow][column] == "" { column -= 1 }
    if column >= 0 { cells[cursorRow][column].unicodeScalars.append(scalar) }
  }

  /// The width a plain terminal gives a scalar.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF01...0xFF60,
      0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
