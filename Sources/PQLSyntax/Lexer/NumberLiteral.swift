/// Reads what number tokens say.
enum NumberLiteral {
  /// The value of `1_000`, `2.5`, `10k` or `20%` (as 0.2); nil when it is not finite.
  ///
  /// The suffix becomes a decimal exponent, so that `1.1k` is read as exactly as `1100`.
  static func number(_ text: String) -> Double? {
    var digits = text.filter { $0 != "_" }
    var exponent = ""
    switch digits.last {
    case "k": exponent = "e3"
    case "M": exponent = "e6"
    case "B": exponent = "e9"
    case "%": exponent = "e-2"
    default: break
    }
    if !exponent.isEmpty { digits.removeLast() }
    guard let value = Double(digits + exponent), value.isFinite else { return nil }
    return value
  }

  /// The value of `30d` or `2mo`.
  static func duration(_ text: String) -> (Double, DurationUnit)? {
    let suffix = String(text.drop { $0.isNumber || $0 == "." || $0 == "_" })
    guard let unit = durationUnit(suffix: suffix) else { return nil }
    return number(String(text.dropLast(suffix.count))).map { ($0, unit) }
  }

  /// The unit of a short duration.
  static func durationUnit(suffix: String) -> DurationUnit? {
    DurationUnit.allCases.first { $0.suffix == suffix }
  }
}
