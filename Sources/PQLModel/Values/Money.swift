/// Exact money arithmetic: whole units of 10^-10 in 128 bits.
///
/// Ten digits hold every minor unit there is and a percent with eight digits of a cent amount; the
/// range is 1.7e28, so that sums of any data set fit. What cannot be exact (a third) is rounded
/// half-even at the tenth digit.
package enum Money {
  /// Decimal digits behind the point inside a query.
  package static let digits = 10

  /// One whole unit of currency.
  package static let one: Int128 = 10_000_000_000

  /// 10 to the power of `exponent`, 0 through 37.
  package static func powerOfTen(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  /// Divides and rounds half to even; `divisor` is not 0.
  package static func dividedHalfEven(_ value: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude &* 2
    let limit = divisor.magnitude
    guard twice > limit || (twice == limit && !quotient.isMultiple(of: 2)) else { return quotient }
    return quotient + ((value < 0) == (divisor < 0) ? 1 : -1)
  }

  /// The nearest exact value of a number; nil when it is not finite or too large.
  package static func exact(_ number: Double) -> Int128? {
    guard let (mantissa, exponent) = decimal(number) else { return nil }
    return exponent <= digits
      ? checkedProduct(mantissa, powerOfTen(digits - exponent))
      : dividedHalfEven(mantissa, by: powerOfTen(exponent - digits))
  }

  /// `value` × `factor`, rounded once; nil on overflow.
  package static func product(_ value: Int128, _ factor: Double) -> Int128? {
    guard let (mantissa, exponent) = decimal(factor) else { return nil }
    guard let wide = checkedProduct(value, mantissa) else {
      return wideProduct(value, mantissa, over: powerOfTen(exponent))
    }
    return dividedHalfEven(wide, by: powerOfTen(exponent))
  }

  /// `value` ÷ `divisor`, rounded once; nil when the divisor is 0 or the result too large.
  package static func quotient(_ value: Int128, _ divisor: Double) -> Int128? {
    guard divisor != 0, let (mantissa, exponent) = decimal(divisor), mantissa != 0 else {
      return nil
    }
    guard let wide = checkedProduct(value, powerOfTen(exponent)) else {
      return wideProduct(value, powerOfTen(exponent), over: mantissa)
    }
    return dividedHalfEven(wide, by: mantissa)
  }

  /// `value` × `rate.worth` ÷ `rate.unit`, rounded once; nil on overflow.
  package static func converted(_ value: Int128, by rate: ConversionRate) -> Int128? {
    guard let wide = checkedProduct(value, rate.worth) else {
      return wideProduct(value, rate.worth, over: rate.unit)
    }
    return dividedHalfEven(wide, by: rate.unit)
  }

  /// The value's digits, without zeros behind the last one that counts.
  package static func text(_ value: Int128) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: UInt128(one))
    let sign = value < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    let digits = String(rest)
    let padded = String(repeating: "0", count: Money.digits - digits.utf8.count) + digits
    return "\(sign)\(whole)." + padded.reversed().drop { $0 == "0" }.reversed()
  }

  /// The value as a number, for ratios.
  package static func number(_ value: Int128) -> Double { Double(value) / Double(one) }

  /// Rounds half-even to `places` decimal digits, staying in units of 10^-`digits`.
  package static func rounded(_ value: Int128, places: Int) -> Int128 {
    guard places < digits else { return value }
    let step = powerOfTen(digits - places)
    return dividedHalfEven(value, by: step) * step
  }

  /// `number` as `mantissa` × 10^-`exponent`: the shortest decimal that reads as this number,
  /// which is what was written when it had up to fifteen digits.
  static func decimal(_ number: Double) -> (mantissa: Int128, exponent: Int)? {
    guard number.isFinite else { return nil }
    let scaled = (number * 1e6).rounded()
    if scaled.magnitude < 9e15, scaled / 1e6 == number { return (Int128(scaled), 6) }
    guard number.magnitude < 1e27 else { return nil }
    return written(number)
  }

  /// The digits of a number's description; nothing of what is smaller than 10^-37.
  private static func written(_ number: Double) -> (mantissa: Int128, exponent: Int) {
    var mantissa: Int128 = 0
    var exponent = 0
    let parts = number.magnitude.description.split(separator: "e")
    var isBehindPoint = false
    for byte in (parts.first ?? "0").utf8 {
      guard byte != UInt8(ascii: ".") else {
        isBehindPoint = true
        continue
      }
      mantissa = mantissa * 10 + Int128(byte - UInt8(ascii: "0"))
      if isBehindPoint { exponent += 1 }
    }
    if parts.count > 1, let power = Int(parts[1]) { exponent -= power }
    if exponent < 0 {
      mantissa *= powerOfTen(-exponent)
      exponent = 0
    }
    guard exponent <= 37 else { return (0, 0) }
    return (number < 0 ? -mantissa : mantissa, exponent)
  }

  /// `value` × `factor` ÷ `divisor`, rounded once half to even, by way of 256 bits; nil when the
  /// result is too large.
  private static func wideProduct(
    _ value: Int128, _ factor: Int128, over divisor: Int128
  ) -> Int128? {
    let product = value.magnitude.multipliedFullWidth(by: factor.magnitude)
    let parts = divisor.magnitude
    guard product.high < parts else { return nil }
    let (quotient, rest) = parts.dividingFullWidth(product)
    let isUp = rest > parts - rest || (rest == parts - rest && !quotient.isMultiple(of: 2))
    guard let magnitude = Int128(exactly: quotient), !isUp || magnitude < .max else { return nil }
    let rounded = magnitude + (isUp ? 1 : 0)
    return ((value < 0) != (factor < 0)) != (divisor < 0) ? -rounded : rounded
  }

  private static func checkedProduct(_ left: Int128, _ right: Int128) -> Int128? {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? nil : product
  }
}
