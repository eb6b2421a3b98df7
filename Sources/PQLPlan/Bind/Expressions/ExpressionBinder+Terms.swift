import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds an expression to a term.
  mutating func resolveValue(_ expression: Expression, in place: Place) throws(Reported) -> Term {
    try beginExpression(at: expression.span)
    defer { endExpression() }
    switch expression.kind {
    case .name(let parts):
      return try resolveNameOrAggregate(parts, in: place, span: expression.span)
    case .parameter(let name): return try resolveParameter(name)
    case .text, .number, .percent, .money, .duration, .date, .timestamp, .moment, .boolean,
      .missing, .ago, .period, .relativePeriod:
      return try resolveLiteral(expression)
    case .parenthesized(let inner): return try resolveValue(inner, in: place)
    case .unary(.not, let operand):
      return .not(try resolveCondition(operand, in: place))
    case .unary(.minus, let operand): return try resolveNegation(operand, in: place)
    case .binary(let sign, let span, let left, let right):
      return try resolveBinary(sign, span, left, right, in: place, whole: expression.span)
    case .between(let value, let low, let high, let isNegated):
      return try resolveBetween(value, low, high, in: place).negated(if: isNegated)
    case .membership(let value, let members, let isNegated):
      return try resolveMembership(value, members, in: place).negated(if: isNegated)
    case .presence(let value, let isPresent):
      return Term.present(try resolveValue(value, in: place)).negated(if: !isPresent)
    case .isValue(let value, let other, let isNegated, let span):
      throw report(
        .isWithValue(
          text(of: value), text(of: other), span, isNegated: isNegated, whole: expression.span))
    case .textTest(let test, let value, let pattern, let isNegated):
      return try resolveTextTest(test, value, pattern, in: place).negated(if: isNegated)
    case .conditional(let condition, let then, let otherwise):
      return try resolveConditional(condition, then, otherwise, in: place)
    case .call(let call): return try resolveCall(call, in: place, span: expression.span)
    case .reached(let stage):
      return try resolveMeasure(.reached, of: stage, in: place, span: expression.span)
    case .range, .pattern, .list, .tuple, .record:
      throw report(.misplacedValue(text(of: expression), expression.span))
    case .unreadable: throw Reported()
    }
  }

  /// Binds an expression that must be true or false.
  mutating func resolveCondition(_ expression: Expression, in place: Place) throws(Reported) -> Term
  {
    let term = try resolveValue(expression, in: place)
    guard term.type == .boolean else {
      throw report(.conditionExpected(text(of: expression), term.type, expression.span))
    }
    return term
  }

  private mutating func resolveParameter(_ name: Name) throws(Reported) -> Term {
    guard let parameter = environment.parameters[name.text] else {
      throw report(
        .unknownParameter(
          name, candidates: ForeignNames.meant(by: name.text, among: environment.parameterNames)))
    }
    return .constant(parameter.value, parameter.type)
  }

  private mutating func resolveNegation(_ operand: Expression, in place: Place) throws(Reported)
    -> Term
  {
    let term = try resolveValue(operand, in: place)
    switch (term, term.type) {
    case (.constant(.number(let value), let type), _): return .constant(.number(-value), type)
    case (_, .number), (_, .money), (_, .percent), (_, .duration): return .negated(term)
    default:
      throw report(.wrongOperand("-", term.type, operand.span))
    }
  }

  private mutating func resolveBinary(
    _ sign: BinaryOperator, _ span: Span, _ left: Expression, _ right: Expression,
    in place: Place, whole: Span
  ) throws(Reported) -> Term {
    switch sign {
    case .and, .or: return try resolveLogic(sign, left, right, in: place)
    case .coalesce: return try resolveCoalesce(left, right, in: place)
    default: break
    }
    if let comparison = ComparisonOperator(sign) {
      return try resolveComparison(comparison, span, left, right, in: place, whole: whole)
    }
    guard let arithmetic = ArithmeticOperator(sign) else { throw Reported() }
    return try resolveArithmetic(arithmetic, left, right, in: place)
  }

  private mutating func resolveLogic(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, in place: Place
  ) throws(Reported) -> Term {
    if sign == .or, let alternative = alternativeOf(left, right, in: place) {
      throw report(alternative)
    }
    let (first, second) = try both(
      resolveCondition(left, in: place), resolveCondition(right, in: place))
    switch (sign, first, second) {
    case (.and, .all(let parts), let other): return .all(parts + [other])
    case (.and, _, _): return .all([first, second])
    case (_, .some(let parts), let other): return .some(parts + [other])
    default: return .some([first, second])
    }
  }

  /// `stage = won or lost`: a comparison, then a word alone that is a value of the same set.
  private mutating func alternativeOf(
    _ left: Expression, _ right: Expression, in place: Place
  ) -> Diagnostic? {
    guard case .binary(.equal, _, let operand, let first) = left.kind else { return nil }
    let isValue =
      switch right.kind {
      case .text: true
      case .name(let word):
        word.count == 1 && !word[0].isQuoted && isValueBeside(word[0], operand, in: place)
      default: false
      }
    guard isValue else { return nil }
    return .alternativeValues(
      text(of: operand), [text(of: first), text(of: right)], left.span.through(right.span))
  }

  /// Whether a word behind `or` is a value of what stands before the `=`: a stage, or a category's
  /// value that is no field.
  private mutating func isValueBeside(
    _ word: Name, _ operand: Expression, in place: Place
  ) -> Bool {
    guard case .name = operand.kind else { return false }
    let attempt = speculating { binder throws(Reported) in
      try binder.resolveValue(operand, in: place)
    }
    guard let term = attempt.bound, let domain = domain(of: term, in: place) else { return false }
    if term.type == .stage, Stage.Outcome(rawValue: word.text.lowercased()) != nil { return true }
    guard !domain.values(named: word.text).isEmpty else { return false }
    return term.type == .stage || names.fieldType(word, in: place.scope) == nil
  }

  private mutating func resolveCoalesce(
    _ left: Expression, _ right: Expression, in place: Place
  ) throws(Reported) -> Term {
    let first = try resolveValue(left, in: place)
    let second = try resolveValue(right, in: place)
    try refuseThousands(first, second, left, right)
    guard let (adapted, type) = unified(first, second) else {
      throw report(.typeMismatch("??", first.type, second.type, left.span, right.span))
    }
    return .coalesce(adapted.0, adapted.1, type)
  }

  private mutating func resolveConditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, in place: Place
  ) throws(Reported) -> Term {
    let (test, (first, second)) = try both(
      resolveCondition(condition, in: place),
      both(resolveValue(then, in: place), resolveValue(otherwise, in: place)))
    try refuseThousands(first, second, then, otherwise)
    guard let (adapted, type) = unified(first, second) else {
      throw report(.typeMismatch("if", first.type, second.type, then.span, otherwise.span))
    }
    return .conditional(test, then: adapted.0, else: adapted.1, type)
  }

  /// Two branches as one type: equal types, a bare number beside money, any text, and `missing`
  /// beside anything.
  private func unified(_ left: Term, _ right: Term) -> ((Term, Term), ValueType)? {
    if case .constant(.missing, _) = left {
      return ((.constant(.missing, right.type), right), right.type)
    }
    if case .constant(.missing, _) = right {
      return ((left, .constant(.missing, left.type)), left.type)
    }
    if left.type == right.type { return ((left, right), left.type) }
    if left.type.isTextual, right.type.isTextual {
      // What may be a stage or a category has no alphabetical order either.
      let isFree = left.type == .text && right.type == .text
      return ((left, right), isFree ? .text : .category)
    }
    if left.type == .money, let money = right.asMoney { return ((left, money), .money) }
    if right.type == .money, let money = left.asMoney { return ((money, right), .money) }
    return nil
  }

  /// A test of the value as recorded, or of the name of the record it leads to.
  private func namedTest(_ term: Term, _ test: (Term) -> Term) -> Term {
    names.recordName(of: term).map { .some([test(term), test($0)]) } ?? test(term)
  }

  private mutating func resolveTextTest(
    _ test: TextTest, _ value: Expression, _ pattern: Expression, in place: Place
  ) throws(Reported) -> Term {
    let term = try resolveValue(value, in: place)
    if term.type == .list, test == .contains {
      if let word = pattern.word, names.fieldType(word, in: place.scope) == nil {
        throw report(.bareTextWord(word))
      }
      let element = try resolveValue(pattern, in: place)
      guard case .constant(let value, .text) = element else {
        throw report(.typeMismatch(test.rawValue, .list, element.type, value.span, pattern.span))
      }
      return .listContains(term, value)
    }
    guard term.type.isTextual else {
      throw report(.textExpected(test.rawValue, text(of: value), term.type, value.span))
    }
    switch pattern.kind {
    case .pattern(let text, let ignoresCase):
      if let problem = catalog.patternProblem(text) {
        throw report(.invalidPattern(text, problem, pattern.span))
      }
      return namedTest(term) { .textTest(test, $0, text: text, ignoresCase: ignoresCase) }
    case .text(let text) where test == .matches:
      throw report(.patternInQuotes(text, pattern.span))
    case .text, .parameter:
      let written = try resolveValue(pattern, in: place)
      guard case .constant(.text(let text), _) = written else {
        throw report(.textExpected(test.rawValue, text(of: pattern), written.type, pattern.span))
      }
      if test == .matches, let problem = catalog.patternProblem(text) {
        throw report(.invalidPattern(text, problem, pattern.span))
      }
      return namedTest(term) { .textTest(test, $0, text: text, ignoresCase: test != .matches) }
    case .name(let parts) where parts.count == 1:
      throw report(.bareTextWord(parts[0]))
    case .unreadable: throw Reported()
    default:
      throw report(.textExpected(test.rawValue, text(of: pattern), nil, pattern.span))
    }
  }
}
