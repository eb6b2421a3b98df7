import PQLIngest
import PQLModel
import Testing

@Suite("EspoCRM: lists and exports")
struct EspoTests {
  let model: Model

  init() throws {
    model = try DataFolders.fixture("espocrm")
  }

  @Test func everyListIsATable() {
    let tables = model.report.tables.map { "\($0.system ?? "-") \($0.name) \($0.rowCount)" }
    #expect(
      tables == [
        "EspoCRM Opportunity 4", "EspoCRM Lead 2", "EspoCRM Account 3",
        "EspoCRM Contact 1", "EspoCRM User 2", "EspoCRM Meeting 2",
      ])
    #expect(model.report.leftAside.isEmpty)
    #expect(
      model.messages.contains("Opportunity: 1 of 4 records are marked as deleted and left aside"))
  }

  @Test func amountsDatesAndStagesAreRead() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("amount") == ["120005e-1", "80000e-1", "200000e-1"])
    #expect(deals.texts("currency") == ["EUR", "EUR", "USD"])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-10", "2026-01-15"])
    #expect(deals.texts("close_date") == ["2026-03-20", "2026-02-28", "2026-05-31"])
    #expect(deals.texts("probability") == ["1.0", "0.0", "0.5"])
    #expect(deals.texts("stage") == ["Closed Won", "Closed Lost", "Proposal"])
    #expect(model.pipelines[0].stages.map(\.outcome) == [nil, .won, .lost])
    #expect(deals.texts("closed_on") == ["2026-03-20", "2026-02-28", nil])
    #expect(deals.texts("cSeats") == ["40.0", nil, "12.0"])
    #expect(model.historyQuality == .none)
  }

  @Test func recordsFindEachOther() throws {
    for field in ["owner", "account"] {
      #expect(model.link(.deals, field)?.unmatchedCount == 0)
    }
    #expect(model[.leads]?.texts("converted") == ["true", "false"])
    #expect(model[.leads]?.texts("converted_at") == ["2026-01-05", nil])
    #expect(model.link(.leads, "converted_deal")?.rows.count { $0 >= 0 } == 1)
    #expect(model[.accounts]?.texts("country") == ["Germany", "Germany", "United States"])
    #expect(model[.contacts]?.texts("account") == ["acc1"])
    #expect(model[.contacts]?.texts("email") == ["jane@acme.example"])
    #expect(model[.owners]?.texts("team") == ["Europe", nil])
    let activities = try #require(model[.activities])
    #expect(activities.texts("type") == ["Meeting", "Meeting"])
    #expect(activities.texts("at") == ["2026-01-12T10:00:00", "2026-04-12T10:00:00"])
    #expect(activities.texts("deal") == ["65a0000000000001a", nil])
    #expect(activities.texts("lead") == [nil, "lead2"])
  }

  @Test func aPageThatIsMissingIsTold() throws {
    let model = try load([
      "Opportunity.json": """
      {"total":3,"list":[{"id":"a","name":"A","stage":"New","closeDate":"2026-01-01","assignedUserId":"u"}]}
      """
    ])
    #expect(
      model.messages.contains(
        "Opportunity: the export counts 3 records and holds 1; a page may be missing"))
  }

  @Test func namesThatOthersUseTooAreNoSign() throws {
    let model = try load([
      "leads.json": #"[{"id":"a","name":"A","status":"New","converted_at":null,"email":null}]"#
    ])
    #expect(model.report.tables.map(\.system) == [nil])
  }

  @Test func anExportAsCSVIsRead() throws {
    let model = try load([
      "export.csv": """
      id;name;amount;amountCurrency;stage;probability;closeDate;assignedUserName;accountName;createdAt
      a;Rollout;12000.5;EUR;Closed Won;100;2026-03-20;Marta Ruiz;Acme;2026-01-05 23:30:00
      b;Pilot;8000;EUR;Prospecting;10;2026-05-28;Ola Berg;Globex;2026-01-10 11:00:00
      """
    ])
    let deals = try #require(model[.deals])
    #expect(model.report.tables.first?.system == "EspoCRM")
    #expect(deals.texts("owner") == ["Marta Ruiz", "Ola Berg"])
    #expect(deals.texts("account") == ["Acme", "Globex"])
    #expect(deals.texts("amount") == ["120005e-1", "80000e-1"])
  }
}
