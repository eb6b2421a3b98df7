/// `a < b < c`, and how the language writes what it means.
struct ComparisonChain {
  let whole: LexedText
  let first: Expression
  let firstSign: String
  let second: String
  /// what is compared twice.
  let middle: Expression
  let last: Expression?
  let left: Expression
  /// whether `not` stands before it, so that two conditions need brackets.
  let isNegated: Bool

  init(
    _ left: Expression, _ secondSign: String, _ right: Expression, _ lexed: LexedText,
    isNegated: Bool
  ) {
    whole = lexed
    second = secondSign
    self.left = left
    self.isNegated = isNegated
    if case .binary(let operation, _, let low, let middle) = left.kind {
      first = low
      firstSign = operation.rawValue
      self.middle = middle
    } else {
      first = left
      firstSign = ""
      middle = left
    }
    if case .binary(_, _, _, let high) = right.kind { last = high } else { last = nil }
  }

  /// The message, with up to three ways to write it.
  func diagnostic(at span: Span, second place: Span) -> Diagnostic {
    let offers = offers()
    let hint = offers.first(where: { $0.contains("between") }).map { ", as in `\($0)`" } ?? ""
    return Diagnostic(
      .chainedComparison, span, "comparisons do not chain\(hint)",
      label: "two comparisons in a row",
      labels: [Diagnostic.Label(place, "the second one")],
      suggestions: offers.map { Diagnostic.Suggestion("`\($0)`", replacing: span, with: $0) })
  }

  private func offers() -> [String] {
    guard let last, !firstSign.isEmpty else { return [] }
    let isRising = firstSign.hasPrefix("<") && second.hasPrefix("<")
    let isFalling = firstSign.hasPrefix(">") && second.hasPrefix(">")
    guard isRising || isFalling else { return both() }
    let low = text(isRising ? first : last)
    let high = text(isRising ? last : first)
    let name = text(middle)
    let lowSign = isRising ? firstSign : second
    let highSign = isRising ? second : firstSign
    let between = "\(name) between \(low) and \(high)"
    switch (lowSign.contains("="), highSign.contains("=")) {
    case (true, true): return [between]
    case (true, false): return ["\(name) in \(low)..<\(high)", between]
    case (false, let closed):
      return [bracketed("\(name) > \(low) and \(name) \(closed ? "<=" : "<") \(high)"), between]
    }
  }

  private func both() -> [String] {
    guard let last else { return [] }
    return [bracketed("\(text(left)) and \(text(middle)) \(second) \(text(last))")]
  }

  private func bracketed(_ text: String) -> String { isNegated ? "(\(text))" : text }

  private func text(_ expression: Expression) -> String { whole.text(expression.span) }
}
