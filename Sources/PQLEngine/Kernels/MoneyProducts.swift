import PQLModel
import PQLPlan

/// Amounts times numbers, exact or rounded once at the last digit of `Money`.
///
/// A number of up to six decimals, as every percent is, becomes a whole count of millionths. With an
/// amount in units of four decimals at most the product is then a whole count too: nothing to round,
/// nothing to divide. Where all of a column's products fit 64 bits they stay there, in units of six
/// more decimals. Everything else goes by `Money.product`, which gives the same values.
func products(
  _ money: MoneyColumn, _ factors: Buffer<Double>, _ validity: Bitmap?
) throws(EvaluationFailure) -> Column {
  if money.scale + 6 <= Money.digits, let units = narrowProducts(money.units, factors) {
    return .money(MoneyColumn(units: units, scale: money.scale + 6, validity: validity))
  }
  return .exact(
    ExactColumn(values: try wideProducts(money, factors, validity), validity: validity))
}

/// Units times millionths; nil when a product has more than 64 bits or a factor more than six
/// decimals, be it in a row that is missing.
private func narrowProducts(_ units: Buffer<Int64>, _ factors: Buffer<Double>) -> Buffer<Int64>? {
  // Added to a number below 2^51 it leaves no bits behind the point: the sum's last bits are the number
  // rounded half to even.
  let rounder = 0x1.8p52
  let (amounts, numbers) = (units.span, factors.span)
  precondition(amounts.count == numbers.count, "columns of one length")
  var isExact = true
  // In bounds: both have as many values as are made, and each place is set once.
  let made = unsafe Buffer<Int64>(count: amounts.count) { products in
    for row in 0..<amounts.count {
      let factor = unsafe numbers[unchecked: row]
      let sum = factor * 1e6 + rounder
      let millionths = sum - rounder
      let whole = Int64(bitPattern: sum.bitPattern &- rounder.bitPattern)
      let (product, overflow) = unsafe amounts[unchecked: row].multipliedReportingOverflow(
        by: whole)
      let isWhole = millionths.magnitude < 1e15 && millionths / 1e6 == factor
      isExact = isExact && isWhole && !overflow
      unsafe products.initializeElement(at: row, to: product)
    }
  }
  return isExact ? made : nil
}

/// The products in 128 bits; 0 where missing.
private func wideProducts(
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
