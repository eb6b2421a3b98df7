import PQLIngest
import PQLModel
import Testing

@Suite("Salesforce: tables as dbt's packages name them")
struct SalesforceStagingTests {
  let model: Model

  init() throws {
    model = try DataFolders.fixture("dbt-salesforce")
  }

  @Test func everyTableIsKnown() {
    let tables = model.report.tables.map { "\($0.system ?? "-") \($0.name) \($0.rowCount)" }
    #expect(
      tables == [
        "Salesforce Opportunity 5", "Salesforce Lead 2", "Salesforce Account 3",
        "Salesforce OpportunityLineItem 1", "Salesforce User 2", "Salesforce Event 1",
        "Salesforce Task 2", "Salesforce OpportunityHistory 5",
      ])
    #expect(
      model.report.leftAside.map(\.file) == ["salesforce__opportunity_daily_history.csv"])
  }

  @Test func opportunitiesAreNoHistory() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("name") == ["Rollout for Acme", "Globex pilot", "Initech licences"])
    #expect(deals.texts("amount") == ["120005e-1", "80000e-1", "200000e-1"])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-10", "2026-01-15"])
    #expect(deals.texts("close_date") == ["2026-03-20", "2026-02-28", "2026-05-31"])
    #expect(deals.texts("closed_on") == ["2026-03-20", "2026-02-28", nil])
    #expect(deals.texts("stage") == ["Closed Won", "Closed Lost", "Proposal"])
  }

  @Test func deletedRecordsAndOlderVersionsAreLeftAside() {
    let file = model.report.files.first { $0.name == "stg_salesforce__opportunity.csv" }
    #expect(file?.read == 5)
    #expect(file?.taken == 3)
    #expect(file?.deleted == 2)
    #expect(
      model.messages.contains("Opportunity: 1 of 5 records are marked as deleted and left aside"))
    #expect(
      model.messages.contains("Opportunity: 1 of 4 records are older versions and left aside"))
  }

  @Test func theHistoryIsFull() throws {
    let history = try #require(model[.history])
    #expect(model.historyQuality == .full)
    let stages = history.texts("field").indices.filter { history.text("field", $0) == "stage" }
    #expect(
      stages.map { history.text("to", $0) } == [
        "Prospecting", "Proposal", "Closed Won", "Prospecting", "Closed Lost",
      ])
    #expect(model.link(.history, "deal")?.unmatchedCount == 0)
  }

  @Test func recordsFindEachOther() throws {
    for (kind, field) in [
      (EntityKind.deals, "owner"), (.deals, "account"), (.leads, "owner"), (.items, "deal"),
      (.activities, "deal"), (.leads, "converted_deal"), (.owners, "manager"),
    ] {
      let link = try #require(model.link(kind, field))
      #expect(link.unmatchedCount == 0)
      #expect(link.rows.contains { $0 >= 0 })
    }
    #expect(model[.owners]?.texts("name") == ["Marta Ruiz", "Ola Berg"])
    #expect(model[.accounts]?.texts("name") == ["Acme", "Globex", "Initech"])
    #expect(model[.items]?.texts("amount") == ["120005e-1"])
    #expect(
      model[.activities]?.texts("at") == [
        "2026-02-12T10:00:00", "2026-01-12T10:00:00", "2026-04-12T00:00:00",
      ])
  }
}

@Suite("Salesforce: versions alone")
struct SalesforceVersionsAloneTests {
  private static let versions = """
    id,stage_name,amount,close_date,_fivetran_start,_fivetran_active
    006000000000001AAA,Proposal,10,2026-01-31,2026-01-01 00:00:00,false
    006000000000001AAA,Closed Won,12,2026-01-31,2026-02-01 00:00:00,true
    """

  @Test func areAHistoryWithoutDealsAndThatIsTold() throws {
    let model = try load(["x/a.csv": Self.versions], path: "x")
    #expect(model.entities == [.history])
    #expect(model.messages.contains { $0.contains("there are no deals; the rows that are") })
  }

  @Test func theNewestOfThemAreDealsAsTheMessageSays() throws {
    let model = try load(
      [
        "x/a.csv": Self.versions,
        "x/b.csv": """
        id,stage_name,amount,close_date,_fivetran_active
        006000000000001AAA,Closed Won,12,2026-01-31,true
        """,
      ], path: "x")
    #expect(model[.deals]?.texts("stage") == ["Closed Won"])
    #expect(model[.deals]?.texts("closed_on") == ["2026-02-01"])
    #expect(!model.messages.contains { $0.contains("there are no deals") })
  }
}

@Suite("what `init` writes for an export of each system")
struct WrittenModelTests {
  @Test(arguments: [
    "odoo", "espocrm", "twenty", "hubspot-v1", "dbt-salesforce", "hubspot", "pipedrive",
    "salesforce-history-sample", "salesforce-tree-export",
  ])
  func loadsToTheSame(folder: String) throws {
    let path = DataFolders.repository + "/Tests/Fixtures/" + folder
    var files = MemoryFiles()
    for name in try PosixFiles().names(in: path) {
      files.files["\(folder)/\(name)"] = try PosixFiles().read("\(path)/\(name)").array
    }
    try expectInitLoadsTheSame(files, folder)
  }
}
