import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// What was won in a period against what was to be won.
  static let attainment = Verb(
    VerbDefinition(
      name: "attainment",
      summary: "puts what was won in a period against the quota",
      clauses: [
        .of, .where, .by, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf, .vs,
      ],
      examples: [
        Example("attainment by owner", "this fiscal quarter, owner by owner"),
        Example("attainment by owner.manager during last quarter", "what each one's reports won"),
        Example(
          "attainment | show won, quota_to_date", "against the part of the quota that is due"),
      ],
      spellings: "quota zielerreichung quotenerfüllung cumplimiento cuota",
      needs: [.field("amount"), .field("stage")],
      reads: QuotaGroups.reads + ["closed_on", "pipeline", "splits", "deal", "share", "type"],
      resolve: AttainmentPlan.resolve),
    operators: [Operator("attainment", run: AttainmentRun.run)])
}

/// The won deals of a period as a grouping, and an operator that puts quotas beside it.
enum AttainmentPlan {
  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    try binder.refuseOperands(request)
    let period = try binder.verbPeriod(request, orElse: binder.fiscalQuarter)
    let splits = DealSplits(binder.model)
    let won = "won and \(period.condition)"
    let (query, groups) = try binder.resolveTemplate(
      lines(won, period), clauses: request.grouping, verb: request.verbSpan)
    let quotas = try binder.resolveQuotas(of: groups, verb: request.verbSpan)
    var deals = query.node
    var notes = [Note(.attainmentOf, period.figures)] + quotas.notes
    // Shares matter where somebody asks whose the wins are.
    if let splits, quotas.holders != .any {
      let (_, whole) = try binder.resolveTemplate(
        lines("\(won) and \(splits.isWhole)", period), clauses: request.grouping,
        verb: request.verbSpan)
      deals = try binder.addingSplits(splits, to: whole, of: won, verb: request.verbSpan)
      notes.append(splits.note)
    }
    let node = OperatorNode(
      "attainment", inputs: quotas.inputs(deals), keys: groups.keys,
      settings: quotas.settings(period),
      columns: groups.keys.map { PlannedColumn(name: $0.name, type: $0.term.type) }
        + AttainmentRun.figures + (quotas.all == nil ? [] : [QuotaGroups.ownQuota]))
    var attainment = try binder.operated(node, verb: request.verbSpan)
    attainment.period = period.asked
    attainment.notes = notes
    return try binder.arrangeGroups(attainment, by: request.clauses)
  }

  /// A sum and the counts that say what it leaves out.
  private static func lines(_ won: String, _ period: VerbPeriod) -> [FigureLine] {
    [
      FigureLine("won", "sum(amount where \(won))"), FigureLine("all won", "count(\(won))"),
      FigureLine("all unvalued", "count(\(won) and amount is missing)"),
      FigureLine("all undated", "count(closed and \(period.date) is missing)"),
    ]
  }
}

/// Won ÷ quota and quota − won, group by group.
enum AttainmentRun {
  static let figures: [PlannedColumn] = [
    PlannedColumn(name: "quota", type: .money), PlannedColumn(name: "won", type: .money),
    PlannedColumn(name: "attainment", type: .percent), PlannedColumn(name: "gap", type: .money),
    PlannedColumn(name: "quota_to_date", type: .money),
  ]

  static func run(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) -> Rows {
    let deals = inputs[0]
    let groups = try QuotaGroups(inputs, context)
    context.tell(["all unvalued": .wonUnvalued, "all undated": .closedUndated], of: deals)
    let won = groups.total("won", of: deals, count: "all won", unvalued: "all unvalued")
    let attained = zip(groups.quotas, won).map { quota, won in
      ratio(of: won, to: quota)
    }
    return groups.rows(
      [
        "quota": .money(groups.quotas), "won": .money(won),
        "attainment": .number(NumberColumn(attained)),
        "gap": .money(zip(groups.quotas, won).map(difference)),
        "quota_to_date": .money(groups.due), "own_quota": .money(groups.own),
      ], where: ["all won"], of: deals, context)
  }
}

extension DealSplits {
  fileprivate var note: Note {
    type.map { Note(.splitsOfType, [.text("type", $0)]) } ?? Note(.splitsOfDeals)
  }
}

extension NoteForm {
  fileprivate static let splitsOfType = NoteForm(
    "splits-of-type",
    "deals with splits of type {type} count for the owners of the splits, by their "
      + "shares")
  fileprivate static let splitsOfDeals = NoteForm(
    "splits-of-deals", "deals with splits count for the owners of the splits, by their shares")
  fileprivate static let attainmentOf = NoteForm(
    "attainment-of", "won in {period}, {first} to {last} by {date}")
}
