/// How far leads came on the way from creation to a won deal, and how long it took them.
///
/// A later step passes the earlier ones: who was converted was touched and qualified, whether or not
/// somebody recorded when.
package struct LeadSteps: Sendable {
  /// The steps in order; the raw value is what an answer calls them.
  package enum Step: String, Sendable, CaseIterable {
    case created, touched, qualified, converted, won
  }

  /// What is known of one lead.
  package struct Lead: Sendable {
    /// By step whether the lead came to it, earlier steps passed or not.
    package var isReached: [Bool]
    /// By step the seconds from creation to it; nil where nobody knows them.
    package var seconds: [Int64?]
    /// The seconds from creation up to which it is known; nil without a day of creation.
    package var known: Int64?
    package var isDisqualified: Bool

    package init(
      isReached: [Bool], seconds: [Int64?], known: Int64?, isDisqualified: Bool
    ) {
      self.isReached = isReached
      self.seconds = seconds
      self.known = known
      self.isDisqualified = isDisqualified
    }

    fileprivate var furthest: Int { isReached.lastIndex(of: true) ?? 0 }
  }

  package static let count = Step.allCases.count

  /// By step the leads that came to it or past it.
  package private(set) var reached = [Int](repeating: 0, count: count)
  /// By step the leads that came no further and were disqualified.
  package private(set) var lost = [Int](repeating: 0, count: count)
  /// By step the leads that passed it, and nobody knows when.
  package private(set) var untimed = [Int](repeating: 0, count: count)
  private var waits = [[KaplanMeier.Lasting]](repeating: [], count: count)

  package init() {}

  /// Adds a lead.
  package mutating func add(_ lead: Lead) {
    let furthest = lead.furthest
    for step in 0...furthest { reached[step] += 1 }
    if lead.isDisqualified, furthest < Self.count - 1 { lost[furthest] += 1 }
    guard let known = lead.known else { return }
    for step in 1..<Self.count {
      if step > furthest {
        waits[step].append(.init(known, goesOn: true))
      } else if let seconds = lead.seconds[step] {
        waits[step].append(.init(seconds, goesOn: false))
      } else {
        untimed[step] += 1
      }
    }
  }

  /// The days within which half of the leads come to a step, by Kaplan and Meier, who wait up to what
  /// is known of them; nil when more than half never do, and of the creation itself.
  package func medianDays(to step: Int) -> Double? {
    KaplanMeier.median([waits[step][...]]).map { $0 / 86_400 }
  }

  /// The share of a step's leads that came to the next; nil on the last step and of no leads.
  package func rate(of step: Int) -> Double? {
    guard step + 1 < Self.count, reached[step] > 0 else { return nil }
    return Double(reached[step + 1]) / Double(reached[step])
  }
}
