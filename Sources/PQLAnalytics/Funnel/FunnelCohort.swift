package import PQLModel

/// The deals of a funnel: which they are, in which groups, and what is known of each.
package struct FunnelCohort: Sendable {
  package var paths: StagePaths
  package var steps: FunnelSteps
  /// The deal of each row; nil when these are all deals in order.
  package var rows: [Int32]?
  package var count: Int
  /// The group of each row.
  package var groups: [Int32]
  package var groupCount: Int
  /// By deal: its pipeline, -1 when no pipeline knows its stage.
  package var pipelines: Buffer<Int32>
  /// By deal: its stage now, as a place in the names of `paths`; -1 for none that a pipeline knows.
  package var stages: [Int32]
  /// By deal: the day it was closed.
  package var closedOn: DayColumn?
  /// The end of today, up to which a visit that still goes on is known: seconds since 1970.
  package var end: Int64

  package init(
    paths: StagePaths, steps: FunnelSteps, rows: [Int32]?, count: Int, groups: [Int32],
    groupCount: Int, pipelines: Buffer<Int32>, stages: [Int32], closedOn: DayColumn?, end: Int64
  ) {
    self.paths = paths
    self.steps = steps
    self.rows = rows
    self.count = count
    self.groups = groups
    self.groupCount = groupCount
    self.pipelines = pipelines
    self.stages = stages
    self.closedOn = closedOn
    self.end = end
  }

  @inline(__always)
  package func deal(_ row: Int) -> Int { rows.map { Int($0[row]) } ?? row }

  /// The changes of a deal, as places in `paths`.
  @inline(__always)
  package func changes(of deal: Int) -> Range<Int> {
    paths.changes(of: deal)
  }

  /// The step a deal is at now.
  @inline(__always)
  package func current(_ deal: Int, in pipeline: Int) -> Int32 {
    steps.step(stages[deal], in: pipeline)
  }

  /// The visit behind which no change is recorded: it goes on while the deal stands there; else it
  /// ended when the deal was closed, or nobody knows when.
  package func lastVisit(
    of deal: Int, in pipeline: Int, _ step: Int, since entered: Int64
  ) -> KaplanMeier.Lasting? {
    let current = Int(current(deal, in: pipeline))
    if current == step { return .init(end - entered, goesOn: true) }
    let isClosed =
      current == FunnelSteps.lost || current >= 0 && steps.steps[current].isWon
    guard isClosed, let closedOn, closedOn.validity?[deal] ?? true else { return nil }
    return .init(Int64(closedOn.values[deal]) * 86_400 - entered, goesOn: false)
  }
}
