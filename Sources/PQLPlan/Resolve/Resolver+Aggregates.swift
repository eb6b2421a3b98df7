import PQLModel
import PQLSyntax

extension Resolver {
  /// Binds an aggregate where groups are asked: its argument and condition see the rows.
  mutating func resolveAggregate(
    _ definition: AggregateDefinition, _ call: Call, span: Span
  ) -> Term? {
    guard let outer = collector else { return nil }
    if case .variants(let variants) = definition.argument {
      return resolveRate(definition, variants, call, span: span)
    }
    if definition.argument == .share { return resolveShare(call, span: span) }
    guard call.over == nil else {
      report(.overMisplaced(definition.name, span))
      return nil
    }
    var call = call
    var rows = outer.rows
    var node: PlanNode?
    if outer.isScalar {
      guard let source = scalarSource(&call, span: span) else { return nil }
      rows = source.scope
      node = source.node
    }
    collector = nil
    let term = aggregateTerm(definition, call, in: rows, span: span)
    collector = outer
    guard let term else { return nil }
    return node.map { collector?.column(of: term, over: $0) } ?? collector?.column(of: term)
  }

  /// The rows an expectation's aggregate ranges over, taken off its first argument.
  private mutating func scalarSource(_ call: inout Call, span: Span) -> ResolvedQuery? {
    if case .name(let parts)? = call.arguments.first?.kind, let first = parts.first,
      EntityKind(word: first.text) != nil || environment.queries[first.text] != nil
    {
      let rest = Array(parts.dropFirst())
      if rest.isEmpty {
        call.arguments.removeFirst()
      } else {
        call.arguments[0].kind = .name(rest)
      }
      return resolveSource(Expression(.name([first]), first.span))
    }
    return resolveSource(Expression(.name([Name("deals", span)]), span))
  }

  /// The aggregate of a group, its argument bound to the rows.
  private mutating func aggregateTerm(
    _ definition: AggregateDefinition, _ call: Call, in rows: Scope, span: Span
  ) -> AggregateTerm? {
    guard
      let (argument, related, parameter) = aggregateArgument(
        definition, call, in: rows, span: span),
      let order = rowOrder(definition, rows, span: span),
      let condition = aggregateCondition(
        call, extra: definition.argument == .rows && !related ? argument : nil, in: rows)
    else { return nil }
    let isTotalOfRelated = related && definition.argument == .rows
    let value = definition.argument == .rows && !related ? nil : argument
    return AggregateTerm(
      aggregate: isTotalOfRelated ? "sum" : definition.name, argument: value,
      condition: condition.term, parameter: parameter, order: order.date,
      type: definition.result(value?.type))
  }

  /// The date by which `first` and `last` order records, nil inside for groups, which have an order; the
  /// outer nil means a report.
  mutating func rowOrder(
    _ definition: AggregateDefinition, _ rows: Scope, span: Span
  ) -> (date: Term?, Void)? {
    guard definition.name == "first" || definition.name == "last", let entity = rows.entity else {
      return (nil, ())
    }
    guard let date = entityDate(of: entity) else {
      report(
        .noOrderInTime(
          definition.name, entity, orders: model[entity]?.fields.filter(\.hasOrder) ?? [], span))
      return nil
    }
    return (date, ())
  }

  /// The argument bound and checked; `related` when it is itself an aggregate of child records.
  private mutating func aggregateArgument(
    _ definition: AggregateDefinition, _ call: Call, in rows: Scope, span: Span
  ) -> (argument: Term?, related: Bool, parameter: Double?)? {
    guard argumentCounts(definition).contains(call.arguments.count) else {
      report(.wrongAggregateArguments(definition, call.arguments.count, span))
      return nil
    }
    guard let first = call.arguments.first else { return (nil, false, nil) }
    if let child = childPath(first, in: rows) {
      guard definition.name == "count" || definition.name == "sum" else {
        report(.relatedAggregateNeedsRow(definition.name, text(of: first), span))
        return nil
      }
      return relatedTerm(definition, call, child, in: rows, span: span).map { ($0, true, nil) }
    }
    guard let term = resolveValue(first, in: rows) else { return nil }
    if definition.argument == .rows {
      guard term.type == .boolean else {
        report(.countOfField(definition.name, text(of: first), first.span))
        return nil
      }
      return (term, false, nil)
    }
    guard definition.families.contains(where: { $0.contains(term.type) }) else {
      report(
        .aggregateOfWrongType(definition, text(of: first), term.type, first.span, whole: span))
      return nil
    }
    guard let level = percentileLevel(definition, call) else { return nil }
    return (term, false, level.parameter)
  }

  /// How many values an aggregate takes in its brackets.
  func argumentCounts(_ definition: AggregateDefinition) -> ClosedRange<Int> {
    definition.argument == .rows ? 0...1 : definition.isPercentile ? 2...2 : 1...1
  }

  /// The level of a percentile, nil inside for any other aggregate; the outer nil means a report.
  mutating func percentileLevel(
    _ definition: AggregateDefinition, _ call: Call
  ) -> (parameter: Double?, Void)? {
    guard definition.isPercentile else { return (nil, ()) }
    guard let expression = call.arguments.last, call.arguments.count == 2 else { return nil }
    return percentileLevel(expression).map { ($0, ()) }
  }

  private mutating func percentileLevel(_ expression: Expression) -> Double? {
    switch expression.kind {
    case .number(let level) where (0...100).contains(level): return level
    case .percent(let level) where (0...1).contains(level): return level * 100
    default:
      report(.percentileLevel(text(of: expression), expression.span))
      return nil
    }
  }

  /// `where`, `during` and a boolean argument as one condition; the outer nil means a report.
  private mutating func aggregateCondition(
    _ call: Call, extra: Term?, in rows: Scope
  ) -> (term: Term?, Void)? {
    // When the argument is an aggregate of child records, its brackets speak of those.
    if let first = call.arguments.first, childPath(first, in: rows) != nil { return (nil, ()) }
    return callCondition(call, extra: extra, in: rows)
  }

  /// `where` and `during` of a call and a boolean argument as one condition.
  mutating func callCondition(
    _ call: Call, extra: Term?, in rows: Scope
  ) -> (term: Term?, Void)? {
    var parts: [Term] = extra.map { [$0] } ?? []
    if let condition = call.condition {
      guard let term = resolveCondition(condition, in: rows) else { return nil }
      parts.append(term)
    }
    if let period = call.during {
      guard
        let during = condition(during: period, on: call.on, of: rows, keyword: period.span)
      else { return nil }
      parts.append(during.term)
    }
    return (parts.count > 1 ? .all(parts) : parts.first, ())
  }

  private mutating func resolveRate(
    _ definition: AggregateDefinition, _ variants: [RateVariant], _ call: Call, span: Span
  ) -> Term? {
    guard call.condition == nil, call.during == nil, call.over == nil else {
      report(.rateTakesNoClause(definition.name, span))
      return nil
    }
    var word = ""
    if let argument = call.arguments.first {
      guard case .name(let parts) = argument.kind, call.arguments.count == 1,
        variants.contains(where: { $0.word == parts[0].text })
      else {
        report(.rateVariant(definition.name, variants.map(\.word), argument.span))
        return nil
      }
      word = parts[0].text
    }
    guard let variant = variants.first(where: { $0.word == word }),
      let numerator = resolveLine(variant.numerator, of: definition, at: span),
      let denominator = resolveLine(variant.denominator, of: definition, at: span)
    else { return nil }
    if case .column(let index, _, _) = denominator, let keys = collector?.keys.count {
      let rate = RateCount(
        name: definition.name, aggregate: index - keys, counted: variant.counted)
      if collector?.rates.contains(rate) == false { collector?.rates.append(rate) }
    }
    return .arithmetic(.divide, numerator, denominator, .percent)
  }

  /// Binds an aggregate written in the catalog.
  private mutating func resolveLine(
    _ line: String, of rate: AggregateDefinition, at span: Span
  ) -> Term? {
    let source = SourceText(name: "<built-in>", text: line)
    guard case .query(let query)? = parse(source).statements.first?.kind,
      let expression = query.head.first?.operands.first
    else { return nil }
    return inSource(source, of: rate.name, at: span) { resolver in
      resolver.resolveValue(expression, in: Scope(entity: nil))
    }
  }

  /// `share amount`: the group's total ÷ the total of the whole answer, or of each `over` key.
  private mutating func resolveShare(_ call: Call, span: Span) -> Term? {
    guard let outer = collector, !outer.isScalar else {
      report(.aggregateMisplaced("share", span))
      return nil
    }
    let summed = call.arguments.isEmpty ? "count" : "sum"
    guard call.arguments.count <= 1, let definition = catalog.aggregate(summed) else {
      report(.wrongArgumentCount("share", "one value", call.arguments.count, span))
      return nil
    }
    var plain = call
    plain.over = nil
    guard let total = resolveAggregate(definition, plain, span: span) else { return nil }
    var keys: [Term] = []
    for key in call.over ?? [] {
      let name = text(of: key)
      guard let index = outer.keys.firstIndex(where: { $0.name == name }) else {
        report(.unknownColumn([Name(name, key.span)], key.span, candidates: outer.keys.map(\.name)))
        return nil
      }
      keys.append(.column(index, name: name, outer.keys[index].term.type))
    }
    let whole = WindowTerm(
      kind: .aggregate("sum", parameter: nil), argument: total, condition: nil, over: keys,
      type: total.type)
    return .arithmetic(.divide, total, .window(whole), .percent)
  }
}

extension EntityField {
  /// Whether records can be put in order by the field.
  fileprivate var hasOrder: Bool {
    switch type {
    case .date, .timestamp, .number, .money: true
    default: false
    }
  }
}

extension AggregateDefinition {
  var isPercentile: Bool {
    if case .valueAndPercentile = argument { true } else { false }
  }

  /// The families the aggregate takes.
  var families: [TypeFamily] {
    switch argument {
    case .rows, .variants, .share: []
    case .value(let families), .valueAndPercentile(let families): families
    }
  }
}
