import PQLModel

/// Numbers as text, for machines and for people.
enum NumberText {
  /// Adds a number with the fewest digits that read back as the same number.
  ///
  /// Whole numbers have no `.0`, and there is no exponent from 10^-12 up to 10^21. What is not
  /// finite is not written and gives false.
  static func appendShortest(_ number: Double, to output: inout String) -> Bool {
    guard number.isFinite else { return false }
    if let whole = whole(number) {
      output += whole.description
    } else {
      let digits = DecimalDigits(number)
      if (-12...21).contains(digits.point) {
        append(digits, places: digits.fractionCount, grouped: false, to: &output)
      } else {
        appendScientific(digits, to: &output)
      }
    }
    return true
  }

  /// Adds a number for people: so many digits behind the point, thousands parted by commas.
  ///
  /// What is not zero but would look so keeps two digits that count; what is very large or very
  /// small has an exponent.
  static func appendRounded(_ digits: DecimalDigits, places: Int, to output: inout String) {
    let rounded = digits.rounded(places: places)
    if digits.isZero || (!rounded.isZero && digits.point <= 21) {
      append(rounded, places: places, grouped: true, to: &output)
    } else if (-5...0).contains(digits.point) {
      let small = digits.rounded(places: 2 - digits.point)
      append(small, places: small.fractionCount, grouped: true, to: &output)
    } else {
      appendScientific(digits.rounded(places: 2 - digits.point), to: &output)
    }
  }

  /// Adds `units` of 10^-`places`; with `trimmed`, without zeros at the end.
  static func append(
    units: Int128, places: Int, trimmed: Bool, grouped: Bool, to output: inout String
  ) {
    let power = Money.powerOfTen(places).magnitude
    let (quotient, remainder) =
      if let small = UInt64(exactly: units.magnitude), let step = UInt64(exactly: power) {
        // 64-bit division is many times as fast.
        (UInt128(small / step), UInt128(small % step))
      } else {
        units.magnitude.quotientAndRemainder(dividingBy: power)
      }
    if units < 0 { output += "-" }
    appendGrouped(text(of: quotient), grouped: grouped, to: &output)
    guard places > 0, remainder > 0 || !trimmed else { return }
    let fraction = text(of: remainder)
    var digits = String(repeating: "0", count: places - fraction.utf8.count) + fraction
    while trimmed, digits.utf8.last == UInt8(ascii: "0") { digits.removeLast() }
    output += "."
    output += digits
  }

  /// Adds a whole number with its thousands parted by commas.
  static func appendCount(_ count: Int, to output: inout String) {
    if count < 0 { output += "-" }
    appendGrouped(String(count.magnitude), grouped: true, to: &output)
  }

  /// The number as an integer where it is one and is held exactly.
  static func whole(_ number: Double) -> Int? {
    guard number.magnitude < 9_007_199_254_740_992, number.rounded() == number else { return nil }
    return Int(number)
  }

  private static func append(
    _ digits: DecimalDigits, places: Int, grouped: Bool, to output: inout String
  ) {
    if digits.isNegative && !digits.isZero { output += "-" }
    var whole = ""
    for index in 0..<max(digits.point, 0) { whole += digit(digits, index) }
    appendGrouped(whole.isEmpty ? "0" : whole, grouped: grouped, to: &output)
    guard places > 0 else { return }
    output += "."
    for index in 0..<places { output += digit(digits, digits.point + index) }
  }

  private static func appendScientific(_ digits: DecimalDigits, to output: inout String) {
    if digits.isNegative { output += "-" }
    output += digit(digits, 0)
    if digits.digits.count > 1 { output += "." }
    for index in digits.digits.indices.dropFirst() { output += digit(digits, index) }
    output += "e\(digits.point - 1)"
  }

  private static func digit(_ digits: DecimalDigits, _ index: Int) -> String {
    digits.digits.indices.contains(index) ? digits.digits[index].description : "0"
  }

  private static func appendGrouped(_ digits: String, grouped: Bool, to output: inout String) {
    var left = digits.utf8.count
    guard grouped, left > 3 else {
      output += digits
      return
    }
    for scalar in digits.unicodeScalars {
      output.unicodeScalars.append(scalar)
      left -= 1
      if left > 0, left.isMultiple(of: 3) { output += "," }
    }
  }

  /// Most amounts fit 64 bits, where writing digits is many times as fast.
  private static func text(of value: UInt128) -> String {
    UInt64(exactly: value)?.description ?? value.description
  }
}
