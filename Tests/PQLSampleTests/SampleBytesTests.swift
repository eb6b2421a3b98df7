import Testing

@testable import PQLSample

@Suite struct SampleBytesTests {
  private static func bytes(deals: Int = 40, seed: UInt64) -> [[UInt8]] {
    SamplePipeline(deals: deals, seed: seed).files().map { SampleReading.bytes(of: $0) }
  }

  @Test func `the same seed gives the same bytes`() {
    #expect(Self.bytes(seed: 7) == Self.bytes(seed: 7))
  }

  @Test func `another seed gives other bytes`() {
    #expect(Self.bytes(seed: 7) != Self.bytes(seed: 8))
  }

  @Test func `another day gives other bytes`() {
    let files = SamplePipeline(deals: 5, seed: 1, today: SampleDay(year: 2025, month: 1, day: 31))
    let deals = files.files().map { SampleReading.bytes(of: $0) }
    #expect(deals != Self.bytes(deals: 5, seed: 1))
  }

  /// FNV-1a over all files; the number is the same on every platform, and changes only on purpose.
  @Test func `the bytes are the ones they always were`() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in Self.bytes(deals: 200, seed: 1).joined() {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    #expect(hash == 0xCC17_C410_0E9D_526E)
  }

  @Test func `a long file comes in pieces that are all of about one size`() throws {
    let files = SamplePipeline(deals: 2000, seed: 1).files()
    let history = try #require(files.first { $0.name == "history.ndjson" })
    var sizes: [Int] = []
    history.write { sizes.append($0.count) }
    #expect(sizes.count > 5)
    #expect(sizes.dropLast().allSatisfy { (65_536..<80_000).contains($0) })
  }

  @Test func `a failure to write stops the writing and is passed on`() throws {
    struct Full: Error {}
    let file = try #require(SamplePipeline(deals: 2000, seed: 1).files().last { $0.blockCount > 1 })
    #expect(throws: Full.self) { try file.write { (_: [UInt8]) throws(Full) in throw Full() } }
  }

  @Test(arguments: [1, 2, 17]) func `a very small sample has all its files`(deals: Int) {
    #expect(Self.bytes(deals: deals, seed: 3).count == 12)
  }
}
