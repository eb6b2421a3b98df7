/// An amount of money as a fraction of two whole numbers: nothing is rounded until it is shown.
package struct ExactAmount: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let numerator: Int128
  /// Above 0, without a common factor with the numerator.
  package let denominator: Int128
  /// Whether the fraction grew too large somewhere on its way and was cut.
  package let isRough: Bool

  package init(_ numerator: Int128, over denominator: Int128 = 1, isRough: Bool = false) {
    let divisor = ExactAmount.commonDivisor(numerator, denominator)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = divisor == 0 ? 0 : sign * numerator / divisor
    self.denominator = divisor == 0 ? 1 : sign * denominator / divisor
    self.isRough = isRough
  }

  /// The decimal that a number is written as; nil for one that cannot be held.
  package init?(decimal number: Double) {
    guard number.isFinite, number.magnitude < 1e24 else { return nil }
    let text = "\(number.magnitude)".lowercased()
    let parts = text.split(separator: "e")
    let digits = parts[0].split(separator: ".")
    let behind = digits.count > 1 && digits[1] != "0" ? String(digits[1]) : ""
    guard var value = Int128(digits[0] + behind) else { return nil }
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - behind.count
    while exponent > 0 {
      value *= 10
      exponent -= 1
    }
    var denominator: Int128 = 1
    while exponent < 0 {
      if denominator > 1_000_000_000_000_000_000_000_000 { value /= 10 } else { denominator *= 10 }
      exponent += 1
    }
    self.init(
      number < 0 ? -value : value, over: denominator, isRough: text.count > 17)
  }

  package static let zero = ExactAmount(0)

  private static func commonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
    var (first, second) = (left < 0 ? -left : left, right < 0 ? -right : right)
    while second != 0 { (first, second) = (second, first % second) }
    return first
  }

  /// The nearest number.
  package var number: Double { Double(numerator) / Double(denominator) }

  package var description: String { "\(numerator)/\(denominator)\(isRough ? "~" : "")" }

  package static func + (left: ExactAmount, right: ExactAmount) -> ExactAmount {
    let isRough = left.isRough || right.isRough
    let divisor = commonDivisor(left.denominator, right.denominator)
    let (one, over1) = left.numerator.multipliedReportingOverflow(by: right.denominator / divisor)
    let (two, over2) = right.numerator.multipliedReportingOverflow(by: left.denominator / divisor)
    let (sum, over3) = one.addingReportingOverflow(two)
    let (below, over4) = (left.denominator / divisor)
      .multipliedReportingOverflow(by: right.denominator)
    guard !over1, !over2, !over3, !over4 else { return rough(left.number + right.number) }
    return ExactAmount(sum, over: below, isRough: isRough)
  }

  package static func * (left: ExactAmount, right: ExactAmount) -> ExactAmount {
    let isRough = left.isRough || right.isRough
    // Factors that fall out anyway go first, so that the products stay small.
    let one = ExactAmount(left.numerator, over: right.denominator)
    let two = ExactAmount(right.numerator, over: left.denominator)
    let (above, over1) = one.numerator.multipliedReportingOverflow(by: two.numerator)
    let (below, over2) = one.denominator.multipliedReportingOverflow(by: two.denominator)
    guard !over1, !over2 else { return rough(left.number * right.number) }
    return ExactAmount(above, over: below, isRough: isRough)
  }

  package static func / (left: ExactAmount, right: ExactAmount) -> ExactAmount {
    left * ExactAmount(right.denominator, over: right.numerator, isRough: right.isRough)
  }

  package static prefix func - (amount: ExactAmount) -> ExactAmount {
    ExactAmount(-amount.numerator, over: amount.denominator, isRough: amount.isRough)
  }

  package static func - (left: ExactAmount, right: ExactAmount) -> ExactAmount { left + -right }

  package static func == (left: ExactAmount, right: ExactAmount) -> Bool {
    left.numerator == right.numerator && left.denominator == right.denominator
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(numerator)
    hasher.combine(denominator)
  }

  package static func < (left: ExactAmount, right: ExactAmount) -> Bool {
    (left - right).numerator < 0
  }

  private static func rough(_ number: Double) -> ExactAmount {
    let near = ExactAmount(decimal: number) ?? .zero
    return ExactAmount(near.numerator, over: near.denominator, isRough: true)
  }

  /// Whole units of 10^-`places`, rounded half to even.
  package func rounded(places: Int) -> Int128 {
    var scaled = self
    for _ in 0..<places { scaled = scaled * ExactAmount(10) }
    return scaled.roundedWhole
  }

  /// The nearest whole number, a half to the even one.
  package var roundedWhole: Int128 {
    let below = flooredWhole
    let rest = self - ExactAmount(below)
    let half = ExactAmount(1, over: 2)
    if rest < half { return below }
    if rest == half { return below % 2 == 0 ? below : below + 1 }
    return below + 1
  }

  /// The largest whole number that is not above.
  package var flooredWhole: Int128 {
    let quotient = numerator / denominator
    return numerator < 0 && quotient * denominator != numerator ? quotient - 1 : quotient
  }
}
