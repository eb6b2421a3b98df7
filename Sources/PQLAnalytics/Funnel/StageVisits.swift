package import PQLModel

/// What a deal's way says of stages: which it came to, when, and for how long.
package struct StageVisits: Sendable {
  private let paths: StagePaths
  package let steps: FunnelSteps
  /// By deal its pipeline, -1 for none, and its stage now as a place in the names of `paths`, -1 for
  /// none.
  private let pipelines: Buffer<Int32>
  private let current: [Int32]
  /// By deal the day it was closed.
  private let closedOn: DayColumn?

  package init(
    _ paths: StagePaths, _ known: [Pipeline], pipelines: Buffer<Int32>, stages: TextColumn?,
    closedOn: DayColumn?
  ) {
    self.paths = paths
    steps = FunnelSteps(known, names: paths.names)
    self.pipelines = pipelines
    self.closedOn = closedOn
    if let stages {
      let place = TextDictionary(paths.names).codes(of: stages.dictionary)
      current = stages.codes.map { $0 < 0 ? -1 : place[Int($0)] }
    } else {
      current = [Int32](repeating: -1, count: pipelines.count)
    }
  }

  /// The places of stages in the names of the paths.
  package func places(of stages: [String]) -> Set<Int32> {
    Set(stages.compactMap { name in paths.names.firstIndex(of: name).map(Int32.init) })
  }

  /// Whether a deal ever came to one of the stages, or past it in its own pipeline.
  ///
  /// Lost stages lie on no way: they are reached by standing in them.
  package func reached(_ wanted: Set<Int32>, _ deal: Int) -> Bool {
    let stages = paths.changes(of: deal).map { paths.stages[$0] } + [current[deal]]
    if stages.contains(where: wanted.contains) { return true }
    let pipeline = Int(pipelines[deal])
    guard pipeline >= 0 else { return false }
    let goals = wanted.map { steps.step($0, in: pipeline) }.filter { $0 >= 0 }
    guard let goal = goals.min() else { return false }
    // A won stage is no step on the way to another won one.
    let isWon = steps.steps[Int(goal)].isWon
    return !isWon && stages.contains { steps.step($0, in: pipeline) >= goal }
  }

  /// The day on which a deal first entered one of the stages; nil when no change says it did.
  package func entered(_ wanted: Set<Int32>, _ deal: Int) -> Int32? {
    paths.changes(of: deal).first { wanted.contains(paths.stages[$0]) }.map(day)
  }

  /// The days that a deal stood in the stages, all its visits together; nil when it never did, or
  /// nobody knows until when.
  ///
  /// `today` is the last day that is known.
  package func days(in wanted: Set<Int32>, _ deal: Int, today: Int32) -> Int32? {
    let changes = paths.changes(of: deal)
    var days: Int32?
    for change in changes where wanted.contains(paths.stages[change]) {
      let isLast = change + 1 == changes.upperBound
      guard let end = isLast ? endOfLast(change, deal, today) : day(change + 1) else { return nil }
      days = (days ?? 0) + end - day(change)
    }
    return days
  }

  /// The days since an open deal entered the stage it is in; nil where no change says when.
  package func daysInStage(_ deal: Int, today: Int32) -> Int32? {
    runningSince(deal).map { today - $0 }
  }

  /// The day on which an open deal entered the stage it is in; nil where no change says when.
  package func runningSince(_ deal: Int) -> Int32? {
    guard let last = paths.changes(of: deal).last, paths.stages[last] == current[deal],
      isOpen(deal)
    else { return nil }
    return day(last)
  }

  /// The open step at which a deal stands; nil of a closed one, and where its pipeline lacks the stage.
  package func openStep(of deal: Int) -> Int? {
    let step = step(of: deal)
    return step >= 0 && !steps.steps[Int(step)].isWon ? Int(step) : nil
  }

  /// Calls for each visit of a won deal to an open stage, with its step, the day on which it began and
  /// the day on which it ended; those of which nobody knows when they ended are left out.
  package func forEachVisitOfWon(_ body: (_ step: Int, _ first: Int32, _ last: Int32) -> Void) {
    for deal in pipelines.indices {
      let now = step(of: deal)
      guard now >= 0, steps.steps[Int(now)].isWon else { continue }
      let changes = paths.changes(of: deal)
      for change in changes {
        let step = steps.step(paths.stages[change], in: Int(pipelines[deal]))
        guard step >= 0, !steps.steps[Int(step)].isWon else { continue }
        let isLast = change + 1 == changes.upperBound
        let end = isLast ? endOfLast(change, deal, day(change)) : day(change + 1)
        if let end { body(Int(step), day(change), end) }
      }
    }
  }

  private func step(of deal: Int) -> Int32 {
    let pipeline = Int(pipelines[deal])
    return pipeline < 0 ? FunnelSteps.unknown : steps.step(current[deal], in: pipeline)
  }

  /// Whether a deal stood in an open stage at the end of a day, as far as its changes say.
  package func wasOpen(_ deal: Int, on day: Int32) -> Bool {
    let end = (Int64(day) + 1) * 86_400
    guard let last = paths.changes(of: deal).last(where: { paths.moments[$0] < end }) else {
      return true
    }
    return isOpen(paths.stages[last], of: deal)
  }

  private func endOfLast(_ change: Int, _ deal: Int, _ today: Int32) -> Int32? {
    if paths.stages[change] == current[deal] { return today }
    guard !isOpen(deal), let closedOn, closedOn.validity?[deal] ?? true else { return nil }
    return closedOn.values[deal]
  }

  private func isOpen(_ deal: Int) -> Bool { isOpen(current[deal], of: deal) }

  private func isOpen(_ stage: Int32, of deal: Int) -> Bool {
    let pipeline = Int(pipelines[deal])
    guard pipeline >= 0 else { return true }
    let step = steps.step(stage, in: pipeline)
    return step >= 0 ? !steps.steps[Int(step)].isWon : step == FunnelSteps.unknown
  }

  private func day(_ change: Int) -> Int32 {
    CivilDate.dayNumber(ofSecond: paths.moments[change])
  }
}
