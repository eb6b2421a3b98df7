import PQLModel
import PQLSyntax

extension QueryBinder {
  /// The clauses that may stand behind a `|`.
  static let stepClauses: Set<ClauseKeyword> = [
    .where, .by, .per, .let, .show, .sort, .top, .limit, .export, .asFormat,
  ]

  /// Binds one step over what stands before it.
  mutating func resolveStep(_ step: Step, after query: ResolvedQuery) throws(Reported)
    -> ResolvedQuery
  {
    let clauses = ClauseSet(step.clauses)
    try expressions.countStep(step.span)
    try check(clauses, against: QueryBinder.stepClauses, head: "a step")
    var rows = settled(query)
    if step.head.isEmpty {
      if let by = clauses[.by] ?? clauses[.per] {
        let keys = clauses.keys.map { text(of: $0.expression) }.joined(separator: ", ")
        throw report(.keyNeedsAggregate(nil, by, keys: keys))
      }
      return try resolveClauses(clauses, of: rows)
    }
    rows.notes = query.notes
    rows.period = query.period
    try refuseSource(step)
    try checkStepHead(step)
    let grouped = try group(step.head, of: rows, clauses)
    return try arrange(grouped, by: clauses)
  }

  private mutating func refuseSource(_ step: Step) throws(Reported) {
    guard let word = step.head.first?.operands.first?.word,
      names.isSource(word) || catalog.verb(word.text) != nil
    else { return }
    throw report(.stepNotTaken(word))
  }

  private mutating func checkStepHead(_ step: Step) throws(Reported) {
    for item in step.head {
      guard let word = item.operands.first?.word, !names.isFigure(word) else { continue }
      let known = catalog.aggregates.map(\.name) + ClauseKeyword.allCases.map(\.rawValue)
      throw report(
        .unknownVerb(
          word, candidates: ForeignNames.meant(by: word.text, among: known), known: known))
    }
  }

  private mutating func resolveClauses(
    _ clauses: ClauseSet, of query: ResolvedQuery
  ) throws(Reported) -> ResolvedQuery {
    var rows = query
    if let condition = clauses.condition {
      let term = try expressions.resolveCondition(condition, in: place(rows.scope))
      rows.node = .filter(rows.node, term)
    }
    if case .let(let items)? = clauses[.let]?.content {
      try addColumns(items, to: &rows)
    }
    return try arrange(rows, by: clauses)
  }

  /// Binds `let`: each column sees those before it.
  private mutating func addColumns(
    _ items: [NamedExpression], to rows: inout ResolvedQuery
  ) throws(Reported) {
    for item in items {
      try expressions.countStep(item.span)
      guard let label = item.label else {
        throw report(.letNeedsName(text(of: item.expression), item.span))
      }
      guard !rows.scope.columns.contains(where: { $0.name == label.text }) else {
        throw report(.duplicateColumn(label.text, label.span))
      }
      let term = try expressions.resolveValue(item.expression, in: place(rows.scope))
      let index = rows.scope.width
      rows.node = .extend(rows.node, [NamedTerm(label.text, term)])
      rows.scope.columns.append(
        Scope.ColumnEntry(
          name: label.text, type: term.type, domain: names.domainField(of: term), index: index))
    }
  }

  /// What a step sees: after `show` only the shown columns.
  func settled(_ query: ResolvedQuery) -> ResolvedQuery {
    guard let shown = query.shown else { return query }
    let columns = shown.enumerated().map { index, named in
      var words: [String] = []
      if case .column(let made, _, _) = named.term {
        words = query.scope.columns.first { $0.index == made }?.words ?? []
      }
      return Scope.ColumnEntry(
        name: named.name, type: named.term.type, domain: names.domainField(of: named.term),
        words: words, index: index)
    }
    return ResolvedQuery(
      node: .project(query.node, shown), scope: Scope(entity: nil, columns: columns),
      keyCount: min(query.keyCount, columns.count), notes: query.notes, period: query.period)
  }
}
