import PQLAnalytics
import PQLModel
import PQLPlan
import PQLSyntax
import PQLThreads

extension Verb {
  /// How far the deals came, what became of them on the way, and how long it took.
  static let funnel = Verb(
    VerbDefinition(
      name: "funnel",
      summary: "counts how many reached each stage and went on, and how long they stayed",
      clauses: [
        .of, .where, .by, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf,
      ],
      examples: [
        Example("funnel", "every deal, stage by stage"),
        Example("funnel where amount > 50k during last year", "large deals created last year"),
        Example("funnel by source | where stage = proposal", "one stage, compared by source"),
        Example("funnel of leads by source during this year", "from creation to a won deal"),
      ],
      spellings: "conversionfunnel trichter verkaufstrichter embudo",
      reads: ["history", "stage", "pipeline", "closed_on", "created"],
      readsOf: [.leads: LeadFunnelPlan.reads], resolve: FunnelPlan.resolve),
    operators: [
      Operator("funnel", parts: FunnelParts.parts, run: FunnelRun.run),
      Operator("lead_funnel", run: LeadFunnelRun.run),
    ])
}

/// The cohort by `where` and `during`, which speaks of creation; then an operator of its own.
enum FunnelPlan {
  static let figures: [PlannedColumn] = [
    PlannedColumn(name: "reached", type: .number), PlannedColumn(name: "rate", type: .percent),
    PlannedColumn(name: "here", type: .number), PlannedColumn(name: "lost", type: .number),
    PlannedColumn(name: "median_days", type: .duration),
  ]

  /// Besides its rows the whole history of stages, and where deals stand.
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
    let asked = try binder.goingByCreation { binder throws(Reported) in
      try binder.resolveRows(request.source, clauses: request.clauses)
    }
    if asked.scope.entity == .leads { return try LeadFunnelPlan.resolve(request, asked, &binder) }
    try binder.require(.history(of: "stage"), for: request)
    let (rows, keys) = try binder.goingByCreation {
      binder throws(Reported) -> (ResolvedQuery, [GroupKey]) in
      let rows = try binder.resolveDeals(
        request.source, clauses: request.clauses, verb: request.verbSpan)
      return (rows, try binder.resolveKeys(request.clauses, in: rows.scope).keys)
    }
    let pipeline = chosenPipeline(rows.node, binder.model)
    let tellsPipeline =
      pipeline == nil && binder.model.pipelines.count > 1
      && !keys.contains { $0.term.isPipeline }
    let named = keys.map { PlannedColumn(name: $0.name, type: $0.term.type) }
    let own = tellsPipeline ? [PlannedColumn(name: "pipeline", type: .category)] : []
    let node = OperatorNode(
      "funnel", inputs: [rows.node], keys: keys,
      settings: pipeline.map { ["pipeline": .text($0)] } ?? [:],
      columns: named + own + [PlannedColumn(name: "stage", type: .stage)] + figures,
      reads: reads)
    var funnel = try binder.operated(node, verb: request.verbSpan, notes: rows.notes)
    funnel.period = rows.period
    return try binder.arrangeGroups(funnel, by: request.clauses)
  }

  /// The pipeline that the condition names, if it names one.
  static func chosenPipeline(_ node: PlanNode, _ model: Model) -> String? {
    guard case .filter(let input, let condition) = node else { return nil }
    let parts = if case .all(let parts) = condition { parts } else { [condition] }
    for part in parts {
      switch part {
      case .comparison(.equal, let left, .constant(.text(let name), _)) where left.isPipeline,
        .comparison(.equal, .constant(.text(let name), _), let left) where left.isPipeline:
        if model.pipelines.contains(where: { $0.name == name }) { return name }
      case .membership(let left, let values) where left.isPipeline && values.count == 1:
        guard case .text(let name)? = values.first else { continue }
        if model.pipelines.contains(where: { $0.name == name }) { return name }
      default: continue
      }
    }
    return chosenPipeline(input, model)
  }
}

extension Term {
  /// Whether the term is the deals' pipeline as recorded.
  var isPipeline: Bool {
    guard case .field(let field) = self else { return false }
    return field.entity == .deals && field.name == "pipeline"
  }
}

/// Counts a cohort and lays out a row for each group, pipeline and step.
enum FunnelRun {
  /// More cells than this are refused rather than counted.
  private static let mostCells = 1 << 24

  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    let rows = inputs[0]
    let groups = try context.groups(of: rows)
    let cohort = try cohort(rows, groups, context)
    let parts = try counted(cohort, context)
    let counts = parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
    try context.checkCancelled()
    let medians = SideBySide.results(
      cohort.groupCount * cohort.steps.count, threads: context.threads(for: rows.count)
    ) { cell in
      KaplanMeier.median(parts.map { $0.visits(cell) })
    }
    for note in notes(counts, today: context.today) { context.note(note) }
    return table(counts, cohort, groups, context).rows(
      keys: groups.keys, medians: medians, columns: context.node.columns)
  }

  /// The rows of the answer, a group after the other.
  static func table(
    _ counts: FunnelCounts, _ cohort: FunnelCohort, _ groups: OperatorGroups,
    _ context: OperatorContext
  ) -> FunnelTable {
    var table = FunnelTable(counts, cohort.steps)
    for group in groups.order.map(Int.init) {
      table.add(group: group, pipelines: shown(group, counts, cohort, context))
    }
    return table
  }

  /// The cohort counted in parts, a thread each.
  static func counted(
    _ cohort: FunnelCohort, _ context: OperatorContext
  ) throws(EvaluationFailure) -> [FunnelCounts] {
    let cells = cohort.groupCount * cohort.steps.count
    guard cells <= mostCells else {
      throw .tooLarge("a funnel of \(cohort.groupCount) groups × \(cohort.steps.count) stages")
    }
    // Each part counts every cell: many cells of few deals are counted at once.
    let threads = context.threads(for: cohort.count)
    let parts = cells > cohort.count ? 1 : threads.count
    let bounds = (0...parts).map { cohort.count * $0 / parts }
    return SideBySide.results(parts, threads: threads) { part in
      FunnelCounts(cohort, bounds[part]..<bounds[part + 1])
    }
  }

  /// What is known of the deals asked about.
  static func cohort(
    _ rows: Rows, _ groups: OperatorGroups, _ context: OperatorContext
  ) throws(EvaluationFailure) -> FunnelCohort {
    let model = context.model
    let paths = try context.stagePaths()
    let deals = model[.deals]
    var stages = [Int32](repeating: -1, count: deals?.rowCount ?? 0)
    if case .text(let recorded)? = deals?.field("stage")?.column {
      let place = TextDictionary(paths.names).codes(of: recorded.dictionary)
      stages = recorded.codes.map { $0 < 0 ? -1 : place[Int($0)] }
    }
    var closedOn: DayColumn?
    if case .day(let days)? = deals?.field("closed_on")?.column { closedOn = days }
    return FunnelCohort(
      paths: paths, steps: FunnelSteps(model.pipelines, names: paths.names), rows: rows.records,
      count: rows.count, groups: groups.groupOf, groupCount: groups.count,
      pipelines: context.pipelineNumbers(), stages: stages, closedOn: closedOn,
      end: Int64(context.today + 1) * 86_400)
  }

  /// The pipelines whose steps a group shows: those its deals are in; of a group without deals those
  /// of the whole cohort, and without any all that are asked about.
  private static func shown(
    _ group: Int, _ counts: FunnelCounts, _ cohort: FunnelCohort, _ context: OperatorContext
  ) -> [Int] {
    let all = 0..<cohort.steps.pipelineCount
    if case .text(let name)? = context.node.settings["pipeline"] {
      return all.filter { context.model.pipelines[$0].name == name }
    }
    let own = all.filter { counts.deals[group * all.count + $0] > 0 }
    if !own.isEmpty { return own }
    let others = all.filter { pipeline in
      (0..<cohort.groupCount).contains { counts.deals[$0 * all.count + pipeline] > 0 }
    }
    return others.isEmpty ? Array(all) : others
  }

  /// Which deals and visits the figures leave out.
  private static func notes(_ counts: FunnelCounts, today: Int32) -> [Note] {
    let left: [(NoteForm, Int)] = [
      (.dealsUnplaced, counts.unplaced), (.dealsUnrecorded, counts.unrecorded),
      (.lossesUnknown, counts.nowhere), (.changesStrange, counts.strange),
      (.visitsEndless, counts.endless),
    ]
    return left.filter { $0.1 > 0 }.map { Note($0, [.count("n", $1)]) }
      + [Note(.medianDays, [.day("today", today)])]
  }
}

extension NoteForm {
  fileprivate static let dealsUnplaced = NoteForm(
    "deals-unplaced",
    "{n:# deal is|# deals are} in a stage that no pipeline has, and {n:is|are} not counted")
  fileprivate static let dealsUnrecorded = NoteForm(
    "deals-unrecorded",
    "{n:# deal has|# deals have} no recorded change of stage, and {n:is|are} counted by the stage now"
  )
  fileprivate static let lossesUnknown = NoteForm(
    "losses-unknown",
    "{n:# lost deal has|# lost deals have} no known stage before the loss, and {n:is|are} in no row"
  )
  fileprivate static let changesStrange = NoteForm(
    "changes-strange",
    "{n:# change leads|# changes lead} into a stage that the deal's pipeline does not have, and "
      + "{n:is|are} passed over")
  fileprivate static let visitsEndless = NoteForm(
    "visits-endless",
    "{n:# visit has|# visits have} no recorded end, and {n:is|are} left out of median_days")
  fileprivate static let medianDays = NoteForm(
    "median-days",
    "median_days by Kaplan–Meier over all visits; a visit that goes on is known up to {today}")
}

/// The rows of a funnel on their way into columns.
struct FunnelTable {
  private let counts: FunnelCounts
  private let steps: FunnelSteps
  private(set) var groups: [Int32] = []
  private(set) var stepOf: [Int] = []
  private(set) var reached: [Int] = []
  /// Deals that reached the next step, nil on the last.
  private(set) var next: [Int?] = []

  init(_ counts: FunnelCounts, _ steps: FunnelSteps) {
    self.counts = counts
    self.steps = steps
  }

  /// Adds the steps of a group's pipelines.
  mutating func add(group: Int, pipelines: [Int]) {
    let base = group * steps.count
    for pipeline in pipelines {
      let own = steps.firsts[pipeline]..<steps.firsts[pipeline + 1]
      let firstWon = own.lowerBound + steps.openCounts[pipeline]
      // From the last step to the first, since who came further came by.
      var passed = firstWon < own.upperBound ? counts.furthest[base + firstWon] : 0
      var open: [(reached: Int, next: Int?)] = []
      for step in (own.lowerBound..<firstWon).reversed() {
        let isLast = step + 1 == own.upperBound
        open.append((passed + counts.furthest[base + step], isLast ? nil : passed))
        passed += counts.furthest[base + step]
      }
      let won = (firstWon..<own.upperBound).map {
        (reached: counts.won[base + $0], next: Int?.none)
      }
      for (step, figures) in zip(own, open.reversed() + won) {
        groups.append(Int32(group))
        stepOf.append(step)
        reached.append(figures.reached)
        next.append(figures.next)
      }
    }
  }

  /// The keys, then `pipeline` where the plan asks for it, `stage` and the figures; `medians` in seconds
  /// by cell.
  func rows(keys: [Column], medians: [Double?], columns: [PlannedColumn]) -> Rows {
    let cells = groups.indices.map { Int(groups[$0]) * steps.count + stepOf[$0] }
    let rates = zip(next, reached).map { next, reached -> Double? in
      next.flatMap { reached > 0 ? Double($0) / Double(reached) : nil }
    }
    let made: [String: Column] = [
      "pipeline": texts(stepOf.map { steps.pipelineNames[steps.steps[$0].pipeline] }),
      "stage": texts(stepOf.map { steps.steps[$0].stage }),
      "reached": numbers(reached.map(Double.init)), "rate": numbers(rates),
      "here": numbers(cells.map { Double(counts.here[$0]) }),
      "lost": numbers(cells.map { Double(counts.lost[$0]) }),
      "median_days": numbers(cells.map { medians[$0].map { $0 / 86_400 } }),
    ]
    let figures = columns.dropFirst(keys.count).compactMap { column in
      made[column.name].map { Rows.Named(column.name, column.type, $0) }
    }
    let named = zip(columns, keys).map { Rows.Named($0.name, $0.type, $1.gathered(groups)) }
    return Rows(count: groups.count, columns: named + figures)
  }

  private func texts(_ values: [String]) -> Column {
    .text(TextColumn(values.map(Optional.some)))
  }

  private func numbers(_ values: [Double?]) -> Column { .number(NumberColumn(values)) }
}
