import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds an aggregate where groups are asked: its argument and condition see the rows.
  mutating func resolveAggregate(
    _ definition: AggregateDefinition, _ call: Call, in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard let grouping = place.grouping else {
      throw report(.aggregateMisplaced(definition.name, span))
    }
    if case .variants(let variants) = definition.argument {
      return try resolveRate(definition, variants, call, in: place, grouping, span: span)
    }
    if definition.argument == .share { return try resolveShare(call, in: place, span: span) }
    guard call.over == nil else {
      throw report(.overMisplaced(definition.name, span))
    }
    var call = call
    var rows = Place(grouping.rows, dates: place.dates)
    var node: PlanNode?
    if grouping.isScalar {
      let source = try scalarSource(&call, span: span)
      rows.scope = source.scope
      node = source.node
    }
    let term = try aggregateTerm(definition, call, in: rows, span: span)
    if let node { return collected.column(of: term, over: node) }
    return collected.column(of: term, behind: grouping.keys.count)
  }

  /// The rows an expectation's aggregate ranges over, taken off its first argument.
  private mutating func scalarSource(_ call: inout Call, span: Span) throws(Reported)
    -> ResolvedQuery
  {
    if case .name(let parts)? = call.arguments.first?.kind, let first = parts.first,
      EntityKind(word: first.text) != nil || environment.queries[first.text] != nil
    {
      let rest = Array(parts.dropFirst())
      if rest.isEmpty {
        call.arguments.removeFirst()
      } else {
        call.arguments[0].kind = .name(rest)
      }
      return try source(Expression(.name([first]), first.span))
    }
    return try source(Expression(.name([Name("deals", span)]), span))
  }

  /// The rows that a source names, which may be a query's.
  private mutating func source(_ expression: Expression) throws(Reported) -> ResolvedQuery {
    var queries = QueryBinder(self)
    defer { self = queries.expressions }
    return try queries.resolveSource(expression)
  }

  /// The aggregate of a group, its argument bound to the rows.
  private mutating func aggregateTerm(
    _ definition: AggregateDefinition, _ call: Call, in rows: Place, span: Span
  ) throws(Reported) -> AggregateTerm {
    let (argument, related, parameter) = try aggregateArgument(
      definition, call, in: rows, span: span)
    let order = try rowOrder(definition, rows.scope, span: span)
    let isRows = definition.argument == .rows
    // When the argument is an aggregate of child records, its brackets speak of those.
    let condition =
      related ? nil : try callCondition(call, extra: isRows ? argument : nil, in: rows)
    let value = isRows && !related ? nil : argument
    return AggregateTerm(
      aggregate: isRows && related ? "sum" : definition.name, argument: value,
      condition: condition, parameter: parameter, order: order,
      type: definition.result(value?.type))
  }

  /// The date by which `first` and `last` order records; nil for groups, which have an order.
  mutating func rowOrder(
    _ definition: AggregateDefinition, _ rows: Scope, span: Span
  ) throws(Reported) -> Term? {
    guard definition.name == "first" || definition.name == "last", let entity = rows.entity else {
      return nil
    }
    guard let date = names.entityDate(of: entity) else {
      throw report(
        .noOrderInTime(
          definition.name, entity, orders: model[entity]?.fields.filter(\.hasOrder) ?? [], span))
    }
    return date
  }

  /// The argument bound and checked; `related` when it is itself an aggregate of child records.
  private mutating func aggregateArgument(
    _ definition: AggregateDefinition, _ call: Call, in rows: Place, span: Span
  ) throws(Reported) -> (argument: Term?, related: Bool, parameter: Double?) {
    guard argumentCounts(definition).contains(call.arguments.count) else {
      throw report(.wrongAggregateArguments(definition, call.arguments.count, span))
    }
    guard let first = call.arguments.first else { return (nil, false, nil) }
    if let child = names.childPath(first, in: rows.scope) {
      guard definition.name == "count" || definition.name == "sum" else {
        throw report(.relatedAggregateNeedsRow(definition.name, text(of: first), span))
      }
      return (try relatedTerm(definition, call, child, in: rows, span: span), true, nil)
    }
    let term = try aggregated(first, by: definition, in: rows, span: span)
    return (term, false, try percentileLevel(definition, call))
  }

  /// What an aggregate takes, bound and checked: a condition where it counts, else a value.
  ///
  /// `asked` is bound in the place of the argument as written, which messages show.
  mutating func aggregated(
    _ written: Expression, asked: Expression? = nil, by definition: AggregateDefinition,
    in place: Place, span: Span
  ) throws(Reported) -> Term {
    let term = try resolveValue(asked ?? written, in: place)
    if definition.argument == .rows {
      guard term.type == .boolean else {
        throw report(.countOfField(definition.name, text(of: written), written.span))
      }
      return term
    }
    guard definition.families.contains(where: { $0.contains(term.type) }) else {
      throw report(
        .aggregateOfWrongType(
          definition, text(of: written), term.type, written.span, whole: span))
    }
    return term
  }

  /// How many values an aggregate takes in its brackets.
  func argumentCounts(_ definition: AggregateDefinition) -> ClosedRange<Int> {
    definition.argument == .rows ? 0...1 : definition.isPercentile ? 2...2 : 1...1
  }

  /// The level of a percentile; nil for any other aggregate.
  mutating func percentileLevel(
    _ definition: AggregateDefinition, _ call: Call
  ) throws(Reported) -> Double? {
    guard definition.isPercentile, let written = call.arguments.last else { return nil }
    switch written.kind {
    case .number(let level) where (0...100).contains(level): return level
    case .percent(let level) where (0...1).contains(level): return level * 100
    default:
      throw report(.percentileLevel(text(of: written), written.span))
    }
  }

  /// `where` and `during` of a call and a boolean argument as one condition.
  mutating func callCondition(
    _ call: Call, extra: Term?, in rows: Place
  ) throws(Reported) -> Term? {
    var parts: [Term] = extra.map { [$0] } ?? []
    if let condition = call.condition {
      let term = try resolveCondition(condition, in: rows)
      parts.append(term)
    }
    if let period = call.during {
      parts.append(
        try condition(during: period, on: call.on, in: rows, keyword: period.span).term)
    }
    return parts.count > 1 ? .all(parts) : parts.first
  }

  private mutating func resolveRate(
    _ definition: AggregateDefinition, _ variants: [RateVariant], _ call: Call, in place: Place,
    _ grouping: Grouping, span: Span
  ) throws(Reported) -> Term {
    guard call.condition == nil, call.during == nil, call.over == nil else {
      throw report(.rateTakesNoClause(definition.name, span))
    }
    var word = ""
    if let argument = call.arguments.first {
      guard case .name(let parts) = argument.kind, call.arguments.count == 1,
        variants.contains(where: { $0.word == parts[0].text })
      else {
        throw report(.rateVariant(definition.name, variants.map(\.word), argument.span))
      }
      word = parts[0].text
    }
    guard let variant = variants.first(where: { $0.word == word }) else { throw Reported() }
    let numerator = try resolveLine(variant.numerator, of: definition, in: place, at: span)
    let denominator = try resolveLine(variant.denominator, of: definition, in: place, at: span)
    if case .column(let index, _, _) = denominator {
      let rate = RateCount(
        name: definition.name, aggregate: index - grouping.keys.count, counted: variant.counted)
      if !collected.rates.contains(rate) { collected.rates.append(rate) }
    }
    return .arithmetic(.divide, numerator, denominator, .percent)
  }

  /// Binds an aggregate written in the catalog.
  private mutating func resolveLine(
    _ line: String, of rate: AggregateDefinition, in place: Place, at span: Span
  ) throws(Reported) -> Term {
    let source = SourceText(name: "<built-in>", text: line)
    return try inSource(source, of: rate.name, at: span) { binder throws(Reported) in
      try binder.resolveOnlyExpression(of: source, in: place)
    }
  }

  /// `share amount`: the group's total ÷ the total of the whole answer, or of each `over` key.
  private mutating func resolveShare(
    _ call: Call, in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard let grouping = place.grouping, !grouping.isScalar else {
      throw report(.aggregateMisplaced("share", span))
    }
    let summed = call.arguments.isEmpty ? "count" : "sum"
    guard call.arguments.count <= 1, let definition = catalog.aggregate(summed) else {
      throw report(.wrongArgumentCount("share", "one value", call.arguments.count, span))
    }
    var plain = call
    plain.over = nil
    let total = try resolveAggregate(definition, plain, in: place, span: span)
    var keys: [Term] = []
    for key in call.over ?? [] {
      let name = text(of: key)
      guard let index = grouping.keys.firstIndex(where: { $0.name == name }) else {
        throw report(
          .unknownColumn([Name(name, key.span)], key.span, candidates: grouping.keys.map(\.name)))
      }
      keys.append(.column(index, name: name, grouping.keys[index].term.type))
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
