import PQLModel
import PQLSyntax

// Numbers whose digits say something else than the number read, or more than it can hold.
extension ExpressionBinder {
  /// The digits of a number literal as written; nil when the expression is none.
  private func digits(_ expression: Expression) -> String? {
    switch expression.kind {
    case .number, .money, .duration: break
    default: return nil
    }
    let number = source.slice(expression.span).drop { !$0.isNumber }.prefix {
      $0.isNumber || $0 == "." || $0 == "_" || $0 == "k" || $0 == "M" || $0 == "B"
    }
    return number.isEmpty ? nil : String(number)
  }

  // MARK: - Thousands

  /// Refuses a literal such as `50.000`, which elsewhere is fifty thousand and here is fifty.
  ///
  /// Not behind a leading 0 or with a suffix, where nobody writes thousands.
  mutating func refuseThousands(
    _ expression: Expression, of currency: String? = nil
  ) throws(Reported) {
    switch expression.kind {
    case .parenthesized(let inner), .unary(.minus, let inner):
      try refuseThousands(inner, of: currency)
    // A factor of an amount may well be 1.125; what is worked out of numbers alone is the amount.
    case .binary(.add, _, let left, let right), .binary(.subtract, _, let left, let right),
      .binary(.multiply, _, let left, let right) where left.isNumeral && right.isNumeral,
      .binary(.divide, _, let left, let right) where left.isNumeral && right.isNumeral:
      _ = try both(refuseThousands(left, of: currency), refuseThousands(right, of: currency))
    case .parameter(let name):
      guard environment.parameters[name.text]?.readsAsThousands == true else { return }
      throw report(.parameterAsThousands(name))
    case .number, .money, .duration:
      guard let text = digits(expression), ExpressionBinder.isThousands(text),
        currency.map(CurrencySettings.minorDigits) != 3
      else { return }
      // A currency may stand before the digits.
      let before = source.slice(expression.span).utf8.prefix { byte in
        !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
      let start = expression.span.start + before.count
      throw report(.decimalAsThousands(text, Span(start, start + text.utf8.count)))
    default: return
    }
  }

  /// Whether digits are a decimal with exactly three places behind a point, and not behind a 0.
  static func isThousands(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1].count == 3 && parts[1].allSatisfy(\.isNumber)
      && parts[0].first?.isNumber == true && parts[0].first != "0"
  }

  /// Whether an expression is such a literal.
  func isThousands(_ expression: Expression) -> Bool {
    digits(expression).map(ExpressionBinder.isThousands) ?? false
  }

  /// Refuses a literal that reads as thousands opposite money or a count.
  mutating func refuseThousands(
    _ first: Term, _ second: Term, _ left: Expression, _ right: Expression
  ) throws(Reported) {
    if isCounted(first) { try refuseThousands(right, of: baseOf(first)) }
    if isCounted(second) { try refuseThousands(left, of: baseOf(second)) }
  }

  func baseOf(_ term: Term) -> String? {
    term.type == .money ? model.currency.base : nil
  }

  /// Whether a term is money or counts something: no fraction of a unit is meant beside it.
  func isCounted(_ term: Term) -> Bool {
    guard !term.isConstant else { return false }
    if term.type == .money { return true }
    guard term.type == .number else { return false }
    switch term {
    case .column(_, let name, _): return countNames.contains(name)
    case .related(let related): return ExpressionBinder.counting.contains(related.aggregate)
    case .follow(_, let inner): return isCounted(inner)
    case .computed(let reference): return definitions[reference].map(isCounted) ?? false
    case .field(let field): return holdsWholeNumbers(field)
    default: return false
    }
  }

  /// The aggregates that count.
  static let counting: Set<String> = ["count", "distinct"]

  private func holdsWholeNumbers(_ field: FieldReference) -> Bool {
    guard case .number(let column)? = model[field.entity]?.fields[field.index].column else {
      return false
    }
    return column.values.indices.allSatisfy { row in
      column.validity?[row] == false || column.values[row] == column.values[row].rounded()
    }
  }

  // MARK: - Digits beyond what a number holds

  /// Whether a number literal has more digits than the number holds, so that it would equal its
  /// neighbour; the literal that is held instead.
  func heldInstead(of expression: Expression) -> String? {
    guard case .number(let value) = expression.kind, value.magnitude >= 9_007_199_254_740_992,
      let text = digits(expression)
    else { return nil }
    guard let units = exactUnits(expression.span), let held = Money.exact(value) else {
      // So long that no more can be told: whether zeros alone follow the digits that are held.
      return text.filter(\.isNumber).dropFirst(15).contains { $0 != "0" } ? "\(value)" : nil
    }
    return units == held ? nil : Int128(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}

extension Expression {
  /// Whether the expression is made of numbers alone.
  fileprivate var isNumeral: Bool {
    switch kind {
    case .number, .money: true
    case .parenthesized(let inner), .unary(.minus, let inner): inner.isNumeral
    case .binary(_, _, let left, let right): left.isNumeral && right.isNumeral
    default: false
    }
  }
}
