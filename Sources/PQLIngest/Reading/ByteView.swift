import CScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A look at bytes that somebody else owns, with `FileBytes.padding` readable bytes behind them.
///
/// Invariant, kept by everyone who holds one: the owner outlives the view, and no index is negative
/// or reaches more than `FileBytes.padding - 16` past `count`. Scanners keep it by stopping at the
/// zero that stands at `count`.
@safe
struct ByteView {
  private let base: UnsafePointer<UInt8>
  let count: Int

  private static let nothing = FileBytes([UInt8]())

  /// No bytes.
  static var empty: ByteView { nothing.view }

  /// Takes memory that meets the invariant.
  @unsafe
  init(base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Asks the system for the pages of the bytes from `start` up to `end` at once.
  ///
  /// A thread that is about to read them then does not stop at each; without it they are read all the
  /// same.
  func fetch(from start: Int, to end: Int) {
    #if canImport(Glibc)
      let page = 4096
      let first = unsafe UInt(bitPattern: base + start) & ~UInt(page - 1)
      let past = unsafe UInt(bitPattern: base + min(end, count))
      guard past > first, let address = unsafe UnsafeMutableRawPointer(bitPattern: first) else {
        return
      }
      // Advice changes no byte, and the pages hold bytes of the view.
      _ = unsafe madvise(address, Int(past - first), MADV_POPULATE_READ)
    #endif
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    assert(index >= 0 && index <= count + FileBytes.padding - 16)
    return unsafe base[index]
  }

  /// Eight bytes from `index` on, the first of them lowest.
  @inline(__always)
  func word(_ index: Int) -> UInt64 {
    assert(index >= 0 && index <= count + FileBytes.padding - 16)
    return unsafe UInt64(
      littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  /// Of the 32 bytes from `index`, which is not past the end, a bit for each at which plain JSON text
  /// stops, and for each that is not ASCII.
  @inline(__always)
  func jsonMarks(_ index: Int) -> (stops: UInt32, high: UInt32) {
    assert(index >= 0 && index <= count + FileBytes.padding - 32)
    let marks = unsafe scan_json_marks_of_32(base + index)
    return (UInt32(truncatingIfNeeded: marks), UInt32(truncatingIfNeeded: marks >> 32))
  }

  /// The first and the last sixteen bytes from `start` up to `end`, see `scan_words`.
  @inline(__always)
  func words(_ start: Int, _ end: Int) -> scan_text_words {
    assert(start >= 0 && start <= end && start <= count + FileBytes.padding - 16)
    return unsafe scan_words(base + start, UInt64(truncatingIfNeeded: end &- start))
  }

  /// Asks for the memory of a byte, which will be read soon.
  @inline(__always)
  func prefetch(_ index: Int) {
    // Never faults, whatever the place.
    unsafe scan_prefetch(base + index)
  }

  /// Of the sixteen bytes from `index` on, a bit for each that is no digit.
  @inline(__always)
  func noDigits(_ index: Int) -> UInt32 {
    assert(index >= 0 && index <= count + FileBytes.padding - 16)
    return unsafe scan_no_digits(base + index)
  }

  /// Where the first byte stands that is not part of valid UTF-8, of the characters that begin from
  /// `start`, where one does, on and before `end`; nil when all are.
  func firstInvalid(from start: Int, to end: Int) -> Int? {
    precondition(start >= 0)
    let place = unsafe scan_first_invalid(base, Int64(start), Int64(min(end, count)))
    return place < 0 ? nil : Int(place)
  }

  /// The bytes, for a walk over members.
  @unsafe
  var start: UnsafePointer<UInt8> { unsafe base }

  /// Where a run of bytes first stands from `start` up to `end`; nil when it does not.
  func firstPlace(of bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    precondition(start >= 0 && end <= count)
    guard let first = bytes.first else { return nil }
    var block = start
    while block + bytes.count <= end {
      var candidates = unsafe scan_equal(base + block, first)
      while candidates != 0 {
        let at = block + candidates.trailingZeroBitCount
        candidates &= candidates - 1
        guard at + bytes.count <= end else { return nil }
        if bytes.indices.allSatisfy({ self[at + $0] == bytes[$0] }) { return at }
      }
      block += 16
    }
    return nil
  }

  /// Whether the bytes from `start` on equal `length` bytes of another view.
  @inline(__always)
  func equals(_ start: Int, _ other: ByteView, _ otherStart: Int, length: Int) -> Bool {
    var done = 0
    while done + 8 <= length {
      if word(start + done) != other.word(otherStart + done) { return false }
      done += 8
    }
    guard done < length else { return true }
    let mask = ~UInt64(0) >> UInt64((8 - (length - done)) * 8)
    return (word(start + done) ^ other.word(otherStart + done)) & mask == 0
  }

  /// Whether the bytes from `start` on equal up to 32 bytes of another view.
  @inline(__always)
  func equalsShort(_ start: Int, _ other: ByteView, _ otherStart: Int, length: Int) -> Bool {
    assert(length <= 32 && start <= count && otherStart <= other.count)
    return unsafe scan_same_text(
      base + start, other.base + otherStart, UInt64(truncatingIfNeeded: length))
  }

  /// Whether a text comes before another one of the same view in the order of their bytes.
  func precedes(_ start: Int, _ end: Int, before otherStart: Int, _ otherEnd: Int) -> Bool {
    let (length, otherLength) = (end - start, otherEnd - otherStart)
    let shared = min(length, otherLength)
    var done = 0
    while done < shared {
      let mask = byteMask(shared - done)
      let (left, right) = (word(start + done) & mask, word(otherStart + done) & mask)
      if left != right { return left.byteSwapped < right.byteSwapped }
      done += 8
    }
    return length < otherLength
  }

  /// Whether the bytes from `start` on are those of `text`.
  func matches(_ start: Int, _ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    for index in 0..<length where unsafe self[start + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// A copy of the bytes from `start` up to `end`.
  func array(_ start: Int, _ end: Int) -> [UInt8] {
    precondition(start >= 0 && start <= end && end <= count)
    return unsafe Array(UnsafeBufferPointer(start: base + start, count: end - start))
  }

  /// The bytes from `start` up to `end` as text, repaired where they are no UTF-8.
  func string(_ start: Int, _ end: Int) -> String {
    precondition(start >= 0 && start <= end && end <= count)
    return unsafe String(
      decoding: UnsafeBufferPointer(start: base + start, count: end - start), as: UTF8.self)
  }

  /// What ends a line: a line feed, or in bytes without any a carriage return.
  ///
  /// A look at the first line, but at everything where there is no line feed.
  var lineBreak: UInt8 { lineEnd(from: 0) < count ? 0x0A : 0x0D }

  /// How many lines end before `end`, plus one: the number of the line.
  func line(at end: Int) -> Int { lineBreaks(lineBreak, from: 0, to: end) + 1 }

  /// How many lines end from `start` up to `end`.
  func lineBreaks(_ lineBreak: UInt8, from start: Int, to end: Int) -> Int {
    var found = 0
    for index in start..<max(start, min(end, count)) where self[index] == lineBreak { found += 1 }
    return found
  }

  /// Where the line that holds `start` ends: what ends it, or the end of the bytes.
  func lineEnd(from start: Int, by lineBreak: UInt8 = 0x0A) -> Int {
    firstPlace(of: lineBreak, from: start, to: count) ?? count
  }

  /// Where a byte first stands from `start` up to `end`; nil when it does not.
  func firstPlace(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    guard start < end else { return nil }
    precondition(start >= 0 && end <= count)
    let found = unsafe memchr(base + start, Int32(byte), end - start)
    return unsafe found.map { unsafe UnsafeRawPointer($0) - UnsafeRawPointer(base) }
  }

  /// The distance of `offset` from the start of its line, plus one.
  func column(at offset: Int) -> Int {
    let lineBreak = lineBreak
    var start = min(offset, count)
    while start > 0, self[start - 1] != lineBreak { start -= 1 }
    return offset - start + 1
  }
}

/// Marks, in the high bit of each byte of a word, the bytes that equal `byte`; only the lowest mark
/// is sure.
@inline(__always)
func marks(_ word: UInt64, equal byte: UInt64) -> UInt64 {
  let difference = word ^ (byte &* 0x0101_0101_0101_0101)
  return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
}

/// Marks the bytes below 0x20; only the lowest mark is sure.
@inline(__always)
func controlMarks(_ word: UInt64) -> UInt64 {
  (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
}
