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

@Suite("leads, histories and splits")
struct FurtherFieldTests {
  @Test func momentsOfLeadsKeepTheTimeThatTheDataTell() throws {
    let model = try load([
      "leads.csv": """
      id,status,email,qualified on,First Contact Date,disqualified_at,Disqualification Reason
      1,New,a@b.c,2026-01-05,2026-01-05T09:30:00,,
      2,Lost,d@e.f,,,6/1/2026 14:05,No budget
      3,Lost,d@e.f,,,13/1/2026 14:05,No budget

      """
    ])
    let leads = try #require(model[.leads])
    #expect(leads.field("qualified_at")?.type == .date)
    #expect(leads.texts("qualified_at") == ["2026-01-05", nil, nil])
    #expect(leads.field("touched_at")?.type == .timestamp)
    #expect(leads.text("touched_at", 0) == "2026-01-05T09:30:00")
    #expect(leads.text("disqualified_at", 1) == "2026-01-06T14:05:00")
    #expect(leads.texts("disqualified_reason") == [nil, "No budget", "No budget"])
  }

  @Test func aChangeMayBeOfALeadOrAnAccount() throws {
    let model = try load(
      [
        "d/deals.csv": "id,stage\nD1,Open\n", "d/leads.csv": "id,email\nL1,a@b.c\n",
        "d/accounts.csv": "id,name\nA1,Isdom\n",
        "d/history.csv": """
        deal,lead_id,account_id,at,field,to
        D1,,,2026-01-05,stage,Open
        ,L1,,2026-01-06,status,New
        ,,A1,2026-01-07,industry,soap
        ,,,2026-01-08,stage,Open

        """,
      ], path: "d")
    let history = try #require(model[.history])
    #expect(history.texts("field") == ["stage", "status", "industry"])
    #expect(model.link(.history, "lead")?.rows == [-1, 0, -1])
    #expect(model.link(.history, "account")?.rows == [-1, -1, 0])
    #expect(model.report.files.first { $0.kind == .history }?.rejected == 1)
  }

  @Test func sharesThatMissTheWholeAreNamed() throws {
    let model = try load(
      [
        "d/deals.csv": "id,stage\n1,Open\n2,Open\n3,Open\n4,Open\n",
        "d/opportunity splits.csv": """
        Opportunity ID,Split Owner,Split Percentage,Type
        1,Ana,60,revenue
        1,Ben,40,revenue
        1,Eva,50,overlay
        2,Ana,33.3,revenue
        2,Ben,33.3,revenue
        2,Eva,33.3,revenue
        3,Ana,90,revenue
        3,Ben,30,revenue
        4,Ana,,revenue
        4,Ben,30,revenue

        """,
      ], path: "d")
    let splits = try #require(model[.splits])
    #expect(splits.texts("share").first == "0.6")
    #expect(model.link(.splits, "deal")?.rows == [0, 0, 0, 1, 1, 1, 2, 2, 3, 3])
    let note = try #require(model.notes.first { $0.code == .sharesMissWhole })
    #expect(
      note.message
        == "splits.share: of 5 deals and types 2 have shares that miss 100 %, first `1` with 50 %")
    #expect(note.severity == .warning)
  }

  @Test func splitsOfSalesforceAreKnown() throws {
    let model = try load(
      [
        "d/a.csv": "Id,StageName,CloseDate\n1,Open,2026-01-05\n",
        "d/b.csv": "Id,OpportunityId,SplitOwnerId,SplitPercentage,SplitAmount,SplitTypeId\n"
          + "s,1,u,100,50,t\n",
      ], path: "d")
    #expect(model[.splits]?.texts("owner") == ["u"])
    #expect(model[.splits]?.texts("amount") == ["50e-0"])
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
