import PQLSyntax

extension NaiveEvaluator {
  /// Whether a condition holds; what is not true is false.
  func holds(_ expression: Expression, _ place: NaivePlace) throws -> Bool {
    try value(expression, place).isTrue
  }

  /// What an expression says at a place.
  func value(_ expression: Expression, _ place: NaivePlace) throws -> NaiveValue {
    switch expression.kind {
    case .name(let parts): return try name(parts, place)
    case .text(let text): return .text(text)
    case .number(let number), .percent(let number): return .number(number)
    case .money(let amount, _):
      guard let exact = ExactAmount(decimal: amount) else {
        throw NaiveFailure("amount out of range")
      }
      return .money(exact)
    case .boolean(let truth): return .boolean(truth)
    case .missing: return .missing
    case .duration(let count, .day): return .duration(count)
    case .duration(let count, .week): return .duration(count * 7)
    case .moment(.now): throw NaiveFailure("`now` is not asked")
    case .date, .moment, .ago: return .date(try day(expression))
    case .timestamp(let year, let month, let day, let second):
      return .timestamp(NaiveCalendar.number(year, month, day) * 86_400 + second)
    case .period, .relativePeriod: return try period(expression)
    case .parenthesized(let inner): return try value(inner, place)
    case .unary(.not, let inner): return .boolean(try !holds(inner, place))
    case .unary(.minus, let inner): return try negated(value(inner, place))
    case .binary(let sign, _, let left, let right):
      return try binary(sign, left, right, place)
    case .between(let value, let low, let high, let isNegated):
      let holds =
        try compares(.greaterOrEqual, value, low, place)
        && compares(.lessOrEqual, value, high, place)
      return .boolean(holds != isNegated)
    case .membership(let value, let members, let isNegated):
      return .boolean(try isMember(value, members, place) != isNegated)
    case .presence(let value, let isPresent):
      return .boolean(try self.value(value, place).isMissing != isPresent)
    case .textTest(let test, let value, let pattern, let isNegated):
      return .boolean(try passes(test, value, pattern, place) != isNegated)
    case .conditional(let condition, let then, let otherwise):
      let isTrue = try holds(condition, place)
      return try unified(value(isTrue ? then : otherwise, place), [then, otherwise], place)
    case .call(let call): return try self.call(call, place)
    default: throw NaiveFailure("`\(canonical(expression))` is not known here")
    }
  }

  private func binary(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, _ place: NaivePlace
  ) throws -> NaiveValue {
    switch sign {
    case .and: return .boolean(try holds(left, place) && holds(right, place))
    case .or: return .boolean(try holds(left, place) || holds(right, place))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .boolean(try compares(sign, left, right, place))
    case .coalesce:
      let first = try value(left, place)
      let chosen = first.isMissing ? try value(right, place) : first
      return try unified(chosen, [left, right], place)
    case .add, .subtract, .multiply, .divide:
      if case .duration(let count, let unit) = right.kind, unit != .day, unit != .week {
        return shifted(
          try value(left, place), by: sign == .add ? Int(count) : -Int(count), unit)
      }
      return try arithmetic(sign, value(left, place), value(right, place))
    }
  }

  /// A bare number beside money is money.
  private func unified(
    _ value: NaiveValue, _ branches: [Expression], _ place: NaivePlace
  ) throws -> NaiveValue {
    guard case .number(let number) = value, let exact = ExactAmount(decimal: number) else {
      return value
    }
    let kinds = branches.map { kind(of: $0, place) }
    return kinds.contains(.money) ? .money(exact) : value
  }

  // MARK: - Arithmetic

  func negated(_ value: NaiveValue) throws -> NaiveValue {
    switch value {
    case .missing: return .missing
    case .number(let number): return .number(-number)
    case .money(let amount): return .money(-amount)
    case .duration(let days): return .duration(-days)
    default: throw NaiveFailure("`-` of \(value)")
    }
  }

  /// Arithmetic with missing is missing, and so is division by 0.
  func arithmetic(
    _ sign: BinaryOperator, _ left: NaiveValue, _ right: NaiveValue
  ) throws -> NaiveValue {
    switch (sign, left, right) {
    case (_, .missing, _), (_, _, .missing): return .missing
    case (_, .number(let one), .number(let other)):
      return numeric(sign, one, other).map { .number($0) } ?? .missing
    case (_, .duration(let one), .duration(let other)) where sign == .add || sign == .subtract:
      return numeric(sign, one, other).map { .duration($0) } ?? .missing
    case (.divide, .duration(let one), .duration(let other)):
      return numeric(sign, one, other).map { .number($0) } ?? .missing
    case (_, .duration(let one), .number(let other)) where sign == .multiply || sign == .divide:
      return numeric(sign, one, other).map { .duration($0) } ?? .missing
    case (.multiply, .number(let one), .duration(let other)): return .duration(one * other)
    case (_, .money, _), (_, _, .money): return try monetary(sign, left, right)
    case (.subtract, .date, .date), (.subtract, .timestamp, .date), (.subtract, .date, .timestamp):
      guard let one = dayNumber(left), let other = dayNumber(right) else { return .missing }
      return .duration(Double(one - other))
    case (.subtract, .timestamp(let one), .timestamp(let other)):
      return .duration(Double(one - other) / 86_400)
    case (.add, .date(let day), .duration(let days)), (.add, .duration(let days), .date(let day)):
      return .date(day + Int(days))
    case (.subtract, .date(let day), .duration(let days)): return .date(day - Int(days))
    case (.add, .timestamp(let second), .duration(let days)):
      return .timestamp(second + Int(days * 86_400))
    case (.subtract, .timestamp(let second), .duration(let days)):
      return .timestamp(second - Int(days * 86_400))
    default: throw NaiveFailure("\(left) \(sign.rawValue) \(right)")
    }
  }

  private func numeric(_ sign: BinaryOperator, _ left: Double, _ right: Double) -> Double? {
    switch sign {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    default: right == 0 ? nil : left / right
    }
  }

  private func monetary(
    _ sign: BinaryOperator, _ left: NaiveValue, _ right: NaiveValue
  ) throws -> NaiveValue {
    switch (sign, left, right) {
    case (.multiply, .money(let amount), .number(let factor)),
      (.multiply, .number(let factor), .money(let amount)):
      return ExactAmount(decimal: factor).map { .money(amount * $0) } ?? .missing
    case (.divide, .money(let amount), .number(let divisor)):
      guard divisor != 0, let exact = ExactAmount(decimal: divisor) else { return .missing }
      return .money(amount / exact)
    case (.divide, .money(let one), .money(let other)):
      guard other != .zero else { return .missing }
      return .number((one / other).number)
    case (.add, _, _), (.subtract, _, _):
      guard let one = amount(left), let other = amount(right) else {
        throw NaiveFailure("\(left) \(sign.rawValue) \(right)")
      }
      return .money(sign == .add ? one + other : one - other)
    default: throw NaiveFailure("\(left) \(sign.rawValue) \(right)")
    }
  }

  private func amount(_ value: NaiveValue) -> ExactAmount? {
    switch value {
    case .money(let amount): amount
    case .number(let number): ExactAmount(decimal: number)
    default: nil
    }
  }

  // MARK: - Comparing

  /// A comparison with missing is false, and `!=` is exactly the negation of `=`.
  private func compares(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, _ place: NaivePlace
  ) throws -> Bool {
    if sign == .notEqual { return try !compares(.equal, left, right, place) }
    if let word = bareWord(left, place), bareWord(right, place) == nil {
      _ = word
      return try compares(mirrored(sign), right, left, place)
    }
    let kind = kind(of: left, place)
    if kind == .stage || kind == .category, let named = wordOrText(right) {
      if sign == .equal {
        guard case .text(let text) = try value(left, place) else { return false }
        let name = try recordName(left, place)
        return names(named, text.text, kind, ofDeal: deal(behind: left, place))
          || name.map { names(named, $0.text, kind, ofDeal: nil) } ?? false
      }
      guard kind == .stage else { throw NaiveFailure("a category has no order") }
      return try standsAt(sign, left, named, place)
    }
    var one = try value(left, place)
    var other = try value(right, place)
    if case .money = one, let exact = written(right) { other = .money(exact) }
    if case .money = other, let exact = written(left) { one = .money(exact) }
    if case .period(let period) = one, case .number(let year) = other {
      guard period.grain == .year else { throw NaiveFailure("a period beside a number") }
      other = .period(
        NaivePeriod(grain: .year, first: NaiveCalendar.number(Int(year), 1, 1)))
    }
    if one.isMissing || other.isMissing { return false }
    if sign == .equal, case .text(let first) = one, case .text(let second) = other {
      return try areEqual(first, left, second, right, place)
    }
    guard let result = one.compared(with: other) else {
      throw NaiveFailure("\(one) \(sign.rawValue) \(other)")
    }
    return holds(sign, result)
  }

  /// A number by its digits: past 2^53 a `Double` no longer holds them.
  private func written(_ expression: Expression) -> ExactAmount? {
    guard case .number = expression.kind else { return nil }
    var value = ExactAmount.zero
    var place: ExactAmount?
    for character in canonical(expression) {
      if let digit = character.wholeNumberValue {
        let digit = ExactAmount(Int128(digit))
        place = place.map { $0 * ExactAmount(1, over: 10) }
        value = place.map { value + digit * $0 } ?? value * ExactAmount(10) + digit
      }
      switch character {
      case ".": place = ExactAmount(1)
      case "k": value = value * ExactAmount(1_000)
      case "M": value = value * ExactAmount(1_000_000)
      case "B": value = value * ExactAmount(1_000_000_000)
      default: break
      }
    }
    return value
  }

  func holds(_ sign: BinaryOperator, _ result: Int) -> Bool {
    switch sign {
    case .equal: result == 0
    case .less: result < 0
    case .lessOrEqual: result <= 0
    case .greater: result > 0
    default: result >= 0
    }
  }

  private func mirrored(_ sign: BinaryOperator) -> BinaryOperator {
    switch sign {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: sign
    }
  }

  // MARK: - Membership and text

  private func isMember(
    _ expression: Expression, _ members: Expression, _ place: NaivePlace
  ) throws -> Bool {
    switch members.kind {
    case .tuple(let elements), .list(let elements):
      let isDay = [.date, .timestamp].contains(kind(of: expression, place))
      for element in elements {
        var isPeriod = isPeriod(element)
        if case .number = element.kind, isDay { isPeriod = true }
        if isPeriod, try isInPeriod(value(expression, place), element) { return true }
        if !isPeriod, try compares(.equal, expression, element, place) { return true }
      }
      return false
    case .name:
      guard case .list(let list) = try value(members, place),
        case .text(let text) = try value(expression, place)
      else { return false }
      return list.contains(text)
    case .range(let low, let high, let includesEnd):
      let subject = try value(expression, place)
      if subject.isMissing { return false }
      if dayNumber(subject) != nil { return try isInPeriod(subject, members) }
      return try compares(.greaterOrEqual, expression, low, place)
        && compares(includesEnd ? .lessOrEqual : .less, expression, high, place)
    default: return try isInPeriod(value(expression, place), members)
    }
  }

  private func isPeriod(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .period, .relativePeriod: true
    default: false
    }
  }

  private func isInPeriod(_ value: NaiveValue, _ period: Expression) throws -> Bool {
    let range = try days(of: period)
    var day = dayNumber(value)
    if case .period(let period) = value { day = period.first }
    guard let day else { return false }
    return day >= range.start && day < range.end
  }

  private func passes(
    _ test: TextTest, _ expression: Expression, _ pattern: Expression, _ place: NaivePlace
  ) throws -> Bool {
    let subject = try value(expression, place)
    var ignoresCase = test != .matches
    var wanted = ""
    switch pattern.kind {
    case .text(let text): wanted = text
    case .pattern(let text, let ignores): (wanted, ignoresCase) = (text, ignores)
    default: throw NaiveFailure("no text to look for")
    }
    if case .list(let list) = subject { return list.contains(ByteText(wanted)) }
    guard case .text(let text) = subject else { return false }
    return ([text] + [try recordName(expression, place)].compactMap { $0 }).contains {
      passes(test, $0.text, wanted, ignoresCase: ignoresCase)
    }
  }

  private func passes(
    _ test: TextTest, _ text: String, _ wanted: String, ignoresCase: Bool
  ) -> Bool {
    let hay = Array((ignoresCase ? text.lowercased() : text).utf8)
    let needle = Array((ignoresCase ? wanted.lowercased() : wanted).utf8)
    switch test {
    case .startsWith: return hay.starts(with: needle)
    case .endsWith: return hay.reversed().starts(with: needle.reversed())
    case .contains, .matches:
      // Patterns asked here are plain letters.
      return hay.indices.contains { hay[$0...].starts(with: needle) } || needle.isEmpty
    }
  }
}
