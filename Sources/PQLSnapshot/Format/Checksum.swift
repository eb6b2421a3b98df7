/// XXH64 with seed 0: a checksum at the speed of memory, against damage and not against malice.
///
/// Source: the specification of xxHash by Yann Collet, version 0.1.1. Four lanes take a word each in
/// turn. Each step of a lane can be undone, so that no change of a word is lost on the way.
package struct Checksum {
  /// Bytes that the lanes take at a time; every piece but the last is a multiple of it.
  static let blockSize = 32

  private var a = prime1 &+ prime2
  private var b = prime2
  private var c: UInt64 = 0
  private var d = 0 &- prime1
  private var count = 0

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
    let whole = bytes.count / blockSize * blockSize
    var checksum = Checksum()
    unsafe checksum.take(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
    return unsafe checksum.ended(by: UnsafeRawBufferPointer(rebasing: bytes[whole...]))
  }

  /// Takes the next bytes, a multiple of `blockSize`.
  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count.isMultiple(of: Self.blockSize), "whole blocks")
    var (a, b, c, d) = (a, b, c, d)
    var at = 0
    while at < bytes.count {
      // No load reaches past the end, since a whole block is left.
      a = Self.step(a, unsafe Self.word(bytes, at))
      b = Self.step(b, unsafe Self.word(bytes, at &+ 8))
      c = Self.step(c, unsafe Self.word(bytes, at &+ 16))
      d = Self.step(d, unsafe Self.word(bytes, at &+ 24))
      at &+= Self.blockSize
    }
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
    count += bytes.count
  }

  /// The checksum of what was taken and these last bytes, fewer than `blockSize`.
  func ended(by bytes: UnsafeRawBufferPointer) -> UInt64 {
    // No load reaches past the end: each is of as many bytes as were just seen to be left.
    var sum = joined &+ UInt64(count &+ bytes.count)
    var at = 0
    while bytes.count - at >= 8 {
      sum ^= Self.step(0, unsafe Self.word(bytes, at))
      sum = Self.rotated(sum, 27) &* Self.prime1 &+ Self.prime4
      at += 8
    }
    if bytes.count - at >= 4 {
      let half = unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
      sum ^= UInt64(half.littleEndian) &* Self.prime1
      sum = Self.rotated(sum, 23) &* Self.prime2 &+ Self.prime3
      at += 4
    }
    while at < bytes.count {
      sum ^= UInt64(unsafe bytes[at]) &* Self.prime5
      sum = Self.rotated(sum, 11) &* Self.prime1
      at += 1
    }
    sum = (sum ^ sum >> 33) &* Self.prime2
    sum = (sum ^ sum >> 29) &* Self.prime3
    return sum ^ sum >> 32
  }

  /// The four lanes in one.
  private var joined: UInt64 {
    guard count > 0 else { return Self.prime5 }
    var sum =
      Self.rotated(a, 1) &+ Self.rotated(b, 7) &+ Self.rotated(c, 12) &+ Self.rotated(d, 18)
    for lane in [a, b, c, d] { sum = (sum ^ Self.step(0, lane)) &* Self.prime1 &+ Self.prime4 }
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
