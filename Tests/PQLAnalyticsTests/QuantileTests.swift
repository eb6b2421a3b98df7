import PQLAnalytics
import PQLModel
import Testing

/// Against numpy.percentile(values, level, method="linear"), numpy 2.4.6.
struct QuantileTests {
  @Test("quantiles are those of numpy", arguments: cases)
  func numbers(_ known: Known) throws {
    let found = try #require(Quantile.of(sorted: known.values, level: known.level))
    #expect(abs(found - known.quantile) < 1e-9)
  }

  @Test("quantiles of amounts are exact to the tenth digit", arguments: cases)
  func amounts(_ known: Known) throws {
    let units = known.values.compactMap(Money.exact)
    let found = try #require(try Quantile.of(sorted: units, level: known.level))
    #expect(abs(Money.number(found) - known.quantile) < 1e-9)
  }

  @Test("nothing has no quantile")
  func nothing() throws {
    #expect(Quantile.of(sorted: [Double](), level: 50) == nil)
    #expect(try Quantile.of(sorted: [Int128](), level: 50) == nil)
  }

  @Test("amounts too far apart are refused")
  func overflow() {
    #expect(throws: AmountOverflow()) { try Quantile.of(sorted: [Int128.min, .max], level: 50) }
  }

  struct Known: Sendable {
    var values: [Double]
    var level: Double
    var quantile: Double
  }

  static let cases: [Known] = [
    Known(
      values: [1000.49],
      level: 0, quantile: 1000.49),
    Known(
      values: [1000.49],
      level: 10, quantile: 1000.49),
    Known(
      values: [1000.49],
      level: 25, quantile: 1000.49),
    Known(
      values: [1000.49],
      level: 50, quantile: 1000.49),
    Known(
      values: [1000.49],
      level: 90, quantile: 1000.49),
    Known(
      values: [1000.49],
      level: 97.5, quantile: 1000.49),
    Known(
      values: [1000.49],
      level: 100, quantile: 1000.49),
    Known(
      values: [890.34, 1119.5],
      level: 0, quantile: 890.34),
    Known(
      values: [890.34, 1119.5],
      level: 10, quantile: 913.2560000000001),
    Known(
      values: [890.34, 1119.5],
      level: 25, quantile: 947.63),
    Known(
      values: [890.34, 1119.5],
      level: 50, quantile: 1004.9200000000001),
    Known(
      values: [890.34, 1119.5],
      level: 90, quantile: 1096.584),
    Known(
      values: [890.34, 1119.5],
      level: 97.5, quantile: 1113.771),
    Known(
      values: [890.34, 1119.5],
      level: 100, quantile: 1119.5),
    Known(
      values: [603.34, 643.76, 818.13],
      level: 0, quantile: 603.34),
    Known(
      values: [603.34, 643.76, 818.13],
      level: 10, quantile: 611.424),
    Known(
      values: [603.34, 643.76, 818.13],
      level: 25, quantile: 623.55),
    Known(
      values: [603.34, 643.76, 818.13],
      level: 50, quantile: 643.76),
    Known(
      values: [603.34, 643.76, 818.13],
      level: 90, quantile: 783.256),
    Known(
      values: [603.34, 643.76, 818.13],
      level: 97.5, quantile: 809.4114999999999),
    Known(
      values: [603.34, 643.76, 818.13],
      level: 100, quantile: 818.13),
    Known(
      values: [751.81, 803.12, 1024.06, 1195.94, 1536.09],
      level: 0, quantile: 751.81),
    Known(
      values: [751.81, 803.12, 1024.06, 1195.94, 1536.09],
      level: 10, quantile: 772.334),
    Known(
      values: [751.81, 803.12, 1024.06, 1195.94, 1536.09],
      level: 25, quantile: 803.12),
    Known(
      values: [751.81, 803.12, 1024.06, 1195.94, 1536.09],
      level: 50, quantile: 1024.06),
    Known(
      values: [751.81, 803.12, 1024.06, 1195.94, 1536.09],
      level: 90, quantile: 1400.03),
    Known(
      values: [751.81, 803.12, 1024.06, 1195.94, 1536.09],
      level: 97.5, quantile: 1502.0749999999998),
    Known(
      values: [751.81, 803.12, 1024.06, 1195.94, 1536.09],
      level: 100, quantile: 1536.09),
    Known(
      values: [239.51, 263.31, 462.31, 484.18, 627.81, 816.95, 988.3, 1042.17, 1142.75, 1278.12],
      level: 0, quantile: 239.51),
    Known(
      values: [239.51, 263.31, 462.31, 484.18, 627.81, 816.95, 988.3, 1042.17, 1142.75, 1278.12],
      level: 10, quantile: 260.93),
    Known(
      values: [239.51, 263.31, 462.31, 484.18, 627.81, 816.95, 988.3, 1042.17, 1142.75, 1278.12],
      level: 25, quantile: 467.77750000000003),
    Known(
      values: [239.51, 263.31, 462.31, 484.18, 627.81, 816.95, 988.3, 1042.17, 1142.75, 1278.12],
      level: 50, quantile: 722.38),
    Known(
      values: [239.51, 263.31, 462.31, 484.18, 627.81, 816.95, 988.3, 1042.17, 1142.75, 1278.12],
      level: 90, quantile: 1156.287),
    Known(
      values: [239.51, 263.31, 462.31, 484.18, 627.81, 816.95, 988.3, 1042.17, 1142.75, 1278.12],
      level: 97.5, quantile: 1247.66175),
    Known(
      values: [239.51, 263.31, 462.31, 484.18, 627.81, 816.95, 988.3, 1042.17, 1142.75, 1278.12],
      level: 100, quantile: 1278.12),
    Known(
      values: [
        -6.7, 387.95, 493.02, 608.59, 676.47, 676.99, 784.52, 808.9, 905.96, 925.23, 980.6, 986.99,
        1045.32, 1062.7, 1108.51, 1353.76, 1424.36,
      ],
      level: 0, quantile: -6.7),
    Known(
      values: [
        -6.7, 387.95, 493.02, 608.59, 676.47, 676.99, 784.52, 808.9, 905.96, 925.23, 980.6, 986.99,
        1045.32, 1062.7, 1108.51, 1353.76, 1424.36,
      ],
      level: 10, quantile: 450.992),
    Known(
      values: [
        -6.7, 387.95, 493.02, 608.59, 676.47, 676.99, 784.52, 808.9, 905.96, 925.23, 980.6, 986.99,
        1045.32, 1062.7, 1108.51, 1353.76, 1424.36,
      ],
      level: 25, quantile: 676.47),
    Known(
      values: [
        -6.7, 387.95, 493.02, 608.59, 676.47, 676.99, 784.52, 808.9, 905.96, 925.23, 980.6, 986.99,
        1045.32, 1062.7, 1108.51, 1353.76, 1424.36,
      ],
      level: 50, quantile: 905.96),
    Known(
      values: [
        -6.7, 387.95, 493.02, 608.59, 676.47, 676.99, 784.52, 808.9, 905.96, 925.23, 980.6, 986.99,
        1045.32, 1062.7, 1108.51, 1353.76, 1424.36,
      ],
      level: 90, quantile: 1206.6100000000001),
    Known(
      values: [
        -6.7, 387.95, 493.02, 608.59, 676.47, 676.99, 784.52, 808.9, 905.96, 925.23, 980.6, 986.99,
        1045.32, 1062.7, 1108.51, 1353.76, 1424.36,
      ],
      level: 97.5, quantile: 1396.12),
    Known(
      values: [
        -6.7, 387.95, 493.02, 608.59, 676.47, 676.99, 784.52, 808.9, 905.96, 925.23, 980.6, 986.99,
        1045.32, 1062.7, 1108.51, 1353.76, 1424.36,
      ],
      level: 100, quantile: 1424.36),
  ]
}
