import PQLModel
import PQLSyntax

extension Resolver {
  /// Binds `rank(X over K)`, `running(X over K)`, `previous(X over K)`.
  mutating func resolveWindow(
    _ definition: WindowDefinition, _ call: Call, in scope: Scope
  ) -> Term? {
    guard collector == nil else {
      report(.windowInHead(definition.name, call.function.span))
      return nil
    }
    guard call.arguments.count == 1, call.condition == nil, call.during == nil else {
      report(
        .wrongArgumentCount(
          definition.name, "one value", call.arguments.count, call.function.span))
      return nil
    }
    guard let argument = resolveValue(call.arguments[0], in: scope),
      let over = resolveOver(call.over ?? [], in: scope)
    else { return nil }
    switch (definition.kind, argument.type) {
    case (.running, .number), (.running, .money), (.running, .percent), (.running, .duration),
      (.previous, _), (.rank, .number), (.rank, .money), (.rank, .percent), (.rank, .duration),
      (.rank, .date), (.rank, .timestamp), (.rank, .period):
      break
    default:
      report(.wrongOperand(definition.name, argument.type, call.arguments[0].span))
      return nil
    }
    return .window(
      WindowTerm(
        kind: definition.kind, argument: argument, condition: nil, over: over,
        type: definition.kind == .rank ? .number : argument.type))
  }

  /// Binds `avg(amount over product)`, `sum(sum_amount over all)`.
  mutating func resolveWindowAggregate(
    _ definition: AggregateDefinition, _ call: Call, in scope: Scope, span: Span
  ) -> Term? {
    if definition.argument == .share { return resolveWindowShare(call, in: scope, span: span) }
    if case .variants = definition.argument {
      report(.overMisplaced(definition.name, span))
      return nil
    }
    guard argumentCounts(definition).contains(call.arguments.count) else {
      report(.wrongAggregateArguments(definition, call.arguments.count, span))
      return nil
    }
    guard let over = resolveOver(call.over ?? [], in: scope) else { return nil }
    var argument: Term?
    if let first = call.arguments.first {
      guard let term = windowArgument(definition, first, in: scope, span: span) else { return nil }
      argument = term
    }
    let isCounted = definition.argument == .rows
    guard let level = percentileLevel(definition, call),
      let condition = callCondition(call, extra: isCounted ? argument : nil, in: scope)
    else { return nil }
    return .window(
      WindowTerm(
        kind: .aggregate(definition.name, parameter: level.parameter),
        argument: isCounted ? nil : argument, condition: condition.term, over: over,
        type: definition.result(argument?.type)))
  }

  private mutating func windowArgument(
    _ definition: AggregateDefinition, _ expression: Expression, in scope: Scope, span: Span
  ) -> Term? {
    guard let term = resolveValue(expression, in: scope) else { return nil }
    if definition.argument == .rows {
      guard term.type == .boolean else {
        report(.countOfField(definition.name, text(of: expression), expression.span))
        return nil
      }
      return term
    }
    guard definition.families.contains(where: { $0.contains(term.type) }) else {
      report(
        .aggregateOfWrongType(
          definition, text(of: expression), term.type, expression.span, whole: span))
      return nil
    }
    return term
  }

  private mutating func resolveWindowShare(
    _ call: Call, in scope: Scope, span: Span
  ) -> Term? {
    guard call.arguments.count == 1, let argument = resolveValue(call.arguments[0], in: scope),
      let over = resolveOver(call.over ?? [], in: scope)
    else {
      if call.arguments.count != 1 {
        report(.wrongArgumentCount("share", "one value", call.arguments.count, span))
      }
      return nil
    }
    guard argument.type == .number || argument.type == .money || argument.type == .duration else {
      report(.wrongOperand("share", argument.type, call.arguments[0].span))
      return nil
    }
    let whole = WindowTerm(
      kind: .aggregate("sum", parameter: nil), argument: argument, condition: nil, over: over,
      type: argument.type)
    return .arithmetic(.divide, argument, .window(whole), .percent)
  }

  private mutating func resolveOver(_ keys: [Expression], in scope: Scope) -> [Term]? {
    var terms: [Term] = []
    for key in keys {
      guard let term = resolveValue(key, in: scope) else { return nil }
      terms.append(term)
    }
    return terms
  }
}
