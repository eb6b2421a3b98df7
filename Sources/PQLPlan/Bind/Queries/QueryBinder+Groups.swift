package import PQLModel
package import PQLSyntax

extension QueryBinder {
  /// Binds a head of aggregates with its keys.
  mutating func resolveAggregates(_ head: [HeadItem], _ clauses: ClauseSet) throws(Reported)
    -> ResolvedQuery
  {
    try checkHead(head)
    try check(clauses, against: QueryBinder.aggregateClauses, head: "aggregates")
    let source = clauses.source ?? Expression(.name([Name("deals", head[0].span)]), head[0].span)
    guard let comparison = clauses.comparison else {
      return try resolveGroups(head, of: try resolveSource(source), clauses)
    }
    return try resolveComparison(comparison, clauses, at: head[0].span) {
      binder, clauses throws(Reported) in
      try binder.group(head, of: try binder.resolveSource(source), clauses)
    }
  }

  /// Groups the rows and arranges the groups.
  private mutating func resolveGroups(
    _ head: [HeadItem], of rows: ResolvedQuery, _ clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    let grouped = try group(head, of: rows, clauses)
    return try arrange(grouped, by: clauses)
  }

  /// Binds the grouping alone: restriction, keys, aggregates.
  mutating func group(
    _ head: [HeadItem], of source: ResolvedQuery, _ clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    let (rows, (keys, figures)) = try both(
      restricted(source, by: clauses), keysAndFigures(head, of: source.scope, clauses))
    let node = AggregateNode(
      input: rows.node, keys: keys.keys, aggregates: figures.collected.aggregates,
      outputs: figures.outputs, rates: figures.collected.rates)
    let scope = names.groupScope(keys.keys, figures.outputs, figures.collected.aggregates)
    for output in figures.outputs {
      if case .column(_, let aggregate, _) = output.term,
        ExpressionBinder.counting.contains(aggregate)
      {
        expressions.countNames.insert(output.name)
      }
    }
    try requireUniqueNames(scope, at: head[0].span.through(head[head.count - 1].span))
    return ResolvedQuery(
      node: .aggregate(node), scope: scope, keyCount: keys.keys.count,
      spreadColumn: keys.spread ? keys.keys.count - 1 : nil, notes: rows.notes + keys.notes,
      period: rows.period)
  }

  private mutating func keysAndFigures(
    _ head: [HeadItem], of rows: Scope, _ clauses: ClauseSet
  ) throws(Reported) -> (keys: BoundKeys, figures: BoundFigures) {
    let keys = try resolveKeys(clauses, in: rows)
    return (keys, try resolveFigures(head, rows: rows, keys: keys.keys))
  }

  mutating func requireUniqueNames(_ scope: Scope, at span: Span) throws(Reported) {
    var seen: Set<String> = []
    for column in scope.columns where !seen.insert(column.name).inserted {
      throw report(.duplicateColumn(column.name, span))
    }
  }

  /// Binds the keys of `by` and `per`.
  ///
  /// Keys by the calendar show all pieces of `range`, or of `during`.
  package mutating func resolveKeys(
    _ clauses: ClauseSet, in scope: Scope, range: DayRange? = nil
  ) throws(Reported) -> BoundKeys {
    let during = try duringRange(clauses, in: scope, range: range)
    let (keys, per) = try both(
      clauses.keys.bindingEach { key throws(Reported) in
        try resolveKey(key, in: scope, during: during)
      }, resolvePer(clauses, in: scope, during))
    guard let per else { return BoundKeys(keys: keys, spread: false, notes: []) }
    return BoundKeys(keys: keys + [per.key], spread: true, notes: per.notes)
  }

  /// The key of `per`, nil without one, and what is to be said of its date.
  private mutating func resolvePer(
    _ clauses: ClauseSet, in scope: Scope, _ during: (range: DayRange, date: Term)?
  ) throws(Reported) -> (key: GroupKey, notes: [Note])? {
    guard let per = clauses.per, let clause = clauses[.per] else { return nil }
    guard let unit = periodUnit(per) else {
      return (try resolvePerKey(per, in: scope, during: during), [])
    }
    let (key, date) = try resolveUnitKey(unit, per, clauses, clause, in: scope, during)
    guard clauses.during == nil else { return (key, []) }
    return (key, [Note(.perDate, [.text("unit", key.name), .text("date", date)])])
  }

  /// The days and the date of `during`, for keys that show all its periods.
  private mutating func duringRange(
    _ clauses: ClauseSet, in scope: Scope, range: DayRange?
  ) throws(Reported) -> (range: DayRange, date: Term)? {
    if let range {
      let basis = try expressions.dateBasis(on: nil, in: place(scope), keyword: Span(0, 0))
      return (range, basis.term)
    }
    guard let (period, on) = clauses.during else { return nil }
    let rows = place(scope)
    // What is wrong with the clause is told where the rows are restricted by it.
    return expressions.speculating { binder throws(Reported) in
      let resolved = try binder.resolvePeriod(period)
      let basis = try binder.dateBasis(on: on, in: rows, keyword: period.span)
      return (resolved.range, basis.term)
    }.bound
  }

  private mutating func resolveKey(
    _ key: NamedExpression, in scope: Scope, during: (range: DayRange, date: Term)?
  ) throws(Reported) -> GroupKey {
    if let joints = key.expression.jointsOfNames {
      throw report(.keysJoinedByAnd(text(of: key.expression), key.span, joints))
    }
    let term = try expressions.resolveValue(key.expression, in: place(scope))
    guard term.type != .list else {
      throw report(.listAsKey(text(of: key.expression), key.span))
    }
    let name = key.label?.text ?? columnName(of: key.expression)
    var range: DayRange?
    if case .call(let call) = term, let during, let date = call.arguments.first,
      during.date.isDecided(by: date)
    {
      range = during.range
    }
    return GroupKey(name: name, term: term, order: order(of: term), range: range)
  }

  private func order(of term: Term) -> GroupKey.Order {
    switch (term, term.type) {
    case (_, .stage): .stages
    case (_, .period): .periods
    case (.call(let call), _) where call.name == "bands": .bands
    default: .byFigure
    }
  }

  /// `per month`: a unit of the calendar unless the word is quoted.
  ///
  /// The unit of the calendar that `per` names; nil without one.
  package func unit(of clauses: ClauseSet) -> PeriodUnit? { clauses.per.flatMap(periodUnit) }

  private func periodUnit(_ key: NamedExpression) -> PeriodUnit? {
    guard let word = key.expression.word, !word.isQuoted else { return nil }
    return PeriodUnit(rawValue: word.text.lowercased().replacing("_", with: " "))
  }

  private mutating func resolveUnitKey(
    _ unit: PeriodUnit, _ per: NamedExpression, _ clauses: ClauseSet, _ clause: Clause,
    in scope: Scope, _ during: (range: DayRange, date: Term)?
  ) throws(Reported) -> (key: GroupKey, date: String) {
    let basis = try expressions.dateBasis(
      on: clauses.during?.on, in: place(scope), keyword: clause.keywordSpan)
    let term = Term.call(
      FunctionTerm(
        name: unit.grain.rawValue, arguments: [basis.term], type: .period(unit.grain)))
    let key = GroupKey(
      name: per.label?.text ?? unit.grain.rawValue, term: term, order: .periods,
      range: during?.range)
    return (key, basis.name)
  }

  private mutating func resolvePerKey(
    _ per: NamedExpression, in scope: Scope, during: (range: DayRange, date: Term)?
  ) throws(Reported) -> GroupKey {
    if let word = per.expression.word, let entity = scope.entity,
      names.fieldType(word, in: scope) == nil
    {
      let known = PeriodUnit.allCases.map(\.rawValue) + names.fieldNames(of: entity)
      throw report(
        .unknownUnit(
          word.text, word.span, candidates: ForeignNames.meant(by: word.text, among: known)))
    }
    return try resolveKey(per, in: scope, during: during)
  }

  /// Binds the aggregates of a head over rows of a scope.
  mutating func resolveFigures(
    _ head: [HeadItem], rows: Scope, keys: [GroupKey]
  ) throws(Reported) -> BoundFigures {
    let outer = expressions.collected
    expressions.collected = CollectedAggregates()
    defer { expressions.collected = outer }
    let groups = Place(
      Scope(entity: nil), dates: dates, grouping: Grouping(rows: rows, keys: keys))
    var names: Set<String> = []
    let outputs = try head.bindingEach { item throws(Reported) in
      let named = try resolveFigure(item, in: groups)
      guard names.insert(named.name).inserted else {
        throw report(.duplicateColumn(named.name, item.span))
      }
      return named
    }
    return BoundFigures(outputs: outputs, collected: expressions.collected)
  }

  private mutating func resolveFigure(
    _ item: HeadItem, in groups: Place
  ) throws(Reported) -> NamedTerm {
    guard let first = item.operands.first else { throw Reported() }
    if item.operands.count == 1 {
      let term = try expressions.resolveValue(first, in: groups)
      guard !term.isConstant else {
        throw report(.notAQuestion(text(of: first), first.span))
      }
      return NamedTerm(item.label?.text ?? figureName(of: first), term)
    }
    guard let word = first.word, item.operands.count == 2, item.operands[1].isPath else {
      throw report(.operandsSideBySide(item, texts: item.operands.map(text(of:))))
    }
    let call = Call(function: word, arguments: [item.operands[1]])
    let term = try expressions.resolveCall(call, in: groups, span: item.span)
    let name = word.text.lowercased() + "_" + columnName(of: item.operands[1])
    return NamedTerm(item.label?.text ?? name, term)
  }

  /// What an unlabelled figure is called.
  private func figureName(of expression: Expression) -> String {
    if let aggregate = expression.word.flatMap({ catalog.aggregate($0.text) }) {
      return aggregate.name
    }
    guard case .call(let call) = expression.kind,
      catalog.aggregate(call.function.text)?.isPercentile == true,
      call.condition == nil, call.during == nil, call.arguments.count == 2,
      call.arguments[0].isPath
    else { return columnName(of: expression) }
    let level = text(of: call.arguments[1]).filter { $0 != "%" }
    return "p\(level)_\(columnName(of: call.arguments[0]))"
  }

  /// Says what is wrong with a head that names no aggregate at all.
  private mutating func checkHead(_ head: [HeadItem]) throws(Reported) {
    _ = try head.bindingEach { item throws(Reported) in
      if let condition = rowCondition(item) {
        throw report(.conditionAtHead(text(of: condition), condition.span))
      }
      guard let word = item.operands.first?.word, !names.isFigure(word) else { return }
      if head.count > 1, catalog.verb(word.text) != nil || names.isSource(word) {
        throw report(.verbAmongAggregates(word))
      }
      if let type = names.fieldType(word, in: Scope(entity: .deals)) {
        throw report(.fieldAtHead(word, type))
      }
      let known = names.headWords
      throw report(
        .unknownVerb(
          word,
          candidates: ForeignNames.meant(
            by: word.text, among: known, verbs: catalog.verbs(called: word.text)),
          known: names.builtHeadWords))
    }
  }

  /// The condition on single deals that an item is, where a figure is asked.
  private mutating func rowCondition(_ item: HeadItem) -> Expression? {
    guard item.label == nil, item.operands.count == 1, let condition = item.operands.first,
      condition.isCondition
    else { return nil }
    let deals = place(Scope(entity: .deals))
    let term = expressions.speculating { binder throws(Reported) in
      try binder.resolveValue(condition, in: deals)
    }.bound
    return term?.type == .boolean && term?.isConstant == false ? condition : nil
  }
}

extension Expression {
  /// Whether the expression compares or tests something.
  fileprivate var isCondition: Bool {
    switch kind {
    case .binary(let sign, _, _, _): ArithmeticOperator(sign) == nil && sign != .coalesce
    case .between, .membership, .presence, .textTest, .unary(.not, _): true
    default: false
    }
  }

  /// The places between names that `and` joins, as people write several keys; nil where anything
  /// else is joined.
  fileprivate var jointsOfNames: [Span]? {
    guard case .binary(.and, _, let left, let right) = kind, right.isPath else { return nil }
    let joint = Span(left.span.end, right.span.start)
    return left.isPath ? [joint] : left.jointsOfNames.map { $0 + [joint] }
  }
}
