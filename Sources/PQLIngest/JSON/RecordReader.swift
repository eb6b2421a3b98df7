/// Reads JSON records into columns, a piece of a file at a time; nested records become columns with
/// dots.
///
/// A record's keys are foretold from the record before it: after a key comes the key that came after
/// it last time, and a foretold key costs two comparisons of eight bytes. The cells of a block of
/// records are converted as soon as it is full.
struct RecordReader: PieceReading {
  /// How records follow each other.
  enum Form {
    /// Comma between them, up to the closing bracket.
    case array
    /// Nothing but white space between them; one that cannot be read is left out with its line.
    case lines
  }

  private var scanner: JSONScanner
  private let form: Form
  private let wants: @Sendable (String) -> Bool
  private var keys = KeySlots()
  private var columns = ReaderColumns()
  /// The record being read, within its block.
  private var row = 0
  private var duplicateKeys = 0
  private let limit: GridLimit

  init(_ view: ByteView, _ form: Form, wants: @escaping @Sendable (String) -> Bool) {
    scanner = JSONScanner(view)
    limit = GridLimit(fileBytes: view.count)
    self.form = form
    self.wants = wants
  }

  var columnCount: Int { columns.count }

  mutating func setPlain(_ column: Int, isConverted: Bool, isPlain: Bool) {
    columns.set(column, isConverted: isConverted, isPlain: isPlain)
  }

  /// Reads the records that begin from `piece.start` on and before `end`.
  mutating func read(_ piece: RecordPiece, to end: Int) {
    scanner.at = piece.start
    do {
      while scanner.at < end, !piece.isLast { try readNext(piece) }
    } catch {
      piece.failure = error
    }
    finishBlock(piece)
    piece.duplicateKeys = duplicateKeys
    duplicateKeys = 0
    piece.arrival = scanner.at
  }

  private mutating func readNext(_ piece: RecordPiece) throws(ScanFailure) {
    if scanner.skipSpace() == 0, scanner.isAtEnd, form == .lines {
      piece.isLast = true
      return
    }
    let start = scanner.at
    let known = (columns: columns.count, duplicates: duplicateKeys)
    do {
      try readRecord()
      try columns.block.checkLengths()
      if form == .lines { try checkLineEnd() }
    } catch {
      columns.takeBack(row: row, keeping: known.columns)
      keys.forgetUnsettled(scanner.view)
      duplicateKeys = known.duplicates
      guard form == .lines, !error.endsReading else { throw error }
      piece.reject(error, at: start)
      scanner.at = min(scanner.view.lineEnd(from: start) + 1, scanner.view.count)
      return passSpace(piece)
    }
    if !keys.isSettled { keys.settle() }
    piece.starts.append(UInt32(truncatingIfNeeded: start - piece.start))
    piece.rowCount += 1
    row += 1
    if piece.columns.count < columns.count { columns.tellNew(piece) }
    if row == CellBlock.rows {
      finishBlock(piece)
      // A piece alone can be too large: short records and a new key in each.
      if limit.isPassed(columns: columns.count, rows: piece.rowCount) {
        throw limit.failure(at: start)
      }
    }
    if form == .array { try passComma(piece) } else { passSpace(piece) }
  }

  /// Passes what stands between two records of a list; stands at the next or behind the list.
  private mutating func passComma(_ piece: RecordPiece) throws(ScanFailure) {
    let byte = scanner.skipSpace()
    guard byte == 0x2C || byte == 0x5D else { throw scanner.unexpected("`,` or `]`") }
    scanner.at += 1
    if byte == 0x5D { piece.isLast = true } else { _ = scanner.skipSpace() }
  }

  /// Refuses a record that something else follows on its line than another record.
  private func checkLineEnd() throws(ScanFailure) {
    var rest = scanner
    while rest.view[rest.at] == 0x20 || rest.view[rest.at] == 0x09 { rest.at += 1 }
    let byte = rest.view[rest.at]
    guard byte == 0x0A || byte == 0x0D || byte == 0x7B || rest.isAtEnd else {
      throw rest.unexpected("the end of the line")
    }
  }

  private mutating func passSpace(_ piece: RecordPiece) {
    _ = scanner.skipSpace()
    if scanner.isAtEnd { piece.isLast = true }
  }

  private mutating func finishBlock(_ piece: RecordPiece) {
    columns.convert(scanner.view, rows: row, into: piece)
    row = 0
  }

  /// Reads one record, without its surroundings.
  mutating func readRecord() throws(ScanFailure) {
    guard scanner.skipSpace() == 0x7B else { throw scanner.unexpected("a record `{…}`") }
    scanner.at += 1
    try readObject(level: 0, depth: 1)
  }

  /// Reads the members of an object whose brace has been passed.
  private mutating func readObject(level: Int, depth: Int) throws(ScanFailure) {
    guard depth <= JSONScanner.deepest else { throw scanner.tooDeep() }
    if scanner.view[scanner.at] <= 0x20 { _ = scanner.skipSpace() }
    if scanner.view[scanner.at] == 0x7D {
      scanner.at += 1
      return
    }
    var previous: Int32 = -1
    while true {
      let slot = try readKey(level, after: previous)
      try readValue(slot, depth: depth)
      previous = Int32(truncatingIfNeeded: slot)
      var byte = scanner.view[scanner.at]
      if byte <= 0x20 { byte = scanner.skipSpace() }
      if byte == 0x7D {
        scanner.at += 1
        return
      }
      guard byte == 0x2C else { throw scanner.unexpected("`,` or `}`") }
    }
  }

  /// Passes everything up to the next value, and tells its key's slot.
  @inline(__always)
  private mutating func readKey(_ level: Int, after previous: Int32) throws(ScanFailure) -> Int {
    let foretold = Int(previous < 0 ? keys.first(level) : keys[Int(previous)].next)
    if foretold >= 0 {
      let length = keys.lead(foretold, scanner.view, scanner.at)
      if length > 0 {
        scanner.at += length
        return foretold
      }
    }
    return try findKey(level, after: previous, foretold: foretold)
  }

  /// Reads a key that was not foretold.
  @inline(never)
  private mutating func findKey(
    _ level: Int, after previous: Int32, foretold: Int
  ) throws(ScanFailure) -> Int {
    // A record that leaves out keys goes on with one after them.
    var skipped = foretold
    for _ in 0..<4 where skipped >= 0 && previous >= 0 {
      skipped = Int(keys[skipped].next)
      guard skipped >= 0 else { break }
      let length = keys.lead(skipped, scanner.view, scanner.at)
      if length > 0 {
        scanner.at += length
        return skipped
      }
    }
    let lead = scanner.at
    if previous >= 0 {
      guard scanner.skipSpace() == 0x2C else { throw scanner.unexpected("`,` or `}`") }
      scanner.at += 1
    }
    guard scanner.skipSpace() == 0x22 else { throw scanner.unexpected("a key in quotes") }
    scanner.at += 1
    let start = scanner.at
    let (end, isEscaped) = try scanner.scanString()
    try scanner.checkName(start, end)
    try scanner.skipColon()
    _ = scanner.skipSpace()
    let slot = keys.slot(level, scanner.view, start, end, isEscaped: isEscaped)
    keys.setNext(slot, level: level, after: previous)
    keys.setLead(slot, scanner.view, lead, scanner.at)
    return slot
  }

  @inline(__always)
  private mutating func readValue(_ slot: Int, depth: Int) throws(ScanFailure) {
    var byte = scanner.view[scanner.at]
    // The lead that was foretold may have more space behind it this time.
    if byte <= 0x20 { byte = scanner.skipSpace() }
    let begin = scanner.at
    if byte == 0x22 {
      scanner.at += 1
      let (end, isEscaped) = try scanner.scanString()
      guard end > begin + 1 else { return try put(slot, Cell(bits: 0)) }
      try put(slot, columns.block.cell(isEscaped ? .escaped : .text, begin + 1, end))
    } else if byte &- 0x30 < 10 || byte == 0x2D {
      try scanner.scanNumber()
      try put(slot, columns.block.cell(.number, begin, scanner.at))
    } else {
      try readOtherValue(slot, byte, depth: depth)
    }
  }

  @inline(never)
  private mutating func readOtherValue(
    _ slot: Int, _ byte: UInt8, depth: Int
  ) throws(ScanFailure) {
    // White space that the record before did not have here, so that it was not foretold.
    if byte <= 0x20, scanner.skipSpace() > 0x20 { return try readValue(slot, depth: depth) }
    let begin = scanner.at
    switch byte {
    case 0x7B:
      scanner.at += 1
      try readObject(level: keys.level(of: slot), depth: depth + 1)
    case 0x5B:
      try scanner.skipValue(depth: depth)
      try put(slot, columns.block.cell(.array, begin, scanner.at))
    default:
      try scanner.scanWord(byte)
      try put(
        slot, byte == 0x6E ? Cell(bits: 0) : columns.block.cell(.boolean, begin, scanner.at))
    }
  }

  @inline(__always)
  private mutating func put(_ slot: Int, _ cell: Cell) throws(ScanFailure) {
    var column = Int(keys[slot].column)
    if column < 0 { column = try addColumn(slot) }
    if columns.block.exchange(column, row, cell) { duplicateKeys += 1 }
  }

  @inline(never)
  private mutating func addColumn(_ slot: Int) throws(ScanFailure) -> Int {
    let path = keys.path(slot)
    guard let column = columns.index(of: path) ?? columns.add(path, isWanted: wants(path)) else {
      throw ScanFailure(
        offset: scanner.at, message: "\(columns.count) different fields are too many",
        endsReading: true)
    }
    keys.setColumn(column, of: slot)
    return column
  }
}

extension RecordReader: RecordRereading {
  mutating func cells(at start: Int, _ take: (ReaderColumns) -> Void) {
    scanner.at = start
    // The record was checked when it was read first.
    try? readRecord()
    if !keys.isSettled { keys.settle() }
    take(columns)
    columns.block.clear(rows: 1)
  }
}
