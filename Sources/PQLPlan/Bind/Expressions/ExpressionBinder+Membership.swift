import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds `value in …`: values in brackets, a list by name, a period, a range.
  mutating func resolveMembership(
    _ value: Expression, _ members: Expression, in place: Place
  ) throws(Reported) -> Term {
    switch members.kind {
    case .tuple(let elements), .list(let elements):
      return try resolveElements(value, elements, in: place)
    case .range(let low, let high, let includesEnd):
      return try resolveRange(value, members, low, high, includesEnd: includesEnd, in: place)
    case .name(let parts) where parts.count == 1 && environment.lists[parts[0].text] != nil:
      let term = try resolveValue(value, in: place)
      return try listMembership(
        term, value, environment.lists[parts[0].text] ?? [], members.span, in: place)
    case .name: return try resolveListField(value, members, in: place)
    case .unreadable: throw Reported()
    default:
      let term = try resolveValue(value, in: place)
      return try resolveWithin(term, value, members)
    }
  }

  private mutating func resolveElements(
    _ value: Expression, _ elements: [Expression], in place: Place
  ) throws(Reported) -> Term {
    let term = try resolveValue(value, in: place)
    var conditions: [Term] = []
    var values: [Value] = []
    let mark = sink.mark
    _ = try elements.bindingEach { element throws(Reported) in
      guard sink.count(since: mark) <= Diagnostic.mostTold else { throw Reported() }
      if isPeriod(element) || isYear(element), term.type == .date || term.type == .timestamp {
        conditions.append(try resolveWithin(term, value, element))
        return
      }
      let equality = try resolveComparison(
        .equal, element.span, value, element, in: place, whole: element.span)
      switch equality {
      case .membership(_, let named): values += named
      // A timestamp meets a date by its day, which is not the term that the values stand for.
      case .comparison(.equal, term, .constant(let constant, _)): values.append(constant)
      default: conditions.append(equality)
      }
    }
    noteUnknown(values, of: term, in: place)
    if !values.isEmpty || conditions.isEmpty { conditions.append(names.membership(term, values)) }
    return conditions.count == 1 ? conditions[0] : .some(conditions)
  }

  private mutating func resolveRange(
    _ value: Expression, _ members: Expression, _ low: Expression, _ high: Expression,
    includesEnd: Bool, in place: Place
  ) throws(Reported) -> Term {
    let term = try resolveValue(value, in: place)
    if term.type == .date || term.type == .timestamp {
      return try resolveWithin(term, value, members)
    }
    let (above, below) = try both(
      resolveComparison(
        .greaterOrEqual, members.span, value, low, in: place, whole: members.span),
      resolveComparison(
        includesEnd ? .lessOrEqual : .less, members.span, value, high, in: place,
        whole: members.span))
    return .all([above, below])
  }

  private mutating func resolveWithin(
    _ term: Term, _ value: Expression, _ members: Expression
  ) throws(Reported) -> Term {
    switch term.type {
    case .date, .timestamp:
      return .within(term, try resolvePeriod(members).range)
    case .period:
      let resolved = try resolvePeriod(members)
      return .within(
        .call(FunctionTerm(name: "first_day", arguments: [term], type: .date)),
        resolved.range)
    default:
      throw report(
        .membershipNeedsValues(text(of: value), text(of: members), members.span))
    }
  }

  private mutating func resolveListField(
    _ value: Expression, _ members: Expression, in place: Place
  ) throws(Reported) -> Term {
    guard case .name(let parts) = members.kind else { throw Reported() }
    if parts.count == 1, names.fieldType(parts[0], in: place.scope) == nil {
      let term = try resolveValue(value, in: place)
      throw report(membershipOfWord(term, value, parts[0], in: place))
    }
    let list = try resolveValue(members, in: place)
    guard list.type == .list else {
      throw report(
        .membershipNeedsValues(text(of: value), text(of: members), members.span))
    }
    let element = try resolveValue(value, in: place)
    guard case .constant(let constant, .text) = element else {
      throw report(.typeMismatch("in", element.type, .list, value.span, members.span))
    }
    return .listContains(list, constant)
  }

  private func membershipOfWord(
    _ term: Term, _ value: Expression, _ word: Name, in place: Place
  ) -> Diagnostic {
    if let domain = domain(of: term, in: place), !domain.values(named: word.text).isEmpty {
      return .membershipNeedsValues(text(of: value), word.text, word.span)
    }
    return .unknownList(
      word, candidates: ForeignNames.meant(by: word.text, among: environment.listNames))
  }

  private mutating func listMembership(
    _ term: Term, _ value: Expression, _ values: [Value], _ span: Span, in place: Place
  ) throws(Reported) -> Term {
    let adapted = values.compactMap { adapt($0, to: term.type) }
    guard adapted.count == values.count else {
      throw report(.membershipNeedsValues(text(of: value), "the list", span))
    }
    for value in adapted { try refuseAmbiguousName(term, value, span) }
    if term.type == .stage {
      let stages = names.stageNames
      for case .text(let name) in adapted where !stages.contains(name) {
        throw report(unknownStage(name, span, operand: value.span))
      }
    }
    noteUnknown(adapted, of: term, in: place)
    return names.membership(term, adapted)
  }

  /// A list's value as a value of a type; nil when it cannot be one.
  private func adapt(_ value: Value, to type: ValueType) -> Value? {
    switch (value, type) {
    case (.text, .text), (.text, .category), (.text, .stage): value
    case (.number, .number), (.percent, .percent), (.date, .date), (.duration, .duration),
      (.money, .money), (.boolean, .boolean):
      value
    case (.number(let number), .money):
      Money.exact(number).map { .money($0, currency: nil) }
    default: nil
    }
  }
}
