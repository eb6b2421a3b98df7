import PQLAnalytics
import PQLModel
import PQLTestSupport
import Testing

/// Against days counted on paper.
@Suite struct StageVisitsTests {
  /// `skips` passed Qualified by, `back` returned from Proposal, `again` was won, reopened and is in
  /// Qualified, `unclosed` was lost without a change that says so, `moved` was edited past its history.
  private static let model = SmallHistory()
    .with(
      .deals, "id:text stage:stage closed_on:date", "skips Won 2026-03-01", "back Qualified -",
      "again Qualified -", "unclosed Lost 2026-02-20", "moved Proposal -", "silent Lead -"
    )
    .changes(
      "skips 2026-01-01T09:00 stage - Lead", "skips 2026-01-11T08:00 stage Lead Proposal",
      "skips 2026-03-01T10:00 stage Proposal Won", "back 2026-01-01 stage - Lead",
      "back 2026-01-05 stage Lead Qualified", "back 2026-01-20 stage Qualified Proposal",
      "back 2026-02-01 stage Proposal Qualified", "back 2026-02-03 stage Qualified Qualified",
      "again 2026-01-01 stage - Qualified", "again 2026-01-15 stage Qualified Won",
      "again 2026-02-10 stage Won Qualified", "unclosed 2026-01-10 stage - Lead",
      "unclosed 2026-01-31 stage Lead Qualified", "moved 2026-01-10 stage - Lead",
      "moved 2026-01-10 stage Lead Qualified"
    ).model

  private func visits(until day: String? = nil) throws -> StageVisits {
    var paths = try #require(StagePaths(Self.model))
    let deals = try #require(Self.model[.deals])
    var stages = deals.field("stage")?.column.texts
    if let end = day.flatMap(dayNumber) {
      paths = paths.until((Int64(end) + 1) * 86_400, deals: nil)
      stages = TextColumn(["Proposal", "Proposal", "Won", "Lead", "Qualified", "Lead"])
    }
    var closedOn: DayColumn?
    if case .day(let days)? = deals.field("closed_on")?.column { closedOn = days }
    return StageVisits(
      paths, Self.model.pipelines, pipelines: Buffer(repeating: 0, count: 6), stages: stages,
      closedOn: closedOn)
  }

  private func day(_ text: String) -> Int32 { dayNumber(text) ?? 0 }

  @Test("a stage is reached by entering it or one past it")
  func reached() throws {
    let visits = try visits()
    func reached(_ stage: String) -> [Int] {
      let places = visits.places(of: [stage])
      return (0..<6).filter { visits.reached(places, $0) }
    }
    #expect(reached("Lead") == [0, 1, 2, 3, 4, 5])
    #expect(reached("Qualified") == [0, 1, 2, 3, 4])
    #expect(reached("Proposal") == [0, 1, 2, 4])
    #expect(reached("Won") == [0, 2])
    #expect(reached("Lost") == [3])
  }

  @Test("a stage is entered on the day of the first change into it")
  func entered() throws {
    let visits = try visits()
    let proposal = visits.places(of: ["Proposal"])
    #expect(
      (0..<6).map { visits.entered(proposal, $0) } == [
        day("2026-01-11"), day("2026-01-20"), nil, nil, nil, nil,
      ])
  }

  @Test("days in a stage are those of all visits; a visit without a known end has none")
  func days() throws {
    let visits = try visits()
    let today = day("2026-03-31")
    func days(_ stage: String) -> [Int32?] {
      (0..<6).map { visits.days(in: visits.places(of: [stage]), $0, today: today) }
    }
    #expect(days("Lead") == [10, 4, nil, 21, 0, nil])
    // Of `back` 15 and 58 days, of `again` 14 and 49, of `unclosed` up to its loss.
    #expect(days("Qualified") == [nil, 73, 63, 20, nil, nil])
    #expect(days("Proposal") == [49, 12, nil, nil, nil, nil])
  }

  @Test("an open deal's days in its stage begin with its last change, if that led there")
  func daysInStage() throws {
    let visits = try visits()
    let today = day("2026-03-31")
    #expect(
      (0..<6).map { visits.daysInStage($0, today: today) } == [nil, 58, 49, nil, nil, nil])
  }

  @Test("a deal is open at the end of a day by its last change up to then")
  func open() throws {
    let visits = try visits()
    func open(_ deal: Int, _ days: String...) -> [Bool] {
      days.map { visits.wasOpen(deal, on: day($0)) }
    }
    #expect(
      open(2, "2026-01-14", "2026-01-15", "2026-02-09", "2026-02-10") == [true, false, false, true])
    #expect(open(0, "2025-12-31", "2026-02-28", "2026-03-01") == [true, true, false])
  }

  @Test("as of a day nothing behind it counts")
  func past() throws {
    let visits = try visits(until: "2026-01-31")
    let today = day("2026-01-31")
    #expect((0..<6).map { visits.daysInStage($0, today: today) } == [20, 11, nil, nil, 21, nil])
    let qualified = visits.places(of: ["Qualified"])
    #expect(visits.days(in: qualified, 1, today: today) == 15)
    #expect(visits.entered(visits.places(of: ["Won"]), 0) == nil)
  }
}
