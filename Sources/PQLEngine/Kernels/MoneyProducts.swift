import PQLModel
import PQLPlan

/// Amounts times numbers, exact or rounded once at the last digit of `Money`; 0 where missing.
///
/// A number of up to six decimals, as every percent is, becomes a whole count of millionths. With an
/// amount in units of four decimals at most the product is then a whole count too: nothing to round,
/// nothing to divide. Everything else goes by `Money.product`, which gives the same values.
func products(
  _ money: MoneyColumn, _ factors: Buffer<Double>, _ validity: Bitmap?
) throws(EvaluationFailure) -> [Int128] {
  let units = money.units.span
  let numbers = factors.span
  var values = [Int128](repeating: 0, count: units.count)
  let present = validity?.words
  let step = Money.powerOfTen(Money.digits - money.scale)
  let isNarrow = money.scale + 6 <= Money.digits
  let narrowStep = isNarrow ? Money.powerOfTen(Money.digits - 6 - money.scale) : 0
  for row in values.indices {
    if let present, present[row >> 6] >> UInt64(row & 63) & 1 == 0 { continue }
    let factor = numbers[row]
    let millionths = (factor * 1e6).rounded(.toNearestOrEven)
    if isNarrow, millionths.magnitude < 1e15, millionths / 1e6 == factor {
      // Below 2^63 × 10^15 × 10^4, which is less than 2^127: no overflow to look for.
      values[row] = Int128(units[row]) &* Int128(Int64(millionths)) &* narrowStep
    } else if let value = Money.product(Int128(units[row]) &* step, factor) {
      values[row] = value
    } else {
      throw .overflow("an amount times a number")
    }
  }
  return values
}
