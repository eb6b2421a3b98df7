import PQLModel
import Testing

@testable import PQLAnalytics

@Suite struct CohortAgesTests {
  private func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    CivilDate(year: year, month: month, day: day).dayNumber
  }

  private func member(
    _ begun: Int32, closed: Int32? = nil, isWon: Bool = true, worth: Int128? = nil
  ) -> CohortAges.Member {
    CohortAges.Member(begun: begun, closed: closed.map { ($0, isWon) }, worth: worth)
  }

  /// Checked against `relativedelta` of Python's dateutil 2.9.
  @Test(arguments: [
    ((2024, 1, 31), (2024, 2, 29), 0), ((2024, 1, 31), (2024, 3, 1), 1),
    ((2024, 1, 29), (2024, 2, 29), 1), ((2023, 12, 15), (2024, 12, 14), 11),
    ((2023, 12, 15), (2024, 12, 15), 12), ((2024, 2, 29), (2025, 2, 28), 11),
    ((2024, 2, 29), (2025, 3, 1), 12), ((2024, 5, 31), (2024, 6, 30), 0),
    ((2024, 5, 7), (2024, 5, 7), 0), ((2024, 5, 7), (2024, 4, 6), -1),
  ])
  func `a month is whole when its day comes again`(
    start: (Int, Int, Int), end: (Int, Int, Int), months: Int
  ) {
    let found = CohortAges.wholeMonths(
      from: day(start.0, start.1, start.2), to: day(end.0, end.1, end.2))
    #expect(found == months)
  }

  @Test func `a cohort is counted at every age of its oldest`() throws {
    let begun = day(2026, 1, 10)
    let cohort = try CohortAges(
      [
        member(begun, closed: day(2026, 1, 20), worth: 5),
        member(begun, closed: day(2026, 3, 9), isWon: false),
        member(begun, closed: day(2026, 3, 10)), member(day(2026, 2, 1)),
        // Closed before it began: at age 0.
        member(begun, closed: day(2025, 12, 1), worth: 7),
      ], today: day(2026, 4, 15))
    #expect(cohort.count == 5)
    #expect(cohort.rows.map(\.won) == [2, 2, 3, 3])
    #expect(cohort.rows.map(\.lost) == [0, 1, 1, 1])
    #expect(cohort.rows.map(\.valued) == [2, 2, 2, 2])
    #expect(cohort.rows.map(\.worth) == [12, 12, 12, 12])
    // The youngest is two months old.
    #expect(cohort.rows.map(\.isComplete) == [true, true, false, false])
  }

  @Test func `a cohort of nobody has one row`() throws {
    #expect(try CohortAges([], today: 0).rows == [CohortAges.Row(isComplete: false)])
  }

  @Test func `an outcome dated after today counts at the last age`() throws {
    let cohort = try CohortAges(
      [member(day(2026, 1, 10), closed: day(2026, 9, 1))], today: day(2026, 2, 15))
    #expect(cohort.rows.map(\.won) == [0, 1])
  }

  @Test func `too much worth is no number`() {
    let most = member(0, closed: 1, worth: .max)
    #expect(throws: AmountOverflow.self) { try CohortAges([most, most], today: 10) }
  }
}
