/// The description of a model as bytes, being written or being read.
///
/// What is described names each of its parts once, in `pass`, for both directions; nothing so can be
/// written one way and read another. Numbers take eight bytes, texts their length and their UTF-8,
/// lists their count and their elements.
struct Record {
  private(set) var bytes: [UInt8]
  private let isReading: Bool
  private var at = 0

  /// An empty record, to write to.
  init() {
    bytes = []
    isReading = false
  }

  /// A record to read from.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    isReading = true
  }

  /// What was not read.
  var restCount: Int { bytes.count - at }

  mutating func pass(_ value: inout UInt64) throws(SnapshotFailure) {
    guard isReading else {
      for shift in stride(from: 0 as UInt64, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
      return
    }
    let taken = try take(8)
    value = bytes[taken].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func pass(_ value: inout Int64) throws(SnapshotFailure) {
    var bits = UInt64(bitPattern: value)
    try pass(&bits)
    value = Int64(bitPattern: bits)
  }

  mutating func pass<Number: FixedWidthInteger>(_ value: inout Number) throws(SnapshotFailure) {
    var wide = Int64(truncatingIfNeeded: value)
    try pass(&wide)
    guard let narrow = Number(exactly: wide) else { throw Record.damage }
    value = narrow
  }

  /// Only finite numbers are read.
  mutating func pass(_ value: inout Double) throws(SnapshotFailure) {
    var bits = value.bitPattern
    try pass(&bits)
    value = Double(bitPattern: bits)
    guard value.isFinite else { throw Record.damage }
  }

  mutating func pass(_ value: inout Bool) throws(SnapshotFailure) {
    var number: UInt64 = value ? 1 : 0
    try pass(&number)
    guard number <= 1 else { throw Record.damage }
    value = number == 1
  }

  mutating func pass(_ value: inout String) throws(SnapshotFailure) {
    var count = value.utf8.count
    try pass(&count)
    guard isReading else {
      bytes.append(contentsOf: value.utf8)
      return
    }
    guard let text = String(validating: bytes[try take(count)], as: UTF8.self) else {
      throw Record.damage
    }
    value = text
  }

  /// An element of a closed set, by its word.
  mutating func pass<Word: RawRepresentable<String>>(
    _ value: inout Word
  ) throws(SnapshotFailure) {
    var word = value.rawValue
    try pass(&word)
    guard let known = Word(rawValue: word) else { throw Record.damage }
    value = known
  }

  mutating func pass<Part: Recorded>(_ value: inout Part) throws(SnapshotFailure) {
    try value.pass(through: &self)
  }

  mutating func pass<Part: Recorded>(_ list: inout [Part]) throws(SnapshotFailure) {
    try pass(&list, blank: .blank) { (part, record) throws(SnapshotFailure) in
      try part.pass(through: &record)
    }
  }

  mutating func pass(_ list: inout [String]) throws(SnapshotFailure) {
    try pass(&list, blank: "") { (text, record) throws(SnapshotFailure) in try record.pass(&text) }
  }

  /// A value that may be absent; `pass` passes one that is there, beginning with `blank`.
  mutating func pass<Value>(
    _ value: inout Value?, blank: Value,
    _ pass: (inout Value, inout Record) throws(SnapshotFailure) -> Void
  ) throws(SnapshotFailure) {
    var isThere = value != nil
    try self.pass(&isThere)
    guard isThere else {
      value = nil
      return
    }
    var present = value ?? blank
    try pass(&present, &self)
    value = present
  }

  mutating func pass(_ text: inout String?) throws(SnapshotFailure) {
    try pass(&text, blank: "") { (text, record) throws(SnapshotFailure) in try record.pass(&text) }
  }

  mutating func pass<Element>(
    _ list: inout [Element], blank: Element,
    _ pass: (inout Element, inout Record) throws(SnapshotFailure) -> Void
  ) throws(SnapshotFailure) {
    var count = list.count
    try self.pass(&count)
    // No element takes less than a byte, so that a count cannot ask for more memory than there is.
    guard !isReading || (0...restCount).contains(count) else { throw Record.damage }
    if isReading { list = [] }
    for place in 0..<count {
      var element = isReading ? blank : list[place]
      try pass(&element, &self)
      if isReading { list.append(element) }
    }
  }

  private mutating func take(_ count: Int) throws(SnapshotFailure) -> Range<Int> {
    guard count >= 0, count <= restCount else { throw Record.damage }
    at += count
    return at - count..<at
  }

  /// What a description is that passes its checksum and makes no sense.
  static let damage = SnapshotFailure.damaged("its description makes no sense")
}

/// What stands in the description of a model.
protocol Recorded {
  /// To be overwritten while reading.
  static var blank: Self { get }
  /// Passes each part, in an order that is part of the format; throws when what was read is none.
  mutating func pass(through record: inout Record) throws(SnapshotFailure)
}
