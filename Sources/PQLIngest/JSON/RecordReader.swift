/// Reads JSON records straight into a grid of cells; nested records become columns with dots.
///
/// A record's keys are foretold from the record before it: after a key comes the key that came after
/// it last time, and a foretold key costs two comparisons of eight bytes.
struct RecordReader {
  /// What a key at one level of nesting leads to.
  private struct KeySlot {
    /// The first sixteen bytes of the key and its closing quote, and which of them count.
    var first: UInt64
    var firstMask: UInt64
    var second: UInt64
    var secondMask: UInt64
    /// Where the key first stood, and its length with the closing quote.
    var origin: Int
    var length: Int
    /// The slot that came next last time, -1 if none has.
    var next: Int32 = -1
    /// the column of its plain values, -1 until there is one.
    var column: Int32 = -1
    /// the level of its records, -1 until there is one.
    var level: Int32 = -1
    var hash: UInt64
    var path: String
  }

  /// One level of nesting: the slot of its first key, and all slots by hash.
  private struct Level {
    var first: Int32 = -1
    var prefix: String
    var slots: [UInt64: [Int32]] = [:]
  }

  private var scanner: JSONScanner
  private var slots: [KeySlot] = []
  private var levels: [Level] = [Level(prefix: "")]
  private var columnNames: [String] = []
  private var columnOf: [String: Int32] = [:]
  private var row = 0
  private var duplicateKeys = 0
  private var rejected = RejectedRecords()
  private var early = EarlyColumns()
  private let store: CellStore
  private let limit: GridLimit
  private let start: Int

  /// Stands at `offset`; what is read before the first record's end foretells the number of rows.
  init(_ view: ByteView, at offset: Int) {
    scanner = JSONScanner(view, at: offset)
    start = offset
    limit = GridLimit(fileBytes: view.count)
    store = CellStore(rowCapacity: 64)
  }

  /// Where the reader stands.
  var offset: Int { scanner.at }

  /// The record being read, from 1.
  var record: Int { row + rejected.count + 1 }

  /// What has been read.
  func part(fileName: String, bytes: FileBytes, counting: RawPart.Counting) -> RawPart {
    RawPart(
      fileName: fileName, bytes: bytes, store: store, columnNames: columnNames, rowCount: row,
      counting: counting, early: early.columns, duplicateKeys: duplicateKeys, rejected: rejected)
  }

  /// Reads an array of records; stands behind its closing bracket afterwards.
  mutating func readArray() throws(ScanFailure) {
    guard scanner.skipSpace() == 0x5B else { throw scanner.unexpected("`[`") }
    scanner.at += 1
    defer { early.finish(scanner.view, store, to: row) }
    if scanner.skipSpace() == 0x5D {
      scanner.at += 1
      return
    }
    while true {
      try readRecord()
      let byte = scanner.skipSpace()
      guard byte == 0x2C || byte == 0x5D else { throw scanner.unexpected("`,` or `]`") }
      scanner.at += 1
      if byte == 0x5D { return }
    }
  }

  /// Reads records one after the other until the end; one that cannot be read is left out, and the
  /// next line is tried.
  mutating func readLines() throws(ScanFailure) {
    defer { early.finish(scanner.view, store, to: row) }
    while true {
      _ = scanner.skipSpace()
      if scanner.isAtEnd { return }
      let start = scanner.at
      let (columns, duplicates) = (columnNames.count, duplicateKeys)
      do {
        try readRecord()
      } catch {
        if error.endsReading { throw error }
        takeBack(columns: columns)
        duplicateKeys = duplicates
        scanner.at = rejected.add(error, record: record, from: start, in: scanner.view)
      }
    }
  }

  /// Forgets what a record that cannot be read has left: its cells, and the columns it was the first
  /// to have.
  private mutating func takeBack(columns: Int) {
    if row < store.rowCapacity { store.clear(row: row, keepingColumns: columns) }
    early.keep(columns)
    while columnNames.count > columns {
      let name = columnNames.removeLast()
      columnOf[name] = nil
      for slot in slots.indices where slots[slot].path == name { slots[slot].column = -1 }
    }
  }

  private mutating func readRecord() throws(ScanFailure) {
    guard scanner.skipSpace() == 0x7B else { throw scanner.unexpected("a record `{…}`") }
    if row == store.rowCapacity { try grow() }
    scanner.at += 1
    try readObject(level: 0, depth: 1)
    row += 1
    early.advance(scanner.view, store, to: row)
  }

  /// Makes room for as many rows as the rest of the file can be expected to hold.
  private mutating func grow() throws(ScanFailure) {
    let read = max(scanner.at - start, 1)
    let expected = Double(scanner.view.count - start) / Double(read) * Double(row) * 1.1
    let wanted = max(row * 2, min(Int(expected), scanner.view.count))
    guard !limit.isPassed(columns: columnNames.count, rows: row),
      store.reserve(
        rows: limit.isPassed(columns: columnNames.count, rows: wanted) ? row * 2 : wanted)
    else { throw tooManyCells() }
  }

  private func tooManyCells() -> ScanFailure {
    ScanFailure(
      offset: scanner.at,
      message: "\(columnNames.count) different fields in \(row + 1) records are too many",
      endsReading: true)
  }

  /// Reads the members of an object whose brace has been passed.
  private mutating func readObject(level: Int, depth: Int) throws(ScanFailure) {
    guard depth <= JSONScanner.deepest else { throw scanner.tooDeep() }
    var byte = scanner.skipSpace()
    if byte == 0x7D {
      scanner.at += 1
      return
    }
    var previous: Int32 = -1
    while true {
      guard byte == 0x22 else { throw scanner.unexpected("a key in quotes") }
      scanner.at += 1
      let foretold = previous < 0 ? levels[level].first : slots[Int(previous)].next
      let slot: Int
      if foretold >= 0, isKey(Int(foretold)) {
        slot = Int(foretold)
        scanner.at += slots[slot].length
      } else {
        slot = try findSlot(level: level, previous: previous, foretold: foretold)
      }
      if scanner.view[scanner.at] == 0x3A {
        scanner.at += 1
      } else {
        try scanner.skipColon()
      }
      try readValue(slot, depth: depth)
      previous = Int32(truncatingIfNeeded: slot)
      byte = scanner.skipSpace()
      if byte == 0x2C {
        scanner.at += 1
        byte = scanner.skipSpace()
      } else if byte == 0x7D {
        scanner.at += 1
        return
      } else {
        throw scanner.unexpected("`,` or `}`")
      }
    }
  }

  /// Whether the key that begins here is the slot's.
  @inline(__always)
  private func isKey(_ slot: Int) -> Bool {
    let view = scanner.view
    let place = scanner.at
    guard (view.word(place) ^ slots[slot].first) & slots[slot].firstMask == 0 else { return false }
    let length = slots[slot].length
    if length <= 8 { return true }
    guard (view.word(place + 8) ^ slots[slot].second) & slots[slot].secondMask == 0 else {
      return false
    }
    return length <= 16 || view.equals(place, view, slots[slot].origin, length: length)
  }

  @inline(__always)
  private mutating func readValue(_ slot: Int, depth: Int) throws(ScanFailure) {
    let byte = scanner.skipSpace()
    let begin = scanner.at
    switch byte {
    case 0x22:
      scanner.at += 1
      let (end, escaped) = try scanner.scanString()
      try put(
        slot,
        end == begin + 1
          ? Cell(bits: 0) : store.cell(escaped ? .escaped : .text, begin + 1, end))
    case 0x2D, 0x30...0x39:
      try scanner.scanNumber()
      try put(slot, store.cell(.number, begin, scanner.at))
    case 0x7B:
      scanner.at += 1
      try readObject(level: try levelOf(slot), depth: depth + 1)
    case 0x5B:
      try scanner.skipValue(depth: depth)
      try put(slot, store.cell(.array, begin, scanner.at))
    default:
      try scanner.scanWord(byte)
      try put(
        slot, byte == 0x6E ? Cell(bits: 0) : store.cell(.boolean, begin, scanner.at))
    }
  }

  @inline(__always)
  private mutating func put(_ slot: Int, _ cell: Cell) throws(ScanFailure) {
    var column = Int(slots[slot].column)
    if column < 0 { column = try addColumn(slot) }
    if store.exchange(column, row, cell).bits != 0 { duplicateKeys += 1 }
  }

  @inline(never)
  private mutating func addColumn(_ slot: Int) throws(ScanFailure) -> Int {
    let path = slots[slot].path
    if let known = columnOf[path] {
      slots[slot].column = known
      return Int(known)
    }
    guard !limit.isPassed(columns: columnNames.count + 1, rows: row + 1),
      let column = store.addColumn()
    else { throw tooManyCells() }
    columnNames.append(path)
    early.add(name: path)
    columnOf[path] = Int32(column)
    slots[slot].column = Int32(column)
    return column
  }

  @inline(__always)
  private mutating func levelOf(_ slot: Int) throws(ScanFailure) -> Int {
    let known = Int(slots[slot].level)
    return known >= 0 ? known : addLevel(slot)
  }

  @inline(never)
  private mutating func addLevel(_ slot: Int) -> Int {
    levels.append(Level(prefix: slots[slot].path + "."))
    slots[slot].level = Int32(levels.count - 1)
    return levels.count - 1
  }

  /// Finds the slot of a key that was not foretold, or makes one; passes the key.
  @inline(never)
  private mutating func findSlot(
    level: Int, previous: Int32, foretold: Int32
  ) throws(ScanFailure) -> Int {
    // A record that leaves out a key goes on with the key after it.
    if foretold >= 0, case let following = slots[Int(foretold)].next, following >= 0,
      isKey(Int(following))
    {
      scanner.at += slots[Int(following)].length
      return Int(following)
    }
    let begin = scanner.at
    let (end, escaped) = try scanner.scanString()
    let hash = bytesHash(scanner.view, begin, end)
    let slot = knownSlot(level, hash, begin, end) ?? addSlot(level, hash, begin, end, escaped)
    if previous < 0 {
      levels[level].first = Int32(slot)
    } else {
      slots[Int(previous)].next = Int32(slot)
    }
    return slot
  }

  private func knownSlot(_ level: Int, _ hash: UInt64, _ begin: Int, _ end: Int) -> Int? {
    levels[level].slots[hash]?.first {
      let slot = slots[Int($0)]
      return slot.length == end - begin + 1
        && scanner.view.equals(begin, scanner.view, slot.origin, length: slot.length)
    }.map(Int.init)
  }

  private mutating func addSlot(
    _ level: Int, _ hash: UInt64, _ begin: Int, _ end: Int, _ escaped: Bool
  ) -> Int {
    let name = scanner.text(begin, end, escaped: escaped)
    let length = end - begin + 1
    slots.append(
      KeySlot(
        first: scanner.view.word(begin), firstMask: byteMask(length),
        second: scanner.view.word(begin + 8), secondMask: byteMask(max(0, length - 8)),
        origin: begin, length: length, hash: hash,
        path: levels[level].prefix + (name.isEmpty ? "unnamed" : name)))
    levels[level].slots[hash, default: []].append(Int32(slots.count - 1))
    return slots.count - 1
  }
}

/// A mask of the lowest `count` bytes of a word, all of them from eight on.
@inline(__always)
func byteMask(_ count: Int) -> UInt64 {
  count >= 8 ? ~0 : (1 << UInt64(count * 8)) - 1
}

/// A hash of the bytes from `start` up to `end`, well spread in its low bits.
@inline(__always)
func bytesHash(_ view: ByteView, _ start: Int, _ end: Int) -> UInt64 {
  let length = end - start
  var hash = UInt64(truncatingIfNeeded: length) ^ 0x9E37_79B9_7F4A_7C15
  var at = start
  while at + 8 < end {
    hash = folded(view.word(at) ^ hash, 0xA076_1D64_78BD_642F)
    at += 8
  }
  // Reads up to eight bytes, masked to the value: never more than the padding past the end.
  let rest = at < end ? view.word(at) & byteMask(end - at) : 0
  return folded(rest ^ hash, 0xE703_7ED1_A0B4_28DB)
}
