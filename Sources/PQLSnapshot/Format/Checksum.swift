/// A checksum at the speed of memory, against damage and not against malice.
///
/// Eight lanes take a word each in turn: `lane = rotate(lane ^ word, 32) × odd`. Each step can be
/// undone, and so can the joining of the lanes, so that a change within one word always shows; other
/// changes go unseen once in 2^64.
package enum Checksum {
  private static let prime: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The checksum of all bytes.
  package static func of(_ bytes: RawSpan) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe of(memory: $0) }
  }

  /// The checksum of bytes.
  package static func of(bytes: [UInt8]) -> UInt64 { unsafe of(bytes.span.bytes) }

  /// The checksum of numbers as they stand in memory.
  static func of(_ words: [UInt64]) -> UInt64 {
    unsafe words.withUnsafeBytes { unsafe of(memory: $0) }
  }

  /// The checksum of all bytes.
  static func of(memory bytes: UnsafeRawBufferPointer) -> UInt64 {
    var (a, b, c, d) = (prime, prime &* 3, prime &* 5, prime &* 7)
    var (e, f, g, h) = (prime &* 9, prime &* 11, prime &* 13, prime &* 15)
    let whole = bytes.count / 64 * 64
    var at = 0
    // No load reaches past `whole`, which is at most `count`.
    while at < whole {
      a = step(a, unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      b = step(b, unsafe bytes.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self))
      c = step(c, unsafe bytes.loadUnaligned(fromByteOffset: at &+ 16, as: UInt64.self))
      d = step(d, unsafe bytes.loadUnaligned(fromByteOffset: at &+ 24, as: UInt64.self))
      e = step(e, unsafe bytes.loadUnaligned(fromByteOffset: at &+ 32, as: UInt64.self))
      f = step(f, unsafe bytes.loadUnaligned(fromByteOffset: at &+ 40, as: UInt64.self))
      g = step(g, unsafe bytes.loadUnaligned(fromByteOffset: at &+ 48, as: UInt64.self))
      h = step(h, unsafe bytes.loadUnaligned(fromByteOffset: at &+ 56, as: UInt64.self))
      at &+= 64
    }
    var sum = prime ^ UInt64(bytes.count)
    for lane in [a, b, c, d, e, f, g, h] { sum = step(sum, lane) }
    while at < bytes.count {
      var word: UInt64 = 0
      for place in at..<min(at + 8, bytes.count) {
        word = word << 8 | UInt64(unsafe bytes[place])
      }
      sum = step(sum, word)
      at += 8
    }
    return sum ^ sum >> 32
  }

  @inline(__always)
  private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = lane ^ word
    return (mixed << 32 | mixed >> 32) &* prime
  }
}
