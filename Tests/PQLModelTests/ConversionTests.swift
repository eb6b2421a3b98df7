import PQLModel
import Testing

/// Amounts in another currency, beside what Python's fractions say.
///
/// `round(Fraction(units) * Fraction(from) / Fraction(into))`, where Python rounds half to even; the rates
/// are fractions of their decimals as written.
@Suite struct ConversionTests {
  /// Units of 10^-10, what one unit of either currency is worth in the base, and the units that come out.
  static let exact: [(units: Int128, from: Double, into: Double, expected: Int128)] = [
    (90_071_992_547_409_930_000_000_000, 1, 0.00613, 14_693_636_630_898_846_655_791_190_865),
    (90_071_992_547_409_930_000_000_000, 0.00613, 1, 552_141_314_315_622_870_900_000),
    (-90_071_992_547_409_930_000_000_000, 1, 0.00613, -14_693_636_630_898_846_655_791_190_865),
    (90_071_992_547_409_930_100_000_000, 1.25, 0.00613, 18_367_045_788_623_558_340_130_505_710),
    (1_234_567_890_123_456_780_000_000_000, 0.9, 1.25, 888_888_880_888_888_881_600_000_000),
    (100_000_000, 1, 0.92, 108_695_652),
    (1_000_000_000_000, 1, 3, 333_333_333_333),
    (10_000_000_000, 1, 1024, 9_765_625),
    (1, 1, 2, 0),
    (3, 1, 2, 2),
    (-1, 1, 2, 0),
    (1, 1, 2.000001, 0),
    (10_000_000_000_000_000_000_000_000_000, 0.000001, 145000.5, 68_965_279_430_070_931),
    (
      999_999_999_999_999_999_900_000_000, 26250, 0.3333333333333333,
      78_750_000_000_000_007_867_125_000_000_001
    ),
    (
      468_135_073_991_547_579_400_000_000, 0.71771249, 188.49011431,
      1_782_514_647_204_406_229_661_895
    ),
    (141_800_920_822_377_335_900_000_000, 1.5521, 129.7953, 1_695_663_935_507_771_568_387_992),
    (
      635_810_661_235_468_706_000_000_000, 1.737022, 108.7526281, 10_155_314_181_327_414_952_223_412
    ),
    (118_899_541_848_318_339_300_000_000, 0.43424, 36.415951, 1_417_811_031_550_810_128_716_177),
    (203_664_567_484_301_671_700_000_000, 1.236234, 25.341, 9_935_561_458_481_835_476_594_365),
    (401_858_419_279_267_069_900_000_000, 0.4317, 174.48168, 994_272_175_754_265_972_655_869),
    (877_102_915_447_298_968_600_000_000, 1.2518, 188.19525924, 5_834_139_680_196_382_235_358_800),
    (530_600_166_107_339_110_200_000_000, 0.723, 187.1586, 2_049_726_382_306_803_837_358_262),
    (
      578_252_685_745_845_763_800_000_000, 1.6349832, 0.67762049,
      1_395_225_558_408_567_742_106_157_622
    ),
    (586_960_716_585_542_830_800_000_000, 0.62061, 96.14956, 3_788_615_260_643_457_299_469_576),
  ]

  @Test(arguments: exact)
  func `an amount is divided once and rounded once`(
    units: Int128, from: Double, into: Double, expected: Int128
  ) throws {
    let rate = try #require(ConversionRate(from: from, into: into))
    #expect(Money.converted(units, by: rate) == expected)
  }

  @Test func `there and back is the amount, where a digit more than the last cannot be seen`()
    throws
  {
    let there = try #require(ConversionRate(from: 1, into: 0.00613))
    let back = try #require(ConversionRate(from: 0.00613, into: 1))
    let units: Int128 = 9_007_199_254_740_993 * Money.one
    let converted = try #require(Money.converted(units, by: there))
    #expect(Money.converted(converted, by: back) == units)
  }

  @Test func `a currency into itself changes nothing`() throws {
    let rate = try #require(ConversionRate(from: 0.3333333333333333, into: 0.3333333333333333))
    #expect(Money.converted(.max, by: rate) == .max)
    #expect(Money.converted(-Int128.max, by: rate) == -Int128.max)
  }

  @Test func `what is too large is nil, and so is a rate that is none`() throws {
    let rate = try #require(ConversionRate(from: 3, into: 1))
    #expect(Money.converted(.max, by: rate) == nil)
    for (from, into) in [(0, 1), (1, 0), (-1, 1), (.infinity, 1), (1, .nan), (1e20, 1e-25)] {
      #expect(ConversionRate(from: from, into: into) == nil)
    }
  }

  @Test func `the rate of the day counts, by way of the base`() {
    let settings = CurrencySettings(
      base: "EUR",
      rates: [
        .init(currency: "USD", from: 0, rate: 0.9), .init(currency: "USD", from: 10, rate: 0.8),
        .init(currency: "GBP", from: 0, rate: 1.2),
      ])
    let ten = 10 * Money.one
    func worth(_ from: String, _ into: String, on day: Int32) -> Int128? {
      settings.conversion(from: from, into: into, on: day).flatMap { Money.converted(ten, by: $0) }
    }
    #expect(worth("USD", "EUR", on: 9) == 9 * Money.one)
    #expect(worth("USD", "EUR", on: 10) == 8 * Money.one)
    #expect(worth("GBP", "USD", on: 10) == 15 * Money.one)
    #expect(worth("USD", "GBP", on: 9) == 75 * Money.one / 10)
    #expect(worth("EUR", "USD", on: 0) == 111_111_111_111)
    #expect(worth("JPY", "USD", on: 0) == nil && worth("USD", "EUR", on: -1) == nil)
  }
}
