import PQLHistory
import PQLModel
import PQLTestSupport
import Testing

/// Records that name each other, on a past day.
@Suite struct PastRelationTests {
  private func past(_ base: Model, _ day: String) throws -> Model {
    let day = try #require(dayNumber(day))
    return Rewind(base, HistoryKnowledge(base), to: day).model().model
  }

  private static let deals = SmallHistory().with(
    .owners, "id:text name:text", "U1 Ana", "U2 Bo", "U3 Cy")

  @Test("an owner whom the history names by id has the name that the records use")
  func names() throws {
    let base = Self.deals.with(
      .deals, "id:text created:date owner:owners", "a 2026-01-01 Bo", "b 2026-01-01 Ana"
    ).changes("a 2026-01-01 owner - U1", "a 2026-02-01 owner U1 U3", "a 2026-03-01 owner U3 U2")
      .model
    let january = try past(base, "2026-01-31")
    #expect((0..<2).map { january[.deals]?.text("owner", $0) } == ["Ana", "Ana"])
    #expect(january.link(.deals, "owner").map { Array($0.rows) } == [0, 0])
    // Nobody is recorded as Cy: the name, as the others are.
    let february = try past(base, "2026-02-01")
    #expect(february[.deals]?.text("owner", 0) == "Cy")
    #expect(february.link(.deals, "owner").map { Array($0.rows) } == [2, 0])
  }

  @Test("an owner whom the history names by name has the id that the records use")
  func ids() throws {
    let base = Self.deals.with(
      .deals, "id:text created:date owner:owners", "a 2026-01-01 U2", "b 2026-01-01 U1"
    ).changes("a 2026-01-01 owner - Ana", "a 2026-02-01 owner Ana Cy", "a 2026-03-01 owner Cy Bo")
      .model
    #expect(try past(base, "2026-01-31")[.deals]?.text("owner", 0) == "U1")
    #expect(try past(base, "2026-02-01")[.deals]?.text("owner", 0) == "U3")
  }

  @Test("a record that was not there yet is named by nobody")
  func laterRecords() throws {
    let base = SmallHistory()
      .with(.accounts, "id:text created:date", "old 2026-01-01", "new 2026-03-01")
      .with(
        .deals, "id:text created:date account:accounts", "a 2026-01-01 old", "b 2026-01-01 new",
        "c 2026-04-01 old"
      ).model
    let past = try past(base, "2026-02-01")
    #expect((0..<2).map { past[.deals]?.text("account", $0) } == ["old", nil])
    #expect(past.link(.deals, "account").map { Array($0.rows) } == [0, -1])
    #expect(past[.accounts]?.rowCount == 1)
  }

  @Test("a lead leads to its deal from its conversion on")
  func conversion() throws {
    let base = SmallHistory().with(.deals, "id:text created:date", "a 2026-01-01", "b 2026-03-01")
      .with(
        .leads, "id:text created:date converted:boolean converted_at:date converted_deal:deals",
        "l 2026-01-05 yes 2026-02-10 a", "m 2026-01-05 yes - b", "n 2026-01-06 no - -"
      ).model
    let before = try past(base, "2026-02-09")
    #expect((0..<3).map { before[.leads]?.text("converted", $0) } == ["false", "false", "false"])
    #expect((0..<3).map { before[.leads]?.text("converted_deal", $0) } == [nil, nil, nil])
    #expect(before.link(.leads, "converted_deal").map { Array($0.rows) } == [-1, -1, -1])
    let after = try past(base, "2026-02-10")
    #expect(after[.leads]?.text("converted_deal", 0) == "a")
    #expect(after.link(.leads, "converted_deal").map { Array($0.rows) } == [0, -1, -1])
  }

  @Test("a deal that changed its pipeline is closed by the stages of the one it was in")
  func pipelines() throws {
    var base = SmallHistory().with(
      .deals, "id:text created:date closed_on:date pipeline:category stage:stage",
      "a 2026-01-01 2026-04-01 Renewal Done"
    ).changes(
      "a 2026-01-01 stage - Lead", "a 2026-01-01 pipeline - Sales", "a 2026-02-10 stage Lead Won",
      "a 2026-03-01 pipeline Sales Renewal", "a 2026-03-01 stage Won Review",
      "a 2026-04-01 stage Review Done"
    ).model
    base.pipelines.append(
      Pipeline(
        name: "Renewal", stages: [Stage(name: "Review"), Stage(name: "Done", outcome: .won)]))
    #expect(try past(base, "2026-02-15")[.deals]?.text("closed_on", 0) == "2026-02-10")
    #expect(try past(base, "2026-03-15")[.deals]?.text("closed_on", 0) == nil)
  }
}
