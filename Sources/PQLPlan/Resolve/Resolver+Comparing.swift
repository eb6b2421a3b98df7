import PQLModel
import PQLSyntax

extension Resolver {
  /// Binds `vs PERIOD`: the same question about another period, joined on the keys.
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
    guard let compared = compare(current, before, at: head[0].span) else { return nil }
    return arrange(compared, by: clauses)
  }

  private static let comparedClauses: Set<ClauseKeyword> = [
    .of, .where, .by, .during, .since, .until,
  ]

  private mutating func compare(
    _ current: ResolvedQuery, _ before: ResolvedQuery, at span: Span
  ) -> ResolvedQuery? {
    let keys = current.scope.columns.prefix(current.keyCount)
    let figures = current.scope.columns.dropFirst(current.keyCount)
    guard case .aggregate(let node) = current.node else { return nil }
    for figure in figures where Resolver.result(.subtract, figure.type, figure.type) == nil {
      report(.incomparableFigure(figure.name, figure.type, span))
      return nil
    }
    var columns = Array(keys)
    for figure in figures {
      for (suffix, type) in Resolver.comparedColumns(figure.type) {
        columns.append(
          Scope.ColumnEntry(
            name: figure.name + suffix, type: type, domain: nil, index: columns.count))
      }
    }
    let compare = CompareNode(
      current: current.node, before: before.node, keyCount: current.keyCount,
      types: figures.map(\.type), keyOrders: node.keys.map(\.order))
    return ResolvedQuery(
      node: .compare(compare), scope: Scope(entity: nil, columns: columns),
      keyCount: current.keyCount, notes: current.notes + before.notes)
  }

  /// The columns a compared figure becomes, with their types.
  static func comparedColumns(_ type: ValueType) -> [(String, ValueType)] {
    let change: ValueType = type == .date || type == .timestamp ? .duration : type
    return [("", type), ("_before", type), ("_change", change), ("_growth", .percent)]
  }
}
