import PQLText

/// What is said about tokens that do not fit.
extension Parser {
  /// What stands at hand, in words.
  func found() -> String {
    switch kind {
    case .end:
      return "the end"
    case .text: return "the text `\(shortened(text(at: position)))`"
    case .quotedWord: return "the name \(shortened(text(at: position)))"
    case .number: return "the number `\(shortened(text(at: position)))`"
    default: return "`\(shortened(text(at: position)))`"
    }
  }

  /// The token before, when it belongs to the same statement.
  func before() -> String? {
    guard position > begin, let lexeme = lexeme(at: position - 1) else { return nil }
    let text = shortened(lexed.text(lexeme.token.span))
    return lexeme.token.kind == .quotedWord ? text : "`\(text)`"
  }

  private func shortened(_ text: String) -> String {
    text.count > 40 ? text.prefix(39) + "…" : text
  }

  /// Says that the token at hand cannot stand here, and why, as far as it can be told.
  func unexpected(inside bracket: (opener: String, closer: String, span: Span)?) {
    guard !isKnownWrong, kind(at: position - 1) != .unknown else {
      lastReported = position
      return
    }
    report(unexpectedHere(inside: bracket))
  }

  private func unexpectedHere(
    inside bracket: (opener: String, closer: String, span: Span)?
  ) -> Diagnostic {
    let word = text(at: position)
    if kind == .word, let hint = wordHint(word.asciiLowercased) { return hint }
    if sign == .arrow, bracket == nil {
      return .foreignSign("=>", native: ">=", at: span)
    }
    if let keyword, let row = Operators.row(keyword) {
      return .operatorWithoutOperand(row.spelling, at: span)
    }
    if let bracket {
      return .expected(
        "`,` or `\(bracket.closer)`", found: found(), at: span, because: bracket.span)
    }
    if sign == .closeRound || sign == .closeSquare || sign == .closeBrace {
      return .closerWithoutOpener(word, at: span)
    }
    if kind == .number, kind(at: position - 1) == .word, keyword(at: position - 1) == nil,
      text(at: position - 1).utf8.count == 3
    {
      return .currencyInCapitals(
        text(at: position - 1), amount: word, at: span(at: position - 1).through(span))
    }
    var message = Diagnostic.unexpectedToken(found: found(), after: before(), at: span)
    if sign == .comma { message.notes.append("conditions are joined with `and` or `or`") }
    return message
  }

  /// What a word in the wrong place probably means.
  private func wordHint(_ word: String) -> Diagnostic? {
    let previous = keyword(at: position - 1)
    if let relative = previous?.relativePeriod {
      return .unknownUnit(
        text(at: position), after: relative.rawValue, count: text(at: position - 1), at: span)
    }
    if kind(at: position - 1) == .number, keyword == nil {
      if let unit = Spelling.nearest(to: word, in: Self.unitWords, limit: 1).first {
        return .unknownUnitAfterNumber(text(at: position), unit: unit, at: span)
      }
    }
    if previous == .if || (keyword == .then && keyword(at: begin) != .if) {
      return .conditionalShape(at: span)
    }
    switch word {
    case _ where LikePattern.words.contains(word):
      let next = position + 1
      guard kind(at: next) == .text else { return .foreignTest(word, at: span, native: nil) }
      let native = LikePattern.native(word, TextLiteral.value(bytes(at: next)))
      return .foreignTest(word, at: span, native: (native, span.through(span(at: next))))
    case "starts", "ends": return .expected("`with` after `\(word)`", found: "`\(word)`", at: span)
    default: return nil
    }
  }

  /// The words for units.
  static let unitWords = [
    "days", "weeks", "months", "quarters", "years", "day", "week", "month", "quarter", "year",
  ]
}
