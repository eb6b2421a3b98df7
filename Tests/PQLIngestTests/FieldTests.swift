import PQLIngest
import PQLModel
import Testing

@Suite("fields are found and mapped")
struct FieldTests {
  @Test func mappedFieldsKeepTheDataNameAsAnAlias() throws {
    let model = try load([
      "m.json": """
      {"entities":{"deals":{"file":"d.csv","id":"nr",
        "fields":{"closed_on":"close_date","amount":"v","rep_name":"rep"}}}}
      """,
      "d.csv": "nr,v,close_date,rep,amount\n1,5,2026-01-01,Ana,9\n",
    ])
    let deals = try #require(model[.deals])
    #expect(
      deals.fields.map(\.name) == [
        "id", "amount", "close_date", "closed_on", "rep_name", "amount_2",
      ])
    #expect(deals.text("v", 0) == "5e-0")
    #expect(deals.text("rep", 0) == "Ana")
    #expect(deals.text("closed_on", 0) == "2026-01-01")
    #expect(
      model.messages.contains {
        $0.hasPrefix("deals: the data's own `amount` is called `amount_2`")
      })
  }

  @Test(arguments: [
    ("dealId", "id"), ("deal_id", "id"), ("Deal ID", "id"), ("CloseDate", "close_date"),
    ("close-date", "close_date"), ("StageName", "stage"), ("hubspot_owner_id", "owner"),
    ("AccountId", "account"), ("dealname", "name"), ("property_amount", "amount"),
    ("CurrencyIsoCode", "currency"), ("expected_close_date", "close_date"),
  ])
  func otherSpellingsAreFoundAndSaid(dataName: String, name: String) throws {
    let value = name == "close_date" ? "2026-01-01" : name == "amount" ? "5" : "EUR"
    let model = try load(["deals.csv": "\(dataName),zz\n\(value),1\n"])
    #expect(model[.deals]?.field(name)?.aliases == [dataName])
    #expect(model.messages.contains("deals: found \(name) in `\(dataName)`"))
  }

  @Test func idsAreRelationsWhenThereAreRecordsAndNamesOtherwise() throws {
    let deals = "Id,OwnerId,Owner.Name\n1,u1,Ana\n"
    let alone = try load(["deals.csv": deals])
    #expect(alone[.deals]?.texts("owner") == ["Ana"])
    var files = MemoryFiles()
    files.files = ["deals.csv": Array(deals.utf8), "users.csv": Array("Id,Name\nu1,Ana\n".utf8)]
    let both = try Loader(files: files).load(["deals.csv", "users.csv"])
    #expect(both[.deals]?.texts("owner") == ["u1"])
    #expect(both.link(.deals, "owner")?.rows == [0])
  }

  @Test func salesforceExportsPointByReference() throws {
    var files = MemoryFiles()
    files.files["Opportunity.json"] = Array(
      #"{"records":[{"attributes":{"type":"Opportunity","referenceId":"ref1"},"AccountId":"@refA","Name":"N"}]}"#
        .utf8)
    files.files["Account.json"] = Array(
      #"{"records":[{"attributes":{"type":"Account","referenceId":"refA"},"Name":"Acme"}]}"#.utf8)
    let model = try Loader(files: files).load(["Opportunity.json", "Account.json"])
    #expect(model[.deals]?.fields.map(\.name) == ["id", "name", "account"])
    #expect(model.link(.deals, "account")?.rows == [0])
  }

  @Test func valuesAreReplacedCountedAndSaid() throws {
    let model = try load([
      "m.json": """
      {"entities":{"deals":{"file":"d.csv",
        "values":{"product":{"GTXPro":"GTX Pro","None":"X"},"amount":{"n/a":""}}}}}
      """,
      "d.csv": "id,product,amount\n1,GTXPro,5\n2,GTX Pro,n/a\n3,GTXPro,6\n",
    ])
    #expect(model[.deals]?.texts("product") == ["GTX Pro", "GTX Pro", "GTX Pro"])
    #expect(model[.deals]?.texts("amount") == ["5e-0", nil, "6e-0"])
    #expect(model.messages.contains("deals.product: `GTXPro` became `GTX Pro` in 2 records"))
    #expect(
      model.messages.contains("deals.product: `None` became `X` nowhere; no record has it"))
  }

  @Test(arguments: [
    ("deals", EntityKind.deals), ("data/Opportunity.csv", .deals), ("sales_pipeline.csv", .deals),
    ("OpportunityHistory.csv", .history), ("hist_s.ndjson", .history), ("accounts.csv", .accounts),
    ("sf_opportunity_line_item_data.csv", .items), ("sales_teams.csv", .owners),
    ("leads.json", .leads), ("quotas.csv", .quotas), ("campaigns.csv", .campaigns),
    ("companies.json", .accounts), ("tasks.csv", .activities), ("product_2.csv", .products),
  ])
  func fileNamesTellTheEntity(path: String, kind: EntityKind) {
    #expect(Loader.entityGuess(path: path) == kind)
  }

  @Test func otherHistoriesAreNotTheDeals() {
    #expect(Loader.entityGuess(path: "account_history.csv") == nil)
  }

  @Test func fieldsTellTheEntityOfANamelessFile() throws {
    #expect(try load(["x.csv": "id,stage,amount\n1,Won,5\n"])[.deals]?.rowCount == 1)
    #expect(try load(["y.csv": "Product,Status\na,Won\nb,Lost\n"])[.deals]?.rowCount == 2)
    #expect(refusal(["z.csv": "a,b\n1,2\n"])?.advice?.contains("model file") == true)
  }
}

@Suite("deals of one id")
struct RepeatedRecordTests {
  @Test func exactRepeatsAreCountedOnce() throws {
    let model = try load(["deals.csv": "id,x\n1,a\n2,b\n1,a\n3,c\n2,b\n"])
    #expect(model[.deals]?.texts("id") == ["1", "2", "3"])
    #expect(model[.deals]?.texts("x") == ["a", "b", "c"])
    #expect(
      model.messages.contains(
        "deals: 2 records are exact repeats of another, first at deals.csv line 4; "
          + "each is counted once"))
  }

  @Test func differentDealsOfOneIdAreRefused() throws {
    let failure = try #require(refusal(["deals.csv": "id,x\n1,a\n2,b\n1,c\n"]))
    #expect(
      failure.message
        == "two different deals have the id `1`: deals.csv line 2 and deals.csv line 4")
    #expect(failure.advice != nil)
  }
}
