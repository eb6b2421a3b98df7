import PQLModel
import PQLPlan

/// Amounts times numbers, exact or rounded once at the last digit of `Money`; 0 where missing.
///
/// A number of up to six decimals, as every percent is, becomes a whole count of millionths. With an
/// amount in units of four decimals at most the product is then a whole count too: nothing to round,
/// nothing to divide. Everything else goes by `Money.product`, which gives the same values.
func products(
  _ money: MoneyColumn, _ factors: Buffer<Double>, _ validity: Bitmap?
) throws(EvaluationFailure) -> Buffer<Int128> {
  let units = money.units.span
  let numbers = factors.span
  let present = validity?.words
  let step = Money.powerOfTen(Money.digits - money.scale)
  let isNarrow = money.scale + 6 <= Money.digits
  let narrowStep = isNarrow ? Money.powerOfTen(Money.digits - 6 - money.scale) : 0
  var hasOverflown = false
  // `values` has a place for each of the units, and each is set once.
  let made = unsafe Buffer<Int128>(count: units.count) { values in
    for row in 0..<units.count {
      var product: Int128 = 0
      if present.map({ $0[row >> 6] >> UInt64(row & 63) & 1 == 1 }) ?? true {
        let factor = numbers[row]
        let millionths = (factor * 1e6).rounded(.toNearestOrEven)
        if isNarrow, millionths.magnitude < 1e15, millionths / 1e6 == factor {
          // Below 2^63 × 10^15 × 10^4, which is less than 2^127: no overflow to look for.
          product = Int128(units[row]) &* Int128(Int64(millionths)) &* narrowStep
        } else if let value = Money.product(Int128(units[row]) &* step, factor) {
          product = value
        } else {
          hasOverflown = true
        }
      }
      unsafe values.initializeElement(at: row, to: product)
    }
  }
  if hasOverflown { throw .overflow("an amount times a number") }
  return made
}
