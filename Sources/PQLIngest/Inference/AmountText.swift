/// A number as it was written, without the currency, the percent sign and the brackets around it.
struct AmountText {
  private(set) var digits: CellText
  /// The currency beside the digits, as ISO 4217 writes it.
  private(set) var currency: String?
  /// The sign that told the currency; nil when a code did, or nothing.
  private(set) var sign: String?
  private(set) var isPercent = false
  /// By brackets, or by a sign before the currency.
  private(set) var isNegative = false

  /// Takes a text apart; without spaces around it.
  init(_ text: CellText) {
    digits = text
    if digits.end - digits.start > 1, digits.view[digits.end - 1] == 0x25 {
      isPercent = true
      digits.end -= 1
      trimSpaces()
    }
    if digits.end - digits.start > 2, digits.view[digits.start] == 0x28,
      digits.view[digits.end - 1] == 0x29
    {
      digits.start += 1
      digits.end -= 1
      isNegative = true
    }
    guard digits.end > digits.start else { return }
    if digits.view[digits.start] == 0x2D, !isNegative {
      let whole = digits
      digits.start += 1
      if takeSignBefore() || takeCodeBefore() {
        isNegative = true
        return
      }
      digits = whole
    }
    _ = takeSignBefore() || takeSignBehind() || takeCodeBefore() || takeCodeBehind()
  }

  /// The currency of a sign when the base currency is `base`, which may write itself with that sign.
  static func currency(ofSign sign: String, base: String) -> String {
    let sharers = ["$": ["AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"], "¥": ["CNY"]]
    if sharers[sign]?.contains(base) ?? false { return base }
    return signs.first { "\($0.sign)" == sign }?.currency ?? sign
  }

  /// Whether a text is digits with a currency beside them.
  static func isMoney(_ text: CellText) -> Bool {
    guard text.end - text.start <= 32 else { return false }
    let amount = AmountText(text)
    let digits = amount.digits
    return amount.currency != nil && digits.end > digits.start
      && (digits.start..<digits.end).contains { digits.view[$0] &- 0x30 < 10 }
  }

  /// Whether the rest is digits and the marks that may stand between them.
  var isNumber: Bool {
    var hasDigit = false
    for at in digits.start..<digits.end {
      switch digits.view[at] {
      case 0x30...0x39: hasDigit = true
      case 0x2E, 0x2C, 0x20, 0x27, 0xC2, 0xA0, 0xE2, 0x80, 0xAF: continue
      case 0x2B where at == digits.start, 0x2D where at == digits.start: continue
      default: return false
      }
    }
    return hasDigit
  }

  /// The currencies whose signs are known.
  private static let signs: [(sign: StaticString, currency: String)] = [
    ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"), ("₩", "KRW"),
    ("zł", "PLN"),
  ]

  private mutating func takeSignBefore() -> Bool {
    for (sign, currency) in Self.signs {
      let length = sign.utf8CodeUnitCount
      guard digits.end - digits.start > length, digits.view.matches(digits.start, sign) else {
        continue
      }
      digits.start += length
      take(currency, sign: "\(sign)")
      return true
    }
    return false
  }

  private mutating func takeSignBehind() -> Bool {
    for (sign, currency) in Self.signs {
      let length = sign.utf8CodeUnitCount
      guard digits.end - digits.start > length, digits.view.matches(digits.end - length, sign)
      else { continue }
      digits.end -= length
      take(currency, sign: "\(sign)")
      return true
    }
    return false
  }

  /// Takes three capitals before the digits, parted from them by a space.
  private mutating func takeCodeBefore() -> Bool {
    let start = digits.start
    guard digits.end - start > 4, isCode(start), digits.view[start + 3] == 0x20 else {
      return false
    }
    digits.start += 4
    take(digits.view.string(start, start + 3))
    return true
  }

  private mutating func takeCodeBehind() -> Bool {
    let end = digits.end
    guard end - digits.start > 4, isCode(end - 3), digits.view[end - 4] == 0x20 else {
      return false
    }
    digits.end -= 4
    take(digits.view.string(end - 3, end))
    return true
  }

  private func isCode(_ start: Int) -> Bool {
    (start..<start + 3).allSatisfy { (0x41...0x5A).contains(digits.view[$0]) }
  }

  /// Keeps the currency, and takes away the spaces that stood between it and the digits.
  private mutating func take(_ currency: String, sign: String? = nil) {
    self.currency = currency
    self.sign = sign
    trimSpaces()
  }

  private mutating func trimSpaces() {
    digits = digits.trimmed
    for length in [2, 3] where digits.end - digits.start > length {
      if DecimalText.wideSpace(digits.view, digits.end - length) == length { digits.end -= length }
      if DecimalText.wideSpace(digits.view, digits.start) == length { digits.start += length }
    }
  }
}
