import PQLAnalytics
import PQLModel
import PQLPlan

/// The deals behind a cell of a funnel: each is counted as a cohort of its own.
enum FunnelParts {
  static func parts(
    _ cell: OperatorCell, _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> OperatorParts? {
    let rows = inputs[0]
    let groups = try context.groups(of: rows)
    var cohort = try FunnelRun.cohort(rows, groups, context)
    let counted = try FunnelRun.counted(cohort, context)
    let counts = counted.dropFirst().reduce(into: counted[0]) { $0.add($1) }
    let table = FunnelRun.table(counts, cohort, groups, context)
    guard table.stepOf.indices.contains(cell.row) else { return nil }
    let (group, step) = (table.groups[cell.row], table.stepOf[cell.row])
    let members = cohort.groups.indices.filter { cohort.groups[$0] == group }
    cohort.groups = [Int32](repeating: 0, count: cohort.count)
    cohort.groupCount = 1
    let part = FunnelPart(step: step, pipeline: cohort.steps.steps[step].pipeline, cohort: cohort)
    return part.told(cell.column, members, context)
  }
}

/// What single deals add to a step.
private struct FunnelPart {
  let step: Int
  let pipeline: Int
  let cohort: FunnelCohort

  func told(_ column: String, _ members: [Int], _ context: OperatorContext) -> OperatorParts? {
    switch column {
    case "reached", "here", "lost":
      return OperatorParts([counted(column, column, members, context)])
    case "rate":
      return OperatorParts(
        [
          counted("went_on", "next", members, context),
          counted("reached", "reached", members, context),
        ], formula: "went_on / reached")
    case "median_days": return OperatorParts([visits(column, members, context)])
    default: return nil
    }
  }

  /// The deals that a count counts.
  private func counted(
    _ name: String, _ count: String, _ members: [Int], _ context: OperatorContext
  ) -> OperatorParts.Step {
    let kept = members.filter { value(of: $0, count) > 0 }
    let ones = NumberColumn(values: kept.map { _ in 1.0 })
    return OperatorParts.Step(
      name,
      Rows(
        count: kept.count,
        columns: deals(kept, context) + [Rows.Named("part", .number, .number(ones))]))
  }

  private func value(of member: Int, _ count: String) -> Int {
    let counts = FunnelCounts(cohort, member..<member + 1)
    switch count {
    case "here": return counts.here[step]
    case "lost": return counts.lost[step]
    default: break
    }
    var table = FunnelTable(counts, cohort.steps)
    table.add(group: 0, pipelines: [pipeline])
    guard let place = table.stepOf.firstIndex(of: step) else { return 0 }
    return count == "next" ? table.next[place] ?? 0 : table.reached[place]
  }

  /// The visits of the step, each with how many days it took or has taken so far.
  private func visits(
    _ name: String, _ members: [Int], _ context: OperatorContext
  ) -> OperatorParts.Step {
    let visits = members.flatMap { member in
      FunnelCounts(cohort, member..<member + 1).visits(step).map { (member, $0) }
    }
    let goesOn = Bitmap(visits.map(\.1.goesOn))
    let days = NumberColumn(values: visits.map { Double($0.1.length) / 86_400 })
    return OperatorParts.Step(
      name,
      Rows(
        count: visits.count,
        columns: deals(visits.map(\.0), context) + [
          Rows.Named("goes_on", .boolean, .boolean(BooleanColumn(values: goesOn))),
          Rows.Named("part", .duration, .number(days)),
        ]), addsUp: false)
  }

  private func deals(_ members: [Int], _ context: OperatorContext) -> [Rows.Named] {
    let deals = members.map { Int32(cohort.deal($0)) }
    let table = context.model[.deals]
    let stage = table?.field("stage").map {
      Rows.Named("stage", $0.type, $0.column.gathered(deals))
    }
    return context.named(deals, in: table) + (stage.map { [$0] } ?? [])
  }
}
