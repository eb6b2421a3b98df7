import PQLAnalytics
import PQLModel
import PQLPlan
import PQLThreads

extension Execution {
  /// The deals' way through the stages: a row for each group, pipeline and step.
  func funnel(_ node: FunnelNode) throws(EvaluationFailure) -> Frame {
    let input = try run(node.input)
    let (grouping, completion) = try groups(of: input, by: node.keys)
    let cohort = try cohort(input, grouping.groups, completion.count)
    let parts = try counted(cohort)
    let counts = parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
    try checkCancelled()
    let medians = SideBySide.results(
      cohort.groupCount * cohort.steps.count, threads: threads(for: input.count)
    ) { cell in
      KaplanMeier.median(parts.map { $0.visits(cell) })
    }
    tell(counts)
    let figure = SumKernels.count(
      AggregateInput(argument: nil, groups: grouping.groups, groupCount: completion.count))
    let order = groupOrder(
      node.keys, completion.columns + [figure], completion.codes)
    var table = FunnelTable(counts, cohort.steps)
    for group in RowOrder(order).sorted(count: completion.count).map(Int.init) {
      table.add(group: group, pipelines: shown(node, group, counts, cohort))
    }
    return table.frame(
      keys: completion.columns, medians: medians, tellsPipeline: node.tellsPipeline)
  }

  private func threads(for count: Int) -> ThreadCount {
    count > blockSize ? threads : .one
  }

  /// The cohort counted in parts, a thread each.
  private func counted(_ cohort: FunnelCohort) throws(EvaluationFailure) -> [FunnelCounts] {
    let cells = cohort.groupCount * cohort.steps.count
    guard cells <= Self.mostCells else {
      throw .tooLarge("a funnel of \(cohort.groupCount) groups × \(cohort.steps.count) stages")
    }
    // Each part counts every cell: many cells of few deals are counted at once.
    let parts = cells > cohort.count ? 1 : threads(for: cohort.count).count
    let bounds = (0...parts).map { cohort.count * $0 / parts }
    return SideBySide.results(parts, threads: threads) { part in
      FunnelCounts(cohort, bounds[part]..<bounds[part + 1])
    }
  }

  /// What is known of the deals asked about.
  private func cohort(
    _ input: Frame, _ groups: [Int32], _ groupCount: Int
  ) throws(EvaluationFailure) -> FunnelCohort {
    let model = model
    guard let paths = cache.stagePaths(of: model) else { throw .fault("no history of stages") }
    let whole = wholeFrame(.deals)
    var stages = [Int32](repeating: -1, count: whole.count)
    if case .text(let recorded)? = model[.deals]?.field("stage")?.column {
      let place = TextDictionary(paths.names).codes(of: recorded.dictionary)
      stages = recorded.codes.map { $0 < 0 ? -1 : place[Int($0)] }
    }
    var closedOn: DayColumn?
    if case .day(let days)? = model[.deals]?.field("closed_on")?.column { closedOn = days }
    return FunnelCohort(
      paths: paths, steps: FunnelSteps(model.pipelines, names: paths.names), rows: input.rows,
      count: input.count, groups: groups, groupCount: groupCount,
      pipelines: StageRank.pipelineNumbers(fieldInput(.deals, whole)), stages: stages,
      closedOn: closedOn,
      end: Int64(today + 1) * 86_400)
  }

  /// The pipelines whose steps a group shows: those its deals are in; of a group without deals those
  /// of the whole cohort, and without any all that are asked about.
  private func shown(
    _ node: FunnelNode, _ group: Int, _ counts: FunnelCounts, _ cohort: FunnelCohort
  ) -> [Int] {
    let all = 0..<cohort.steps.pipelineCount
    if let name = node.pipeline { return all.filter { model.pipelines[$0].name == name } }
    let own = all.filter { counts.deals[group * all.count + $0] > 0 }
    if !own.isEmpty { return own }
    let others = all.filter { pipeline in
      (0..<cohort.groupCount).contains { counts.deals[$0 * all.count + pipeline] > 0 }
    }
    return others.isEmpty ? Array(all) : others
  }

  /// Says which deals and visits the figures leave out.
  private func tell(_ counts: FunnelCounts) {
    func tell(_ count: Int, _ sentence: String) {
      if count > 0 { note("\(sentence): \(count)") }
    }
    tell(counts.unplaced, "deals whose stage no pipeline knows, not counted")
    tell(
      counts.unrecorded, "deals without a recorded change of stage, counted by where they stand")
    tell(counts.nowhere, "deals of which no stage before the loss is known, counted nowhere")
    tell(counts.strange, "changes into stages that the deal's pipeline does not have, passed over")
    tell(counts.endless, "visits whose end is not recorded, left out of median_days")
    note(
      "median_days by Kaplan–Meier over all visits; those that go on are known up to "
        + CivilDate(dayNumber: today).text)
  }

  /// More cells than this are refused rather than counted.
  private static let mostCells = 1 << 24
}

/// The rows of a funnel on their way into columns.
private struct FunnelTable {
  private let counts: FunnelCounts
  private let steps: FunnelSteps
  private var groups: [Int32] = []
  private var stepOf: [Int] = []
  private var reached: [Int] = []
  /// Deals that reached the next step, nil on the last.
  private var next: [Int?] = []

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

  /// The columns, `medians` in seconds by cell.
  func frame(keys: [Column], medians: [Double?], tellsPipeline: Bool) -> Frame {
    let cells = groups.indices.map { Int(groups[$0]) * steps.count + stepOf[$0] }
    let rates = zip(next, reached).map { next, reached -> Double? in
      next.flatMap { reached > 0 ? Double($0) / Double(reached) : nil }
    }
    var columns = keys.map { $0.gathered(groups) }
    if tellsPipeline {
      columns.append(texts(stepOf.map { steps.pipelineNames[steps.steps[$0].pipeline] }))
    }
    columns.append(texts(stepOf.map { steps.steps[$0].stage }))
    columns += [
      numbers(reached.map(Double.init)), numbers(rates),
      numbers(cells.map { Double(counts.here[$0]) }),
      numbers(cells.map { Double(counts.lost[$0]) }),
      numbers(cells.map { medians[$0].map { $0 / 86_400 } }),
    ]
    return Frame(entity: nil, rows: nil, count: groups.count, columns: columns)
  }

  private func texts(_ values: [String]) -> Column {
    .text(TextColumn(values.map(Optional.some)))
  }

  private func numbers(_ values: [Double?]) -> Column { .number(NumberColumn(values)) }
}
