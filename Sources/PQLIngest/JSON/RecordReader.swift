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

  static var checksText: Bool { true }

  var scanner: JSONScanner
  let form: Form
  let looksWide: Bool
  private let wants: @Sendable (String) -> Bool
  var keys = KeySlots()
  var columns = ReaderColumns()
  /// What ends a line; asked for where a record cannot be read.
  private lazy var lineBreak = scanner.view.lineBreak
  /// The record being read, within its block.
  var row = 0
  /// How many columns the piece being read knows of.
  private var toldColumns = 0
  var duplicateKeys = 0
  /// How many records are to be read one by one before two are tried together again.
  var alone = 0
  private let limit: GridLimit

  init(
    _ view: ByteView, _ form: Form, looksWide: Bool = MemberWalk.looksWide,
    wants: @escaping @Sendable (String) -> Bool
  ) {
    scanner = JSONScanner(view)
    self.looksWide = looksWide
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
    toldColumns = piece.columns.count
    do {
      // At the end of the bytes a list that has not been closed asks for its next record, and fails.
      while !piece.isLast, scanner.at < end || scanner.isAtEnd {
        if try !readNextTwo(piece, to: end) { try readNext(piece) }
      }
    } catch {
      piece.fail(error)
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
    let known = known
    do {
      try readRecord()
      try columns.block.checkLengths()
      if form == .lines { try checkLineEnd() }
    } catch {
      takeBack(from: start)
      forget(to: known)
      let isLeftOut = form == .lines && !error.endsReading
      let end =
        isLeftOut ? scanner.view.lineEnd(from: start, by: lineBreak) : error.offset + 1
      // Nobody has looked at what stands behind the fault.
      if let place = scanner.view.firstInvalid(from: start, to: end) {
        throw ScanFailure.notText(at: place)
      }
      guard isLeftOut else { throw error }
      piece.reject(error, at: start)
      scanner.at = min(end + 1, scanner.view.count)
      return passSpace(piece)
    }
    if !keys.isSettled { keys.settle() }
    add(piece, start)
    if toldColumns < columns.count {
      columns.tellNew(piece)
      toldColumns = columns.count
    }
    alone -= 1
    if row == CellBlock.rows { try finishFullBlock(piece, start) }
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
  @inline(__always)
  func checkLineEnd() throws(ScanFailure) {
    if scanner.view[scanner.at] != 0x0A { try checkRestOfLine() }
  }

  @inline(never)
  private func checkRestOfLine() throws(ScanFailure) {
    var rest = scanner
    while rest.view[rest.at] == 0x20 || rest.view[rest.at] == 0x09 { rest.at += 1 }
    let byte = rest.view[rest.at]
    guard byte == 0x0A || byte == 0x0D || byte == 0x7B || rest.isAtEnd else {
      throw rest.unexpected("the end of the line")
    }
  }

  mutating func passSpace(_ piece: RecordPiece) {
    _ = scanner.skipSpace()
    if scanner.isAtEnd { piece.isLast = true }
  }

  /// Counts the record that has been read.
  mutating func add(_ piece: RecordPiece, _ start: Int) {
    piece.starts.append(UInt32(truncatingIfNeeded: start - piece.start))
    row += 1
  }

  /// Finishes a block behind the record that begins at `start`.
  mutating func finishFullBlock(_ piece: RecordPiece, _ start: Int) throws(ScanFailure) {
    finishBlock(piece)
    // A piece alone can be too large: short records, and a new key in each or many in the first.
    if limit.isPassed(columns: columns.count, rows: piece.rowCount) {
      throw limit.failure(at: start)
    }
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
  mutating func readObject(level: Int, depth: Int) throws(ScanFailure) {
    guard depth <= JSONScanner.deepest else { throw scanner.tooDeep() }
    if scanner.view[scanner.at] <= 0x20 { _ = scanner.skipSpace() }
    if scanner.view[scanner.at] == 0x7D {
      scanner.at += 1
      return
    }
    try readMembers(level, after: -1, depth: depth)
  }

  /// Reads the members behind the slot `previous`, which is -1 at the first.
  ///
  /// What is usual is passed by the walk: a key that was foretold, and behind it a plain text, a short
  /// list of such texts, a number or null. Whatever else comes is read by `readKey` and
  /// `readOtherValue`.
  mutating func readMembers(
    _ level: Int, after previous: Int, depth: Int
  ) throws(ScanFailure) {
    var walk = MemberWalk(after: previous, foretold: keys.following(previous, level))
    while true {
      switch walk.goOn(&self) {
      case .ended: return
      case .atValue: try readOtherValue(walk.slot, depth: depth)
      case .atKey:
        let lead = scanner.at
        if walk.slot >= 0, scanner.skipSpace() == 0x7D {
          scanner.at += 1
          return
        }
        scanner.at = lead
        walk.slot = try readKey(level, after: walk.slot, foretold: walk.foretold)
        try readOtherValue(walk.slot, depth: depth)
        walk.foretold = keys.next(walk.slot)
      }
    }
  }

  /// Passes everything up to the next value, and tells its key's slot; `previous` is -1 for the first
  /// key.
  @inline(never)
  private mutating func readKey(
    _ level: Int, after previous: Int, foretold: Int
  ) throws(ScanFailure) -> Int {
    // A record that leaves out keys goes on with one after them.
    var skipped = foretold
    for _ in 0..<5 where skipped >= 0 && (previous >= 0 || skipped == foretold) {
      let length = keys.lead(skipped, scanner.view, scanner.at)
      if length > 0 {
        scanner.at += length
        return skipped
      }
      skipped = keys.next(skipped)
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
    guard
      let slot = keys.slot(
        level, scanner.view, start, end, isEscaped: isEscaped, isFirst: previous < 0)
    else { throw tooManyFields() }
    keys.setNext(slot, level: level, after: previous)
    keys.setLead(slot, scanner.view, lead, scanner.at)
    return slot
  }

  /// Reads the value of a key, whatever it is.
  @inline(never)
  mutating func readOtherValue(_ slot: Int, depth: Int) throws(ScanFailure) {
    // The lead that was foretold may have more space behind it this time.
    let byte = scanner.skipSpace()
    let begin = scanner.at
    switch byte {
    case 0x22:
      scanner.at += 1
      let (end, isEscaped) = try scanner.scanString()
      let cell = columns.block.cell(isEscaped ? .escaped : .text, begin + 1, end)
      try put(slot, end > begin + 1 ? cell : .missing)
    case 0x2D, 0x30...0x39:
      try scanner.scanNumber()
      try put(slot, columns.block.cell(.number, begin, scanner.at))
    case 0x7B:
      scanner.at += 1
      try readObject(level: keys.level(of: slot), depth: depth + 1)
    case 0x5B:
      if !scanner.skipPlainList() { try scanner.skipValue(depth: depth) }
      try put(slot, columns.block.cell(.array, begin, scanner.at))
    default:
      try scanner.scanWord(byte)
      try put(slot, byte == 0x6E ? .missing : columns.block.cell(.boolean, begin, scanner.at))
    }
  }

  private mutating func put(_ slot: Int, _ cell: Cell) throws(ScanFailure) {
    var column = keys.column(of: slot)
    if column < 0 { column = try addColumn(slot) }
    if columns.block.exchange(column, row, cell) { duplicateKeys += 1 }
  }

  private func tooManyFields() -> ScanFailure {
    .tooManyFields(CellBlock.mostColumns, at: scanner.at)
  }

  @inline(never)
  private mutating func addColumn(_ slot: Int) throws(ScanFailure) -> Int {
    let path = keys.path(slot)
    guard let column = columns.index(of: path) ?? columns.add(path, isWanted: wants(path)) else {
      throw tooManyFields()
    }
    keys.setColumn(column, of: slot)
    return column
  }
}
