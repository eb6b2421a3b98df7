/// Exponential, logarithm and logistic in plain arithmetic.
///
/// The C library's versions differ in the last bit from platform to platform, which would change a
/// generated file. IEEE addition, multiplication and division do not differ, and Swift never fuses
/// them, so a fixed sequence of them gives the same bits everywhere.
enum Elementary {
  private static let naturalLogOfTwo = 0.693_147_180_559_945_3

  /// e to the power `x`, right to about 1e-15, with `x` held inside -700...700.
  static func exponential(_ x: Double) -> Double {
    let held = min(max(x, -700), 700)
    let power = (held / naturalLogOfTwo).rounded()
    let rest = held - power * naturalLogOfTwo
    // Taylor's series by Horner's rule; |rest| < 0.35, so fourteen terms are enough.
    var sum = 1.0
    for divisor in stride(from: 14.0, to: 0, by: -1) { sum = 1 + sum * rest / divisor }
    return sum * Double(sign: .plus, exponent: Int(power), significand: 1)
  }

  /// The natural logarithm of a positive number.
  static func logarithm(_ x: Double) -> Double {
    precondition(x > 0 && x.isFinite, "a logarithm needs a positive number")
    // With the significand in 1..<2 the ratio is below 1/3 and each term a ninth of the one before.
    let significand = x.significand
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    for odd in stride(from: 31.0, to: 0, by: -2) { sum = sum * square + 1 / odd }
    return 2 * ratio * sum + Double(x.exponent) * naturalLogOfTwo
  }

  /// The chance whose log-odds are `logOdds`.
  static func logistic(_ logOdds: Double) -> Double { 1 / (1 + exponential(-logOdds)) }
}
