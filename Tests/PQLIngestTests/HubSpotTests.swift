import PQLIngest
import PQLModel
import Testing

/// A HubSpot export of two pages of deals and everything beside them; every figure here was worked
/// out by hand from its records.
@Suite("HubSpot: answers of the API")
struct HubSpotTests {
  let model: Model

  init() throws {
    model = try DataFolders.load(DataFolders.repository + "/Tests/Fixtures/hubspot")
  }

  @Test func bothPagesAreOneTableAndArchivedRecordsAreLeftAside() throws {
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("id") == [
        "9001", "9002", "9003", "9004", "9005", "9006", "9008", "9009", "9010", "9011", "9012",
      ])
    #expect(
      model.messages.contains(
        "deals: 1 of 12 records are marked as deleted and left aside"))
  }

  @Test func stagesAndPipelinesHaveTheirLabelsAndOrder() throws {
    #expect(model.pipelines.map(\.name) == ["Sales Pipeline", "Renewals"])
    #expect(
      model.pipelines.map { $0.stages.map(\.name) } == [
        [
          "Appointment Scheduled", "Qualified To Buy", "Presentation Scheduled", "Contract Sent",
          "Closed Won", "Closed Lost",
        ],
        ["Renewal due", "Renewed", "Churned"],
      ])
    // The labels of the renewals say nothing; `metadata` does.
    #expect(
      model.pipelines.map { $0.stages.map(\.outcome) } == [
        [nil, nil, nil, nil, .won, .lost], [nil, .won, .lost],
      ])
    #expect(model.pipelines[0].stages.map(\.probability) == [0.2, 0.4, 0.6, 0.9, 1, 0])
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("stage") == [
        "Closed Won", "Closed Lost", "Presentation Scheduled", "Qualified To Buy", "Renewed",
        "Churned", "Contract Sent", "Appointment Scheduled", "Closed Won", "Qualified To Buy",
        "Renewal due",
      ])
    #expect(deals.texts("pipeline").filter { $0 == "Renewals" }.count == 3)
  }

  @Test func textsBecomeWhatTheySay() throws {
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("amount") == [
        "1200000e-2", "800050e-2", "2000000e-2", nil, "500000e-2", "400000e-2", "1500000e-2",
        "300000e-2", "700000e-2", "250075e-2", "600000e-2",
      ])
    #expect(deals.field("seats")?.type == .number)
    #expect(deals.texts("seats").compactMap { $0 } == ["40.0", "12.0"])
    #expect(deals.texts("hs_is_closed").filter { $0 == "true" }.count == 5)
    #expect(deals.text("probability", 0) == "1.0")
    #expect(deals.text("close_date", 3) == nil)
    #expect(deals.text("created", 0) == "2026-01-05")
  }

  @Test func associationsLinkRecords() throws {
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("account") == [
        "701", "702", "703", "701", "702", "703", "701", nil, "702", "703", "701",
      ])
    #expect(model.link(.deals, "account")?.unmatchedCount == 0)
    #expect(deals.texts("contact").compactMap { $0 } == ["801", "802"])
    #expect(model[.items]?.texts("deal") == ["9001", "9001", "9008"])
    let activities = try #require(model[.activities])
    #expect(activities.texts("type") == ["CALL", "MEETING", "TASK", "TASK"])
    #expect(activities.texts("deal") == ["9009", "9001", "9003", "9008"])
    #expect(activities.texts("account") == [nil, nil, "703", nil])
    #expect(activities.texts("lead") == [nil, "801", nil, nil])
  }

  @Test func theHistoryIsWhole() throws {
    let history = try #require(model[.history])
    #expect(model.historyQuality == .full)
    #expect(history.rowCount == 37)
    let fields = history.texts("field").compactMap { $0 }
    #expect(fields.filter { $0 == "stage" }.count == 31)
    #expect(fields.filter { $0 == "amount" }.count == 2)
    #expect(fields.filter { $0 == "close_date" }.count == 2)
    #expect(fields.filter { $0 == "owner" }.count == 2)
    #expect(model.link(.history, "deal")?.unmatchedCount == 0)
  }

  @Test func eachDealGoesThroughItsStages() throws {
    #expect(
      stages(of: "9003") == [
        "2026-01-15T10:00:00 Appointment Scheduled", "2026-01-25T10:00:00 Qualified To Buy",
        "2026-02-05T10:00:00 Appointment Scheduled", "2026-02-12T10:00:00 Qualified To Buy",
        "2026-03-02T10:00:00 Presentation Scheduled",
      ])
    // A version that repeats the one before it is no change.
    #expect(
      stages(of: "9004") == [
        "2026-02-01T09:00:00 Appointment Scheduled", "2026-02-08T09:00:00 Qualified To Buy",
      ])
    // A stage that is no longer offered keeps its label in the history.
    #expect(
      stages(of: "9011") == [
        "2026-02-02T10:00:00 Appointment Scheduled", "2026-02-09T10:00:00 Qualified To Buy",
        "2026-02-20T10:00:00 Decision Maker Bought-In", "2026-03-03T10:00:00 Qualified To Buy",
      ])
    #expect(
      stages(of: "9005") == ["2026-01-03T08:00:00 Renewal due", "2026-02-15T08:00:00 Renewed"])
  }

  @Test func otherChangesAreKeptToo() throws {
    let history = try #require(model[.history])
    let changes = (0..<history.rowCount).compactMap { row -> String? in
      guard history.text("deal", row) == "9008", let field = history.text("field", row),
        field != "stage"
      else { return nil }
      return "\(field): \(history.text("from", row) ?? "") to \(history.text("to", row) ?? "")"
    }
    #expect(
      changes.sorted() == [
        "close_date:  to 2026-05-31", "close_date: 2026-05-31 to 2026-06-30", "owner:  to 502",
        "owner: 502 to 501",
      ])
  }

  @Test func closedDealsHaveTheDayOfTheirOutcome() {
    #expect(
      model[.deals]?.texts("closed_on").compactMap { $0 } == [
        "2026-03-20", "2026-02-28", "2026-02-15", "2026-03-05", "2026-04-10",
      ])
  }

  @Test func ownersHaveNamesAndTeams() {
    #expect(
      model[.owners]?.texts("name") == ["Ada Lovelace", "Brian Kernighan", "ops@example.com"])
    #expect(model[.owners]?.texts("team") == ["North", "South", nil])
  }

  @Test func contactsWhoAreLeadsAreLeads() throws {
    #expect(model[.contacts]?.rowCount == 4)
    let leads = try #require(model[.leads])
    #expect(leads.texts("id") == ["801", "802", "803"])
    #expect(leads.texts("name") == ["Jane Doe", "John Roe", "Max"])
    #expect(leads.texts("status") == ["CONNECTED", "OPEN", "NEW"])
    #expect(leads.texts("source") == ["ORGANIC_SEARCH", "PAID_SEARCH", "ORGANIC_SEARCH"])
    #expect(leads.texts("created") == ["2026-01-02", "2026-01-08", "2026-03-10"])
    #expect(leads.texts("converted") == ["true", "false", "false"])
    #expect(leads.texts("converted_at") == ["2026-01-05", nil, nil])
    #expect(leads.texts("converted_deal") == ["9001", nil, nil])
    #expect(leads.texts("account") == ["701", "702", nil])
  }

  @Test func linesGoalsAndProductsAreRead() {
    #expect(model[.items]?.texts("recurring") == ["false", "false", "true"])
    #expect(model[.items]?.texts("term_months") == [nil, nil, "12.0"])
    #expect(model.link(.items, "product")?.unmatchedCount == 0)
    #expect(model[.quotas]?.texts("from") == ["2026-01-01", "2026-01-01"])
    // A goal ends where the next begins.
    #expect(model[.quotas]?.texts("until") == ["2026-03-31", "2026-03-31"])
    #expect(model[.quotas]?.texts("owner") == ["501", "502"])
  }

  @Test func nothingIsDoubtful() {
    #expect(model.notes.filter { $0.severity == .warning }.map(\.message) == [])
  }

  private func stages(of deal: String) -> [String] {
    guard let history = model[.history] else { return [] }
    return (0..<history.rowCount).compactMap { row in
      guard history.text("deal", row) == deal, history.text("field", row) == "stage" else {
        return nil
      }
      return "\(history.text("at", row) ?? "") \(history.text("to", row) ?? "")"
    }
  }
}

@Suite("HubSpot: other shapes")
struct HubSpotShapeTests {
  private static let pipelines = """
    {"results":[{"label":"Sales","displayOrder":0,"id":"default","stages":[
      {"id":"new","label":"New","displayOrder":0,"metadata":{"probability":"0.1"}},
      {"id":"a-b","label":"Agreed","displayOrder":1,"metadata":{"probability":"0.5"}},
      {"id":"won","label":"Signed","displayOrder":2,
       "metadata":{"probability":"1.0","isClosed":"true"}}]}]}
    """

  /// Loads files as one export.
  private func export(_ files: [String: String]) throws -> Model {
    try Loader(files: MemoryFiles(files)).load(files.keys.sorted())
  }

  private func changes(_ model: Model) -> [String] {
    guard let history = model[.history] else { return [] }
    return (0..<history.rowCount).map { row in
      ["deal", "at", "from", "to"].map { history.text($0, row) ?? "-" }.joined(separator: " ")
    }
  }

  @Test func momentsOfEntryAreAHistoryOfEntriesAlone() throws {
    let model = try export([
      "deals.json": """
      {"results":[
       {"id":"1","archived":false,"properties":{"dealname":"A","dealstage":"won","pipeline":"default",
        "hs_v2_date_entered_new":"2026-01-01T08:00:00Z",
        "hs_v2_date_entered_a_b_1734210":"2026-01-05T08:00:00Z",
        "hs_date_entered_a_b":"2025-12-24T08:00:00Z",
        "hs_v2_date_entered_won":"2026-02-01T08:00:00Z"}},
       {"id":"2","archived":false,"properties":{"dealname":"B","dealstage":"a-b","pipeline":"default",
        "hs_v2_date_entered_new":"2026-01-03T08:00:00Z","hs_v2_date_entered_a_b_1734210":"",
        "hs_date_entered_a_b":"2026-01-04T08:00:00Z","hs_v2_date_entered_won":null}}]}
      """,
      "pipelines.json": Self.pipelines,
    ])
    #expect(model.historyQuality == .entryOnly)
    #expect(
      changes(model) == [
        "1 2026-01-01T08:00:00 - New", "1 2026-01-05T08:00:00 New Agreed",
        "1 2026-02-01T08:00:00 Agreed Signed", "2 2026-01-03T08:00:00 - New",
        "2 2026-01-04T08:00:00 New Agreed",
      ])
    #expect(model[.deals]?.texts("closed_on") == ["2026-02-01", nil])
    #expect(model[.deals]?.fields.contains { $0.name.contains("date_entered") } == false)
    #expect(model.messages.contains { $0.hasPrefix("history: made of the moments") })
  }

  @Test func momentsMayBeCountedInMilliseconds() throws {
    // 1767254400000 is 2026-01-01T08:00:00Z.
    let model = try export([
      "deals.json": """
      {"results":[{"id":"1","archived":false,"properties":{"dealname":"A","dealstage":"new",
       "closedate":"1767254400000","createdate":"1767254400000",
       "hs_v2_date_entered_new":"1767254400000"},
       "propertiesWithHistory":{"closedate":[{"value":"1767254400000","timestamp":"2026-01-02T00:00:00Z"}]}}]}
      """,
      "pipelines.json": Self.pipelines,
    ])
    #expect(model[.deals]?.texts("close_date") == ["2026-01-01"])
    #expect(model[.deals]?.texts("created") == ["2026-01-01"])
    #expect(
      changes(model) == ["1 2026-01-02T00:00:00 - 2026-01-01", "1 2026-01-01T08:00:00 - New"])
  }

  @Test func historyThatCannotBeReadIsLeftAsideAndSaid() throws {
    let model = try export([
      "deals.json": """
      {"results":[{"id":"1","archived":false,"properties":{"dealname":"A","dealstage":"zzz"},
       "propertiesWithHistory":{"dealstage":[{"value":"zzz","timestamp":"2026-02-01T00:00:00Z"},
        {"value":"won","timestamp":"yesterday"},{"value":"new"},7,"x",null,[],{},
        {"timestamp":"2026-01-05T00:00:00Z"},
        {"value":"new","timestamp":"2026-01-01T00:00:00Z","updatedByUserId":null}],
        "amount":"twelve"}}]}
      """,
      "pipelines.json": Self.pipelines,
    ])
    #expect(
      changes(model) == [
        "1 2026-01-01T00:00:00 - New", "1 2026-01-05T00:00:00 New -", "1 2026-02-01T00:00:00 - zzz",
      ])
    #expect(
      model.messages.contains { $0.hasPrefix("history.at: 1 of ") && $0.contains("`yesterday`") })
    #expect(model.messages.contains { $0.contains("deals.stage: `zzz` of 1 deals is no stage") })
  }

  @Test func propertiesMayBeAnything() throws {
    for properties in ["[]", "[1,2]", "\"text\"", "null", "7", "{}", "[{\"dealstage\":\"new\"}]"] {
      let text = "{\"results\":[{\"id\":\"1\",\"archived\":false,\"properties\":\(properties)}]}"
      let model = try export(["deals.json": text, "pipelines.json": Self.pipelines])
      #expect(model[.deals]?.rowCount == 1)
    }
  }

  @Test func aThousandPropertiesAreAThousandFields() throws {
    let properties = (0..<1000).map { "\"custom_\($0)\":\"\($0)\"" }.joined(separator: ",")
    let model = try export([
      "deals.json": """
      {"results":[{"id":"1","archived":false,
       "properties":{"dealname":"A","dealstage":"new",\(properties)}}]}
      """,
      "pipelines.json": Self.pipelines,
    ])
    let deals = try #require(model[.deals])
    #expect(deals.fields.filter { $0.name.hasPrefix("custom_") }.count == 1000)
    #expect(deals.text("custom_999", 0) == "999.0")
  }

  @Test func hostilePipelinesAreSurvived() throws {
    let deals =
      #"{"results":[{"id":"1","archived":false,"properties":{"dealname":"A","dealstage":"s"}}]}"#
    for stages in [
      "[]", "null", "{}", "7", "[7,null,\"x\",{}]", "[{\"id\":\"s\"}]",
      #"[{"id":"s","label":"S","metadata":[]},{"id":"s","label":"S","metadata":{"probability":"9"}}]"#,
    ] {
      let model = try export([
        "deals.json": deals,
        "pipelines.json":
          "{\"results\":[{\"label\":\"P\",\"displayOrder\":\"x\",\"id\":\"p\",\"stages\":\(stages)}]}",
      ])
      #expect(model[.deals]?.rowCount == 1)
    }
  }

  @Test func theExportByLabelLoads() throws {
    let model = try load([
      "hubspot-crm-exports-all-deals-2026-06-30.csv": """
      "Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Create Date","Pipeline","Associated Company","Deal Type"
      "1","Acme rollout","Closed Won (Sales Pipeline)","2026-03-20 10:00","Ada Lovelace","12000","2026-01-05 09:30","Sales Pipeline","Acme Corp","newbusiness"
      "2","Globex pilot","Qualified To Buy (Sales Pipeline)","2026-05-31 00:00","Brian Kernighan","8000.50","2026-01-10 11:00","Sales Pipeline","Globex",""
      "3","Renewal","Closed Lost (Renewals)","2026-02-15 00:00","","","2026-01-03 08:00","Renewals","",""
      """
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["1", "2", "3"])
    #expect(deals.texts("name") == ["Acme rollout", "Globex pilot", "Renewal"])
    #expect(deals.texts("stage") == ["Closed Won", "Qualified To Buy", "Closed Lost"])
    #expect(deals.texts("pipeline") == ["Sales Pipeline", "Sales Pipeline", "Renewals"])
    #expect(deals.texts("amount") == ["120000e-1", "80005e-1", nil])
    #expect(deals.texts("owner") == ["Ada Lovelace", "Brian Kernighan", nil])
    #expect(deals.texts("account") == ["Acme Corp", "Globex", nil])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-10", "2026-01-03"])
    #expect(deals.texts("close_date") == ["2026-03-20", "2026-05-31", "2026-02-15"])
    #expect(deals.texts("type") == ["newbusiness", nil, nil])
    #expect(model.historyQuality == .none)
  }

  @Test func oneRecordIsAFileToo() throws {
    let model = try export([
      "deal-1.json":
        #"{"id":"1","archived":false,"properties":{"dealname":"A","dealstage":"new"}}"#,
      "deal-2.json":
        #"{"id":"2","archived":false,"properties":{"dealname":"B","dealstage":"won"}}"#,
      "pipelines.json": Self.pipelines,
    ])
    #expect(model[.deals]?.texts("stage") == ["New", "Signed"])
  }

  @Test func thePrimaryCompanyCounts() throws {
    let model = try export([
      "deals.json": """
      {"results":[
       {"id":"1","archived":false,"properties":{"dealname":"A","dealstage":"new"},
        "associations":{"companies":{"results":[{"id":"7","type":"deal_to_company_unlabeled"},
         {"id":"8","type":"deal_to_company"},{"id":"8","type":"deal_to_company_unlabeled"}]}}},
       {"id":"2","archived":false,"properties":{"dealname":"B","dealstage":"new"},
        "associations":{"companies":{"results":[{"id":"7","type":"deal_to_company_unlabeled"},
         {"id":"8","type":"deal_to_company_unlabeled"}]}}}]}
      """,
      "pipelines.json": Self.pipelines,
    ])
    #expect(model[.deals]?.texts("account") == ["8", "7"])
    #expect(
      model.messages.contains {
        $0.hasPrefix("deals.account: 1 deals belong to several companies")
      })
  }
}

@Suite(
  "HubSpot: copies in a warehouse",
  .enabled(if: DataFolders.has("data/dbt-hubspot-seeds"), "no shared data"))
struct HubSpotWarehouseTests {
  @Test func theFolderLoadsAsAWhole() throws {
    let model = try DataFolders.load(DataFolders.shared + "/data/dbt-hubspot-seeds")
    #expect(model[.deals]?.rowCount == 44)
    #expect(model[.accounts]?.rowCount == 24)
    #expect(model[.owners]?.rowCount == 100)
    #expect(model[.contacts]?.rowCount == 22)
    // One stage entered by each of 14 deals, and a hundred versions of other properties; hashed.
    let fields = model[.history]?.texts("field").compactMap { $0 } ?? []
    #expect(fields.filter { $0 == "stage" }.count == 14)
    #expect(model.historyQuality == .full)
    // All 71 stages have their pipeline.
    #expect(model.pipelines.map(\.stages.count).reduce(0, +) == 71)
    #expect(model.report.leftAside.count == 11)
    // Three rows say which owner is in which team; of two the primary one counts.
    #expect(model[.owners]?.texts("team").compactMap { $0 }.sorted() == ["team_01", "team_02"])
    #expect(model.report.leftAside.allSatisfy { !$0.reason.isEmpty })
  }
}
