import PQLIngest
import PQLModel
import Testing

@Suite("HubSpot: answers of its first API")
struct HubSpotVersionOneTests {
  let model: Model

  init() throws {
    model = try DataFolders.fixture("hubspot-v1")
  }

  @Test func bothPagesAreOneTable() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["101", "102", "103", "104"])
    #expect(
      model.messages.contains("deals: 1 of 5 records are marked as deleted and left aside"))
    #expect(model.report.leftAside.isEmpty)
  }

  @Test func valuesAreReadAndWhatStandsBesideThemIsNot() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("name")[0] == "Rollout for Acme")
    #expect(deals.texts("amount") == ["120005e-1", "80000e-1", "200000e-1", nil])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-10", "2026-01-15", "2026-02-01"])
    #expect(deals.texts("close_date") == ["2026-03-20", "2026-02-28", "2026-05-31", nil])
    #expect(deals.texts("owner") == ["501", "502", "501", "502"])
    #expect(
      deals.fields.map(\.name).filter { $0.contains("timestamp") || $0.contains("source") } == [])
  }

  @Test func versionsAreAWholeHistory() throws {
    let history = try #require(model[.history])
    #expect(model.historyQuality == .full)
    let stages = (0..<history.rowCount).filter { history.text("field", $0) == "stage" }.map { row in
      ["deal", "at", "from", "to"].map { history.text($0, row) ?? "-" }.joined(separator: " ")
    }
    #expect(
      stages == [
        "101 2026-01-05T23:30:00 - Appointment scheduled",
        "101 2026-02-01T08:00:00 Appointment scheduled Qualified to buy",
        "101 2026-03-20T10:15:00 Qualified to buy Signed",
        "102 2026-01-10T11:00:00 - Appointment scheduled",
        "102 2026-01-20T12:00:00 Appointment scheduled Qualified to buy",
        "102 2026-02-01T12:00:00 Qualified to buy Appointment scheduled",
        "102 2026-02-28T16:45:00 Appointment scheduled Gone",
        "103 2026-01-15T10:00:00 - Appointment scheduled",
        "103 2026-02-12T10:00:00 Appointment scheduled Qualified to buy",
        "104 2026-02-01T09:00:00 - Appointment scheduled",
      ])
    let amounts = (0..<history.rowCount).filter { history.text("field", $0) == "amount" }
    // The fourth deal never had one.
    #expect(amounts.map { history.text("to", $0) } == ["10000", "12000.50", "8000", "20000"])
  }

  @Test func aStageWithoutAChanceThatIsNotWonIsLost() throws {
    let pipeline = try #require(model.pipelines.first)
    #expect(pipeline.name == "Sales Pipeline")
    #expect(
      pipeline.stages.map(\.name) == [
        "Appointment scheduled", "Qualified to buy", "Signed", "Gone",
      ])
    #expect(pipeline.stages.map(\.outcome) == [nil, nil, .won, .lost])
    #expect(model[.deals]?.texts("closed_on") == ["2026-03-20", "2026-02-28", nil, nil])
  }

  @Test func associationsOfMereIdsAreRead() throws {
    #expect(model[.deals]?.texts("account") == ["701", "702", nil, "701"])
    #expect(model[.deals]?.texts("contact") == ["801", nil, nil, "801"])
    #expect(model.link(.deals, "account")?.unmatchedCount == 0)
    #expect(model.link(.deals, "owner")?.unmatchedCount == 0)
    #expect(model[.contacts]?.texts("account") == ["701"])
    #expect(model[.owners]?.texts("name") == ["Marta Ruiz", "Ola Berg"])
    let activities = try #require(model[.activities])
    #expect(activities.texts("deal") == ["101", "102"])
    #expect(activities.texts("type") == ["CALL", "NOTE"])
    #expect(activities.texts("at") == ["2026-01-12T10:00:00", "2026-02-12T10:00:00"])
  }

  @Test func oneDealThatWasAskedForIsARecord() throws {
    let model = try load([
      "deal.json": """
      {"portalId":1,"dealId":7,"isDeleted":false,"associations":{"associatedCompanyIds":[]},
       "properties":{"dealstage":{"value":"new","timestamp":1767655800000,"source":"API","versions":[]},
                     "amount":{"value":"5","timestamp":1767655800000,"source":"API","versions":[]}}}
      """
    ])
    #expect(model[.deals]?.texts("id") == ["7"])
    #expect(model[.deals]?.texts("amount") == ["5e-0"])
    #expect(model.historyQuality == .none)
  }

  @Test func dealsThatWereMergedIntoOthersAreLeftAside() throws {
    let model = try load(
      [
        "x/deal.csv": """
        deal_id,deal_pipeline_stage_id,property_amount
        1,new,100
        2,new,40
        3,new,60
        """,
        "x/merged_deal.csv": "deal_id,merged_deal_id\n1,2\n1,3",
      ], path: "x")
    #expect(model[.deals]?.texts("id") == ["1"])
    #expect(
      model.messages.contains("deals: 2 of 3 records were merged into others and left aside"))
    #expect(model.report.files.first { $0.name == "deal.csv" }?.taken == 1)
  }

  @Test func otherAnswersOfTheLaterAPIAreRead() throws {
    let record = #"{"id":"1","properties":{"dealstage":"new","amount":"5","hs_object_id":"1"}}"#
    for answer in [
      #"{"total":1,"results":[\#(record)]}"#,
      #"{"status":"COMPLETE","results":[\#(record)],"startedAt":"2026-01-01T00:00:00Z"}"#, record,
    ] {
      let model = try load(["deals.json": answer])
      #expect(model[.deals]?.texts("amount") == ["5e-0"])
      #expect(model.report.tables.first?.system == "HubSpot")
      #expect(!model.messages.contains { $0.contains("a page may be missing") })
    }
  }
}

@Suite("HubSpot: tables as dbt's packages name them")
struct HubSpotStagingTests {
  let model: Model

  init() throws {
    model = try load(
      [
        "x/deal.csv": """
        deal_id,deal_name,deal_pipeline_id,deal_pipeline_stage_id,owner_id,amount,closed_at,created_at,is_deal_deleted
        1,Rollout,p,s3,501,12000.50,2026-03-20 10:15:00,2026-01-05 23:30:00,false
        2,Licences,p,s1,501,20000,2026-05-31 00:00:00,2026-01-15 10:00:00,false
        3,Pilot,p,s4,501,8000,2026-02-28 16:45:00,2026-01-10 11:00:00,false
        4,Gone,p,s1,501,1,2026-02-28 16:45:00,2026-01-10 11:00:00,true
        """,
        "x/stage.csv": """
        deal_pipeline_stage_id,pipeline_stage_label,deal_pipeline_id,display_order,probability,is_closed_won,is_active
        s4,Gone elsewhere,p,3,0.0,false,true
        s1,First talk,p,0,0.2,false,true
        s3,Signed,p,2,1.0,true,true
        q1,Queued,q,0,0.0,false,true
        """,
        "x/pipeline.csv": """
        deal_pipeline_id,pipeline_label,display_order,is_active
        p,New business,0,true
        q,Service,1,true
        """,
        "x/history.csv": """
        deal_id,field_name,change_source,change_timestamp,new_value
        1,dealstage,CRM_UI,2026-01-05 23:30:00,s1
        1,dealstage,CRM_UI,2026-03-20 10:15:00,s3
        1,amount,CRM_UI,2026-01-05 23:30:00,12000.50
        """,
        "x/company.csv": """
        company_id,is_company_deleted,company_name,industry,country,company_annual_revenue
        701,false,Acme,MACHINERY,Germany,5000000
        """,
        "x/owner.csv": """
        owner_id,email_address,first_name,last_name,full_name,owner_type
        501,marta@example.com,Marta,Ruiz,Marta Ruiz,PERSON
        """,
      ], path: "x")
  }

  @Test func dealsAreReadAndTheExpectedDayIsNoEnd() throws {
    let deals = try #require(model[.deals])
    #expect(deals.texts("name") == ["Rollout", "Licences", "Pilot"])
    #expect(deals.texts("amount") == ["120005e-1", "200000e-1", "80000e-1"])
    #expect(deals.texts("created") == ["2026-01-05", "2026-01-15", "2026-01-10"])
    #expect(deals.texts("close_date") == ["2026-03-20", "2026-05-31", "2026-02-28"])
    #expect(deals.texts("closed_on")[1] == nil)
    #expect(deals.texts("stage") == ["Signed", "First talk", "Gone elsewhere"])
    #expect(model[.accounts]?.texts("name") == ["Acme"])
    #expect(model[.owners]?.texts("email") == ["marta@example.com"])
    #expect(model.link(.deals, "owner")?.unmatchedCount == 0)
  }

  @Test func stagesEndByTheirChanceWhereOthersHaveOne() {
    #expect(model.pipelines.map(\.name) == ["New business", "Service"])
    #expect(
      model.pipelines[0].stages.map(\.name) == ["First talk", "Signed", "Gone elsewhere"])
    #expect(model.pipelines[0].stages.map(\.outcome) == [nil, .won, .lost])
    #expect(model.pipelines[1].stages.map(\.outcome) == [nil])
  }

  @Test func versionsAreAWholeHistory() throws {
    let history = try #require(model[.history])
    #expect(model.historyQuality == .full)
    let stages = history.texts("field").indices.filter { history.text("field", $0) == "stage" }
    #expect(stages.map { history.text("to", $0) } == ["First talk", "Signed"])
  }
}
