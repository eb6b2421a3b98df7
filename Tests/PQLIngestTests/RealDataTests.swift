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
    #expect(
      model.messages.contains("deals.product: `CloudPro` became `Cloud Pro` in 40 records"))
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
  func whatInitWritesLoadsToTheSame(folder: String) throws {
    let path = DataFolders.shared + "/data/" + folder
    var files = MemoryFiles()
    for name in try PosixFiles().names(in: path) {
      files.files["\(folder)/\(name)"] = try PosixFiles().read("\(path)/\(name)").array
    }
    try expectInitLoadsTheSame(files, folder)
  }

  private func load(_ folder: String) throws -> Model {
    try DataFolders.load(DataFolders.shared + "/data/" + folder)
  }

  private func rows(_ model: Model) -> [String] {
    model.entities.map { "\($0.rawValue) \(model[$0]?.rowCount ?? 0)" }
  }

  /// A CSV file without quotes as records by name.
  private func records(_ path: String) throws -> [[String: String]] {
    let bytes = try PosixFiles().read(DataFolders.shared + "/data/" + path).array
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return lines.dropFirst().map { line in
      Dictionary(zip(lines[0], line), uniquingKeysWith: { first, _ in first })
    }
  }

  /// `02/23/26 08:55 PM` as `2026-02-23T20:55:00`, `02/23/26` as `2026-02-23`.
  private func iso(_ text: String) -> String? {
    let words = text.split(separator: " ")
    guard let day = words.first?.split(separator: "/"), day.count == 3 else { return nil }
    let date = "20\(day[2])-\(day[0])-\(day[1])"
    guard words.count == 3 else { return date }
    let clock = words[1].split(separator: ":").compactMap { Int($0) }
    let hour = clock[0] % 12 + (words[2] == "PM" ? 12 : 0)
    return "\(date)T\(padded(hour, 2)):\(padded(clock[1], 2)):00"
  }

  @Test func salesforceHistorySample() throws {
    let model = try load("salesforce-history-sample")
    #expect(rows(model) == ["deals 36", "leads 22", "accounts 18", "history 122"])
    #expect(model.historyQuality == .full)
    #expect(model.report.leftAside.map(\.file) == ["OpportunityHistoryGroup.csv"])
    for relation in [("deals", "account"), ("leads", "converted_deal"), ("leads", "account")] {
      let kind = try #require(EntityKind(rawValue: relation.0))
      #expect(model.link(kind, relation.1)?.unmatchedCount == 0)
    }
    #expect(model.link(.leads, "converted_deal")?.rows.count { $0 >= 0 } == 5)
    let pipeline = try #require(model.pipelines.first)
    #expect(
      pipeline.stages.map(\.name) == [
        "Prospecting", "Qualification", "Needs Analysis", "Value Proposition",
        "Id. Decision Makers", "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review",
        "Closed Won", "Closed Lost",
      ])
  }

  @Test func salesforceSampleHasTheDatesOfItsFiles() throws {
    let model = try load("salesforce-history-sample")
    let deals = try #require(model[.deals])
    let written = try records("salesforce-history-sample/Opportunity.csv")
    #expect(deals.rowCount == written.count)
    for (row, record) in written.enumerated() {
      for (field, name) in [
        ("created", "CreatedDate"), ("close_date", "CloseDate"),
        ("LastModifiedDate", "LastModifiedDate"), ("LastActivityDate", "LastActivityDate"),
      ] {
        #expect(deals.text(field, row) == record[name].flatMap(iso), "\(field) of row \(row)")
      }
    }
    let history = try #require(model[.history])
    let moments = try records("salesforce-history-sample/OpportunityHistory.csv").compactMap {
      $0["CreatedDate"].flatMap(iso)
    }
    #expect(Set(history.texts("at")) == Set(moments))
    let stages = history.texts("field").indices.filter { history.text("field", $0) == "stage" }
    // Every snapshot but those that repeat the stage before enters one.
    #expect(stages.count == 48)
  }

  @Test func salesforceTreeExport() throws {
    let model = try load("salesforce-tree-export")
    #expect(rows(model) == ["deals 9", "leads 10", "accounts 10"])
    #expect(model.link(.deals, "account")?.unmatchedCount == 0)
    #expect(model.historyQuality == .none)
    #expect(
      model.report.leftAside.map(\.reason) == [
        "it is the plan of an export and names 8 files, of which Car__c.json, Color__c.json, "
          + "CarColor__c.json, Contact.json, Case.json are absent"
      ])
  }

  @Test func salesforceSeeds() throws {
    let model = try load("dbt-salesforce-seeds")
    // All ten opportunities of the seeds are marked as deleted.
    #expect(
      rows(model) == [
        "deals 0", "leads 1", "accounts 1", "contacts 4", "products 2", "items 10", "owners 4",
        "activities 20", "history 0",
      ])
    // Five users are marked as deleted, and one of the others is an older version.
    #expect(
      model.messages.contains("User: 1 of 5 records are older versions and left aside"))
    #expect(
      model.report.leftAside.map(\.file) == [
        "sf_account_history_data.csv", "sf_contact_history_data.csv", "sf_order_data.csv",
        "sf_user_role_data.csv",
      ])
  }

  @Test func salesforceSeedsHoldWhatTheirFilesDo() throws {
    let model = try load("dbt-salesforce-seeds")
    let items = try #require(model[.items])
    let amounts = try #require(total(items, "amount"))
    // 0, 5100, 38093, 84250.32, 4000, 162000, 0, 0, 0 and 2045.45.
    #expect(amounts == (29_548_877, 2))
    #expect(items.texts("quantity").compactMap { $0 }.count == 10)
    #expect(model[.leads]?.texts("created") == ["2019-11-11"])
    #expect(model[.leads]?.texts("converted") == ["true"])
    #expect(
      Set(model[.activities]?.texts("at").compactMap { $0?.prefix(10) } ?? []) == ["2019-11-11"])
  }

  @Test func mavenNeedsNoModel() throws {
    let model = try load("maven-crm")
    #expect(rows(model) == ["deals 8800", "accounts 85", "products 7", "owners 35"])
    #expect(model.historyQuality == .none)
    #expect(model.report.leftAside.map(\.file) == ["data_dictionary.csv"])
    #expect(model.link(.deals, "owner")?.unmatchedCount == 0)
    #expect(model.link(.deals, "product")?.unmatchedCount == 1480)
  }

  @Test func salvirtHasRepeatedRecordsAndAStatus() throws {
    let model = try load("salvirt-b2b")
    #expect(model[.deals]?.rowCount == 448)
    #expect(Set(model[.deals]?.texts("stage") ?? []) == ["Won", "Lost"])
    #expect(model.historyQuality == .none)
  }

  @Test func bankMarketingLoadsWithAShortMapping() throws {
    let folder = DataFolders.shared + "/data/bank-marketing"
    #expect(throws: LoadFailure.self) { try DataFolders.load(folder) }
    var files = MemoryFiles([
      "bank/model.json":
        #"{"entities":{"leads":{"file":"bank-full.csv","fields":{"converted":"y"}}}}"#
    ])
    files.files["bank/bank-full.csv"] = try PosixFiles().read(folder + "/bank-full.csv").array
    let model = try Loader(files: files).load(["bank"])
    #expect(model[.leads]?.rowCount == 45_211)
    guard case .boolean(let converted)? = model[.leads]?.field("converted")?.column else {
      Issue.record("converted is no condition")
      return
    }
    #expect(converted.values.setCount == 5_289)
  }
}
