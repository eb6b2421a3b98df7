/// Reads CSV rows into columns, a piece of a file at a time (RFC 4180, any delimiter, LF or CRLF).
struct CSVReader: PieceReading {
  static var checksText: Bool { false }

  private let view: ByteView
  private let header: CSVHeader
  private let delimiter: UInt8
  private let delimiterWord: UInt64
  private var at = 0
  private var columns = ReaderColumns()
  /// The row being read, within its block.
  private var row = 0
  private let limit: GridLimit
  private let rejectLimit: RejectLimit

  init(_ view: ByteView, _ header: CSVHeader, wants: (String) -> Bool) {
    self.view = view
    self.header = header
    limit = GridLimit(fileBytes: view.count)
    rejectLimit = RejectLimit(fileBytes: view.count)
    delimiter = header.dialect.delimiter
    delimiterWord = UInt64(delimiter) &* 0x0101_0101_0101_0101
    // The header has been found to have no more names than a block has columns.
    for name in header.names { _ = columns.add(name, isWanted: wants(name)) }
  }

  var columnCount: Int { columns.count }

  mutating func setPlain(_ column: Int, isConverted: Bool, isPlain: Bool) {
    columns.set(column, isConverted: isConverted, isPlain: isPlain)
  }

  /// Reads the rows that begin from `piece.start` on and before `end`.
  ///
  /// A row that cannot be read is left out, and the next line is tried.
  mutating func read(_ piece: RecordPiece, to end: Int) {
    at = piece.start
    columns.tellNew(piece)
    skipBlankLines()
    do {
      while at < end, at < view.count {
        try readNext(piece)
        skipBlankLines()
      }
    } catch {
      piece.fail(error)
    }
    finishBlock(piece)
    piece.arrival = at
    piece.isLast = at >= view.count
  }

  private mutating func readNext(_ piece: RecordPiece) throws(ScanFailure) {
    let start = at
    do {
      if try readRow() { piece.shortRows += 1 }
    } catch {
      guard !error.endsReading else { throw error }
      piece.reject(error, at: start, after: at - start)
      // A piece alone can go too far; the assembly then finds that all together have.
      if rejectLimit.isPassed(bytes: piece.rejectedBytes) { throw rejectLimit.failure(at: start) }
      at = min(view.lineEnd(from: start, by: header.dialect.lineBreak) + 1, view.count)
      return
    }
    piece.starts.append(UInt32(truncatingIfNeeded: start - piece.start))
    row += 1
    if row == CellBlock.rows {
      finishBlock(piece)
      if limit.isPassed(columns: columns.count, rows: piece.rowCount) {
        throw limit.failure(at: start)
      }
    }
  }

  private mutating func finishBlock(_ piece: RecordPiece) {
    columns.convert(view, rows: row, into: piece)
    row = 0
  }

  private mutating func skipBlankLines() {
    while at < view.count {
      if view[at] == 0x0A {
        at += 1
      } else if view[at] == 0x0D, view[at + 1] == 0x0A {
        at += 2
      } else {
        return
      }
    }
  }

  /// Reads one row; tells whether it has fewer cells than the header.
  ///
  /// Of a row that cannot be read no cell stays.
  private mutating func readRow() throws(ScanFailure) -> Bool {
    let start = at
    let count = columns.count
    var column = 0
    do throws(ScanFailure) {
      var isLast = false
      while !isLast {
        let cell: Cell
        (cell, isLast) = try readCell()
        if column < count {
          columns.block[column, row] = cell
        } else if cell.bits != 0 {
          throw .tooManyCells(ofHeader: count, at: start)
        }
        column += 1
      }
      try columns.block.checkLengths()
    } catch {
      // No more than the row has: a wide file may have many such lines.
      for column in 0..<min(column, count) { columns.block[column, row] = Cell(bits: 0) }
      throw error
    }
    return column < count
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
    let cell = place == begin ? Cell(bits: 0) : columns.block.cell(.text, begin, place)
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
      } else {
        // That far it was read for nothing.
        at = place
        throw place >= view.count ? ScanFailure.quoteNotClosed(at: open) : .nul(at: place)
      }
    }
    at = place + 1
    let cell =
      place == open + 1
      ? Cell(bits: 0) : columns.block.cell(isDoubled ? .doubled : .text, open + 1, place)
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
      throw view[at] == 0 ? ScanFailure.nul(at: at) : .textBehindQuote(at: at)
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

extension CSVReader: RecordRereading {
  mutating func cells(at start: Int, _ take: (ReaderColumns) -> Void) {
    at = start
    // The row was checked when it was read first.
    _ = try? readRow()
    take(columns)
    columns.block.clear(rows: 1)
  }
}

extension CSVReader {
  /// What stands behind a name at its second appearance.
  private static let secondOfName = 2

  /// Reads a header from where a file begins; tells where the first row may.
  static func header(_ view: ByteView) throws(ScanFailure) -> (header: CSVHeader, end: Int) {
    var begin = 0
    if view[0] == 0xEF, view[1] == 0xBB, view[2] == 0xBF { begin = 3 }
    let said = CSVDialect.separatorLine(view, from: begin)
    begin = said?.end ?? begin
    var dialect = CSVDialect(detecting: view, from: begin)
    if let said { dialect.delimiter = said.delimiter }
    var reader = CSVReader(view, CSVHeader(dialect: dialect, names: []), wants: { _ in false })
    reader.at = begin
    reader.skipBlankLines()
    var names: [String] = []
    var repeated: [String] = []
    // Each name, and the number that its next repetition gets.
    var seen: [String: Int] = [:]
    var isLast = reader.at >= view.count
    while !isLast {
      let cell: Cell
      (cell, isLast) = try reader.readCell()
      let length = reader.columns.block.length(of: cell)
      guard length <= ReadingLimit.name else {
        throw .tooLong("a column's name", length, ReadingLimit.name, at: cell.offset)
      }
      let text = trimmed(reader.text(cell))
      let base = text.isEmpty ? "column_\(names.count + 1)" : text
      var name = base
      if var number = seen[base] {
        if number == CSVReader.secondOfName { repeated.append(base) }
        repeat {
          name = "\(base)_\(number)"
          number += 1
        } while seen[name] != nil
        seen[base] = number
      }
      seen[name] = CSVReader.secondOfName
      names.append(name)
      guard names.count <= CellBlock.mostColumns else {
        throw .tooManyColumns(names.count, at: reader.at)
      }
    }
    return (CSVHeader(dialect: dialect, names: names, repeated: repeated), reader.at)
  }

  private func text(_ cell: Cell) -> String {
    let end = cell.offset + columns.block.length(of: cell)
    guard cell.kind == .doubled else {
      return cell.kind == .missing ? "" : view.string(cell.offset, end)
    }
    let bytes = ByteArena(capacity: 64)
    CSVReader.undouble(view, cell.offset, end, into: bytes)
    return bytes.view.string(0, bytes.count)
  }
}

/// The first line of a CSV file, and how its lines are parted.
struct CSVHeader {
  var dialect: CSVDialect
  var names: [String]
  /// The names that stand in it more than once; all but the first of each got a number behind them.
  var repeated: [String] = []
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
