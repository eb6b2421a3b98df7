import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds `rank(X over K)`, `running(X over K)`, `previous(X over K)`.
  mutating func resolveWindow(
    _ definition: WindowDefinition, _ call: Call, in place: Place
  ) throws(Reported) -> Term {
    guard place.grouping == nil else {
      throw report(.windowInHead(definition.name, call.function.span))
    }
    guard call.arguments.count == 1, call.condition == nil, call.during == nil else {
      throw report(
        .wrongArgumentCount(
          definition.name, "one value", call.arguments.count, call.function.span))
    }
    let argument = try resolveValue(call.arguments[0], in: place)
    let over = try resolveOver(call.over ?? [], in: place)
    switch (definition.kind, argument.type) {
    case (.running, .number), (.running, .money), (.running, .percent), (.running, .duration),
      (.previous, _), (.rank, .number), (.rank, .money), (.rank, .percent), (.rank, .duration),
      (.rank, .date), (.rank, .timestamp), (.rank, .period):
      break
    default:
      throw report(.wrongOperand(definition.name, argument.type, call.arguments[0].span))
    }
    return .window(
      WindowTerm(
        kind: definition.kind, argument: argument, condition: nil, over: over,
        type: definition.kind == .rank ? .number : argument.type))
  }

  /// Binds `avg(amount over product)`, `sum(sum_amount over all)`.
  mutating func resolveWindowAggregate(
    _ definition: AggregateDefinition, _ call: Call, in place: Place, span: Span
  ) throws(Reported) -> Term {
    if definition.argument == .share {
      return try resolveWindowShare(call, in: place, span: span)
    }
    if case .variants = definition.argument {
      throw report(.overMisplaced(definition.name, span))
    }
    guard argumentCounts(definition).contains(call.arguments.count) else {
      throw report(.wrongAggregateArguments(definition, call.arguments.count, span))
    }
    let over = try resolveOver(call.over ?? [], in: place)
    var argument: Term?
    if let first = call.arguments.first {
      argument = try aggregated(first, by: definition, in: place, span: span)
    }
    let isCounted = definition.argument == .rows
    let level = try percentileLevel(definition, call)
    let condition = try callCondition(call, extra: isCounted ? argument : nil, in: place)
    return .window(
      WindowTerm(
        kind: .aggregate(definition.name, parameter: level),
        argument: isCounted ? nil : argument, condition: condition, over: over,
        type: definition.result(argument?.type)))
  }

  private mutating func resolveWindowShare(
    _ call: Call, in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard call.arguments.count == 1 else {
      throw report(.wrongArgumentCount("share", "one value", call.arguments.count, span))
    }
    let argument = try resolveValue(call.arguments[0], in: place)
    let over = try resolveOver(call.over ?? [], in: place)
    guard argument.type == .number || argument.type == .money || argument.type == .duration else {
      throw report(.wrongOperand("share", argument.type, call.arguments[0].span))
    }
    let whole = WindowTerm(
      kind: .aggregate("sum", parameter: nil), argument: argument, condition: nil, over: over,
      type: argument.type)
    return .arithmetic(.divide, argument, .window(whole), .percent)
  }

  private mutating func resolveOver(_ keys: [Expression], in place: Place) throws(Reported)
    -> [Term]
  {
    var terms: [Term] = []
    for key in keys { terms.append(try resolveValue(key, in: place)) }
    return terms
  }
}
