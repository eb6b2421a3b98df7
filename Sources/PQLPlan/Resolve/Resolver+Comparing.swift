import PQLModel
import PQLSyntax

extension Resolver {
  /// Binds `vs PERIOD`: the same question about another period, paired on the keys.
  mutating func resolveComparison(
    _ comparison: Expression, _ head: [HeadItem], of rows: ResolvedQuery, _ clauses: ClauseSet
  ) -> ResolvedQuery? {
    guard let clause = clauses[.vs] else { return nil }
    guard let during = clauses[.during], case .during(_, let on) = during.content else {
      report(
        .comparisonNeedsPeriod(text(of: comparison), comparison.span, clause: clause.keywordSpan))
      return nil
    }
    if let per = clauses[.per] {
      report(.comparisonWithPer(per.span))
      return nil
    }
    let bare = ClauseSet(clauses.clauses.filter { Resolver.comparedClauses.contains($0.keyword) })
    let earlier = bare.replacing(
      Clause(
        .during(comparison, on: on), keywordSpan: clause.keywordSpan, span: clause.span))
    guard let current = group(head, of: rows, bare), let before = group(head, of: rows, earlier)
    else { return nil }
    guard let compared = paired(current, before, at: head[0].span) else { return nil }
    return arrange(compared, by: clauses)
  }

  private static let comparedClauses: Set<ClauseKeyword> = [
    .of, .where, .by, .during, .since, .until,
  ]

  /// A pair of the answers, then the change of each figure beside it.
  private mutating func paired(
    _ current: ResolvedQuery, _ before: ResolvedQuery, at span: Span
  ) -> ResolvedQuery? {
    guard case .aggregate(let now) = current.node, case .aggregate(let then) = before.node else {
      return nil
    }
    for figure in now.outputs
    where Resolver.result(.subtract, figure.term.type, figure.term.type) == nil {
      report(.incomparableFigure(figure.name, figure.term.type, span))
      return nil
    }
    let pair = PairNode(
      keys: now.keys, left: side(now, called: ""), right: side(then, called: "_before"))
    let keys = now.keys.enumerated().map { index, key in
      NamedTerm(key.name, .column(index, name: key.name, key.term.type))
    }
    let figures = now.outputs.indices.flatMap { Resolver.compared(pair, $0) }
    let entries = figures.enumerated().map { index, figure in
      Scope.ColumnEntry(name: figure.name, type: figure.term.type, index: keys.count + index)
    }
    let scope = Scope(
      entity: nil, columns: Array(current.scope.columns.prefix(keys.count)) + entries)
    guard hasUniqueNames(scope, at: span) else { return nil }
    return ResolvedQuery(
      node: .project(.pair(pair), keys + figures), scope: scope, keyCount: keys.count,
      notes: current.notes + before.notes, period: current.period)
  }

  private func side(_ node: AggregateNode, called suffix: String) -> PairNode.Side {
    PairNode.Side(
      branch: branch(.aggregate(node)),
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
