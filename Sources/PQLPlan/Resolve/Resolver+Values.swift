import PQLModel
package import PQLSyntax

extension Resolver {
  /// How many expressions one statement may bind, definitions counted at each use.
  static let largestExpression = 100_000

  /// Binds an expression to a term.
  package mutating func resolveValue(_ expression: Expression, in scope: Scope) -> Term? {
    boundCount += 1
    guard boundCount <= Resolver.largestExpression else {
      report(.expressionTooLarge(expression.span))
      return nil
    }
    depth += 1
    defer { depth -= 1 }
    guard reaches(1, at: expression.span) else { return nil }
    switch expression.kind {
    case .name(let parts): return resolveNameOrAggregate(parts, in: scope, span: expression.span)
    case .parameter(let name): return resolveParameter(name)
    case .text, .number, .percent, .money, .duration, .date, .timestamp, .moment, .boolean,
      .missing, .ago, .period, .relativePeriod:
      return resolveLiteral(expression)
    case .parenthesized(let inner): return resolveValue(inner, in: scope)
    case .unary(.not, let operand):
      return resolveCondition(operand, in: scope).map(Term.not)
    case .unary(.minus, let operand): return resolveNegation(operand, in: scope)
    case .binary(let sign, let span, let left, let right):
      return resolveBinary(sign, span, left, right, in: scope, whole: expression.span)
    case .between(let value, let low, let high, let isNegated):
      return resolveBetween(value, low, high, in: scope).map { isNegated ? .not($0) : $0 }
    case .membership(let value, let members, let isNegated):
      return resolveMembership(value, members, in: scope, span: expression.span)
        .map { isNegated ? .not($0) : $0 }
    case .presence(let value, let isPresent):
      return resolveValue(value, in: scope).map { isPresent ? .present($0) : .not(.present($0)) }
    case .isValue(let value, let other, let isNegated, let span):
      report(
        .isWithValue(
          text(of: value), text(of: other), span, isNegated: isNegated, whole: expression.span))
      return nil
    case .textTest(let test, let value, let pattern, let isNegated):
      return resolveTextTest(test, value, pattern, in: scope).map { isNegated ? .not($0) : $0 }
    case .conditional(let condition, let then, let otherwise):
      return resolveConditional(condition, then, otherwise, in: scope)
    case .call(let call): return resolveCall(call, in: scope, span: expression.span)
    case .reached:
      report(.notYet("`reached`", expression.span, because: "it needs the stage history"))
      return nil
    case .range, .pattern, .list, .tuple, .record:
      report(.misplacedValue(text(of: expression), expression.span))
      return nil
    case .unreadable: return nil
    }
  }

  /// Binds an expression that must be true or false.
  package mutating func resolveCondition(_ expression: Expression, in scope: Scope) -> Term? {
    guard let term = resolveValue(expression, in: scope) else { return nil }
    guard term.type == .boolean else {
      report(.conditionExpected(text(of: expression), term.type, expression.span))
      return nil
    }
    return term
  }

  private mutating func resolveParameter(_ name: Name) -> Term? {
    guard let parameter = environment.parameters[name.text] else {
      report(
        .unknownParameter(
          name, candidates: ForeignNames.meant(by: name.text, among: environment.parameterNames)))
      return nil
    }
    return .constant(parameter.value, parameter.type)
  }

  private mutating func resolveNegation(_ operand: Expression, in scope: Scope) -> Term? {
    guard let term = resolveValue(operand, in: scope) else { return nil }
    switch (term, term.type) {
    case (.constant(.number(let value), let type), _): return .constant(.number(-value), type)
    case (_, .number), (_, .money), (_, .percent), (_, .duration): return .negated(term)
    default:
      report(.wrongOperand("-", term.type, operand.span))
      return nil
    }
  }

  private mutating func resolveBinary(
    _ sign: BinaryOperator, _ span: Span, _ left: Expression, _ right: Expression,
    in scope: Scope, whole: Span
  ) -> Term? {
    switch sign {
    case .and, .or: return resolveLogic(sign, left, right, in: scope)
    case .coalesce: return resolveCoalesce(left, right, in: scope)
    default: break
    }
    if let comparison = ComparisonOperator(sign) {
      return resolveComparison(comparison, span, left, right, in: scope, whole: whole)
    }
    guard let arithmetic = ArithmeticOperator(sign) else { return nil }
    return resolveArithmetic(arithmetic, span, left, right, in: scope)
  }

  private mutating func resolveLogic(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, in scope: Scope
  ) -> Term? {
    if sign == .or, let alternative = alternativeOf(left, right, in: scope) {
      report(alternative)
      return nil
    }
    // Both sides are bound also when one fails, so that several errors show in one run.
    let first = resolveCondition(left, in: scope)
    let second = resolveCondition(right, in: scope)
    guard let first, let second else { return nil }
    switch (sign, first, second) {
    case (.and, .all(let parts), let other): return .all(parts + [other])
    case (.and, _, _): return .all([first, second])
    case (_, .some(let parts), let other): return .some(parts + [other])
    default: return .some([first, second])
    }
  }

  /// `stage = won or lost`: a comparison, then a word alone that is a value of the same set.
  private mutating func alternativeOf(
    _ left: Expression, _ right: Expression, in scope: Scope
  ) -> Diagnostic? {
    guard case .binary(.equal, _, let operand, let first) = left.kind else { return nil }
    let isValue =
      switch right.kind {
      case .text: true
      case .name(let word):
        word.count == 1 && !word[0].isQuoted && isValueBeside(word[0], operand, in: scope)
      default: false
      }
    guard isValue else { return nil }
    return .alternativeValues(
      text(of: operand), [text(of: first), text(of: right)], left.span.through(right.span))
  }

  /// Whether a word behind `or` is a value of what stands before the `=`: a stage, or a category's
  /// value that is no field.
  private mutating func isValueBeside(
    _ word: Name, _ operand: Expression, in scope: Scope
  ) -> Bool {
    let known = diagnostics
    defer { diagnostics = known }
    guard case .name = operand.kind, let term = resolveValue(operand, in: scope),
      let domain = domain(of: term, in: scope)
    else { return false }
    if term.type == .stage, Stage.Outcome(rawValue: word.text.lowercased()) != nil { return true }
    guard !domain.values(named: word.text).isEmpty else { return false }
    return term.type == .stage || fieldType(word, in: scope) == nil
  }

  private mutating func resolveCoalesce(
    _ left: Expression, _ right: Expression, in scope: Scope
  ) -> Term? {
    guard let first = resolveValue(left, in: scope),
      let second = resolveValue(right, in: scope)
    else { return nil }
    if isThousandsBeside(first, second, left, right) { return nil }
    guard let (adapted, type) = unified(first, second) else {
      report(.typeMismatch("??", first.type, second.type, left.span, right.span))
      return nil
    }
    return .coalesce(adapted.0, adapted.1, type)
  }

  private mutating func resolveConditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, in scope: Scope
  ) -> Term? {
    let test = resolveCondition(condition, in: scope)
    let first = resolveValue(then, in: scope)
    let second = resolveValue(otherwise, in: scope)
    guard let test, let first, let second else { return nil }
    if isThousandsBeside(first, second, then, otherwise) { return nil }
    guard let (adapted, type) = unified(first, second) else {
      report(.typeMismatch("if", first.type, second.type, then.span, otherwise.span))
      return nil
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
    if left.type == .money, let money = asMoney(right) { return ((left, money), .money) }
    if right.type == .money, let money = asMoney(left) { return ((money, right), .money) }
    return nil
  }

  /// A bare number as money of the answer's base currency; nil for anything else.
  func asMoney(_ term: Term) -> Term? {
    guard term.isConstant, term.type == .number, case .number(let value)? = folded(term),
      let units = Money.exact(value)
    else { return nil }
    return .constant(.money(units, currency: nil), .money)
  }

  /// The value of constant arithmetic on numbers.
  func folded(_ term: Term) -> Value? {
    switch term {
    case .constant(let value, _): return value
    case .negated(let inner):
      guard case .number(let value)? = folded(inner) else { return nil }
      return .number(-value)
    case .arithmetic(let sign, let left, let right, .number):
      guard case .number(let first)? = folded(left), case .number(let second)? = folded(right)
      else { return nil }
      switch sign {
      case .add: return .number(first + second)
      case .subtract: return .number(first - second)
      case .multiply: return .number(first * second)
      case .divide: return second == 0 ? .missing : .number(first / second)
      }
    default: return nil
    }
  }

  /// A test of the value as recorded, or of the name of the record it leads to.
  private func namedTest(_ term: Term, _ test: (Term) -> Term) -> Term {
    recordName(of: term).map { .some([test(term), test($0)]) } ?? test(term)
  }

  private mutating func resolveTextTest(
    _ test: TextTest, _ value: Expression, _ pattern: Expression, in scope: Scope
  ) -> Term? {
    guard let term = resolveValue(value, in: scope) else { return nil }
    if term.type == .list, test == .contains {
      if case .name(let parts) = pattern.kind, parts.count == 1,
        fieldType(parts[0], in: scope) == nil
      {
        report(.bareTextWord(parts[0], test.rawValue))
        return nil
      }
      guard let element = resolveValue(pattern, in: scope) else { return nil }
      guard case .constant(let value, .text) = element else {
        report(.typeMismatch(test.rawValue, .list, element.type, value.span, pattern.span))
        return nil
      }
      return .listContains(term, value)
    }
    guard term.type.isTextual else {
      report(.textExpected(test.rawValue, text(of: value), term.type, value.span))
      return nil
    }
    switch pattern.kind {
    case .pattern(let text, let ignoresCase):
      if let problem = catalog.patternProblem(text) {
        report(.invalidPattern(text, problem, pattern.span))
        return nil
      }
      return namedTest(term) { .textTest(test, $0, text: text, ignoresCase: ignoresCase) }
    case .text(let text) where test == .matches:
      report(.patternInQuotes(text, pattern.span))
      return nil
    case .text, .parameter:
      guard case .constant(.text(let text), _)? = resolveValue(pattern, in: scope) else {
        return nil
      }
      if test == .matches, let problem = catalog.patternProblem(text) {
        report(.invalidPattern(text, problem, pattern.span))
        return nil
      }
      return namedTest(term) { .textTest(test, $0, text: text, ignoresCase: test != .matches) }
    case .name(let parts) where parts.count == 1:
      report(.bareTextWord(parts[0], test.rawValue))
      return nil
    case .unreadable: return nil
    default:
      report(.textExpected(test.rawValue, text(of: pattern), nil, pattern.span))
      return nil
    }
  }
}
