/// Reads CSV rows straight into a grid of cells (RFC 4180, any delimiter, LF or CRLF).
struct CSVReader {
  private let view: ByteView
  private let delimiter: UInt8
  private let delimiterWord: UInt64
  private let store: CellStore
  private let limit: GridLimit
  private var at: Int
  private var names: [String] = []
  private var row = 0
  private var shortRows = 0
  private var rejected = RejectedRecords()
  private var early = EarlyColumns()
  private let start: Int

  init(_ view: ByteView) {
    self.view = view
    var begin = 0
    if view[0] == 0xEF, view[1] == 0xBB, view[2] == 0xBF { begin = 3 }
    start = begin
    at = begin
    delimiter = CSVDialect(detecting: view, from: begin).delimiter
    delimiterWord = UInt64(delimiter) &* 0x0101_0101_0101_0101
    store = CellStore(rowCapacity: 64)
    limit = GridLimit(fileBytes: view.count)
  }

  /// What has been read.
  func part(fileName: String, bytes: FileBytes) -> RawPart {
    RawPart(
      fileName: fileName, bytes: bytes, store: store, columnNames: names, rowCount: row,
      counting: .lines, early: early.columns, shortRows: shortRows,
      rejected: rejected)
  }

  /// Reads the header and all rows; a row that cannot be read is left out, and the next line is
  /// tried.
  mutating func read() throws(ScanFailure) {
    try readHeader()
    while at < view.count {
      if skipsBlankLine() { continue }
      let rowStart = at
      do {
        try readRow()
      } catch {
        if error.endsReading { throw error }
        if row < store.rowCapacity { store.clear(row: row, keepingColumns: names.count) }
        at = rejected.add(error, record: row + rejected.count + 1, from: rowStart, in: view)
      }
    }
    early.finish(view, store, to: row)
  }

  private mutating func skipsBlankLine() -> Bool {
    if view[at] == 0x0A {
      at += 1
      return true
    }
    if view[at] == 0x0D, view[at + 1] == 0x0A {
      at += 2
      return true
    }
    return false
  }

  private mutating func readHeader() throws(ScanFailure) {
    while at < view.count, skipsBlankLine() {}
    var seen: Set<String> = []
    var isLast = at >= view.count
    while !isLast {
      let (cell, last) = try readCell()
      isLast = last
      let end = cell.offset + store.length(of: cell)
      let bytes = ByteArena(capacity: 64)
      if cell.kind == .doubled {
        CSVReader.undouble(view, cell.offset, end, into: bytes)
      } else if cell.kind == .text {
        bytes.append(view, cell.offset, end)
      }
      let text = trimmed(bytes.view.string(0, bytes.count))
      let base = text.isEmpty ? "column_\(names.count + 1)" : text
      var name = base
      var number = 2
      while !seen.insert(name).inserted {
        name = "\(base)_\(number)"
        number += 1
      }
      names.append(name)
      early.add(name: name)
      guard store.addColumn() != nil, !limit.isPassed(columns: names.count, rows: 1) else {
        throw ScanFailure(offset: at, message: "\(names.count) columns are too many")
      }
    }
  }

  private mutating func readRow() throws(ScanFailure) {
    if row == store.rowCapacity { try grow() }
    let rowStart = at
    var column = 0
    var isLast = false
    while !isLast {
      let (cell, last) = try readCell()
      isLast = last
      if column < names.count {
        store[column, row] = cell
      } else if cell.bits != 0 {
        throw ScanFailure(
          offset: rowStart,
          message: "the line has more cells than the \(names.count) columns of the header")
      }
      column += 1
    }
    if column < names.count { shortRows += 1 }
    row += 1
    early.advance(view, store, to: row)
  }

  private mutating func grow() throws(ScanFailure) {
    let read = max(at - start, 1)
    let expected = Double(view.count - start) / Double(read) * Double(row) * 1.1
    let wanted = max(row * 2, min(Int(expected), view.count))
    guard !limit.isPassed(columns: names.count, rows: row),
      store.reserve(rows: limit.isPassed(columns: names.count, rows: wanted) ? row * 2 : wanted)
    else {
      throw ScanFailure(
        offset: at, message: "\(names.count) columns in \(row + 1) lines are too many",
        endsReading: true)
    }
  }

  /// Reads a cell and the delimiter or line end behind it.
  @inline(__always)
  private mutating func readCell() throws(ScanFailure) -> (cell: Cell, isLast: Bool) {
    if view[at] == 0x22 { return try readQuoted() }
    let begin = at
    var place = at
    while true {
      let word = view.word(place)
      let difference = word ^ delimiterWord
      let stops =
        (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
        | controlMarks(word)
      if stops == 0 {
        place += 8
        continue
      }
      place += stops.trailingZeroBitCount >> 3
      let byte = view[place]
      if byte == delimiter || byte == 0x0A || byte == 0x0D || byte == 0 { break }
      place += 1
    }
    let cell = place == begin ? Cell(bits: 0) : store.cell(.text, begin, place)
    at = place
    return (cell, try passEnd())
  }

  private mutating func readQuoted() throws(ScanFailure) -> (cell: Cell, isLast: Bool) {
    let open = at
    var place = at + 1
    var isDoubled = false
    while true {
      let stops = marks(view.word(place), equal: 0x22) | marks(view.word(place), equal: 0)
      if stops == 0 {
        place += 8
        continue
      }
      place += stops.trailingZeroBitCount >> 3
      if view[place] == 0x22 {
        guard view[place + 1] == 0x22 else { break }
        isDoubled = true
        place += 2
      } else if place >= view.count {
        throw ScanFailure(offset: open, message: "a quote is opened and never closed")
      } else {
        throw ScanFailure(offset: place, message: "a NUL byte stands in the text")
      }
    }
    at = place + 1
    let cell =
      place == open + 1
      ? Cell(bits: 0) : store.cell(isDoubled ? .doubled : .text, open + 1, place)
    return (cell, try passEnd())
  }

  /// Passes the delimiter or the line end behind a cell; tells whether the line is over.
  @inline(__always)
  private mutating func passEnd() throws(ScanFailure) -> Bool {
    switch view[at] {
    case delimiter:
      at += 1
      return false
    case 0x0A:
      at += 1
      return true
    case 0x0D:
      at += view[at + 1] == 0x0A ? 2 : 1
      return true
    default:
      if at >= view.count { return true }
      throw ScanFailure(
        offset: at,
        message: view[at] == 0
          ? "a NUL byte stands in the text" : "text follows the closing quote of a cell")
    }
  }

  /// Adds the text of a quoted cell to `bytes`, each pair of quotes as one.
  static func undouble(
    _ view: ByteView, _ start: Int, _ end: Int, into bytes: ByteArena
  ) {
    var place = start
    while place < end {
      bytes.append(view[place])
      place += view[place] == 0x22 && view[place + 1] == 0x22 ? 2 : 1
    }
  }
}

/// The text without the spaces and tabs around it.
func trimmed(_ text: String) -> String {
  func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
  let bytes = Array(text.utf8)
  guard let first = bytes.firstIndex(where: { !isSpace($0) }),
    let last = bytes.lastIndex(where: { !isSpace($0) })
  else { return "" }
  return String(decoding: bytes[first...last], as: UTF8.self)
}
