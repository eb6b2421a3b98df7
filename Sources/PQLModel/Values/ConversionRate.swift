/// What an amount in one currency is worth in another, as the quotient of two whole numbers.
///
/// A rate of the model is a decimal; its inverse mostly is none, and neither is the quotient of two
/// rates. A number of 53 bits in place of the quotient would make amounts above 10^14 wrong in their last
/// digits, so both parts are kept and the amount is divided once.
package struct ConversionRate: Sendable, Hashable {
  let worth: Int128
  let unit: Int128

  /// From a currency of which one unit is worth `from` of the base into one of which it is worth
  /// `into`; nil where a rate is not above 0, or the two lie further apart than 38 digits.
  package init?(from: Double, into: Double) {
    guard from > 0, into > 0, let worth = Money.decimal(from), let unit = Money.decimal(into),
      worth.mantissa > 0, unit.mantissa > 0
    else { return nil }
    let shift = unit.exponent - worth.exponent
    let (numerator, isTooLarge) = worth.mantissa.multipliedReportingOverflow(
      by: Money.powerOfTen(max(shift, 0)))
    let (denominator, isTooSmall) = unit.mantissa.multipliedReportingOverflow(
      by: Money.powerOfTen(max(-shift, 0)))
    guard !isTooLarge, !isTooSmall else { return nil }
    let common = ConversionRate.commonDivisor(numerator, denominator)
    (self.worth, self.unit) = (numerator / common, denominator / common)
  }

  private static func commonDivisor(_ one: Int128, _ other: Int128) -> Int128 {
    var (larger, smaller) = (one, other)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}
