import PQLModel
import PQLSyntax

extension QueryBinder {
  /// Binds `vs PERIOD`, the same question about another period, and `vs DAY`, the same question asked
  /// then; both are paired on the keys.
  mutating func resolveComparison(
    _ comparison: Expression, _ head: [HeadItem], of rows: ResolvedQuery, _ clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    if let per = clauses[.per] {
      throw report(.comparisonWithPer(per.span))
    }
    let bare = ClauseSet(
      clauses.clauses.filter { QueryBinder.comparedClauses.contains($0.keyword) })
    let current = try compared(head, of: rows, bare)
    let before: ComparedAnswer
    if let day = try comparedDay(comparison, clauses) {
      before = try goingBack(to: day) { binder throws(Reported) in
        var then = try binder.compared(head, of: rows, bare)
        then.query.notes = [Note(.comparedDay, [.day("day", day)])]
        return then
      }
    } else {
      before = try compared(head, of: rows, earlier(comparison, clauses, bare))
    }
    let compared = try paired(current, before, at: head[0].span)
    return try arrange(compared, by: clauses)
  }

  /// One of the answers, and the branch that it was bound in.
  private struct ComparedAnswer {
    var query: ResolvedQuery
    var node: AggregateNode
    var branch: Branch
  }

  private mutating func compared(
    _ head: [HeadItem], of rows: ResolvedQuery, _ clauses: ClauseSet
  ) throws(Reported) -> ComparedAnswer {
    let query = try group(head, of: rows, clauses)
    guard case .aggregate(let node) = query.node else { throw Reported() }
    return ComparedAnswer(query: query, node: node, branch: expressions.branch(query.node))
  }

  /// The day that `vs` names: `90 days ago`, or a day where the question names no period; nil for a
  /// period.
  private mutating func comparedDay(
    _ comparison: Expression, _ clauses: ClauseSet
  ) throws(Reported) -> Int32? {
    if case .ago = comparison.kind { return try pastDay(comparison) }
    guard clauses[.during] == nil, case .date = comparison.kind else { return nil }
    return try pastDay(comparison)
  }

  /// The clauses of the same question about another period.
  private mutating func earlier(
    _ comparison: Expression, _ clauses: ClauseSet, _ bare: ClauseSet
  ) throws(Reported) -> ClauseSet {
    guard let clause = clauses[.vs] else { throw Reported() }
    guard let during = clauses[.during], case .during(_, let on) = during.content else {
      throw report(
        .comparisonNeedsPeriod(text(of: comparison), comparison.span, clause: clause.keywordSpan))
    }
    return bare.replacing(
      Clause(.during(comparison, on: on), keywordSpan: clause.keywordSpan, span: clause.span))
  }

  private static let comparedClauses: Set<ClauseKeyword> = [
    .of, .where, .by, .during, .since, .until,
  ]

  /// A pair of the answers, then the change of each figure beside it.
  private mutating func paired(
    _ current: ComparedAnswer, _ before: ComparedAnswer, at span: Span
  ) throws(Reported) -> ResolvedQuery {
    let now = current.node
    for figure in now.outputs
    where ExpressionBinder.result(.subtract, figure.term.type, figure.term.type) == nil {
      throw report(.incomparableFigure(figure.name, figure.term.type, span))
    }
    let pair = PairNode(
      keys: now.keys, left: side(current, called: ""),
      right: side(before, called: "_before"))
    let keys = now.keys.enumerated().map { index, key in
      NamedTerm(key.name, .column(index, name: key.name, key.term.type))
    }
    let figures = now.outputs.indices.flatMap { QueryBinder.compared(pair, $0) }
    let entries = figures.enumerated().map { index, figure in
      Scope.ColumnEntry(name: figure.name, type: figure.term.type, index: keys.count + index)
    }
    let scope = Scope(
      entity: nil, columns: Array(current.query.scope.columns.prefix(keys.count)) + entries)
    try requireUniqueNames(scope, at: span)
    return ResolvedQuery(
      node: .project(.pair(pair), keys + figures), scope: scope, keyCount: keys.count,
      notes: current.query.notes + before.query.notes, period: current.query.period)
  }

  private func side(_ answer: ComparedAnswer, called suffix: String) -> PairNode.Side {
    PairNode.Side(
      branch: answer.branch,
      figures: answer.node.outputs.map {
        PlannedColumn(name: $0.name + suffix, type: $0.term.type)
      }, absent: answer.node.ofNothing)
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

extension NoteForm {
  fileprivate static let comparedDay = NoteForm(
    "compared-day", "`_before` is the same question asked at the end of {day}")
}
