import PQLAnalytics
import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// Where open deals stand, and for how long, against the time that won deals took.
  static let aging = Verb(
    VerbDefinition(
      name: "aging",
      summary: "shows where open deals stand still, against how long won deals took",
      clauses: [
        .of, .where, .by, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf, .vs,
      ],
      examples: [
        Example("aging", "stage by stage"),
        Example("aging by owner | where stalled > 0", "whose deals stand still"),
        Example("aging where amount > 20k during this quarter", "large deals that are due"),
      ],
      spellings: "alter alterung verweildauer antigüedad envejecimiento staleness",
      needs: [.field("amount"), .field("stage"), .history(of: "stage")],
      reads: ["pipeline", "closed_on"], resolve: AgingPlan.resolve),
    operators: [Operator("aging", run: AgingRun.run)])
}

/// Open deals under the question's clauses, then an operator over the way that they and the won ones took.
enum AgingPlan {
  static let figures: [PlannedColumn] = [
    PlannedColumn(name: "deals", type: .number), PlannedColumn(name: "amount", type: .money),
    PlannedColumn(name: "median_days", type: .duration),
    PlannedColumn(name: "limit_days", type: .duration),
    PlannedColumn(name: "stalled", type: .number),
    PlannedColumn(name: "stalled_amount", type: .money),
  ]

  /// Besides its rows the way of every won deal.
  private static let reads: ReadSet = {
    var reads = ReadSet()
    for name in ["stage", "pipeline", "closed_on"] { reads.add(name, of: .deals) }
    for name in ["deal", "field", "to", "at"] { reads.add(name, of: .history) }
    return reads
  }()

  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    try binder.refuseOperands(request)
    let rows = try binder.resolveDeals(
      request.source, clauses: request.clauses, verb: request.verbSpan)
    let keys = try binder.resolveKeys(request.clauses, in: rows.scope).keys
    let lines = try binder.resolveLines(
      [("open", "open"), ("worth", "amount")], in: rows.scope, verb: request.verbSpan)
    let pipeline = FunnelPlan.chosenPipeline(rows.node, binder.model)
    let tellsPipeline =
      pipeline == nil && binder.model.pipelines.count > 1 && !keys.contains { $0.term.isPipeline }
    let columns =
      keys.map { PlannedColumn(name: $0.name, type: $0.term.type) }
      + (tellsPipeline ? [PlannedColumn(name: "pipeline", type: .category)] : [])
      + [PlannedColumn(name: "stage", type: .stage)]
    let open = PlanNode.filter(rows.node, lines[0].term)
    let node = OperatorNode(
      "aging", inputs: [.extend(open, [lines[1]])], keys: keys,
      settings: pipeline.map { ["pipeline": .text($0)] } ?? [:], columns: columns + figures,
      reads: reads)
    var aging = try binder.operated(node, verb: request.verbSpan, notes: rows.notes)
    aging.period = rows.period
    aging.keyCount = columns.count
    return try binder.arrangeGroups(aging, by: request.clauses)
  }
}

/// Counts open deals by group and stage, and those whose visit lasts beyond the stage's limit.
enum AgingRun {
  /// What is known of the open deals of a group in a stage.
  private struct Cell {
    var deals = 0
    var valued = 0
    var amount: Int128 = 0
    var stalled = 0
    var stalledValued = 0
    var stalledAmount: Int128 = 0
  }

  static func run(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) -> Rows {
    let standpoint = context.execution.standpoint
    guard let visits = standpoint.visits.value, let limits = standpoint.limits.value else {
      throw .fault("no history of stages")
    }
    let groups = try context.groups(of: inputs[0])
    let cells = try counted(inputs[0], groups, visits, limits, context)
    let steps = visits.steps
    var places: [(group: Int32, step: Int)] = []
    for group in groups.order {
      for pipeline in shown(Int(group), cells, steps, groups.count, context) {
        let first = steps.firsts[pipeline]
        for step in first..<first + steps.openCounts[pipeline] { places.append((group, step)) }
      }
    }
    tell(limits, places.map(\.step), context)
    let found = places.map { cells[Int($0.group) * steps.count + $0.step] }
    let made: [String: Column] = [
      "pipeline": texts(places.map { steps.pipelineNames[steps.steps[$0.step].pipeline] }),
      "stage": texts(places.map { steps.steps[$0.step].stage }),
      "deals": numbers(found.map { Double($0.deals) }),
      "amount": .money(found.map { $0.deals > 0 && $0.valued == 0 ? nil : $0.amount }),
      "median_days": numbers(places.map { limits.medians[$0.step] }),
      "limit_days": numbers(places.map { limits.limits[$0.step] }),
      "stalled": numbers(found.map { Double($0.stalled) }),
      "stalled_amount": .money(
        found.map { $0.stalled > 0 && $0.stalledValued == 0 ? nil : $0.stalledAmount }),
    ]
    let keys = zip(context.node.columns, groups.keys).map {
      Rows.Named($0.name, $0.type, $1.gathered(places.map(\.group)))
    }
    let figures = context.node.columns.dropFirst(keys.count).compactMap { column in
      made[column.name].map { Rows.Named(column.name, column.type, $0) }
    }
    return Rows(count: places.count, columns: keys + figures)
  }

  /// The deals counted by cell: a group and a step.
  private static func counted(
    _ rows: Rows, _ groups: OperatorGroups, _ visits: StageVisits, _ limits: StageLimits,
    _ context: OperatorContext
  ) throws(EvaluationFailure) -> [Cell] {
    let steps = visits.steps
    var cells = [Cell](repeating: Cell(), count: groups.count * steps.count)
    let worth = rows["worth"]
    let amounts = worth?.exactValues
    var (unplaced, unvalued, unrecorded) = (0, 0, 0)
    let records = rows.records
    for row in 0..<rows.count where groups.groupOf[row] >= 0 {
      let deal = records.map { Int($0[row]) } ?? row
      guard let step = visits.openStep(of: deal) else {
        unplaced += 1
        continue
      }
      let since = visits.runningSince(deal)
      if since == nil { unrecorded += 1 }
      let isStalled =
        since.map { limits.isStalled(limits.days(from: $0, to: context.today), at: step) } ?? false
      let amount = worth?.isPresent(row) == true ? amounts?[row] : nil
      if amount == nil { unvalued += 1 }
      try add(amount, isStalled, to: &cells[Int(groups.groupOf[row]) * steps.count + step])
    }
    for (form, count) in [
      (NoteForm.openUnplaced, unplaced), (.entryUnknown, unrecorded), (.openUnvalued, unvalued),
    ] where count > 0 { context.note(Note(form, [.count("n", count)])) }
    return cells
  }

  private static func add(
    _ amount: Int128?, _ isStalled: Bool, to cell: inout Cell
  ) throws(EvaluationFailure) {
    cell.deals += 1
    if isStalled { cell.stalled += 1 }
    guard let amount else { return }
    let (sum, overflow) = cell.amount.addingReportingOverflow(amount)
    guard !overflow else { throw .overflow("a sum of amounts") }
    cell.amount = sum
    cell.valued += 1
    guard isStalled else { return }
    // What is stalled is a part of what is open.
    cell.stalledAmount &+= amount
    cell.stalledValued += 1
  }

  /// The pipelines whose stages a group shows: the one that is asked about; else those its deals are
  /// in; of nobody's deals all.
  private static func shown(
    _ group: Int, _ cells: [Cell], _ steps: FunnelSteps, _ groupCount: Int,
    _ context: OperatorContext
  ) -> [Int] {
    let all = Array(0..<steps.pipelineCount)
    if case .text(let name)? = context.node.settings["pipeline"] {
      return all.filter { steps.pipelineNames[$0] == name }
    }
    func isUsed(_ pipeline: Int, by groups: Range<Int>) -> Bool {
      groups.contains { group in
        (steps.firsts[pipeline]..<steps.firsts[pipeline + 1]).contains {
          cells[group * steps.count + $0].deals > 0
        }
      }
    }
    let own = all.filter { isUsed($0, by: group..<group + 1) }
    if !own.isEmpty { return own }
    let others = all.filter { isUsed($0, by: 0..<groupCount) }
    return others.isEmpty ? all : others
  }

  /// What days, medians and limits are.
  private static func tell(_ limits: StageLimits, _ steps: [Int], _ context: OperatorContext) {
    context.note(
      Note(
        limits.inBusinessDays ? .agingInBusinessDays : .agingInDays,
        [.day("today", context.today)]))
    let shown = Set(steps)
    func tell(_ form: NoteForm, _ source: StageLimits.Source) {
      let count = shown.count { limits.sources[$0] == source }
      if count > 0 {
        context.note(
          Note(form, [.count("n", count), .count("fewest", StageLimits.fewestVisits)]))
      }
    }
    tell(.limitsOfModel, .model)
    tell(.limitsOfStages, .stage)
    tell(.limitsOfPipelines, .pipeline)
    tell(.limitsUnknown, .none)
  }

  private static func texts(_ values: [String]) -> Column {
    .text(TextColumn(values.map(Optional.some)))
  }

  private static func numbers(_ values: [Double?]) -> Column { .number(NumberColumn(values)) }
}

extension NoteForm {
  fileprivate static let agingInDays = NoteForm(
    "aging-in-days",
    "open deals by whole days in their stage up to {today}; median_days of all won deals' visits")
  fileprivate static let agingInBusinessDays = NoteForm(
    "aging-in-business-days",
    "open deals by business days in their stage up to {today}; median_days of all won deals' visits"
  )
  fileprivate static let limitsOfModel = NoteForm(
    "limits-of-model", "the limit of {n:# stage|# stages} stands in the model file")
  fileprivate static let limitsOfStages = NoteForm(
    "limits-of-stages",
    "the limit of {n:# stage|# stages} is what nine of ten visits of won deals there stayed within")
  fileprivate static let limitsOfPipelines = NoteForm(
    "limits-of-pipelines",
    "won deals made fewer than {fewest} visits to {n:# stage|# stages}, whose limit is that of all "
      + "visits in the pipeline")
  fileprivate static let limitsUnknown = NoteForm(
    "limits-unknown",
    "{n:# stage has|# stages have} no limit, from fewer than {fewest} visits of won deals in the "
      + "pipeline, and nothing there counts as stalled")
  fileprivate static let openUnplaced = NoteForm(
    "open-deals-unplaced",
    "{n:# open deal is|# open deals are} in no stage that the pipelines have, and {n:is|are} in no "
      + "row")
  fileprivate static let entryUnknown = NoteForm(
    "entries-unknown",
    "of {n:# open deal|# open deals} no change says since when {n:it stands|they stand} there, and "
      + "{n:it is|they are} not stalled")
  fileprivate static let openUnvalued = NoteForm(
    "open-amounts-missing",
    "{n:# open deal lacks|# open deals lack} an amount, and {n:adds|add} nothing to the sums")
}
