import PQLAnalytics
import PQLModel
import PQLTestSupport
import Testing

/// Against counts on paper: a push is a move to a later month, a slip a month's end passed while open.
@Suite struct CloseDatePathsTests {
  private static let model = SmallHistory()
    .with(
      .deals, "id:text close_date:date", "pushed 2026-04-02", "within 2026-02-28",
      "pulled 2026-01-31", "retold 2026-03-01", "silent 2026-02-10", "cleared -",
      "unsorted 2026-05-01"
    )
    .changes(
      "pushed 2026-01-05 close_date - 2026-01-31",
      "pushed 2026-01-31 close_date 2026-01-31 2026-02-01",
      "pushed 2026-03-01 close_date 2026-02-01 2026-04-02",
      "within 2026-01-05 close_date 2026-02-01 2026-02-28",
      "pulled 2026-01-05 close_date - 2026-02-28",
      "pulled 2026-01-20 close_date 2026-02-28 2026-01-31",
      "retold 2026-01-05 close_date - 2026-01-10", "retold 2026-02-01 close_date - 2026-03-01",
      "cleared 2026-01-05 close_date - 2026-01-10", "cleared 2026-01-06 close_date 2026-01-10 -",
      "unsorted 2026-03-03 close_date 2026-04-01 2026-05-01",
      "unsorted 2026-01-03 close_date - 2026-03-01",
      "unsorted 2026-02-03 close_date 2026-03-01 2026-04-01"
    ).model

  private func paths() throws -> CloseDatePaths { try #require(CloseDatePaths(Self.model)) }

  @Test("pushes count moves to a later month, in time and not in the order of the file")
  func pushes() throws {
    let paths = try paths()
    #expect((0..<7).map { paths.pushes($0) } == [2, 0, 0, 1, 0, 0, 2])
  }

  @Test("pushes up to a day leave out those behind it")
  func pushesThen() throws {
    let end = Int64(try #require(dayNumber("2026-02-02"))) * 86_400
    let past = try paths().until(end, deals: [6, 0])
    #expect((past.pushes(0), past.pushes(1)) == (0, 1))
  }

  private func day(_ text: String) -> Int32 { dayNumber(text) ?? 0 }

  @Test("a deal slips where the month it was due in ends while it is open")
  func slips() throws {
    let paths = try paths()
    func slipped(_ deal: Int, _ due: String?, closed: String? = nil, today: String) -> Bool {
      paths.slipped(deal, due: due.flatMap(dayNumber), today: dayNumber(today) ?? 0) { day in
        closed.flatMap(dayNumber).map { day < $0 } ?? true
      }
    }
    // Moved on January's last day, so January ended with the deal due later.
    #expect(!slipped(0, "2026-04-02", today: "2026-02-28"))
    #expect(slipped(0, "2026-04-02", today: "2026-03-01"))
    // Closed on the last day of the month in which it was due.
    #expect(!slipped(0, "2026-04-02", closed: "2026-02-28", today: "2026-06-30"))
    // A deal of which no change is recorded, by the close date that it has.
    #expect(!slipped(4, "2026-02-10", today: "2026-02-28"))
    #expect(slipped(4, "2026-02-10", today: "2026-03-01"))
    #expect(!slipped(4, nil, today: "2026-03-01"))
    // Closed at the end of February and March, and open again behind them.
    #expect(
      !paths.slipped(0, due: nil, today: day("2026-04-30")) {
        !(day("2026-02-28")...day("2026-03-31")).contains($0)
      })
    // Due on no day when January ended.
    #expect(!slipped(5, nil, today: "2026-06-30"))
  }

  @Test("no change of a close date, no paths")
  func nothing() {
    let model = SmallHistory().with(.deals, "id:text", "a")
      .changes("a 2026-01-01 stage - Lead").model
    #expect(CloseDatePaths(model) == nil)
  }
}
