import Testing

@testable import PQLAnalytics

@Suite struct LeadStepsTests {
  private func lead(
    to reached: [Bool], days: [Int64?] = [0, nil, nil, nil, nil], known: Int64? = 30,
    isDisqualified: Bool = false
  ) -> LeadSteps.Lead {
    LeadSteps.Lead(
      isReached: reached, seconds: days.map { $0.map { $0 * 86_400 } },
      known: known.map { $0 * 86_400 }, isDisqualified: isDisqualified)
  }

  private func steps(_ leads: [LeadSteps.Lead]) -> LeadSteps {
    var steps = LeadSteps()
    for lead in leads { steps.add(lead) }
    return steps
  }

  @Test func `a later step passes the earlier ones`() {
    let found = steps([
      lead(to: [true, false, false, true, false]), lead(to: [true, false, false, false, false]),
    ])
    #expect(found.reached == [2, 1, 1, 1, 0])
    #expect((0..<5).map { found.rate(of: $0) } == [0.5, 1, 1, 0, nil])
    #expect(found.untimed == [0, 1, 1, 1, 0])
  }

  @Test func `who was disqualified is lost at the last step that was come to`() {
    let found = steps([
      lead(to: [true, true, false, false, false], isDisqualified: true),
      lead(to: [true, false, false, false, false], isDisqualified: true),
      // Won after all.
      lead(to: [true, true, true, true, true], isDisqualified: true),
    ])
    #expect(found.lost == [1, 1, 0, 0, 0])
  }

  /// Of six three are touched by day 3, which leaves exactly a half, and nobody is touched later.
  @Test func `who was not touched waits`() {
    let days: [Int64] = [1, 3, 3]
    let touched = days.map {
      lead(to: [true, true, false, false, false], days: [0, $0, nil, nil, nil])
    }
    let waiting = [9, 30, 30].map { lead(to: [true, false, false, false, false], known: $0) }
    #expect(steps(touched + waiting).medianDays(to: 1) == 3)
    #expect(steps(waiting).medianDays(to: 1) == nil)
    #expect(steps(touched).medianDays(to: 0) == nil)
  }

  @Test func `a lead without a creation counts and has no time`() {
    let found = steps([lead(to: [true, true, false, false, false], known: nil)])
    #expect(found.reached == [1, 1, 0, 0, 0] && found.untimed == [0, 0, 0, 0, 0])
  }
}
