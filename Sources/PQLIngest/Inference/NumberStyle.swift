/// Which mark stands before the decimals; the other one may part thousands.
enum NumberMarks: String, CaseIterable {
  case point = "1,234.5"
  case comma = "1.234,5"

  /// What a model file calls them.
  static let words = allCases.map { (name: $0.rawValue, value: $0) }
}

/// How the texts of a column write decimals and thousands, by what is declared or by the evidence of
/// the whole column.
struct NumberStyle {
  private let isDeclared: Bool
  private var provesPoint = false
  private var provesComma = false
  /// Whether some text has marks that only its currency tells.
  private var leans = false

  /// Takes declared marks: every text has them.
  init(_ marks: NumberMarks) {
    isDeclared = true
    provesPoint = marks == .point
    provesComma = marks == .comma
  }

  /// Looks at every value of a column.
  init(_ table: RawTable, _ column: Int) {
    isDeclared = false
    var (point, comma, leans) = (false, false, false)
    table.forEachValue(column) { _, text in
      if text.kind == .number { return true }
      let amount = AmountText(text.trimmed)
      let counts = MarkCounts(amount.digits)
      switch NumberStyle.proof(counts, amount) {
      case .point: point = true
      case .comma: comma = true
      case nil: leans = leans || NumberStyle.lean(counts, amount) != nil
      }
      return true
    }
    (provesPoint, provesComma, self.leans) = (point, comma, leans)
  }

  /// Whether a point before three digits may part thousands, so that no text is a plain number
  /// before all have been asked.
  var doubtsPoints: Bool { provesComma || leans && !provesPoint }

  /// The marks all texts can have; nil when none are proven, or both.
  var marks: NumberMarks? { provesPoint == provesComma ? nil : provesComma ? .comma : .point }

  /// Reads a number that may be grouped, signed by brackets, or bear a currency; nil when it cannot
  /// be read or could be read in two ways.
  ///
  /// One with a percent sign is read where `percents` are.
  func decimal(
    _ text: CellText, percents: Bool = false
  ) -> (value: DecimalText, digits: CellText, currency: String?)? {
    let amount = AmountText(text.trimmed)
    guard !amount.isPercent || percents && amount.currency == nil else { return nil }
    guard let style = style(of: amount),
      var value = DecimalText(amount.digits, style: style)
    else { return nil }
    if amount.isNegative { value.isNegative = true }
    return (value, amount.digits, amount.currency)
  }

  /// The marks of one text: those declared, else its own evidence, else the column's.
  private func style(of amount: AmountText) -> DecimalText.Style? {
    let counts = MarkCounts(amount.digits)
    let usesComma: Bool
    switch isDeclared ? nil : NumberStyle.proof(counts, amount) {
    case .point: usesComma = false
    case .comma: usesComma = true
    case nil:
      guard let marks = openMarks(counts, amount) else { return nil }
      usesComma = marks == .comma
    }
    let decimal: UInt8 = usesComma ? 0x2C : 0x2E
    let hasOther = (usesComma ? counts.points : counts.commas) > 0
    let grouping = counts.grouping ?? (hasOther ? usesComma ? 0x2E : 0x2C : nil)
    if let grouping, !NumberStyle.isGrouped(amount.digits, by: grouping, decimal: decimal) {
      return nil
    }
    return DecimalText.Style(decimal: decimal, grouping: grouping)
  }

  /// The marks of a text that proves none: the column's, and where the column proves none either,
  /// those of its currency; nil when it may mean two numbers.
  private func openMarks(_ counts: MarkCounts, _ amount: AmountText) -> NumberMarks? {
    if provesPoint != provesComma { return provesComma ? .comma : .point }
    guard counts.points + counts.commas > 0 else { return .point }
    // Other texts of the column prove both.
    guard !provesPoint else { return nil }
    if let marks = NumberStyle.lean(counts, amount) { return marks }
    return counts.commas == 0 && !leans ? .point : nil
  }

  /// What one text tells of the mark before the decimals, its currency included; nil when it could be
  /// either.
  static func marks(of text: CellText) -> NumberMarks? {
    let amount = AmountText(text)
    let counts = MarkCounts(amount.digits)
    return proof(counts, amount) ?? lean(counts, amount)
  }

  private static func proof(_ counts: MarkCounts, _ amount: AmountText) -> NumberMarks? {
    guard amount.isNumber else { return nil }
    if counts.points > 0, counts.commas > 0 {
      return counts.lastPoint > counts.lastComma ? .point : .comma
    }
    if counts.points > 1 { return .comma }
    if counts.commas > 1 { return .point }
    if counts.points + counts.commas == 0 { return nil }
    guard !counts.isOpen(amount.digits) else { return nil }
    return counts.points == 1 ? .point : .comma
  }

  /// What the currency makes likely, which is no proof.
  ///
  /// Where these are used, a comma before three digits parts thousands. Dollars with points for it
  /// exist, too.
  private static func lean(_ counts: MarkCounts, _ amount: AmountText) -> NumberMarks? {
    guard amount.isNumber, counts.commas == 1, counts.points == 0, let currency = amount.currency,
      ["USD", "GBP", "JPY", "INR", "KRW"].contains(currency)
    else { return nil }
    return .point
  }

  /// Whether a text is a number with one mark before three digits, such as `1.234`, which may be
  /// thousands or decimals.
  static func isOpen(_ text: CellText) -> Bool {
    let amount = AmountText(text)
    let counts = MarkCounts(amount.digits)
    return counts.points + counts.commas == 1 && counts.isOpen(amount.digits)
      && lean(counts, amount) == nil
  }

  /// Whether a text has one comma before three digits, whatever its currency makes likely.
  static func hasOpenComma(_ text: CellText) -> Bool {
    let amount = AmountText(text)
    let counts = MarkCounts(amount.digits)
    return counts.points == 0 && counts.commas == 1 && counts.isOpen(amount.digits)
  }

  /// Whether a comma stands in the text.
  static func hasComma(_ text: CellText) -> Bool {
    (text.start..<text.end).contains { text.view[$0] == 0x2C }
  }

  /// Whether a text is an integer of more than three digits without a mark between them.
  static func isUngrouped(_ text: CellText) -> Bool {
    let digits = AmountText(text).digits
    return digits.end - digits.start > 3
      && (digits.start + 1..<digits.end).allSatisfy { digits.view[$0] &- 0x30 < 10 }
  }

  /// Whether the groups before the decimals have three digits each, but for the first.
  private static func isGrouped(_ text: CellText, by grouping: UInt8, decimal: UInt8) -> Bool {
    var run = 0
    var groups = 0
    var at = text.start
    while at < text.end {
      let byte = text.view[at]
      let space = DecimalText.wideSpace(text.view, at)
      if byte &- 0x30 < 10 {
        run += 1
      } else if byte == grouping || grouping == DecimalText.wideSpaces && space > 0 {
        guard groups == 0 ? (1...3).contains(run) : run == 3 else { return false }
        groups += 1
        run = 0
      } else if byte == decimal {
        break
      }
      at += max(space, 1)
    }
    return run == 3
  }
}

/// The marks between the digits of a text.
private struct MarkCounts {
  var points = 0
  var commas = 0
  var lastPoint = -1
  var lastComma = -1
  /// A space or an apostrophe.
  var grouping: UInt8?

  init(_ text: CellText) {
    for at in text.start..<text.end {
      switch text.view[at] {
      case 0x2E: (points, lastPoint) = (points + 1, at)
      case 0x2C: (commas, lastComma) = (commas + 1, at)
      case 0x20, 0x27: grouping = text.view[at]
      case 0xC2, 0xE2:
        if DecimalText.wideSpace(text.view, at) > 0 { grouping = DecimalText.wideSpaces }
      default: break
      }
    }
  }

  /// Whether a single mark stands behind one to three digits, the first no 0, and before three.
  func isOpen(_ text: CellText) -> Bool {
    let mark = max(lastPoint, lastComma)
    let before = mark - text.start - (text.view[text.start] &- 0x30 < 10 ? 0 : 1)
    return text.end - mark == 4 && before >= 1 && before <= 3
      && (1...3).allSatisfy { text.view[mark + $0] &- 0x30 < 10 }
      && (1...before).allSatisfy { text.view[mark - $0] &- 0x30 < 10 }
      && text.view[mark - before] != 0x30
  }
}
