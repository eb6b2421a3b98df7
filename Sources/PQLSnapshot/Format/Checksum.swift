/// XXH64 with seed 0: a checksum at the speed of memory, against damage and not against malice.
///
/// Source: the specification of xxHash by Yann Collet, version 0.1.1. Four lanes take a word each in
/// turn. Each step of a lane can be undone, so that no change of a word is lost on the way.
package enum Checksum {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

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
    // No load reaches past the end: each is of as many bytes as were just seen to be left.
    let whole = bytes.count / 32 * 32
    var sum = unsafe lanes(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
    sum &+= UInt64(bytes.count)
    var at = whole
    while bytes.count - at >= 8 {
      sum ^= step(0, unsafe word(bytes, at))
      sum = rotated(sum, 27) &* prime1 &+ prime4
      at += 8
    }
    if bytes.count - at >= 4 {
      let half = unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
      sum ^= UInt64(half.littleEndian) &* prime1
      sum = rotated(sum, 23) &* prime2 &+ prime3
      at += 4
    }
    while at < bytes.count {
      sum ^= UInt64(unsafe bytes[at]) &* prime5
      sum = rotated(sum, 11) &* prime1
      at += 1
    }
    sum = (sum ^ sum >> 33) &* prime2
    sum = (sum ^ sum >> 29) &* prime3
    return sum ^ sum >> 32
  }

  /// The four lanes over whole blocks of 32 bytes, joined.
  private static func lanes(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard bytes.count > 0 else { return prime5 }
    var (a, b, c, d) = (prime1 &+ prime2, prime2, 0 as UInt64, 0 &- prime1)
    var at = 0
    while at < bytes.count {
      a = step(a, unsafe word(bytes, at))
      b = step(b, unsafe word(bytes, at &+ 8))
      c = step(c, unsafe word(bytes, at &+ 16))
      d = step(d, unsafe word(bytes, at &+ 24))
      at &+= 32
    }
    var sum = rotated(a, 1) &+ rotated(b, 7) &+ rotated(c, 12) &+ rotated(d, 18)
    for lane in [a, b, c, d] { sum = (sum ^ step(0, lane)) &* prime1 &+ prime4 }
    return sum
  }

  @inline(__always)
  private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    word &<< bits | word &>> (64 &- bits)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
  }
}
