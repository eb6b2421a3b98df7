package import PQLModel
package import PQLSyntax

extension Resolver {
  /// Binds a head of aggregates with its keys.
  mutating func resolveAggregates(_ head: [HeadItem], _ clauses: ClauseSet) -> ResolvedQuery? {
    guard checkHead(head), check(clauses, against: Resolver.aggregateClauses, head: "aggregates")
    else { return nil }
    let source = clauses.source ?? Expression(.name([Name("deals", head[0].span)]), head[0].span)
    guard let rows = resolveSource(source) else { return nil }
    guard let comparison = clauses.comparison else {
      return resolveGroups(head, of: rows, clauses)
    }
    return resolveComparison(comparison, head, of: rows, clauses)
  }

  /// Groups the rows and arranges the groups.
  private mutating func resolveGroups(
    _ head: [HeadItem], of rows: ResolvedQuery, _ clauses: ClauseSet
  ) -> ResolvedQuery? {
    guard let grouped = group(head, of: rows, clauses) else { return nil }
    return arrange(grouped, by: clauses)
  }

  /// Binds the grouping alone: restriction, keys, aggregates.
  mutating func group(
    _ head: [HeadItem], of source: ResolvedQuery, _ clauses: ClauseSet
  ) -> ResolvedQuery? {
    var rows = source
    // All parts are bound before giving up, so that several errors show in one run.
    let isRestricted = restrict(&rows, by: clauses)
    let keys = resolveKeys(clauses, in: rows.scope)
    let figures = keys.flatMap { resolveFigures(head, rows: rows.scope, keys: $0.keys) }
    guard isRestricted, let keys, let (outputs, collected) = figures else { return nil }
    let node = AggregateNode(
      input: rows.node, keys: keys.keys, aggregates: collected.aggregates, outputs: outputs,
      rates: collected.rates)
    let scope = groupScope(keys.keys, outputs, collected.aggregates)
    for output in outputs {
      if case .column(_, let aggregate, _) = output.term, Resolver.counting.contains(aggregate) {
        countNames.insert(output.name)
      }
    }
    guard hasUniqueNames(scope, at: head[0].span.through(head[head.count - 1].span)) else {
      return nil
    }
    return ResolvedQuery(
      node: .aggregate(node), scope: scope, keyCount: keys.keys.count,
      spreadColumn: keys.spread ? keys.keys.count - 1 : nil, notes: rows.notes + keys.notes,
      period: rows.period)
  }

  func groupScope(
    _ keys: [GroupKey], _ outputs: [NamedTerm], _ aggregates: [AggregateTerm]
  ) -> Scope {
    let keyEntries = keys.enumerated().map { index, key in
      Scope.ColumnEntry(
        name: key.name, type: key.term.type, domain: domainField(of: key.term), index: index)
    }
    let figures = outputs.enumerated().map { index, output in
      Scope.ColumnEntry(
        name: output.name, type: output.term.type,
        domain: pickedField(output.term, keys.count, aggregates), index: keys.count + index)
    }
    return Scope(entity: nil, columns: keyEntries + figures)
  }

  /// The loaded column whose values an aggregate picks unchanged, as `first source`.
  private func pickedField(
    _ output: Term, _ keyCount: Int, _ aggregates: [AggregateTerm]
  ) -> FieldReference? {
    guard case .column(let index, _, let type) = output, type.isTextual,
      aggregates.indices.contains(index - keyCount)
    else { return nil }
    return aggregates[index - keyCount].argument.flatMap(domainField)
  }

  package mutating func hasUniqueNames(_ scope: Scope, at span: Span) -> Bool {
    var seen: Set<String> = []
    for column in scope.columns where !seen.insert(column.name).inserted {
      report(.duplicateColumn(column.name, span))
      return false
    }
    return true
  }

  /// Binds the keys of `by` and `per`.
  ///
  /// Keys by the calendar show all pieces of `range`, or of `during`.
  package mutating func resolveKeys(
    _ clauses: ClauseSet, in scope: Scope, range: DayRange? = nil
  ) -> (keys: [GroupKey], spread: Bool, notes: [Note])? {
    var keys: [GroupKey] = []
    var failed = false
    let during = duringRange(clauses, in: scope, range: range)
    for key in clauses.keys {
      guard let resolved = resolveKey(key, in: scope, during: during) else {
        failed = true
        continue
      }
      keys.append(resolved)
    }
    var notes: [Note] = []
    if let per = clauses.per {
      if let unit = periodUnit(per, in: scope), let clause = clauses[.per] {
        if let (key, date) = resolveUnitKey(unit, per, clauses, clause, in: scope, during) {
          keys.append(key)
          if clauses.during == nil {
            notes.append(Note(.perDate, [.text("unit", key.name), .text("date", date)]))
          }
        } else {
          failed = true
        }
      } else if let key = resolvePerKey(per, in: scope, during: during) {
        keys.append(key)
      } else {
        failed = true
      }
    }
    return failed ? nil : (keys, clauses.per != nil, notes)
  }

  /// The days and the date of `during`, for keys that show all its periods.
  private mutating func duringRange(
    _ clauses: ClauseSet, in scope: Scope, range: DayRange?
  ) -> (range: DayRange, date: Term)? {
    if let range {
      return dateBasis(on: nil, of: scope, keyword: Span(0, 0)).map { (range, $0.term) }
    }
    guard let (period, on) = clauses.during else { return nil }
    let known = diagnostics
    defer { diagnostics = known }
    guard let resolved = resolvePeriod(period),
      let basis = dateBasis(on: on, of: scope, keyword: period.span)
    else { return nil }
    return (resolved.range, basis.term)
  }

  private mutating func resolveKey(
    _ key: NamedExpression, in scope: Scope, during: (range: DayRange, date: Term)?
  ) -> GroupKey? {
    if let joints = key.expression.jointsOfNames {
      report(.keysJoinedByAnd(text(of: key.expression), key.span, joints))
      return nil
    }
    guard let term = resolveValue(key.expression, in: scope) else { return nil }
    guard term.type != .list else {
      report(.listAsKey(text(of: key.expression), key.span))
      return nil
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
  private func periodUnit(_ key: NamedExpression, in scope: Scope) -> PeriodUnit? {
    guard case .name(let parts) = key.expression.kind, parts.count == 1, !parts[0].isQuoted
    else { return nil }
    let word = parts[0].text.lowercased().replacing("_", with: " ")
    return PeriodUnit(rawValue: word)
  }

  private mutating func resolveUnitKey(
    _ unit: PeriodUnit, _ per: NamedExpression, _ clauses: ClauseSet, _ clause: Clause,
    in scope: Scope, _ during: (range: DayRange, date: Term)?
  ) -> (key: GroupKey, date: String)? {
    guard
      let basis = dateBasis(
        on: clauses.during?.on, of: scope, keyword: clause.keywordSpan)
    else { return nil }
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
  ) -> GroupKey? {
    if case .name(let parts) = per.expression.kind, parts.count == 1, let entity = scope.entity,
      fieldType(parts[0], in: scope) == nil
    {
      let known = PeriodUnit.allCases.map(\.rawValue) + fieldNames(of: entity)
      report(
        .unknownUnit(
          parts[0].text, parts[0].span,
          candidates: ForeignNames.meant(by: parts[0].text, among: known)))
      return nil
    }
    return resolveKey(per, in: scope, during: during)
  }

  /// Binds the aggregates of a head over rows of a scope.
  mutating func resolveFigures(
    _ head: [HeadItem], rows: Scope, keys: [GroupKey]
  ) -> (outputs: [NamedTerm], collected: AggregateCollector)? {
    collector = AggregateCollector(rows: rows, keys: keys)
    defer { collector = nil }
    var outputs: [NamedTerm] = []
    var failed = false
    for item in head {
      guard let named = resolveFigure(item) else {
        failed = true
        continue
      }
      if outputs.contains(where: { $0.name == named.name }) {
        report(.duplicateColumn(named.name, item.span))
        failed = true
      }
      outputs.append(named)
    }
    guard !failed, let collected = collector else { return nil }
    return (outputs, collected)
  }

  private mutating func resolveFigure(_ item: HeadItem) -> NamedTerm? {
    guard let first = item.operands.first else { return nil }
    let groups = Scope(entity: nil)
    if item.operands.count == 1 {
      guard let term = resolveValue(first, in: groups) else { return nil }
      guard !term.isConstant else {
        report(.notAQuestion(text(of: first), first.span))
        return nil
      }
      return NamedTerm(item.label?.text ?? figureName(of: first), term)
    }
    guard case .name(let parts) = first.kind, parts.count == 1, item.operands.count == 2,
      item.operands[1].isPath
    else {
      report(.operandsSideBySide(item, texts: item.operands.map(text(of:))))
      return nil
    }
    let call = Call(function: parts[0], arguments: [item.operands[1]])
    guard let term = resolveCall(call, in: groups, span: item.span) else { return nil }
    let name = parts[0].text.lowercased() + "_" + columnName(of: item.operands[1])
    return NamedTerm(item.label?.text ?? name, term)
  }

  /// What an unlabelled figure is called.
  private func figureName(of expression: Expression) -> String {
    if case .name(let parts) = expression.kind, parts.count == 1,
      let aggregate = catalog.aggregate(parts[0].text)
    {
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
  private mutating func checkHead(_ head: [HeadItem]) -> Bool {
    var isGood = true
    for item in head {
      if let condition = rowCondition(item) {
        report(.conditionAtHead(text(of: condition), condition.span))
        isGood = false
        continue
      }
      guard case .name(let parts)? = item.operands.first?.kind, parts.count == 1,
        let word = parts.first
      else { continue }
      let isKnown =
        catalog.aggregate(word.text) != nil || environment.metrics[word.text] != nil
      guard !isKnown else { continue }
      isGood = false
      if head.count > 1, catalog.verb(word.text) != nil || isSource(word) {
        report(.verbAmongAggregates(word))
        continue
      }
      if let type = fieldType(word, in: Scope(entity: .deals)) {
        report(.fieldAtHead(word, type))
        continue
      }
      report(
        .unknownVerb(
          word, candidates: ForeignNames.meant(by: word.text, among: headWords),
          known: builtHeadWords))
    }
    return isGood
  }

  /// The condition on single deals that an item is, where a figure is asked.
  private mutating func rowCondition(_ item: HeadItem) -> Expression? {
    guard item.label == nil, item.operands.count == 1, let condition = item.operands.first,
      condition.isCondition
    else { return nil }
    let known = diagnostics
    defer { diagnostics = known }
    let term = resolveValue(condition, in: Scope(entity: .deals))
    return term?.type == .boolean && term?.isConstant == false ? condition : nil
  }

  /// Those of them that can be asked already.
  private var builtHeadWords: [String] {
    let waiting = Set(catalog.verbs.filter { $0.resolve == nil }.map(\.name))
    return headWords.filter { !waiting.contains($0) }
  }

  /// Every word a query may begin with.
  package var headWords: [String] {
    catalog.aggregates.map(\.name) + catalog.verbs.map(\.name)
      + model.entities.map(\.rawValue) + environment.queryNames + environment.metricNames
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
