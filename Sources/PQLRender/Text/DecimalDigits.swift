/// A number as the shortest decimal that reads back as the same number.
///
/// The value is `0.d₀d₁d₂… × 10^point`. Rounding works on these digits, half to even, so that what
/// is rounded is what a person would read.
struct DecimalDigits {
  var isNegative: Bool
  /// 0 through 9 each, without zeros at the ends; empty for zero.
  var digits: [UInt8]
  var point: Int

  /// The digits of a number that is neither infinite nor NaN.
  init(_ number: Double) {
    isNegative = number < 0
    digits = []
    point = 0
    read(number.magnitude.description)
  }

  var isZero: Bool { digits.isEmpty }

  /// How many digits stand behind the decimal point.
  var fractionCount: Int { max(0, digits.count - point) }

  /// The same value rounded half to even to so many digits behind the point.
  func rounded(places: Int) -> DecimalDigits {
    let kept = point + places
    guard kept < digits.count else { return self }
    var result = self
    if kept < 0 {
      result.digits = []
    } else {
      result.digits.removeLast(digits.count - kept)
      if roundsUp(at: kept) { result.increment(at: kept) }
      result.trim()
    }
    return result
  }

  private func roundsUp(at index: Int) -> Bool {
    if digits[index] != 5 { return digits[index] > 5 }
    if index + 1 < digits.count { return true }
    return index > 0 && !digits[index - 1].isMultiple(of: 2)
  }

  private mutating func increment(at end: Int) {
    var index = end - 1
    while index >= 0 {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
      index -= 1
    }
    digits.insert(1, at: 0)
    point += 1
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    point = digits.isEmpty ? 0 : point - zeros
  }

  /// Takes a description as `12.5`, `1e+16` or `5.5e-07` apart.
  private mutating func read(_ text: String) {
    var behindPoint = false
    var inExponent = false
    var exponent = 0
    var exponentIsNegative = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "."): behindPoint = true
      case UInt8(ascii: "e"): inExponent = true
      case UInt8(ascii: "-"): exponentIsNegative = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if inExponent {
          exponent = exponent * 10 + Int(digit)
        } else {
          digits.append(digit)
          if !behindPoint { point += 1 }
        }
      default: break
      }
    }
    point += exponentIsNegative ? -exponent : exponent
    trim()
  }
}
