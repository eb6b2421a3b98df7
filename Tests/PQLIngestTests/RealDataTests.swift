import PQLIngest
import PQLModel
import Testing

/// The sum of a money field in units of its own scale.
private func total(_ table: EntityTable?, _ field: String) -> (units: Int64, scale: Int)? {
  guard case .money(let column)? = table?.field(field)?.column else { return nil }
  return (column.units.reduce(0, +), column.scale)
}

@Suite("the conformance data", .enabled(if: DataFolders.has("conformance"), "no shared data"))
struct ConformanceDataTests {
  let model: Model

  init() throws {
    model = try DataFolders.load(DataFolders.shared + "/conformance/model.json")
  }

  @Test func everyEntityHasItsRows() {
    let rows = model.entities.map { "\($0.rawValue) \(model[$0]?.rowCount ?? 0)" }
    #expect(
      rows == [
        "deals 500", "leads 500", "accounts 60", "products 4", "items 769", "owners 5",
        "activities 1295", "history 3976", "quotas 40",
      ])
  }

  @Test func fieldsHaveTheirTypes() throws {
    let deals = try #require(model[.deals])
    #expect(
      deals.fields.map { "\($0.name) \($0.type.keyword)" } == [
        "id text", "name text", "pipeline category", "stage stage", "amount money",
        "probability percent", "created date", "close_date date", "closed_on date", "owner text",
        "account text", "product category", "source category", "region category",
        "custom.seats number", "custom.tier category",
      ])
    #expect(deals.field("opportunity_id")?.name == "id")
    #expect(deals.field("closed")?.name == "closed_on")
  }

  @Test func amountsAddUpToTheCent() throws {
    let deals = try #require(total(model[.deals], "amount"))
    #expect(deals == (1_875_328_755, 2))
    #expect(model[.deals]?.field("amount")?.column.missingCount == 64)
    #expect(total(model[.quotas], "amount")?.units == 14_930_000)
    let items = try #require(total(model[.items], "amount"))
    #expect(items == (49_142_825, 0))
  }

  @Test func nothingIsUnreadable() {
    #expect(model.notes.allSatisfy { $0.severity == .note })
    #expect(model.messages.first == "deals.product: `CloudPro` became `Cloud Pro` in 40 records")
  }

  @Test func everyChangeFindsItsDeal() throws {
    let link = try #require(model.link(.history, "deal"))
    #expect(link.unmatchedCount == 0)
    #expect(model[.history]?.field("from")?.column.missingCount == 3976 - 2060)
  }
}

@Suite("the maven data", .enabled(if: DataFolders.has("data/maven-crm"), "no shared data"))
struct MavenDataTests {
  let model: Model

  init() throws {
    model = try DataFolders.load(DataFolders.repository + "/Tests/Fixtures/maven/model.json")
  }

  @Test func stagesHaveTheKnownCounts() throws {
    let deals = try #require(model[.deals])
    #expect(deals.rowCount == 8800)
    var counts: [String: Int] = [:]
    for stage in deals.texts("stage") { counts[stage ?? "-", default: 0] += 1 }
    #expect(counts == ["Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473])
  }

  @Test func wonAmountsAddUp() throws {
    let deals = try #require(model[.deals])
    guard case .money(let amount)? = deals.field("amount")?.column else {
      Issue.record("amount is no money")
      return
    }
    let stages = deals.texts("stage")
    let sum = amount.units.indices.reduce(0) { $0 + (stages[$1] == "Won" ? amount.units[$1] : 0) }
    #expect(sum == 10_005_534)
    #expect(amount.scale == 0)
  }

  @Test func whatIsMissingInTheDataIsMissing() throws {
    let deals = try #require(model[.deals])
    let missing = ["account", "created", "close_date", "closed_on", "amount"].map {
      deals.field($0)?.column.missingCount
    }
    #expect(missing == [1425, 500, 2089, 2089, 2089])
  }

  @Test func oneColumnMayBearTwoNames() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("closed_on") == deals.texts("close_date"))
    #expect(deals.field("engage_date")?.name == "created")
  }

  @Test func productsAreFoundOnceTheirSpellingIsMapped() throws {
    #expect(
      model.messages.contains("deals.product: `GTXPro` became `GTX Pro` in 1480 records"))
    #expect(model.link(.deals, "product")?.unmatchedCount == 0)
    #expect(model.link(.deals, "owner")?.unmatchedCount == 0)
    #expect(model.link(.deals, "account")?.unmatchedCount == 0)
  }
}

@Suite("other public data", .enabled(if: DataFolders.has("data"), "no shared data"))
struct PublicDataTests {
  @Test(arguments: [
    "maven-crm", "salesforce-history-sample", "salesforce-tree-export", "dbt-salesforce-seeds",
    "dbt-hubspot-seeds", "salvirt-b2b",
  ])
  func aProposedModelLoads(folder: String) throws {
    let loader = Loader(files: PosixFiles())
    let proposal = try loader.proposal(folder: DataFolders.shared + "/data/" + folder)
    #expect(proposal.text.hasPrefix("{\n  \"pql\": 1"))
  }

  @Test func salesforceSample() throws {
    let folder = DataFolders.shared + "/data/salesforce-history-sample/"
    let model = try DataFolders.load(
      folder + "Opportunity.csv", folder + "OpportunityHistory.csv", folder + "Account.csv",
      folder + "Lead.csv")
    let deals = try #require(model[.deals])
    #expect(deals.rowCount == 36)
    #expect(deals.text("close_date", 0) == "2024-02-03")
    #expect(deals.text("created", 0) == "2026-02-23")
    #expect(deals.field("probability")?.type == .percent)
    #expect(model.link(.deals, "account")?.unmatchedCount == 0)
    let history = try #require(model[.history])
    #expect(history.rowCount == 48)
    #expect(history.text("at", 0) == "2026-02-23T20:55:00")
    #expect(history.text("to", 0) == "Qualification")
    #expect(model.link(.history, "deal")?.unmatchedCount == 0)
    #expect(
      model.pipelines[0].stages.map(\.name) == [
        "Prospecting", "Qualification", "Needs Analysis", "Value Proposition",
        "Id. Decision Makers", "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review",
        "Closed Won", "Closed Lost",
      ])
  }

  @Test func salvirtHasRepeatedRecordsAndAStatus() throws {
    let model = try DataFolders.load(
      DataFolders.shared + "/data/salvirt-b2b/Salvirt_B2B_ML_dataset.csv")
    #expect(model[.deals]?.rowCount == 448)
    #expect(Set(model[.deals]?.texts("stage") ?? []) == ["Won", "Lost"])
  }
}
