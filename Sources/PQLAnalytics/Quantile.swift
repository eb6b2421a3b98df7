import PQLModel

/// Quantiles by linear interpolation between order statistics.
///
/// Source: type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50 (1996). The quantile at `level` percent of `n` sorted values stands at
/// `(n - 1) × level / 100`, counted from 0.
package enum Quantile {
  /// Into how many parts the way from one value to the next is cut: a percent in millionths.
  private static let parts: Int128 = 100_000_000

  /// The quantile of ascending numbers at a level from 0 through 100; nil of no numbers; O(1).
  package static func of(sorted values: [Double], level: Double) -> Double? {
    guard !values.isEmpty else { return nil }
    let (low, high, rest) = place(level, values.count)
    return values[low] + (values[high] - values[low]) * Double(rest) / Double(parts)
  }

  /// The quantile of ascending amounts in units of 10^-`Money.digits`, rounded half-even once.
  ///
  /// Nil of no amounts; O(1).
  /// - Throws: `AmountOverflow` when two neighbours lie more than 1.7e20 apart.
  package static func of(
    sorted amounts: [Int128], level: Double
  ) throws(AmountOverflow) -> Int128? {
    guard !amounts.isEmpty else { return nil }
    let (low, high, rest) = place(level, amounts.count)
    let (gap, isFar) = amounts[high].subtractingReportingOverflow(amounts[low])
    let (wide, isWide) = gap.multipliedReportingOverflow(by: rest)
    guard !isFar, !isWide else { throw AmountOverflow() }
    return amounts[low] + Money.dividedHalfEven(wide, by: parts)
  }

  /// The values on both sides of the place, and how many parts it lies past the lower one.
  ///
  /// In whole numbers, since 0.7 of an amount is no binary fraction of it.
  private static func place(_ level: Double, _ count: Int) -> (low: Int, high: Int, rest: Int128) {
    let position = Int128(count - 1) * Int128((level * 1e6).rounded())
    let low = min(Int(position / parts), count - 1)
    return (low, min(low + 1, count - 1), position % parts)
  }
}

/// An amount too large to be exact.
package struct AmountOverflow: Error, Sendable, Hashable {
  package init() {}
}
