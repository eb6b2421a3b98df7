import PQLIngest
import PQLModel
import Testing

@Suite("Odoo: answers of its API")
struct OdooTests {
  let model: Model

  init() throws {
    model = try DataFolders.fixture("odoo")
  }

  @Test func opportunitiesAreDealsAndArchivedOnesAreLeftAside() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["1", "2", "3", "4"])
    #expect(
      model.messages.contains(
        "crm.lead: 1 of 7 records are archived without being lost and left aside"))
    let file = model.report.files.first { $0.name == "crm.lead.json" }
    #expect(file?.read == 7)
    #expect(file?.taken == 6)
    #expect(file?.deleted == 1)
  }

  @Test func amountsDatesAndChancesAreRead() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("amount") == ["120005e-1", "80000e-1", "200000e-1", "0e-1"])
    #expect(model.currency.base == "EUR")
    #expect(
      deals.texts("created") == ["2026-01-05", "2026-01-10", "2026-01-15", "2026-02-01"])
    #expect(deals.texts("close_date") == ["2026-03-31", nil, "2026-05-31", nil])
    #expect(deals.texts("closed_on") == ["2026-03-20", "2026-02-28", nil, nil])
    guard case .number(let chances)? = deals.field("probability")?.column else {
      Issue.record("probability is no number")
      return
    }
    #expect(Array(chances.values) == [1, 0, 0.3513, 0.125])
  }

  @Test func momentsOfUTCComeToTheWallClock() throws {
    let zone = try #require(PosixFiles().timeZone("Europe/Berlin"))
    var files = MemoryFiles([:], zones: ["Europe/Berlin": zone])
    let folder = DataFolders.repository + "/Tests/Fixtures/odoo"
    files.files["x/crm.lead.json"] = try PosixFiles().read(folder + "/crm.lead.json").array
    files.files["x/model.json"] = Array(
      #"{"calendar":{"timezone":"Europe/Berlin"},"entities":{"deals":{"file":"crm.lead.json"}}}"#
        .utf8)
    let model = try Loader(files: files).load(["x"])
    #expect(model[.deals]?.text("created", 0) == "2026-01-06")
    #expect(model[.deals]?.text("close_date", 0) == "2026-03-31")
  }

  @Test func lostDealsEndAndKeepWhereTheyStood() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("stage") == ["Won", "Lost", "Qualified", "New"])
    #expect(deals.texts("last_stage") == ["Won", "Proposition", "Qualified", "New"])
    #expect(deals.texts("lost_reason") == [nil, "Too expensive", nil, nil])
    let pipeline = try #require(model.pipelines.first)
    #expect(pipeline.stages.map(\.name) == ["New", "Qualified", "Proposition", "Won", "Lost"])
    #expect(pipeline.stages.map(\.outcome) == [nil, nil, nil, .won, .lost])
    #expect(model.historyQuality == .none)
  }

  @Test func referencesNameRecordsOrTheirNames() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("owner") == ["6", "7", nil, "6"])
    #expect(model.link(.deals, "owner")?.unmatchedCount == 0)
    #expect(model.link(.deals, "account")?.unmatchedCount == 0)
    #expect(deals.texts("team") == ["Europe", "Europe", "Overseas", "Europe"])
    #expect(deals.texts("source") == ["Search engine", nil, "Trade fair", nil])
    #expect(deals.texts("country_id") == ["Germany", "Germany", "United States", nil])
    #expect(deals.texts("tag_ids") == ["2|5", "", "5", ""])
    #expect(model[.accounts]?.texts("industry") == ["Manufacturing", nil, "Software"])
    #expect(model[.owners]?.texts("team") == ["Europe", nil])
    #expect(model[.owners]?.texts("email") == ["marta@example.com", nil])
  }

  @Test func leadsAreThoseThatAreAndThoseThatWere() throws {
    let leads = try #require(model[.leads])
    #expect(leads.texts("id") == ["1", "6", "7"])
    #expect(leads.texts("converted") == ["true", "false", "false"])
    #expect(leads.texts("converted_at") == ["2026-01-12", nil, nil])
    #expect(leads.texts("converted_deal") == ["1", nil, nil])
    #expect(model.link(.leads, "converted_deal")?.unmatchedCount == 0)
    #expect(leads.texts("status") == ["Won", "New", "Lost"])
    #expect(leads.texts("email") == ["jane@acme.example", "ada@hooli.example", nil])
    #expect(leads.texts("country") == ["Germany", "Germany", nil])
  }

  @Test func nothingIsDoubtful() {
    #expect(model.notes.filter { $0.severity == .warning }.map(\.message) == [])
    #expect(model.report.leftAside.map(\.file) == ["crm.team.json"])
  }
}

@Suite("Odoo: other shapes")
struct OdooShapeTests {
  @Test func exportsByTechnicalNamesAreRead() throws {
    let model = try load([
      "crm.lead.csv": """
      id,name,type,active,stage_id,user_id,expected_revenue,probability,date_deadline,create_date
      __export__.lead_1,Rollout,opportunity,True,Won,Marta Ruiz,"12000.5",100.0,2026-03-31,2026-01-05 23:30:00
      __export__.lead_2,Pilot,opportunity,False,Proposition,Ola Berg,8000,0.0,,2026-01-10 11:00:00
      __export__.lead_3,Licences,opportunity,True,Qualified,,20000,35.13,2026-05-31,2026-01-15 10:00:00
      """
    ])
    let deals = try #require(model[.deals])
    #expect(model.report.tables.first?.system == "Odoo")
    #expect(deals.texts("stage") == ["Won", "Lost", "Qualified"])
    #expect(deals.texts("owner") == ["Marta Ruiz", "Ola Berg", nil])
    #expect(deals.texts("amount") == ["120005e-1", "80000e-1", "200000e-1"])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-10", "2026-01-15"])
    #expect(model.pipelines[0].stages.filter { $0.outcome == .lost }.map(\.name) == ["Lost"])
    #expect(model.pipelines[0].stages.filter { $0.outcome == .won }.map(\.name) == ["Won"])
  }

  @Test func recordsInPlaceOfPairsAreRead() throws {
    let model = try load([
      "crm.lead.json": """
      {"jsonrpc":"2.0","id":1,"result":{"length":2,"records":[
       {"id":1,"name":"A","stage_id":{"id":9,"display_name":"Signé"},"user_id":{"id":6,"display_name":"Marta"},
        "expected_revenue":5,"probability":100,"won_status":"won","date_deadline":false},
       {"id":2,"name":"B","stage_id":{"id":2,"display_name":"Devis"},"user_id":false,
        "expected_revenue":7,"probability":40,"won_status":"pending","date_deadline":"2026-05-01"}]}}
      """
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("stage") == ["Signé", "Devis"])
    #expect(deals.texts("owner") == ["Marta", nil])
    #expect(deals.texts("close_date") == [nil, "2026-05-01"])
    // Nothing but the status tells that the stage wins.
    #expect(model.pipelines[0].stages.first { $0.name == "Signé" }?.outcome == .won)
    #expect(model.pipelines[0].stages.first { $0.name == "Devis" }?.outcome == nil)
  }

  @Test func archivedRecordsOfAnOlderOdooAreLostWithoutAChanceOrWithAReason() throws {
    let model = try load([
      "crm.lead.json": """
      [{"id":1,"name":"A","stage_id":[1,"New"],"active":false,"probability":0,"team_id":false,"lost_reason":false},
       {"id":2,"name":"B","stage_id":[1,"New"],"active":false,"probability":20,"team_id":false,"lost_reason":[3,"Price"]},
       {"id":3,"name":"C","stage_id":[1,"New"],"active":false,"probability":20,"team_id":false,"lost_reason":false},
       {"id":4,"name":"D","stage_id":[1,"New"],"active":true,"probability":0,"team_id":false,"lost_reason":false}]
      """
    ])
    #expect(model[.deals]?.texts("id") == ["1", "2", "4"])
    #expect(model[.deals]?.texts("stage") == ["Lost", "Lost", "New"])
  }
}
