import PQLModel
import PQLSyntax

extension QueryBinder {
  /// Binds `vs PERIOD`, the same question about another period, and `vs DAY`, the same question
  /// asked then; both are paired on the keys.
  ///
  /// `ask` binds the question under its clauses.
  mutating func resolveComparison(
    _ comparison: Expression, _ clauses: ClauseSet, at span: Span,
    _ ask: (inout QueryBinder, ClauseSet) throws(Reported) -> ResolvedQuery
  ) throws(Reported) -> ResolvedQuery {
    if let per = clauses[.per] {
      throw report(.comparisonWithPer(per.span))
    }
    let bare = ClauseSet(
      clauses.clauses.filter { QueryBinder.comparedClauses.contains($0.keyword) })
    let current = ComparedAnswer(try ask(&self, bare), self)
    let before: ComparedAnswer
    if let day = try comparedDay(comparison, clauses) {
      before = try goingBack(to: day) { binder throws(Reported) in
        var then = ComparedAnswer(try ask(&binder, bare), binder)
        then.query.notes = [Note(.comparedDay, [.day("day", day)])]
        return then
      }
    } else {
      let earlier = try earlier(comparison, clauses, bare)
      before = ComparedAnswer(try ask(&self, earlier), self)
    }
    let compared = try paired(current, before, at: span)
    return try arrange(compared, by: clauses)
  }

  /// One of the answers, and the branch that it was bound in.
  private struct ComparedAnswer {
    var query: ResolvedQuery
    var branch: Branch

    init(_ query: ResolvedQuery, _ binder: QueryBinder) {
      self.query = query
      branch = binder.expressions.branch(query.node)
    }

    var keys: [GroupKey] {
      let orders: [GroupKey] =
        switch query.node {
        case .aggregate(let node): node.keys
        case .operate(let node): node.keys
        default: []
        }
      return query.scope.columns.prefix(query.keyCount).map { column in
        let order = orders.first { $0.name == column.name }?.order ?? .byFigure
        return GroupKey(
          name: column.name, term: .column(column.index, name: column.name, column.type),
          order: order)
      }
    }

    var figures: [PlannedColumn] {
      query.scope.columns.dropFirst(query.keyCount).map {
        PlannedColumn(name: $0.name, type: $0.type)
      }
    }

    /// The figures of no rows: those of a grouping are computed, those of a verb are missing.
    var absent: PlanNode {
      if case .aggregate(let node) = query.node { return node.ofNothing }
      return AggregateNode(
        input: .scan(.deals), keys: [], aggregates: [],
        outputs: figures.map { NamedTerm($0.name, .constant(.missing, $0.type)) }, rates: []
      ).ofNothing
    }
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
    .of, .where, .by, .during, .since, .until, .using,
  ]

  /// A pair of the answers, then the change of each figure beside it.
  private mutating func paired(
    _ current: ComparedAnswer, _ before: ComparedAnswer, at span: Span
  ) throws(Reported) -> ResolvedQuery {
    for figure in current.figures where !Self.canChange(figure.type) {
      guard case .aggregate = current.query.node else { continue }
      throw report(.incomparableFigure(figure.name, figure.type, span))
    }
    let pair = PairNode(
      keys: current.keys, left: side(current, called: ""),
      right: side(before, called: "_before"))
    let keys = pair.keys.enumerated().map { index, key in
      NamedTerm(key.name, .column(index, name: key.name, key.term.type))
    }
    let figures = pair.left.figures.indices.flatMap { QueryBinder.compared(pair, $0) }
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
      figures: answer.figures.map { PlannedColumn(name: $0.name + suffix, type: $0.type) },
      absent: answer.absent)
  }

  private static func canChange(_ type: ValueType) -> Bool {
    ExpressionBinder.result(.subtract, type, type) != nil
  }

  /// The columns that a figure becomes: itself, `_before`, `_change`, and `_growth`, which is missing
  /// where the figure was 0 before.
  private static func compared(_ pair: PairNode, _ index: Int) -> [NamedTerm] {
    let place = pair.keys.count + index
    let (name, type) = (pair.left.figures[index].name, pair.left.figures[index].type)
    let now = Term.column(place, name: name, type)
    let then = Term.column(
      place + pair.left.figures.count, name: pair.right.figures[index].name, type)
    guard canChange(type) else { return [NamedTerm(name, now), NamedTerm(name + "_before", then)] }
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
