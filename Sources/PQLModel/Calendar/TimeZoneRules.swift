/// When a time zone's clock stood how far from UTC, read from a TZif file.
///
/// Source: RFC 8536, the Time Zone Information Format; the footer is a POSIX `TZ` string and holds
/// for every moment behind the last transition.
package struct TimeZoneRules: Sendable, Hashable {
  /// Seconds since 1970 in UTC, ascending.
  private var transitions: [Int64]
  /// seconds east of UTC from the transition of the same place on.
  private var offsets: [Int32]
  /// seconds east of UTC before the first transition.
  private var firstOffset: Int32
  private var footer: PosixZone?

  /// A clock that is always so far from UTC.
  package init(fixedSecondsEast offset: Int32) {
    transitions = []
    offsets = []
    firstOffset = offset
    footer = nil
  }

  /// UTC itself.
  package static let utc = TimeZoneRules(fixedSecondsEast: 0)

  /// Reads the bytes of a TZif file; nil when they are not one.
  package init?(tzif bytes: [UInt8]) {
    var reader = TZifReader(bytes: bytes)
    guard let header = reader.readHeader() else { return nil }
    var block = reader.readBlock(header, timeBytes: header.version >= 2 ? nil : 4)
    if header.version >= 2 {
      guard let second = reader.readHeader() else { return nil }
      block = reader.readBlock(second, timeBytes: 8)
      footer = reader.readFooter().flatMap { PosixZone($0) }
    } else {
      footer = nil
    }
    guard let block else { return nil }
    transitions = block.transitions
    offsets = block.offsets
    firstOffset = block.firstOffset
  }

  /// Whether the clock never differs from UTC.
  package var isUTC: Bool {
    transitions.isEmpty && firstOffset == 0 && (footer?.isAlwaysUTC ?? true)
  }

  /// How many seconds east of UTC the clock stood at a moment.
  package func offset(atUTC seconds: Int64) -> Int32 {
    guard let last = transitions.last else {
      return footer?.offset(atUTC: seconds) ?? firstOffset
    }
    if seconds >= last { return footer?.offset(atUTC: seconds) ?? offsets[offsets.count - 1] }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  /// What the clock showed at a moment of UTC.
  package func localSeconds(fromUTC seconds: Int64) -> Int64 {
    seconds &+ Int64(offset(atUTC: seconds))
  }

  /// When the clock showed `local`; the earlier moment when it did so twice, and the moment the
  /// clock was turned forward when it never did.
  package func utcSeconds(fromLocal local: Int64) -> Int64 {
    let before = offset(atUTC: local &- 86_400)
    let after = offset(atUTC: local &+ 86_400)
    for offset in [max(before, after), min(before, after)] {
      let guess = local &- Int64(offset)
      if localSeconds(fromUTC: guess) == local { return guess }
    }
    return local &- Int64(before)
  }
}

/// Reads the blocks of a TZif file one after the other.
private struct TZifReader {
  struct Header {
    var version: UInt8
    var utcFlags: Int
    var standardFlags: Int
    var leaps: Int
    var times: Int
    var types: Int
    var characters: Int
  }

  struct Block {
    var transitions: [Int64]
    var offsets: [Int32]
    var firstOffset: Int32
  }

  let bytes: [UInt8]
  var at = 0

  mutating func readHeader() -> Header? {
    guard at + 44 <= bytes.count, Array(bytes[at..<at + 4]) == Array("TZif".utf8) else {
      return nil
    }
    let version = bytes[at + 4]
    at += 20
    var counts: [Int] = []
    for _ in 0..<6 { counts.append(Int(readInteger(4))) }
    guard counts.allSatisfy({ $0 >= 0 && $0 <= bytes.count }) else { return nil }
    return Header(
      version: version < 0x32 ? 1 : version - 0x30, utcFlags: counts[0],
      standardFlags: counts[1], leaps: counts[2], times: counts[3], types: counts[4],
      characters: counts[5])
  }

  /// Reads a data block, or only passes over it when `timeBytes` is nil.
  mutating func readBlock(_ header: Header, timeBytes: Int?) -> Block? {
    let width = timeBytes ?? 4
    let length =
      header.times * (width + 1) + header.types * 6 + header.characters
      + header.leaps * (width + 4) + header.standardFlags + header.utcFlags
    guard at + length <= bytes.count else { return nil }
    let end = at + length
    defer { at = end }
    guard timeBytes != nil, header.types > 0 else { return nil }
    var transitions: [Int64] = []
    for _ in 0..<header.times { transitions.append(readInteger(width)) }
    let types = bytes[at..<at + header.times].map(Int.init)
    at += header.times
    var typeOffsets: [Int32] = []
    for _ in 0..<header.types {
      typeOffsets.append(Int32(truncatingIfNeeded: readInteger(4)))
      at += 2
    }
    guard types.allSatisfy({ $0 < typeOffsets.count }),
      typeOffsets.allSatisfy({ $0 > -93_600 && $0 < 93_600 }),
      zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    return Block(
      transitions: transitions, offsets: types.map { typeOffsets[$0] },
      firstOffset: typeOffsets[0])
  }

  /// The text between the two line feeds behind the last block.
  func readFooter() -> String? {
    guard at < bytes.count, bytes[at] == 0x0A,
      let end = bytes[(at + 1)...].firstIndex(of: 0x0A)
    else { return nil }
    return String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
  }

  /// A big-endian integer of 4 or 8 bytes.
  private mutating func readInteger(_ width: Int) -> Int64 {
    var value: UInt64 = 0
    for index in at..<at + width { value = value << 8 | UInt64(bytes[index]) }
    at += width
    return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
