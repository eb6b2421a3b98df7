import PQLIngest
import PQLModel
import Testing

@Suite("Twenty: answers of its API")
struct TwentyTests {
  let model: Model

  init() throws {
    model = try DataFolders.fixture("twenty")
  }

  @Test func everyAnswerIsATable() {
    let tables = model.report.tables.map { "\($0.system ?? "-") \($0.name) \($0.rowCount)" }
    #expect(
      tables == [
        "Twenty opportunities 4", "Twenty companies 3", "Twenty people 2",
        "Twenty workspaceMembers 2",
      ])
    #expect(model[.deals]?.rowCount == 3)
    #expect(
      model.messages.contains("opportunities: 1 of 4 records are marked as deleted and left aside"))
  }

  @Test func millionthsAreDividedExactly() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("amount") == ["1200050e-2", "800000e-2", "1999999e-2"])
    #expect(deals.texts("currency") == ["EUR", "EUR", "USD"])
    #expect(deals.field("mrr")?.type == .money)
    #expect(deals.texts("mrr") == ["99099e-2", nil, "150e-2"])
    #expect(model[.accounts]?.texts("annualRecurringRevenue") == ["5000000e-0", nil, nil])
  }

  @Test func everyMillionthOfALargeAmountIsKept() throws {
    let model = try one(#"{"amountMicros":9007199254740993,"currencyCode":"EUR"}"#)
    #expect(model[.deals]?.texts("amount") == ["9007199254740993e-6"])
    // Some answers write large numbers as text.
    let text = try one(#"{"amountMicros":"12500000","currencyCode":"EUR"}"#)
    #expect(text[.deals]?.texts("amount") == ["125e-1"])
  }

  @Test func amountsInAnotherCurrencyThanTheDealsKeepTheirForm() throws {
    let model = try one(
      #"{"amountMicros":1000000,"currencyCode":"EUR"},"fee":{"amountMicros":2000000,"currencyCode":"USD"}"#
    )
    #expect(model[.deals]?.texts("amount") == ["1e-0"])
    #expect(model[.deals]?.field("fee.amountMicros")?.type == .number)
    #expect(model[.deals]?.field("fee") == nil)
  }

  @Test func stagesHaveTheirOrderAndOutcome() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("stage") == ["CUSTOMER", "MEETING", "PROPOSAL"])
    #expect(
      model.pipelines.map { $0.stages.map(\.name) } == [
        ["NEW", "SCREENING", "MEETING", "PROPOSAL", "CUSTOMER"]
      ])
    #expect(model.pipelines[0].stages.map(\.outcome) == [nil, nil, nil, nil, .won])
    #expect(model.historyQuality == .none)
  }

  @Test func aWorkspacesOwnStagesEndByTheirNames() throws {
    let records = ["DEMO", "CUSTOMER", "CLOSED_LOST", "NEW"].enumerated().map { number, stage in
      #"{"id":"\#(number)","name":"A","stage":"\#(stage)","closeDate":null,"pointOfContactId":null}"#
    }
    let model = try load([
      "opportunities.json": #"{"data":{"opportunities":[\#(records.joined(separator: ","))]}}"#
    ])
    let outcomes = Dictionary(
      model.pipelines[0].stages.map { ($0.name, $0.outcome) }, uniquingKeysWith: { $1 })
    #expect(outcomes == ["DEMO": nil, "NEW": nil, "CUSTOMER": .won, "CLOSED_LOST": .lost])
  }

  @Test func datesAndReferencesAreRead() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-10", "2026-01-15"])
    #expect(deals.texts("close_date") == ["2026-03-20", "2026-02-28", nil])
    #expect(deals.texts("owner") == ["w1", "w2", nil])
    for field in ["owner", "account"] {
      #expect(model.link(.deals, field)?.unmatchedCount == 0)
    }
    #expect(model[.owners]?.texts("name") == ["Marta Ruiz", "Ola Berg"])
    #expect(model[.contacts]?.texts("name") == ["Jane Roe", "Ada Byte"])
    #expect(model[.contacts]?.texts("email") == ["jane@acme.example", nil])
    #expect(model[.accounts]?.texts("country") == ["Germany", nil, "United States"])
  }

  private func one(_ amount: String) throws -> Model {
    try load([
      "opportunities.json":
        #"{"data":{"opportunities":[{"id":"a","stage":"NEW","closeDate":null,"amount":\#(amount)}]}}"#
    ])
  }
}
