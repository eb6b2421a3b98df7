import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// Whether the open pipeline of a period is enough for what is left to win.
  static let coverage = Verb(
    VerbDefinition(
      name: "coverage",
      summary: "puts the open pipeline of a period against what is left of the quota",
      clauses: [
        .of, .where, .by, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf,
      ],
      examples: [
        Example("coverage during next quarter", "is there enough for next quarter"),
        Example("coverage by owner | where not met", "who has too little open"),
      ],
      spellings: "abdeckung deckung pipelineabdeckung cobertura",
      needs: [.field("amount"), .field("stage"), .field("close_date")],
      reads: QuotaGroups.reads + ["closed_on", "pipeline"], resolve: CoveragePlan.resolve),
    operators: [Operator("coverage", run: CoverageRun.run)])
}

/// Won and open deals of a period and the value win rate of the past year as a grouping, and an operator
/// that puts quotas beside them.
enum CoveragePlan {
  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    try binder.refuseOperands(request)
    let period = try binder.verbPeriod(request, orElse: binder.fiscalQuarter)
    let (grouped, groups) = try binder.resolveTemplate(
      lines(period, pastYear: VerbPeriod(period: binder.pastYear, date: "closed_on")),
      clauses: request.grouping, verb: request.verbSpan)
    let quotas = try binder.resolveQuotas(of: groups, verb: request.verbSpan)
    let node = OperatorNode(
      "coverage", inputs: quotas.inputs(grouped.node), keys: groups.keys,
      settings: quotas.settings(period),
      columns: groups.keys.map { PlannedColumn(name: $0.name, type: $0.term.type) }
        + CoverageRun.figures + (quotas.all == nil ? [] : [QuotaGroups.ownQuota]))
    var coverage = try binder.operated(node, verb: request.verbSpan)
    coverage.period = period.asked
    coverage.notes = [Note(.coverageOf, period.figures)] + quotas.notes
    return try binder.arrangeGroups(coverage, by: request.clauses)
  }

  /// `on` says by which date deals are won in the period; open ones are due in it by `close_date`.
  private static func lines(_ period: VerbPeriod, pastYear: VerbPeriod) -> [FigureLine] {
    let won = "won and \(period.condition)"
    let due = "open and close_date in \(period.period.range.text)"
    return [
      FigureLine("won", FigureLine.total("amount", where: won)),
      FigureLine("open", FigureLine.total("amount", where: due)),
      FigureLine("year won", "sum(amount where won and \(pastYear.condition))"),
      FigureLine("year closed", "sum(amount where closed and \(pastYear.condition))"),
      FigureLine("all won", "count(\(won))"), FigureLine("all open", "count(\(due))"),
      FigureLine("all unvalued", "count(\(won) and amount is missing)"),
      FigureLine("all open unvalued", "count(\(due) and amount is missing)"),
      FigureLine("all open undated", "count(open and close_date is missing)"),
      FigureLine("all undated", "count(closed and \(period.date) is missing)"),
      FigureLine("year unvalued", "count(closed and \(pastYear.condition) and amount is missing)"),
    ]
  }
}

/// Open ÷ (quota − won), and what it takes: 1 ÷ the share of value that was won of what closed.
enum CoverageRun {
  static let figures: [PlannedColumn] = [
    PlannedColumn(name: "quota", type: .money), PlannedColumn(name: "won", type: .money),
    PlannedColumn(name: "open", type: .money), PlannedColumn(name: "coverage", type: .number),
    PlannedColumn(name: "required", type: .number), PlannedColumn(name: "met", type: .boolean),
    PlannedColumn(name: "quota_to_date", type: .money),
  ]

  static func run(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) -> Rows {
    let deals = inputs[0]
    let groups = try QuotaGroups(inputs, context)
    context.tell(
      [
        "all unvalued": .wonUnvalued, "all open unvalued": .openUnvalued,
        "all open undated": .openUndated, "all undated": .closedUndated,
        "year unvalued": .closedUnvalued,
      ], of: deals)
    let (won, open) = (groups.money("won", of: deals), groups.money("open", of: deals))
    let (yearWon, yearClosed) = (
      groups.money("year won", of: deals), groups.money("year closed", of: deals)
    )
    let judged = (0..<groups.count).map { group in
      Judged(
        left: difference(groups.quotas[group], won[group]), open: open[group],
        required: ratio(of: yearClosed[group], to: yearWon[group]))
    }
    return groups.rows(
      [
        "quota": .money(groups.quotas), "won": .money(won), "open": .money(open),
        "coverage": .number(NumberColumn(judged.map(\.coverage))),
        "required": .number(NumberColumn(judged.map(\.required))),
        "met": .truths(judged.map(\.isMet)), "quota_to_date": .money(groups.due),
        "own_quota": .money(groups.own),
      ], where: ["all won", "all open"], of: deals, context)
  }

  /// The coverage of what is left to win; with nothing left there is none, and none is needed.
  private struct Judged {
    var coverage: Double?
    var required: Double?
    var isMet: Bool?

    init(left: Int128?, open: Int128?, required: Double?) {
      self.required = required
      guard let left else { return }
      guard left > 0 else {
        isMet = true
        return
      }
      coverage = ratio(of: open, to: left)
      if let coverage, let required { isMet = coverage >= required }
    }
  }
}

extension NoteForm {
  fileprivate static let coverageOf = NoteForm(
    "coverage-of",
    "won and due in {period}, {first} to {last} by {date} and close_date; coverage = open ÷ "
      + "(quota − won), required = 1 ÷ the share of value won in the past 365 days")
  fileprivate static let openUnvalued = NoteForm(
    "open-due-unvalued",
    "{n:# open deal due then lacks|# open deals due then lack} an amount, and {n:adds|add} nothing "
      + "to open")
  fileprivate static let openUndated = NoteForm(
    "open-deals-in-no-period",
    "{n:# open deal has|# open deals have} no close date, and {n:is|are} in no period")
  fileprivate static let closedUnvalued = NoteForm(
    "closed-deals-unvalued",
    "{n:# deal closed in the past 365 days lacks|# deals closed in the past 365 days lack} an "
      + "amount, and {n:is|are} not in `required`")
}
