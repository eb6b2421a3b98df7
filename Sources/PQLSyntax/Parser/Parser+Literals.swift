/// Literals, money, durations and periods.
extension Parser {
  /// literal = number | percent | money | duration | date | timestamp | period | text | pattern.
  func literal() -> Expression {
    let start = position
    let kind = kind
    if kind == .number { return numberOperand() }
    if kind == .duration { return withAgo(shortDuration(), start) }
    if kind == .parameter {
      advance()
      let whole = span(from: start)
      let name = lexed.text(Span(whole.start + 1, whole.end))
      return Expression(.parameter(Name(name, whole)), whole)
    }
    let bytes = bytes(at: position)
    let text = text(at: position)
    advance()
    return Expression(literalKind(kind, bytes, text), span(from: start))
  }

  private func literalKind(
    _ kind: TokenKind, _ bytes: ArraySlice<UInt8>, _ text: String
  ) -> ExpressionKind {
    switch kind {
    case .percent: return NumberLiteral.number(text).map { .percent($0) } ?? .unreadable
    case .text: return .text(TextLiteral.value(bytes))
    case .pattern:
      let pattern = TextLiteral.pattern(bytes)
      return .pattern(pattern.text, ignoresCase: pattern.ignoresCase)
    case .date, .timestamp, .period:
      switch DateLiteral.read(bytes) {
      case .success(.date(let year, let month, let day)):
        return .date(year: year, month: month, day: day)
      case .success(.timestamp(let year, let month, let day, let second)):
        return .timestamp(year: year, month: month, day: day, secondOfDay: second)
      case .success(.period(let period)): return .period(period)
      case .failure: return .unreadable
      }
    default: return .unreadable
    }
  }

  // MARK: - Numbers and what they count

  /// number-operand = number [ currency | unit [ "ago" ] ].
  private func numberOperand() -> Expression {
    let start = position
    let value = NumberLiteral.number(text(at: position))
    advance()
    if isMoneyCode(at: position) {
      let currency = name(at: position)
      advance()
      return Expression(
        value.map { .money($0, currency: currency) } ?? .unreadable, span(from: start))
    }
    if let unit = takeDurationUnit() {
      let duration = Expression(
        value.map { .duration($0, unit) } ?? .unreadable, span(from: start))
      return withAgo(duration, start)
    }
    return Expression(value.map { .number($0) } ?? .unreadable, span(from: start))
  }

  /// money = currency number | number currency.
  func moneyBefore() -> Expression? {
    guard isMoneyCode(at: position), kind(at: position + 1) == .number else { return nil }
    let start = position
    let currency = name(at: position)
    let value = NumberLiteral.number(text(at: position + 1))
    position += 2
    return Expression(
      value.map { .money($0, currency: currency) } ?? .unreadable, span(from: start))
  }

  private func shortDuration() -> Expression {
    let start = position
    let value = NumberLiteral.duration(text(at: position))
    advance()
    return Expression(
      value.map { .duration($0.0, $0.1) } ?? .unreadable, span(from: start))
  }

  private func takeDurationUnit() -> DurationUnit? {
    if keyword == .business, keyword(at: position + 1)?.durationUnit == .day {
      position += 2
      return .businessDay
    }
    guard let unit = keyword?.durationUnit, sign(at: position + 1) != .dot else { return nil }
    advance()
    return unit
  }

  /// ago = duration "ago".
  private func withAgo(_ duration: Expression, _ start: Int) -> Expression {
    guard take(.ago) else { return duration }
    height = 1
    return Expression(.ago(duration), span(from: start))
  }

  // MARK: - Periods

  /// relative-period = ( "last" | "next" | "past" | "this" ) [ number ] unit.
  ///
  /// Nothing when the word is the name of a field or an aggregate.
  func relativePeriod() -> Expression? {
    guard let relative = keyword?.relativePeriod else { return nil }
    let start = position
    let hasCount = kind(at: position + 1) == .number
    let unitPlace = position + (hasCount ? 2 : 1)
    guard let (unit, length) = periodUnit(at: unitPlace) else {
      guard hasCount else { return nil }
      return unknownUnit(relative, unitPlace)
    }
    let count = hasCount ? NumberLiteral.number(text(at: position + 1)) : 1
    position = unitPlace + length
    let isPlain = !hasCount || !text(at: start + 1).contains(".")
    guard let count, isPlain, count >= 1, count <= 100_000, count == count.rounded() else {
      diagnostics.append(.periodCount(at: span(at: start + 1)))
      return Expression(.unreadable, span(from: start))
    }
    return Expression(
      .relativePeriod(relative, count: Int(count), unit: unit), span(from: start))
  }

  private func periodUnit(at place: Int) -> (PeriodUnit, Int)? {
    if keyword(at: place) == .fiscal, let unit = keyword(at: place + 1)?.periodUnit {
      if unit == .quarter { return (.fiscalQuarter, 2) }
      if unit == .year { return (.fiscalYear, 2) }
      return nil
    }
    guard sign(at: place + 1) != .dot, sign(at: place + 1) != .openRound else { return nil }
    return keyword(at: place)?.periodUnit.map { ($0, 1) }
  }

  private func unknownUnit(_ relative: RelativePeriod, _ place: Int) -> Expression {
    let start = position
    let isWord =
      kind(at: place) == .word && keyword(at: place)?.isReserved != true
      && keyword(at: place)?.clause == nil
    position = place
    report(
      .unknownUnit(
        isWord ? text(at: place) : nil, after: relative.rawValue, count: text(at: place - 1),
        at: span(at: place)))
    if isWord {
      if keyword == .business, keyword(at: position + 1)?.periodUnit != nil { advance() }
      advance()
    }
    return Expression(.unreadable, span(from: start))
  }
}
