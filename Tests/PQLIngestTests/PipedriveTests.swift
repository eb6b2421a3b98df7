import PQLIngest
import PQLModel
import Testing

/// A Pipedrive export of two pages of deals and everything beside them; every figure here was worked
/// out by hand from its records.
@Suite("Pipedrive: answers of the API")
struct PipedriveTests {
  let model: Model

  init() throws {
    model = try DataFolders.load(DataFolders.repository + "/Tests/Fixtures/pipedrive")
  }

  @Test func bothPagesAreOneTableAndDeletedDealsAreLeftAside() throws {
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("id") == ["1", "2", "3", "4", "6", "7", "8", "9", "10", "11", "12"])
    #expect(
      model.messages.contains("deals: 1 of 12 records are marked as deleted and left aside"))
  }

  @Test func stagesHaveNamesAndOutcomesStagesOfTheirOwn() throws {
    #expect(model.pipelines.map(\.name) == ["Sales", "Partners"])
    #expect(
      model.pipelines.map { $0.stages.map(\.name) } == [
        ["Qualified", "Contact made", "Proposal made", "Negotiations started", "Won", "Lost"],
        ["Intro", "Contract out", "Won", "Lost"],
      ])
    #expect(
      model.pipelines[0].stages.map(\.probability) == [0.2, 0.4, 0.6, 0.8, nil, nil])
    #expect(model.pipelines[1].stages.map(\.outcome) == [nil, nil, .won, .lost])
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("stage") == [
        "Won", "Lost", "Proposal made", "Qualified", "Intro", "Won", "Lost", "Contact made", "Won",
        "Won", "Negotiations started",
      ])
    #expect(
      deals.texts("last_stage") == [
        "Negotiations started", "Contact made", "Proposal made", "Qualified", "Intro",
        "Contract out", "Proposal made", "Contact made", "Proposal made", "Qualified",
        "Negotiations started",
      ])
    #expect(
      deals.texts("pipeline") == [
        "Sales", "Sales", "Sales", "Sales", "Partners", "Partners", "Sales", "Sales", "Sales",
        "Sales", "Sales",
      ])
  }

  @Test func amountsDaysAndChancesAreRead() throws {
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("amount") == [
        "100000e-1", "50000e-1", "75000e-1", "20005e-1", "30000e-1", "40000e-1", "60000e-1",
        "15000e-1", "80000e-1", "5000e-1", "90000e-1",
      ])
    #expect(deals.text("created", 0) == "2026-01-05")
    #expect(
      deals.texts("closed_on") == [
        "2026-02-20", "2026-02-10", nil, nil, nil, "2026-03-01", "2026-03-15", nil, "2026-03-31",
        "2026-03-20", nil,
      ])
    #expect(deals.texts("probability").compactMap { $0 } == ["0.55"])
    #expect(deals.texts("lost_reason").compactMap { $0 } == ["Price", "No budget"])
  }

  @Test func referencesAreIdsOrRecords() throws {
    let deals = try #require(model[.deals])
    #expect(
      deals.texts("owner") == ["11", "12", "11", "12", "12", "11", "12", "11", "11", "12", "12"])
    #expect(
      deals.texts("account") == [
        "21", "22", "23", "21", nil, "22", "23", "22", "21", "22", "23",
      ])
    #expect(model.link(.deals, "owner")?.unmatchedCount == 0)
    #expect(model.link(.deals, "account")?.unmatchedCount == 0)
    #expect(model[.contacts]?.texts("account") == ["21", "22"])
    #expect(model[.contacts]?.texts("email") == ["jane@acme.example", "john@globex.example"])
  }

  @Test func flowsAreAWholeHistory() throws {
    let history = try #require(model[.history])
    #expect(model.historyQuality == .full)
    #expect(history.rowCount == 37)
    let fields = history.texts("field").compactMap { $0 }
    #expect(fields.filter { $0 == "stage" }.count == 33)
    #expect(
      fields.filter { $0 != "stage" }.sorted() == ["amount", "close_date", "lost_reason", "owner"])
    #expect(model.link(.history, "deal")?.unmatchedCount == 0)
  }

  @Test func eachDealGoesThroughItsStages() {
    #expect(
      stages(of: "1") == [
        "2026-01-05T09:00:00 - Qualified", "2026-01-10T10:00:00 Qualified Contact made",
        "2026-02-01T10:00:00 Contact made Negotiations started",
        "2026-02-20T14:00:00 Negotiations started Won",
      ])
    // It never left its first stage.
    #expect(stages(of: "4") == ["2026-02-01T09:00:00 - Qualified"])
    // Lost, opened again, and moved on; its flow lists the newest first.
    #expect(
      stages(of: "12") == [
        "2026-01-15T09:00:00 - Qualified", "2026-02-01T09:00:00 Qualified Proposal made",
        "2026-02-20T09:00:00 Proposal made Lost", "2026-03-20T09:00:00 Lost Proposal made",
        "2026-03-25T09:00:00 Proposal made Negotiations started",
      ])
  }

  @Test func otherRecordsAreRead() throws {
    let activities = try #require(model[.activities])
    // Done when it was marked so; else due.
    #expect(activities.texts("at") == ["2026-02-05T09:45:00", "2026-04-20T00:00:00"])
    #expect(activities.texts("deal") == ["1", "4"])
    #expect(model[.items]?.texts("deal") == ["1", "1"])
    #expect(model.link(.items, "product")?.unmatchedCount == 0)
    #expect(model[.products]?.texts("price") == ["900e-0", "1000e-0"])
    #expect(model[.leads]?.texts("name") == ["Hooli lead", "Umbrella lead"])
    #expect(model[.leads]?.texts("source") == ["Web forms", "API"])
    #expect(model[.accounts]?.texts("name") == ["Acme Corp", "Globex", "Initech"])
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
      return ["at", "from", "to"].map { history.text($0, row) ?? "-" }.joined(separator: " ")
    }
  }
}

@Suite("Pipedrive: other shapes")
struct PipedriveShapeTests {
  private static let stages = """
    {"success":true,"data":[
     {"id":1,"order_nr":1,"name":"First","pipeline_id":1,"deal_probability":10,"active_flag":true},
     {"id":2,"order_nr":2,"name":"Second","pipeline_id":1,"deal_probability":50,"active_flag":true},
     {"id":3,"order_nr":3,"name":"Second","pipeline_id":1,"deal_probability":90,"active_flag":true},
     {"id":9,"order_nr":0,"name":"Old","pipeline_id":1,"deal_probability":5,"active_flag":false}]}
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

  private func deal(_ id: Int, _ rest: String) -> String {
    """
    {"id":\(id),"title":"D\(id)","value":100,"currency":"EUR","pipeline_id":1,\(rest)}
    """
  }

  @Test func stagesOfOneNameStayApartByTheirIds() throws {
    let model = try export([
      "deals.json":
        "{\"success\":true,\"data\":[\(deal(1, #""stage_id":2,"status":"open","add_time":"2026-01-01 00:00:00""#)),"
        + "\(deal(2, #""stage_id":3,"status":"open","add_time":"2026-01-01 00:00:00""#))]}",
      "stages.json": Self.stages,
    ])
    #expect(model.pipelines.map(\.name) == ["1"])
    #expect(
      model.pipelines[0].stages.map(\.name) == ["First", "Second", "Second (3)", "Won", "Lost"])
    #expect(model[.deals]?.texts("stage") == ["Second", "Second (3)"])
  }

  @Test func timesInStagesAreEntriesWhereTheyAddUp() throws {
    // 1: 5 days in the first stage, then the second since 2026-01-06: they add up.
    // 2: ten days in all before the last change, of which the stages explain five: it came back.
    // 3: never changed. 4: lost.
    func stay(_ first: Int, _ second: Int) -> String {
      """
      "stay_in_pipeline_stages":{"times_in_stages":{"1":\(first),"2":\(second)},"order_of_stages":[1,2,3]}
      """
    }
    let added = #""add_time":"2026-01-01 00:00:00","#
    let rows = [
      deal(
        1,
        added + #""stage_id":2,"status":"open","stage_change_time":"2026-01-06 00:00:00","#
          + stay(432_000, 86_400)),
      deal(
        2,
        added + #""stage_id":2,"status":"open","stage_change_time":"2026-01-11 00:00:00","#
          + stay(432_000, 518_400)),
      deal(
        3, added + #""stage_id":1,"status":"open","stage_change_time":null,"# + stay(864_000, 0)),
      deal(
        4,
        added
          + #""stage_id":1,"status":"lost","lost_time":"2026-01-03 12:00:00","stage_change_time":null,"#
          + stay(216_000, 0)),
    ]
    let files = Dictionary(
      uniqueKeysWithValues: rows.enumerated().map {
        (
          "deal-\($0.offset + 1).json",
          "{\"success\":true,\"data\":\($0.element),\"related_objects\":{}}"
        )
      })
    let model = try export(files.merging(["stages.json": Self.stages]) { first, _ in first })
    #expect(model[.deals]?.rowCount == 4)
    #expect(
      changes(model) == [
        "1 2026-01-01T00:00:00 - First", "1 2026-01-06T00:00:00 First Second",
        "2 2026-01-11T00:00:00 - Second", "3 2026-01-01T00:00:00 - First",
        "4 2026-01-01T00:00:00 - First", "4 2026-01-03T12:00:00 First Lost",
      ])
    #expect(model.historyQuality == .entryOnly)
    #expect(model[.deals]?.fields.contains { $0.name.hasPrefix("stay_in") } == false)
  }

  @Test func hostileFlowsAreSurvived() throws {
    let deals =
      "{\"success\":true,\"data\":[\(deal(1, #""stage_id":1,"status":"open","add_time":"2026-01-01 00:00:00""#))]}"
    let model = try export([
      "deals.json": deals, "stages.json": Self.stages,
      "flow.json": """
      {"success":true,"data":[
       {"object":"dealChange","timestamp":"x","data":{"item_id":1,"field_key":"stage_id",
        "old_value":"1","new_value":"2","log_time":"never"}},
       {"object":"dealChange","timestamp":"2026-01-02 00:00:00","data":{"item_id":1,"field_key":"stage_id",
        "old_value":null,"new_value":null,"log_time":"2026-01-02 00:00:00"}},
       {"object":"dealChange","timestamp":"2026-01-03 00:00:00","data":{"item_id":1,"field_key":"stage_id",
        "old_value":"1","new_value":"77","log_time":"2026-01-03 00:00:00"}},
       {"object":"dealChange","timestamp":"2026-01-03 00:00:00","data":{"item_id":null,"field_key":"status",
        "old_value":"open","new_value":"won","log_time":"2026-01-03 00:00:00"}},
       {"object":"activity","timestamp":"2026-01-03 00:00:00","data":{"id":5}},
       {"object":"dealChange","data":[]},{"object":7},{}]}
      """,
    ])
    // A stage that no pipeline has keeps its id; what has no moment or no deal is no change.
    #expect(
      changes(model) == ["1 2026-01-01T00:00:00 - First", "1 2026-01-03T00:00:00 First 77"])
    #expect(model.messages.contains { $0.hasPrefix("history.at: 1 of ") })
  }

  @Test func theExportByLabelLoads() throws {
    let model = try load([
      "deals-1234-56.csv": """
      Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Pipeline,Deal - Status,Deal - Owner,Deal - Organization,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Expected close date,Deal - Seats wanted
      1,Acme,1200.50,EUR,Qualified,Sales,Open,Ada Lovelace,Acme Corp,2026-01-05 09:00:00,,,2026-06-30,4
      2,Globex,300,EUR,Proposal,Sales,Won,Ada Lovelace,Globex,2026-01-06 09:00:00,2026-02-06 09:00:00,,,
      3,Initech,200,EUR,Proposal,Sales,Lost,,Initech,2026-01-07 09:00:00,,2026-02-07 09:00:00,,7
      """
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("name") == ["Acme", "Globex", "Initech"])
    #expect(deals.texts("stage") == ["Qualified", "Won", "Lost"])
    #expect(deals.texts("closed_on") == [nil, "2026-02-06", "2026-02-07"])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-06", "2026-01-07"])
    #expect(deals.texts("account") == ["Acme Corp", "Globex", "Initech"])
    #expect(deals.texts("Seats wanted") == ["4.0", nil, "7.0"])
    #expect(deals.texts("Deal - Seats wanted") == ["4.0", nil, "7.0"])
  }

  @Test func momentsOfTheAPIAreInUTC() throws {
    guard let zone = PosixFiles().timeZone("Europe/Amsterdam") else { return }
    let deals = deal(
      1,
      #""stage_id":1,"status":"won","add_time":"2026-01-31 23:30:00","#
        + #""won_time":"2026-06-30 22:30:00","expected_close_date":"2026-06-30""#)
    let files = MemoryFiles(
      [
        "model.json": """
        {"calendar":{"timezone":"Europe/Amsterdam"},"currency":{"base":"EUR"},
         "entities":{"deals":{"file":"deals.json"}}}
        """,
        "deals.json": "{\"success\":true,\"data\":[\(deals)]}",
      ], zones: ["Europe/Amsterdam": zone])
    let model = try Loader(files: files).load(["model.json"])
    #expect(model[.deals]?.texts("created") == ["2026-02-01"])
    #expect(model[.deals]?.texts("closed_on") == ["2026-07-01"])
    #expect(model[.deals]?.texts("close_date") == ["2026-06-30"])
  }
}
