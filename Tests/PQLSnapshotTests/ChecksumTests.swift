import PQLSnapshot
import Testing

@Suite struct `the checksum` {
  private let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 13) }

  /// Figures of the reference implementation.
  @Test(
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func `is XXH64`(text: String, sum: UInt64) {
    #expect(Checksum.of(bytes: Array(text.utf8)) == sum)
  }

  @Test func `shows each change of one byte`() {
    for count in [1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 128, 300] {
      let some = Array(bytes[..<count])
      var sums: Set = [Checksum.of(bytes: some)]
      for place in 0..<count {
        for value in stride(from: 0, to: 256, by: count > 64 ? 5 : 1) {
          var changed = some
          changed[place] ^= UInt8(value)
          sums.insert(Checksum.of(bytes: changed))
        }
      }
      #expect(sums.count == 1 + count * (count > 64 ? 51 : 255))
    }
  }

  @Test func `shows each length, and zeros at the end`() {
    let sums = Set((0...300).map { Checksum.of(bytes: Array(bytes[..<$0])) })
    #expect(sums.count == 301)
    let zeros = Set((0...300).map { Checksum.of(bytes: [UInt8](repeating: 0, count: $0)) })
    #expect(zeros.count == 301)
  }

  @Test func `shows words that changed places`() {
    var sums: Set<UInt64> = []
    for first in 0..<30 {
      var changed = bytes
      for place in 0..<8 { changed.swapAt(first * 8 + place, 240 + place) }
      sums.insert(Checksum.of(bytes: changed))
    }
    #expect(sums.count == 30)
  }
}
