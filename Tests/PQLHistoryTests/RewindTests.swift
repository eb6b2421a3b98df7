import PQLHistory
import PQLModel
import PQLTestSupport
import Testing

/// The value of a field at the end of a day, by each line of its rule.
@Suite struct RewindTests {
  private static let base = SmallHistory()
    .with(
      .deals,
      "id:text stage:stage amount:money close_date:date closed_on:date created:date seats:number",
      "changed Won 30 2026-05-01 2026-04-10 2026-01-01 3",
      "reopened Proposal 5 2026-06-01 - 2026-01-01 -",
      "silent Lost 7 2026-03-01 2026-03-15 2026-01-02 1", "later Lead 9 - - 2026-03-02 2",
      "undated Lead 1 - - - 1", "dated Lead 1 - - - 1"
    )
    .changes(
      "changed 2026-01-01T10:00 stage - Lead", "changed 2026-01-01T10:00 amount - 10.5",
      "changed 2026-02-01T23:59 amount 10.5 20", "changed 2026-02-02T00:00 amount 20 30",
      "changed 2026-04-10T09:00 stage Lead Won",
      "changed 2026-03-01T08:00 close_date 2026-02-28 2026-05-01",
      "reopened 2026-01-01T10:00 stage - Lead", "reopened 2026-02-05T10:00 stage Lead Won",
      "reopened 2026-03-05T10:00 stage Won Proposal", "reopened 2026-03-06 seats 8 -",
      "later 2026-03-02T10:00 stage - Lead", "dated 2026-02-20 amount 4 1",
      "changed 2026-02-10 seats lots 3"
    ).model

  private func past(_ day: String, _ base: Model = base) throws -> PastModel {
    let day = try #require(dayNumber(day))
    return Rewind(base, HistoryKnowledge(base), to: day).model()
  }

  /// A field of the deals that were there, as texts; `?` where nobody knows it.
  private func values(_ field: String, _ day: String) throws -> [String: String] {
    let past = try past(day)
    let deals = try #require(past.model[.deals])
    let index = try #require(deals.index(of: field))
    var values: [String: String] = [:]
    for row in 0..<deals.rowCount {
      let isUnknown = past.unknown(index, of: .deals)?[row] ?? false
      values[deals.text("id", row) ?? ""] = isUnknown ? "?" : deals.text(field, row) ?? "-"
    }
    return values
  }

  @Test("deals are there from their creation, else from their first change")
  func presence() throws {
    #expect(try past("2025-12-31").model[.deals]?.rowCount == 0)
    #expect(Set(try values("id", "2026-02-19").keys) == ["changed", "reopened", "silent"])
    #expect(
      Set(try values("id", "2026-03-02").keys)
        == ["changed", "reopened", "silent", "later", "dated"])
    #expect(try past("2026-03-02").undatedDeals == 1)
  }

  @Test("an amount is what the last change made it, else what the first one says it was")
  func amounts() throws {
    func amount(_ day: String) throws -> String? { try values("amount", day)["changed"] }
    #expect(try amount("2026-01-01") == "10.50")
    #expect(try amount("2026-01-31") == "10.50")
    // The end of the day counts: a change of its last minute is in, one of midnight is not.
    #expect(try amount("2026-02-01") == "20.00")
    #expect(try amount("2026-02-02") == "30.00")
    #expect(try values("amount", "2026-02-20")["dated"] == "1.00")
    // Without a change: as recorded, from the first change of the field on.
    #expect(try values("amount", "2026-01-31")["silent"] == "7.00")
  }

  @Test("what was before the first change is what it says, on any day")
  func before() throws {
    #expect(try values("close_date", "2026-01-31")["changed"] == "2026-02-28")
    #expect(try values("close_date", "2026-01-31")["silent"] == "?")
    #expect(try values("close_date", "2026-03-01")["silent"] == "2026-03-01")
    #expect(try values("close_date", "2026-03-01")["changed"] == "2026-05-01")
  }

  @Test("a value that is no value of its field is not known")
  func unreadable() throws {
    #expect(try values("seats", "2026-02-09")["changed"] == "?")
    #expect(try values("seats", "2026-02-10")["changed"] == "3.0")
    #expect(try values("seats", "2026-03-05")["reopened"] == "8.0")
    #expect(try values("seats", "2026-03-06")["reopened"] == "-")
  }

  @Test("before its first change a deal is in no stage, which is known")
  func stages() throws {
    #expect(try values("stage", "2026-02-06")["reopened"] == "Won")
    #expect(try values("stage", "2026-03-05")["reopened"] == "Proposal")
    #expect(try values("stage", "2026-03-02")["dated"] == "Lead")
    // Closed later, and no change says so: it was open, in which stage nobody knows.
    #expect(try values("stage", "2026-03-14")["silent"] == "?")
    #expect(try values("stage", "2026-03-15")["silent"] == "Lost")
  }

  @Test("a deal closed on the day of its last closing then")
  func closing() throws {
    #expect(try values("closed_on", "2026-02-06")["reopened"] == "2026-02-05")
    #expect(try values("closed_on", "2026-03-05")["reopened"] == "-")
    #expect(try values("closed_on", "2026-04-09")["changed"] == "-")
    #expect(try values("closed_on", "2026-04-10")["changed"] == "2026-04-10")
    #expect(try values("closed_on", "2026-03-14")["silent"] == "-")
  }

  @Test("what was closed before the history begins is as recorded, also where it begins later")
  func closedBefore() throws {
    let deals = SmallHistory().with(
      .deals, "id:text stage:stage amount:money closed_on:date created:date",
      "old Won 5 2026-01-20 2026-01-01", "open Lead 6 - 2026-01-01", "odd Lost 7 - 2026-01-01",
      "new Lead 8 - 2026-03-01")
    let base = deals.changes(
      "new 2026-03-01T10:00 stage - Lead", "new 2026-03-01T10:00 amount - 8"
    ).model
    for base in [base, deals.changes("new 2026-03-01 source - web").model] {
      let past = try past("2026-02-01", base)
      let table = try #require(past.model[.deals])
      #expect((0..<3).map { table.text("stage", $0) } == ["Won", nil, nil])
      #expect((0..<3).map { table.text("amount", $0) } == ["5.00", nil, nil])
      #expect((0..<3).map { table.text("closed_on", $0) } == ["2026-01-20", nil, nil])
      for field in ["stage", "amount"] {
        let index = try #require(table.index(of: field))
        #expect(past.unknown(index, of: .deals) == Bitmap([false, true, true]))
      }
      // Of `odd` nobody knows whether it was lost then.
      #expect(past.unknownOutcomes.value == Bitmap([false, false, true]))
    }
    let earlier = try #require(try past("2026-01-19", base).model[.deals])
    #expect(earlier.text("stage", 0) == nil)
    #expect(earlier.text("closed_on", 0) == nil)
  }

  @Test("activities behind a day are later data up to today alone")
  func later() throws {
    let base = SmallHistory().with(.deals, "id:text created:date", "a 2026-01-01")
      .with(.activities, "id:text at:timestamp", "call 2026-02-01T10:00", "plan 2026-09-01T10:00")
      .model
    let knowledge = HistoryKnowledge(base)
    func hasAnything(_ day: String, _ today: String) -> Bool {
      knowledge.hasAnything(after: dayNumber(day) ?? 0, until: dayNumber(today) ?? 0)
    }
    #expect(hasAnything("2026-01-31", "2026-06-30"))
    #expect(!hasAnything("2026-02-01", "2026-06-30"))
    #expect(!hasAnything("2026-06-30", "2026-06-30"))
    #expect(hasAnything("2025-12-31", "2025-12-31"))
  }
}
