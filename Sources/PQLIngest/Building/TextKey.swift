import CScan

/// The first and the last sixteen bytes of a text, of a short one the first alone: up to 32 bytes
/// they say all, and of a longer one a hash of the rest is mixed in.
struct TextKey: Equatable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64
  private let length: Int

  /// Of texts of up to so many bytes the words say all.
  static let longest = 32

  /// The seed counts for long texts alone.
  @inline(__always)
  init(_ view: ByteView, _ start: Int, _ end: Int, _ seed: HashSeed) {
    let words = view.words(start, end)
    length = end &- start
    first = words.first
    second = words.second
    third =
      length <= TextKey.longest
      ? words.third : words.third ^ bytesHash(view, start + 16, end - 16, seed)
    fourth = words.fourth
  }

  /// Whether it comes before another in an order of keys, which is all that is needed to know that
  /// no text stands twice: of texts of one length the order of their bytes.
  @inline(__always)
  func precedes(_ other: TextKey) -> Bool {
    if first != other.first { return first.byteSwapped < other.first.byteSwapped }
    if second != other.second { return second.byteSwapped < other.second.byteSwapped }
    if third != other.third { return third.byteSwapped < other.third.byteSwapped }
    if fourth != other.fourth { return fourth.byteSwapped < other.fourth.byteSwapped }
    return length < other.length
  }

  /// Well spread in its high bits.
  @inline(__always)
  func hash(_ seed: HashSeed) -> UInt64 {
    let length = UInt64(truncatingIfNeeded: length)
    let head = folded(first ^ seed.first, second ^ length ^ seed.second)
    let tail = folded(third ^ seed.second, fourth ^ ~seed.first)
    return (head ^ tail.byteSwapped) &* 0x9E37_79B9_7F4A_7C15
  }
}
