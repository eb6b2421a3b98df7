import PQLModel
import PQLSyntax

extension Resolver {
  /// The clauses that may stand behind a `|`.
  static let stepClauses: Set<ClauseKeyword> = [
    .where, .by, .per, .let, .show, .sort, .top, .limit, .export, .asFormat,
  ]

  /// Binds one step over what stands before it.
  mutating func resolveStep(_ step: Step, after query: ResolvedQuery) -> ResolvedQuery? {
    let clauses = ClauseSet(step.clauses)
    guard countStep(step.span), check(clauses, against: Resolver.stepClauses, head: "a step") else {
      return nil
    }
    var rows = settled(query)
    if step.head.isEmpty {
      if let by = clauses[.by] ?? clauses[.per] {
        let keys = clauses.keys.map { text(of: $0.expression) }.joined(separator: ", ")
        report(.keyNeedsAggregate(nil, by, keys: keys))
        return nil
      }
      return resolveClauses(clauses, of: rows)
    }
    rows.notes = query.notes
    rows.period = query.period
    guard !beginsWithSource(step), checkStepHead(step) else { return nil }
    guard let grouped = group(step.head, of: rows, clauses) else { return nil }
    return arrange(grouped, by: clauses)
  }

  private mutating func beginsWithSource(_ step: Step) -> Bool {
    guard case .name(let parts)? = step.head.first?.operands.first?.kind, parts.count == 1,
      isSource(parts[0]) || catalog.verb(parts[0].text) != nil
    else { return false }
    report(.stepNotTaken(parts[0]))
    return true
  }

  private mutating func checkStepHead(_ step: Step) -> Bool {
    for item in step.head {
      guard case .name(let parts)? = item.operands.first?.kind, parts.count == 1,
        catalog.aggregate(parts[0].text) == nil, environment.metrics[parts[0].text] == nil
      else { continue }
      let known = catalog.aggregates.map(\.name) + ClauseKeyword.allCases.map(\.rawValue)
      report(
        .unknownVerb(
          parts[0], candidates: ForeignNames.meant(by: parts[0].text, among: known), known: known))
      return false
    }
    return true
  }

  private mutating func resolveClauses(
    _ clauses: ClauseSet, of query: ResolvedQuery
  ) -> ResolvedQuery? {
    var rows = query
    if let condition = clauses.condition {
      guard let term = resolveCondition(condition, in: rows.scope) else { return nil }
      rows.node = .filter(rows.node, term)
    }
    if case .let(let items)? = clauses[.let]?.content {
      guard addColumns(items, to: &rows) else { return nil }
    }
    return arrange(rows, by: clauses)
  }

  /// Binds `let`: each column sees those before it.
  private mutating func addColumns(
    _ items: [NamedExpression], to rows: inout ResolvedQuery
  ) -> Bool {
    for item in items {
      guard countStep(item.span) else { return false }
      guard let label = item.label else {
        report(.letNeedsName(text(of: item.expression), item.span))
        return false
      }
      guard !rows.scope.columns.contains(where: { $0.name == label.text }) else {
        report(.duplicateColumn(label.text, label.span))
        return false
      }
      guard let term = resolveValue(item.expression, in: rows.scope) else { return false }
      let index = rows.scope.width
      rows.node = .extend(rows.node, [NamedTerm(label.text, term)])
      rows.scope.columns.append(
        Scope.ColumnEntry(
          name: label.text, type: term.type, domain: domainField(of: term), index: index))
    }
    return true
  }

  /// What a step sees: after `show` only the shown columns.
  func settled(_ query: ResolvedQuery) -> ResolvedQuery {
    guard let shown = query.shown else { return query }
    let columns = shown.enumerated().map { index, named in
      Scope.ColumnEntry(
        name: named.name, type: named.term.type, domain: domainField(of: named.term),
        index: index)
    }
    return ResolvedQuery(
      node: .project(query.node, shown), scope: Scope(entity: nil, columns: columns),
      keyCount: min(query.keyCount, columns.count), notes: query.notes, period: query.period)
  }
}
