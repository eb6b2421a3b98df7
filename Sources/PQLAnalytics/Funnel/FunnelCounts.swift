import PQLModel

/// What the deals of a cohort did, counted by cell: a group and a step.
///
/// Counts of parts of a cohort add up, in whatever order.
package struct FunnelCounts: Sendable {
  package typealias Visit = KaplanMeier.Lasting

  /// By cell, deals that came no further than the step; those that were won stand at the first won
  /// step.
  package private(set) var furthest: [Int]
  /// By cell of a won step, deals that came to it.
  package private(set) var won: [Int]
  package private(set) var here: [Int]
  package private(set) var lost: [Int]
  /// By group and pipeline, how many deals there are.
  package private(set) var deals: [Int]
  /// Deals whose stage no pipeline knows.
  package private(set) var unplaced = 0
  /// Deals without a change of stage on record, and of them those that count nowhere.
  package private(set) var unrecorded = 0
  package private(set) var nowhere = 0
  /// Changes into a stage that the deal's pipeline does not have.
  package private(set) var strange = 0
  /// Visits that have ended, nobody knows when.
  package private(set) var endless = 0
  /// The visits cell by cell, and where those of each cell begin.
  package private(set) var visits: [Visit] = []
  package private(set) var visitStarts: [Int]

  /// Counts the rows of a part of a cohort.
  package init(_ cohort: FunnelCohort, _ part: Range<Int>) {
    let cells = cohort.groupCount * cohort.steps.count
    furthest = Array(repeating: 0, count: cells)
    won = furthest
    here = furthest
    lost = furthest
    deals = Array(repeating: 0, count: cohort.groupCount * cohort.steps.pipelineCount)
    visitStarts = Array(repeating: 0, count: cells + 1)
    var lastWon = [Int](repeating: -1, count: cohort.steps.count)
    for row in part { count(row, cohort, &lastWon) }
    for cell in 0..<cells { visitStarts[cell + 1] += visitStarts[cell] }
    measure(cohort, part)
  }

  /// Counts one deal; `lastWon` holds the last row that came to each won step.
  @inline(__always)
  private mutating func count(_ row: Int, _ cohort: FunnelCohort, _ lastWon: inout [Int]) {
    let deal = cohort.deal(row)
    let pipeline = Int(cohort.pipelines[deal])
    guard pipeline >= 0 else {
      unplaced += 1
      return
    }
    let steps = cohort.steps
    let group = Int(cohort.groups[row])
    let base = group * steps.count
    let firstWon = steps.firsts[pipeline] + steps.openCounts[pipeline]
    deals[group * steps.pipelineCount + pipeline] += 1
    var far = -1
    var last = -1
    func come(to step: Int) {
      last = step
      far = max(far, min(step, firstWon))
      guard step >= firstWon, lastWon[step] != row else { return }
      lastWon[step] = row
      won[base + step] += 1
    }
    let changes = cohort.changes(of: deal)
    for change in changes {
      let step = Int(steps.step(cohort.paths.stages[change], in: pipeline))
      if step >= 0 {
        come(to: step)
        if step < firstWon { visitStarts[base + step + 1] += 1 }
      } else if step == FunnelSteps.unknown {
        strange += 1
      }
    }
    let current = Int(cohort.current(deal, in: pipeline))
    if current >= 0 {
      come(to: current)
      if current < firstWon { here[base + current] += 1 }
    } else if current == FunnelSteps.lost, last >= 0 {
      lost[base + last] += 1
    }
    if changes.isEmpty { unrecorded += 1 }
    if far >= 0 { furthest[base + far] += 1 } else { nowhere += 1 }
  }

  /// Writes how long each visit of an open stage took, or has taken so far.
  private mutating func measure(_ cohort: FunnelCohort, _ part: Range<Int>) {
    let none = Visit(0, goesOn: false)
    visits = Array(repeating: none, count: visitStarts[visitStarts.count - 1])
    var next = visitStarts
    let steps = cohort.steps
    for row in part {
      let deal = cohort.deal(row)
      let pipeline = Int(cohort.pipelines[deal])
      guard pipeline >= 0 else { continue }
      let base = Int(cohort.groups[row]) * steps.count
      let firstWon = steps.firsts[pipeline] + steps.openCounts[pipeline]
      let changes = cohort.changes(of: deal)
      for change in changes {
        let step = Int(steps.step(cohort.paths.stages[change], in: pipeline))
        guard step >= 0, step < firstWon else { continue }
        let entered = cohort.paths.moments[change]
        let visit: Visit
        if change + 1 < changes.upperBound {
          visit = Visit(cohort.paths.moments[change + 1] - entered, goesOn: false)
        } else if let last = cohort.lastVisit(of: deal, in: pipeline, step, since: entered) {
          visit = last
        } else {
          endless += 1
          continue
        }
        visits[next[base + step]] = visit
        next[base + step] += 1
      }
    }
    if endless > 0 { close(next) }
  }

  /// Takes out the places of visits that were not written.
  private mutating func close(_ ends: [Int]) {
    var kept: [Visit] = []
    var starts = [0]
    for cell in 0..<visitStarts.count - 1 {
      kept += visits[visitStarts[cell]..<ends[cell]]
      starts.append(kept.count)
    }
    visits = kept
    visitStarts = starts
  }

  /// The visits of a cell.
  package func visits(_ cell: Int) -> ArraySlice<Visit> {
    visits[visitStarts[cell]..<visitStarts[cell + 1]]
  }

  /// Adds the counts of another part; the visits stay with their part.
  package mutating func add(_ other: FunnelCounts) {
    func add(_ mine: inout [Int], _ theirs: [Int]) {
      for index in mine.indices { mine[index] += theirs[index] }
    }
    add(&furthest, other.furthest)
    add(&won, other.won)
    add(&here, other.here)
    add(&lost, other.lost)
    add(&deals, other.deals)
    unplaced += other.unplaced
    unrecorded += other.unrecorded
    nowhere += other.nowhere
    strange += other.strange
    endless += other.endless
  }
}
