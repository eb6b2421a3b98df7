import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// What the open pipeline brings a day, at the rate, value and pace of deals that closed.
  static let velocity = Verb(
    VerbDefinition(
      name: "velocity",
      summary: "what open deals bring a day: deals × win rate × average won ÷ cycle",
      clauses: [
        .of, .where, .by, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf, .vs,
      ],
      examples: [
        Example("velocity", "at the pace of the past 365 days"),
        Example("velocity by product during last year", "by product, at last year's pace"),
      ],
      spellings: "geschwindigkeit vertriebsgeschwindigkeit velocidad throughput",
      needs: [.field("amount"), .field("stage"), .field("created")],
      reads: ["closed_on", "pipeline"], resolve: VelocityPlan.resolve),
    operators: [Operator("velocity", run: VelocityPlan.run)])
}

/// A grouping written in PQL; what the averages leave out is told by the operator.
///
/// Source: the pipeline velocity equation. 18 deals × 42 000 × 24 % ÷ 78 days are 2 326.15 a day.
enum VelocityPlan {
  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    try binder.refuseOperands(request)
    let period = try binder.verbPeriod(request, orElse: binder.pastYear)
    let (grouped, groups) = try binder.resolveTemplate(
      figures(period) + counts(period), clauses: request.grouping, keyPeriod: period.period,
      verb: request.verbSpan)
    let node = OperatorNode(
      "velocity", inputs: [grouped.node], keys: groups.keys,
      columns: Array(grouped.node.columns.dropLast(counts(period).count)))
    var velocity = try binder.operated(node, verb: request.verbSpan)
    velocity.period = period.asked
    velocity.notes = [Note(.velocityOf, period.figures)]
    return try binder.arrangeGroups(velocity, by: request.clauses)
  }

  /// What the answer shows; `won` and `lost` are what the rate and the averages rest on.
  private static func figures(_ period: VerbPeriod) -> [FigureLine] {
    let won = "won and \(period.condition)"
    let rate = "count(\(won)) / count(closed and \(period.condition))"
    let (value, cycle) = ("avg(amount where \(won))", "avg(cycle where \(won))")
    return [
      FigureLine("deals", "count(open)"), FigureLine("win_rate", rate, isRate: true),
      FigureLine("avg_won", value), FigureLine("cycle_days", cycle),
      FigureLine("velocity", "\(value) * (count(open) * (\(rate))) / (\(cycle) / 1d)"),
      FigureLine("won", "count(\(won))"),
      FigureLine("lost", "count(lost and \(period.condition))"),
    ]
  }

  /// Counts for the footer.
  private static func counts(_ period: VerbPeriod) -> [FigureLine] {
    let won = "won and \(period.condition)"
    return [
      FigureLine("all unvalued", "count(\(won) and amount is missing)"),
      FigureLine("all endless", "count(\(won) and cycle is missing)"),
      FigureLine("all backward", "count(\(won) and cycle < 0d)"),
      FigureLine("all undated", "count(closed and \(period.date) is missing)"),
    ]
  }

  static func run(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) -> Rows {
    context.tell(
      [
        "all unvalued": .wonUnvalued, "all endless": .wonWithoutCycle,
        "all backward": .wonBeforeCreated, "all undated": .closedUndated,
      ], of: inputs[0])
    return context.shownGroups(inputs[0], where: ["deals", "won", "lost"])
  }
}

extension NoteForm {
  fileprivate static let velocityOf = NoteForm(
    "velocity-of",
    "deals are open today; the rest is of {period}, {first} to {last} by {date}; velocity is per day"
  )
  fileprivate static let wonWithoutCycle = NoteForm(
    "won-without-cycle",
    "{n:# won deal has|# won deals have} no cycle, and cycle_days passes over "
      + "{n:it|them}")
  fileprivate static let wonBeforeCreated = NoteForm(
    "won-before-created",
    "{n:# deal was|# deals were} won before {n:its|their} creation, and {n:counts|count}")
}

extension NoteForm {
  // What the figures of won deals leave out, for every verb that has such.

  static let wonUnvalued = NoteForm(
    "won-deals-unvalued",
    "{n:# won deal lacks|# won deals lack} an amount, and {n:adds|add} nothing to won amounts")
  static let closedUndated = NoteForm(
    "closed-deals-undated",
    "{n:# closed deal has|# closed deals have} no such date, and {n:is|are} in no period")
}
