import PQLAnalytics
import Testing

/// Against scipy.stats.ecdf(CensoredData.right_censored(lengths, goesOn)).sf of scipy 1.17.1, its
/// median read as survfit of R's package survival reads it.
struct KaplanMeierTests {
  struct Known: Sendable {
    /// A length that goes on is written as its negative less one.
    var lengths: [Int64]
    var median: Double?
  }

  static let cases: [Known] = [
    // The remissions of Freireich et al. (1963), the first drug: 23 weeks in every textbook.
    Known(
      lengths: [
        6, 6, 6, -7, 7, -10, 10, -11, -12, 13, 16, -18, -20, -21, 22, 23, -26, -33, -33, -35, -36,
      ], median: 23),
    Known(lengths: [7, 8, 10, 6, 9, 10, 2, 0, 3, 3, 10, 10, 0, 5], median: 6.5),
    Known(lengths: [10, 7, 1, 0, -6, -1, 1, 6, 11, -6, 9, -12], median: 7),
    Known(lengths: [3, -12, 10, 2, 6, -12, 10, -9], median: 10),
    Known(lengths: [7, -5, -8, -4, -3, -2, -5, -10, -5], median: nil),
    Known(lengths: [9, 1, 4, 11, 11, 2], median: 6.5),
    Known(lengths: [-12, 7, 10, -12, 6, 3, 1], median: 7),
    Known(lengths: [-5], median: nil),
    Known(lengths: [2, -9, -1], median: 2),
    Known(lengths: [4, -1, 7, -4, 8, 10, -5, 10, 6, -7], median: 8),
    Known(lengths: [], median: nil),
    Known(lengths: [1, -10], median: 1),
  ]

  @Test(arguments: cases)
  func `the median is that of scipy`(known: Known) {
    let lengths = known.lengths.map(lasting)
    #expect(KaplanMeier.median([lengths[...]]) == known.median)
    #expect(KaplanMeier.median([lengths.suffix(2), lengths.dropLast(2)]) == known.median)
  }

  @Test func `many lengths are taken apart as few are`() {
    // A step of one part in a thousand: 500 of 1000 end by 499, then half are left until 700.
    let ends = (0..<500).map { Int64($0) } + (700..<1200).map { Int64($0) }
    let lengths = ends.map { KaplanMeier.Lasting($0, goesOn: false) }
    #expect(KaplanMeier.median([lengths.shuffled()[...]]) == 599.5)
    let oneGoesOn = lengths + [KaplanMeier.Lasting(5_000_000_000, goesOn: true)]
    #expect(KaplanMeier.median([oneGoesOn.shuffled()[...]]) == 700)
  }

  @Test func `a plain product over sorted lengths says the same`() {
    for seed in 0..<200 {
      let lengths = (0..<(seed * 7 % 90 + 1)).map { place -> Int64 in
        let length = Int64((place * 7919 + seed * 104_729) % (seed % 2 == 0 ? 40 : 100_000))
        return (place * 31 + seed) % 5 < seed % 4 ? -length - 1 : length
      }
      #expect(KaplanMeier.median([lengths.map(lasting)[...]]) == plain(lengths), "seed \(seed)")
    }
  }

  @Test func `lengths outside what can be told are the nearest`() {
    let lengths = [-5, 3, Int64.max].map { KaplanMeier.Lasting($0, goesOn: false) }
    #expect(KaplanMeier.median([lengths[...]]) == 3)
  }

  private func lasting(_ length: Int64) -> KaplanMeier.Lasting {
    KaplanMeier.Lasting(length < 0 ? -length - 1 : length, goesOn: length < 0)
  }

  /// The definition, factor by factor.
  private func plain(_ lengths: [Int64]) -> Double? {
    let all = lengths.map { $0 < 0 ? -$0 - 1 : $0 }
    let ends = lengths.filter { $0 >= 0 }
    var share = 1.0
    var halfway: Int64?
    for length in Set(ends).sorted() {
      let ended = ends.count { $0 == length }
      let reached = all.count { $0 >= length }
      share *= 1 - Double(ended) / Double(reached)
      if let halfway { return Double(halfway + length) / 2 }
      if share < 0.5 - 1e-9 { return Double(length) }
      if share < 0.5 + 1e-9 { halfway = length }
    }
    return halfway.map { Double($0) }
  }
}
