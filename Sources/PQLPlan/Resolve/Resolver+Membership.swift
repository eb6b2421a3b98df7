import PQLModel
import PQLSyntax

extension Resolver {
  /// Binds `value in …`: values in brackets, a list by name, a period, a range.
  mutating func resolveMembership(
    _ value: Expression, _ members: Expression, in scope: Scope, span: Span
  ) -> Term? {
    switch members.kind {
    case .tuple(let elements), .list(let elements):
      return resolveElements(value, elements, in: scope)
    case .range(let low, let high, let includesEnd):
      return resolveRange(value, members, low, high, includesEnd: includesEnd, in: scope)
    case .name(let parts) where parts.count == 1 && environment.lists[parts[0].text] != nil:
      guard let term = resolveValue(value, in: scope) else { return nil }
      return listMembership(
        term, value, environment.lists[parts[0].text] ?? [], members.span, in: scope)
    case .name: return resolveListField(value, members, in: scope)
    case .unreadable: return nil
    default:
      guard let term = resolveValue(value, in: scope) else { return nil }
      return resolveWithin(term, value, members)
    }
  }

  private mutating func resolveElements(
    _ value: Expression, _ elements: [Expression], in scope: Scope
  ) -> Term? {
    guard let term = resolveValue(value, in: scope) else { return nil }
    var conditions: [Term] = []
    var values: [Value] = []
    let known = diagnostics.count
    for element in elements where diagnostics.count - known <= Diagnostic.mostTold {
      if isPeriod(element) || isYear(element), term.type == .date || term.type == .timestamp {
        if let within = resolveWithin(term, value, element) { conditions.append(within) }
        continue
      }
      let equality = resolveComparison(
        .equal, element.span, value, element, in: scope, whole: element.span)
      switch equality {
      case .membership(_, let named)?: values += named
      // A timestamp meets a date by its day, which is not the term that the values stand for.
      case .comparison(.equal, term, .constant(let constant, _))?: values.append(constant)
      case let other?: conditions.append(other)
      case nil: continue
      }
    }
    guard diagnostics.count == known else { return nil }
    noteUnknown(values, of: term, in: scope)
    if !values.isEmpty || conditions.isEmpty { conditions.append(membership(term, values)) }
    return conditions.count == 1 ? conditions[0] : .some(conditions)
  }

  private mutating func resolveRange(
    _ value: Expression, _ members: Expression, _ low: Expression, _ high: Expression,
    includesEnd: Bool, in scope: Scope
  ) -> Term? {
    guard let term = resolveValue(value, in: scope) else { return nil }
    if term.type == .date || term.type == .timestamp { return resolveWithin(term, value, members) }
    let above = resolveComparison(
      .greaterOrEqual, members.span, value, low, in: scope, whole: members.span)
    let below = resolveComparison(
      includesEnd ? .lessOrEqual : .less, members.span, value, high, in: scope,
      whole: members.span)
    guard let above, let below else { return nil }
    return .all([above, below])
  }

  private mutating func resolveWithin(
    _ term: Term, _ value: Expression, _ members: Expression
  ) -> Term? {
    switch term.type {
    case .date, .timestamp:
      return resolvePeriod(members).map { .within(term, $0.range) }
    case .period:
      guard let resolved = resolvePeriod(members) else { return nil }
      return .within(
        .call(FunctionTerm(name: "first_day", arguments: [term], type: .date)),
        resolved.range)
    default:
      report(.membershipNeedsValues(text(of: value), text(of: members), term.type, members.span))
      return nil
    }
  }

  private mutating func resolveListField(
    _ value: Expression, _ members: Expression, in scope: Scope
  ) -> Term? {
    guard case .name(let parts) = members.kind else { return nil }
    if parts.count == 1, fieldType(parts[0], in: scope) == nil {
      if let term = resolveValue(value, in: scope) {
        report(membershipOfWord(term, value, parts[0], in: scope))
      }
      return nil
    }
    guard let list = resolveValue(members, in: scope) else { return nil }
    guard list.type == .list else {
      report(.membershipNeedsValues(text(of: value), text(of: members), list.type, members.span))
      return nil
    }
    guard let element = resolveValue(value, in: scope) else { return nil }
    guard case .constant(let constant, .text) = element else {
      report(.typeMismatch("in", element.type, .list, value.span, members.span))
      return nil
    }
    return .listContains(list, constant)
  }

  private func membershipOfWord(
    _ term: Term, _ value: Expression, _ word: Name, in scope: Scope
  ) -> Diagnostic {
    if let domain = domain(of: term, in: scope), !domain.values(named: word.text).isEmpty {
      return .membershipNeedsValues(text(of: value), word.text, term.type, word.span)
    }
    return .unknownList(
      word, candidates: ForeignNames.meant(by: word.text, among: environment.listNames))
  }

  private mutating func listMembership(
    _ term: Term, _ value: Expression, _ values: [Value], _ span: Span, in scope: Scope
  ) -> Term? {
    let adapted = values.compactMap { adapt($0, to: term.type) }
    guard adapted.count == values.count else {
      report(.membershipNeedsValues(text(of: value), "the list", term.type, span))
      return nil
    }
    for value in adapted where isAmbiguousName(term, value, span) { return nil }
    if term.type == .stage {
      for case .text(let name) in adapted where !stageNames.contains(name) {
        report(unknownStage(name, span, operand: value.span))
        return nil
      }
    }
    noteUnknown(adapted, of: term, in: scope)
    return membership(term, adapted)
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
