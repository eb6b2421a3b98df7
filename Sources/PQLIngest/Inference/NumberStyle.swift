/// How the texts of a column write decimals and thousands, by the evidence of the whole column.
struct NumberStyle {
  /// What one text proves about the mark before the decimals.
  private enum Evidence {
    case point, comma, nothing
  }

  private var provesPoint = false
  private var provesComma = false

  /// Looks at every value of a column.
  init(_ table: RawTable, _ column: Int) {
    var point = false
    var comma = false
    table.forEachValue(column) { _, text in
      if text.kind == .number { return true }
      switch NumberStyle.evidence(NumberStyle.digits(of: text.trimmed).text) {
      case .point: point = true
      case .comma: comma = true
      case .nothing: break
      }
      return true
    }
    provesPoint = point
    provesComma = comma
  }

  /// Whether every decimal is behind a comma, so that a point can only part thousands.
  var isComma: Bool { provesComma && !provesPoint }

  /// Whether a text is digits with a currency beside them.
  static func isMoney(_ text: CellText) -> Bool {
    guard text.end - text.start <= 32 else { return false }
    let (digits, currency, _) = digits(of: text)
    return currency != nil && digits.end > digits.start
      && (digits.start..<digits.end).contains { digits.view[$0] &- 0x30 < 10 }
  }

  /// Reads a number that may be grouped, signed by brackets, or bear a currency; nil when it cannot
  /// be read or could be read in two ways.
  func decimal(_ text: CellText) -> (value: DecimalText, digits: CellText, currency: String?)? {
    let (digits, currency, isBracketed) = NumberStyle.digits(of: text.trimmed)
    guard let style = style(of: digits), var value = DecimalText(digits, style: style) else {
      return nil
    }
    if isBracketed { value.isNegative = true }
    return (value, digits, currency)
  }

  /// The marks of one text: its own evidence, else the column's.
  private func style(of text: CellText) -> DecimalText.Style? {
    var points = 0
    var commas = 0
    var others: UInt8 = 0
    for at in text.start..<text.end {
      switch text.view[at] {
      case 0x2E: points += 1
      case 0x2C: commas += 1
      case 0x20, 0x27: others = text.view[at]
      default: break
      }
    }
    let usesComma: Bool
    switch NumberStyle.evidence(text) {
    case .point: usesComma = false
    case .comma: usesComma = true
    case .nothing:
      guard provesPoint != provesComma || commas == 0 else { return nil }
      usesComma = provesComma && !provesPoint
    }
    let decimal: UInt8 = usesComma ? 0x2C : 0x2E
    let grouping: UInt8? =
      others != 0 ? others : (usesComma ? points > 0 : commas > 0) ? (usesComma ? 0x2E : 0x2C) : nil
    if let grouping, !NumberStyle.isGrouped(text, by: grouping, decimal: decimal) { return nil }
    return DecimalText.Style(decimal: decimal, grouping: grouping)
  }

  private static func evidence(_ text: CellText) -> Evidence {
    var points = 0
    var commas = 0
    var lastPoint = -1
    var lastComma = -1
    for at in text.start..<text.end {
      if text.view[at] == 0x2E {
        points += 1
        lastPoint = at
      } else if text.view[at] == 0x2C {
        commas += 1
        lastComma = at
      }
    }
    if points > 0, commas > 0 { return lastPoint > lastComma ? .point : .comma }
    if points > 1 { return .comma }
    if commas > 1 { return .point }
    if points + commas == 0 { return .nothing }
    let mark = max(lastPoint, lastComma)
    let before = mark - text.start - (text.view[text.start] &- 0x30 < 10 ? 0 : 1)
    let isOpen =
      text.end - mark == 4 && before >= 1 && before <= 3
      && text.view[mark - before] != 0x30
    if isOpen { return .nothing }
    return points == 1 ? .point : .comma
  }

  /// Whether the groups before the decimals have three digits each, but for the first.
  private static func isGrouped(_ text: CellText, by grouping: UInt8, decimal: UInt8) -> Bool {
    var run = 0
    var groups = 0
    for at in text.start..<text.end {
      let byte = text.view[at]
      if byte &- 0x30 < 10 {
        run += 1
      } else if byte == grouping {
        guard groups == 0 ? (1...3).contains(run) : run == 3 else { return false }
        groups += 1
        run = 0
      } else if byte == decimal {
        break
      }
    }
    return run == 3
  }

  /// The currencies whose signs are known.
  private static let signs: [(sign: StaticString, currency: String)] = [
    ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"), ("₩", "KRW"),
    ("zł", "PLN"),
  ]

  /// A number without the currency and the brackets around it.
  private static func digits(
    of whole: CellText
  ) -> (text: CellText, currency: String?, isBracketed: Bool) {
    var text = whole
    var isBracketed = false
    if text.end - text.start > 2, text.view[text.start] == 0x28, text.view[text.end - 1] == 0x29 {
      text.start += 1
      text.end -= 1
      isBracketed = true
    }
    guard let currency = takeCurrency(&text) else { return (text, nil, isBracketed) }
    return (text, currency, isBracketed)
  }

  private static func takeCurrency(_ text: inout CellText) -> String? {
    for (sign, currency) in signs {
      let length = sign.utf8CodeUnitCount
      guard text.end - text.start > length else { continue }
      let isNegative = text.view[text.start] == 0x2D
      if text.view.matches(text.start + (isNegative ? 1 : 0), sign), !isNegative {
        text.start += length
      } else if text.view.matches(text.end - length, sign) {
        text.end -= length
      } else {
        continue
      }
      trimSpaces(&text)
      return currency
    }
    return takeCode(&text)
  }

  /// Takes three capitals before or behind the digits, parted by a space.
  private static func takeCode(_ text: inout CellText) -> String? {
    guard text.end - text.start > 4 else { return nil }
    func isCode(_ start: Int) -> Bool {
      (start..<start + 3).allSatisfy { (0x41...0x5A).contains(text.view[$0]) }
    }
    if isCode(text.start), text.view[text.start + 3] == 0x20 {
      let code = text.view.string(text.start, text.start + 3)
      text.start += 4
      trimSpaces(&text)
      return code
    }
    if isCode(text.end - 3), text.view[text.end - 4] == 0x20 {
      let code = text.view.string(text.end - 3, text.end)
      text.end -= 4
      trimSpaces(&text)
      return code
    }
    return nil
  }

  private static func trimSpaces(_ text: inout CellText) {
    text = text.trimmed
    // A no-break space is C2 A0.
    if text.end - text.start > 2, text.view[text.end - 2] == 0xC2, text.view[text.end - 1] == 0xA0 {
      text.end -= 2
    }
  }
}
