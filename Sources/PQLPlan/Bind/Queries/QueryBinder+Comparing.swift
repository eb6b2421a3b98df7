import PQLModel
import PQLSyntax

extension QueryBinder {
  /// Binds `vs PERIOD`: the same question about another period, paired on the keys.
  mutating func resolveComparison(
    _ comparison: Expression, _ head: [HeadItem], of rows: ResolvedQuery, _ clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    guard let clause = clauses[.vs] else { throw Reported() }
    guard let during = clauses[.during], case .during(_, let on) = during.content else {
      throw report(
        .comparisonNeedsPeriod(text(of: comparison), comparison.span, clause: clause.keywordSpan))
    }
    if let per = clauses[.per] {
      throw report(.comparisonWithPer(per.span))
    }
    let bare = ClauseSet(
      clauses.clauses.filter { QueryBinder.comparedClauses.contains($0.keyword) })
    let earlier = bare.replacing(
      Clause(
        .during(comparison, on: on), keywordSpan: clause.keywordSpan, span: clause.span))
    let current = try group(head, of: rows, bare)
    let before = try group(head, of: rows, earlier)
    let compared = try paired(current, before, at: head[0].span)
    return try arrange(compared, by: clauses)
  }

  private static let comparedClauses: Set<ClauseKeyword> = [
    .of, .where, .by, .during, .since, .until,
  ]

  /// A pair of the answers, then the change of each figure beside it.
  private mutating func paired(
    _ current: ResolvedQuery, _ before: ResolvedQuery, at span: Span
  ) throws(Reported) -> ResolvedQuery {
    guard case .aggregate(let now) = current.node, case .aggregate(let then) = before.node else {
      throw Reported()
    }
    for figure in now.outputs
    where ExpressionBinder.result(.subtract, figure.term.type, figure.term.type) == nil {
      throw report(.incomparableFigure(figure.name, figure.term.type, span))
    }
    let pair = PairNode(
      keys: now.keys, left: side(now, called: ""), right: side(then, called: "_before"))
    let keys = now.keys.enumerated().map { index, key in
      NamedTerm(key.name, .column(index, name: key.name, key.term.type))
    }
    let figures = now.outputs.indices.flatMap { QueryBinder.compared(pair, $0) }
    let entries = figures.enumerated().map { index, figure in
      Scope.ColumnEntry(name: figure.name, type: figure.term.type, index: keys.count + index)
    }
    let scope = Scope(
      entity: nil, columns: Array(current.scope.columns.prefix(keys.count)) + entries)
    try requireUniqueNames(scope, at: span)
    return ResolvedQuery(
      node: .project(.pair(pair), keys + figures), scope: scope, keyCount: keys.count,
      notes: current.notes + before.notes, period: current.period)
  }

  private func side(_ node: AggregateNode, called suffix: String) -> PairNode.Side {
    PairNode.Side(
      branch: expressions.branch(.aggregate(node)),
      figures: node.outputs.map {
        PlannedColumn(name: $0.name + suffix, type: $0.term.type)
      }, absent: node.ofNothing)
  }

  /// The columns that a figure becomes: itself, `_before`, `_change`, and `_growth`, which is missing
  /// where the figure was 0 before.
  private static func compared(_ pair: PairNode, _ index: Int) -> [NamedTerm] {
    let place = pair.keys.count + index
    let (name, type) = (pair.left.figures[index].name, pair.left.figures[index].type)
    let now = Term.column(place, name: name, type)
    let then = Term.column(
      place + pair.left.figures.count, name: pair.right.figures[index].name, type)
    let difference: ValueType = type == .date || type == .timestamp ? .duration : type
    let change = Term.arithmetic(.subtract, now, then, difference)
    let growth = Term.arithmetic(.divide, change, then, .percent)
    return [
      NamedTerm(name, now), NamedTerm(name + "_before", then), NamedTerm(name + "_change", change),
      NamedTerm(name + "_growth", growth),
    ]
  }
}
