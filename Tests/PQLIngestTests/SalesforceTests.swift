import PQLIngest
import PQLModel
import Testing

/// Answers of Salesforce's REST interface and CSV exports of its objects.
@Suite struct SalesforceTests {
  // MARK: - pages and what stands inside their records

  private static let pages: KeyValuePairs<String, String> = [
    "org/deals-1.json": """
    {"totalSize":4,"done":false,"nextRecordsUrl":"/services/data/v60.0/query/01g-2000","records":[
      {"attributes":{"type":"Opportunity","url":"/x/006000000000001AAA"},"Id":"006000000000001AAA",
       "Name":"One","StageName":"Closed Won","Amount":100.5,"CloseDate":"2026-03-01","IsDeleted":false,
       "Seats__c":5,"Account":{"attributes":{"type":"Account"},"Name":"Isdom"},
       "OpportunityLineItems":{"totalSize":2,"done":true,"records":[
         {"attributes":{"type":"OpportunityLineItem"},"Id":"00k1","Quantity":2,"UnitPrice":10,"TotalPrice":20},
         {"attributes":{"type":"OpportunityLineItem"},"Id":"00k2","Quantity":1,"UnitPrice":80.5,"TotalPrice":80.5}]}},
      {"attributes":{"type":"Opportunity","url":"/x/006000000000002AAA"},"Id":"006000000000002AAA",
       "Name":"Two","StageName":"Prospecting","Amount":null,"CloseDate":"2026-05-01","IsDeleted":false,
       "Seats__c":null,"Account":null,"OpportunityLineItems":null}]}
    """,
    "org/deals-2.json": """
    {"totalSize":4,"done":true,"records":[
      {"attributes":{"type":"Opportunity","url":"/x/006000000000002AAA"},"Id":"006000000000002AAA",
       "Name":"Two","StageName":"Prospecting","Amount":null,"CloseDate":"2026-05-01","IsDeleted":false,
       "Seats__c":null,"Account":null,"OpportunityLineItems":null},
      {"attributes":{"type":"Opportunity","url":"/x/006000000000003AAA"},"Id":"006000000000003AAA",
       "Name":"Three","StageName":"Prospecting","Amount":7,"CloseDate":"2026-05-02","IsDeleted":true,
       "Seats__c":1,"Account":null,"OpportunityLineItems":null}]}
    """,
  ]

  @Test func pagesOfOneQueryAreOneTable() throws {
    let model = try load(Self.pages, path: "org")
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["006000000000001AAA", "006000000000002AAA"])
    #expect(deals.texts("account") == ["Isdom", nil])
    #expect(deals.texts("Seats__c") == ["5.0", nil])
    #expect(
      deals.fields.map(\.name) == [
        "id", "name", "stage", "amount", "close_date", "closed_on", "account", "Seats__c",
      ])
    #expect(
      model.messages.contains {
        $0.hasPrefix("deals: 1 records are exact repeats")
      })
    #expect(
      model.messages.contains(
        "Opportunity: 1 of 3 records are marked as deleted and left aside"))
  }

  @Test func recordsInsideRecordsAreATable() throws {
    let model = try load(Self.pages, path: "org")
    let items = try #require(model[.items])
    #expect(items.texts("deal") == ["006000000000001AAA", "006000000000001AAA"])
    #expect(items.texts("quantity") == ["2.0", "1.0"])
    #expect(items.texts("amount") == ["200e-1", "805e-1"])
    #expect(model.link(.items, "deal")?.unmatchedCount == 0)
  }

  @Test func aPageThatIsMissingIsSaid() throws {
    let model = try load(Self.pages, path: "org/deals-1.json")
    #expect(
      model.notes.contains(
        LoadNote(
          .pageMissing,
          "Opportunity: the export counts 4 records and holds 2; a page may be missing",
          severity: .warning, place: LoadPlace(entity: .deals, count: 2, total: 4),
          concerns: [.records(.deals)])))
  }

  // MARK: - history

  private static let opportunities = """
    Id,Name,StageName,Amount,CloseDate,OwnerId,IsDeleted
    006000000000001AAA,One,Closed Won,120,2026-03-01,005000000000001AAA,false
    006000000000002AAA,Two,Proposal,,2026-05-01,005000000000002AAA,false
    """

  @Test func snapshotsBecomeChanges() throws {
    let model = try load(
      [
        "org/Opportunity.csv": Self.opportunities,
        "org/OpportunityHistory.csv": """
        Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,PrevAmount,CloseDate,PrevCloseDate,IsDeleted
        h3,006000000000001AAA,u1,2026-02-03T10:00:00Z,Closed Won,120,100,2026-03-01,2026-02-20,false
        h1,006000000000001AAA,u1,2026-01-01T10:00:00Z,Prospecting,100,,2026-02-28,,false
        h2,006000000000001AAA,u2,2026-01-02T10:00:00Z,Prospecting,100,,2026-02-28,,false
        h4,006000000000002AAA,u1,2026-01-05T10:00:00Z,Proposal,50,40,2026-05-01,,false
        h5,006000000000002AAA,u1,2026-01-06T10:00:00Z,Proposal,,,2026-05-01,,false
        h6,006000000000002AAA,u1,2026-01-07T10:00:00Z,Lost,1,,2026-05-01,,true
        """,
      ], path: "org")
    #expect(model.historyQuality == .full)
    let history = try #require(model[.history])
    let rows = (0..<history.rowCount).map { row in
      ["deal", "at", "field", "from", "to", "by"].map { history.text($0, row) ?? "-" }
        .joined(separator: " ")
    }
    #expect(
      rows == [
        "006000000000001AAA 2026-01-01T10:00:00 stage - Prospecting u1",
        "006000000000001AAA 2026-01-01T10:00:00 amount - 100 u1",
        "006000000000001AAA 2026-01-01T10:00:00 close_date - 2026-02-28 u1",
        "006000000000001AAA 2026-02-03T10:00:00 stage Prospecting Closed Won u1",
        "006000000000001AAA 2026-02-03T10:00:00 amount 100 120 u1",
        "006000000000001AAA 2026-02-03T10:00:00 close_date 2026-02-20 2026-03-01 u1",
        "006000000000002AAA 2026-01-05T10:00:00 stage - Proposal u1",
        "006000000000002AAA 2026-01-05T10:00:00 amount 40 50 u1",
        "006000000000002AAA 2026-01-05T10:00:00 close_date - 2026-05-01 u1",
        "006000000000002AAA 2026-01-06T10:00:00 amount 50 - u1",
      ])
    #expect(model[.deals]?.text("closed_on", 0) == "2026-02-03")
  }

  @Test func fieldHistoryBearsTheNamesOfFields() throws {
    let model = try load(
      [
        "org/Opportunity.csv": Self.opportunities,
        "org/OpportunityFieldHistory.csv": """
        Id,OpportunityId,Field,OldValue,NewValue,CreatedDate,CreatedById
        1,006000000000001AAA,StageName,Prospecting,Closed Won,2026-02-03T10:00:00Z,u1
        2,006000000000001AAA,Owner,Ann Lee,Bo Dahl,2026-02-04T10:00:00Z,u1
        3,006000000000001AAA,Owner,005000000000002AAA,005000000000001AAA,2026-02-04T10:00:00Z,u1
        4,006000000000001AAA,Amount,100,120,2026-02-05T10:00:00Z,u1
        5,006000000000001AAA,CloseDate,2026-02-01,2026-03-01,2026-02-05T10:00:00Z,u1
        6,006000000000001AAA,Seats__c,1,2,2026-02-06T10:00:00Z,u1
        """,
      ], path: "org")
    let history = try #require(model[.history])
    #expect(
      history.texts("field") == ["stage", "owner", "amount", "close_date", "Seats__c"])
    #expect(history.texts("to")[1] == "005000000000001AAA")
    #expect(model.historyQuality == .full)
  }

  @Test func snapshotsCountMoreThanFieldHistory() throws {
    let model = try load(
      [
        "org/Opportunity.csv": Self.opportunities,
        "org/OpportunityHistory.csv": """
        Id,OpportunityId,CreatedDate,StageName,Amount,CloseDate
        h1,006000000000001AAA,2026-01-01T10:00:00Z,Prospecting,,
        """,
        "org/OpportunityFieldHistory.csv": """
        Id,OpportunityId,Field,OldValue,NewValue,CreatedDate
        1,006000000000001AAA,StageName,Prospecting,Closed Won,2026-02-03T10:00:00Z
        2,006000000000001AAA,Name,Won,One,2026-02-03T10:00:00Z
        3,006000000000002AAA,StageName,Prospecting,Proposal,2026-02-04T10:00:00Z
        """,
      ], path: "org")
    let history = try #require(model[.history])
    #expect(history.texts("field") == ["name", "stage", "stage"])
    #expect(history.texts("to") == ["One", "Proposal", "Prospecting"])
  }

  // MARK: - what says what others mean

  private static let stages = """
    Id,MasterLabel,ApiName,SortOrder,DefaultProbability,ForecastCategoryName,IsClosed,IsWon,IsActive
    1,Signed,Closed Won,3,100,Closed,true,true,true
    2,Prospecting,Prospecting,1,10,Pipeline,false,false,true
    3,Gone,Gone,2,20,Pipeline,false,false,false
    4,Proposal,Proposal,2,50,Best Case,false,false,true
    5,No luck,No luck,4,0,Omitted,true,false,true
    """

  @Test func stagesAreTheOrgs() throws {
    let model = try load(
      ["org/Opportunity.csv": Self.opportunities, "org/OpportunityStage.csv": Self.stages],
      path: "org")
    let pipeline = try #require(model.pipelines.first)
    #expect(model.pipelines.count == 1)
    #expect(
      pipeline.stages == [
        Stage(name: "Prospecting", probability: 0.1, category: "Pipeline"),
        Stage(name: "Proposal", probability: 0.5, category: "Best Case"),
        Stage(
          name: "Signed", probability: 1, outcome: .won, category: "Closed", id: "Closed Won"),
        Stage(name: "No luck", probability: 0, outcome: .lost, category: "Omitted"),
      ])
    #expect(model[.deals]?.texts("stage") == ["Signed", "Proposal"])
    #expect(model.report.pipelineOrigin == "OpportunityStage.csv")
  }

  @Test func recordTypesWithNamesArePipelines() throws {
    let model = try load(
      [
        "org/Opportunity.csv": """
        Id,Name,StageName,CloseDate,RecordTypeId
        1,One,Closed Won,2026-03-01,012A
        2,Two,Proposal,2026-05-01,012B
        """,
        "org/RecordType.csv": """
        Id,Name,DeveloperName,SobjectType
        012A,New business,New_business,Opportunity
        012B,Renewals,Renewals,Opportunity
        012C,Partner,Partner,Account
        """,
      ], path: "org")
    #expect(model[.deals]?.texts("pipeline") == ["New business", "Renewals"])
    #expect(model.pipelines.map(\.name) == ["New business", "Renewals"])
  }

  @Test func tasksAndEventsAreActivities() throws {
    let model = try load(
      [
        "org/Opportunity.csv": Self.opportunities,
        "org/Task.csv": """
        Id,WhatId,WhoId,Subject,Status,Priority,ActivityDate,CreatedDate,Type
        T1,006000000000001AAA,003000000000001AAA,Call,Done,High,2026-01-02,2026-01-01T08:00:00Z,Call
        T2,001000000000001AAA,00Q000000000001AAA,Mail,Done,High,,2026-01-01T08:00:00Z,Email
        """,
        "org/Event.csv": """
        Id,WhatId,WhoId,Subject,StartDateTime,EndDateTime,Type
        E1,006000000000002AAA,,Demo,2026-01-03T09:00:00Z,2026-01-03T10:00:00Z,Meeting
        """,
      ], path: "org")
    let activities = try #require(model[.activities])
    #expect(activities.texts("id") == ["E1", "T1", "T2"])
    #expect(
      activities.texts("deal") == ["006000000000002AAA", "006000000000001AAA", nil])
    #expect(activities.texts("lead") == [nil, nil, "00Q000000000001AAA"])
    #expect(
      activities.texts("at") == [
        "2026-01-03T09:00:00", "2026-01-02T00:00:00", "2026-01-01T08:00:00",
      ])
    #expect(activities.texts("Subject") == ["Demo", "Call", "Mail"])
    #expect(activities.texts("Priority") == [nil, "High", "High"])
  }

  @Test func quotasEndWithTheirPeriods() throws {
    let quotas = """
      Id,QuotaOwnerId,QuotaAmount,StartDate,PeriodId
      1,005A,100,2026-01-01,026A
      2,005A,200,2026-04-01,026B
      """
    let deals = Self.opportunities
    let guessed = try load(
      ["org/Opportunity.csv": deals, "org/ForecastingQuota.csv": quotas], path: "org")
    #expect(guessed[.quotas]?.texts("until") == ["2026-03-31", "2026-06-30"])
    #expect(guessed.messages.contains { $0.contains("taken to last a quarter") })
    let known = try load(
      [
        "org/Opportunity.csv": deals, "org/ForecastingQuota.csv": quotas,
        "org/Period.csv": """
        Id,StartDate,EndDate,FullyQualifiedLabel
        026A,2026-01-01,2026-01-31,January
        026B,2026-04-01,2026-04-30,April
        """,
      ], path: "org")
    #expect(known[.quotas]?.texts("until") == ["2026-01-31", "2026-04-30"])
  }

  // MARK: - sf data export tree

  @Test func aPlanStandsForItsFiles() throws {
    let files: KeyValuePairs<String, String> = [
      "tree/plan.json": """
      [{"sobject":"Account","saveRefs":true,"files":["Account.json"]},
       {"sobject":"Opportunity","resolveRefs":true,"files":["Opportunity.json"]},
       {"sobject":"Case","files":["Case.json"]}]
      """,
      "tree/Account.json": """
      {"records":[{"attributes":{"type":"Account","referenceId":"AccountRef1"},"Name":"Isdom"}]}
      """,
      "tree/Opportunity.json": """
      {"records":[{"attributes":{"type":"Opportunity","referenceId":"OpportunityRef1"},"Name":"One",
        "StageName":"Closed Won","AccountId":"@AccountRef1","CloseDate":"2026-01-01"}]}
      """,
      "tree/Car__c.json": """
      {"records":[{"attributes":{"type":"Car__c","referenceId":"CarRef1"},"Name":"Red"}]}
      """,
    ]
    for path in ["tree", "tree/plan.json"] {
      let model = try load(files, path: path)
      #expect(model.link(.deals, "account")?.rows == [0])
      let reasons = model.report.leftAside.map { "\($0.file): \($0.reason)" }
      #expect(
        reasons.contains(
          "plan.json: it is the plan of an export and names 3 files, of which Case.json are absent"
        ))
      #expect(
        reasons.contains("Car__c.json: it holds `Car__c`, which PQL has no entity for")
          == (path == "tree"))
    }
  }

  @Test func aPlanNamesNothingElsewhereAndABrokenFileIsLeftAside() throws {
    let files: KeyValuePairs<String, String> = [
      "tree/plan.json": """
      [{"sobject":"Opportunity","files":["Opportunity.json","Lead.json","../Account.json"]}]
      """,
      "tree/Opportunity.json": """
      {"records":[{"attributes":{"type":"Opportunity","referenceId":"R1"},"Name":"One","StageName":"Won"}]}
      """,
      "tree/Lead.json": "{\"records\":[{\"attributes\":", "Account.json": "{\"records\":[]}",
    ]
    let model = try load(files, path: "tree/plan.json")
    #expect(model.entities == [.deals])
    #expect(model.report.leftAside.map(\.file) == ["plan.json", "Lead.json"])
  }

  @Test func aReportOfTheUserInterfaceIsReadByItsLabels() throws {
    let model = try load([
      "report1690000000.csv": """
      Opportunity Name,Stage,Amount,Close Date,Probability (%),Opportunity Owner,Account Name
      One,Closed Won,100,31/01/2026,100,Ann,Isdom
      """
    ])
    #expect(
      model[.deals]?.fields.map(\.name) == [
        "name", "stage", "amount", "probability", "close_date", "closed_on", "owner", "account",
      ])
  }

  // MARK: - pql init

  @Test(arguments: [0, 1, 2])
  func whatInitWritesLoadsToTheSame(number: Int) throws {
    let org: [KeyValuePairs<String, String>] = [
      Self.pages,
      ["org/Opportunity.csv": Self.opportunities, "org/OpportunityStage.csv": Self.stages],
      [
        "org/Opportunity.csv": Self.opportunities,
        "org/OpportunityHistory.csv": """
        Id,OpportunityId,CreatedDate,StageName,Amount,CloseDate
        h1,006000000000001AAA,2026-01-01T10:00:00Z,Prospecting,,
        """,
        "org/OpportunityFieldHistory.csv": """
        Id,OpportunityId,Field,OldValue,NewValue,CreatedDate
        2,006000000000001AAA,Name,Won,One,2026-02-03T10:00:00Z
        """,
        "org/Task.csv": """
        Id,WhatId,Subject,Priority,ActivityDate
        T1,006000000000001AAA,Call,High,2026-01-02
        """,
        "org/Event.csv": """
        Id,WhatId,Subject,StartDateTime,ActivityDate
        E1,006000000000002AAA,Demo,2026-01-03T09:00:00Z,2026-01-03
        """,
        "org/RecordType.csv": """
        Id,Name,DeveloperName,SobjectType
        012A,New business,New_business,Opportunity
        """,
      ],
    ]
    try expectInitLoadsTheSame(MemoryFiles(org[number]), "org")
  }
}

extension MemoryFiles {
  init(_ files: KeyValuePairs<String, String>) {
    self.init(Dictionary(files.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
  }
}

/// Expects a folder and the model file that `pql init` writes for it to load to the same rows.
func expectInitLoadsTheSame(_ files: MemoryFiles, _ folder: String) throws {
  let bare = try Loader(files: files).load([folder])
  var written = files
  let text = try Loader(files: files).proposal(folder: folder).text
  written.files[folder + "/model.json"] = Array(text.utf8)
  let model = try Loader(files: written).load([folder])
  #expect(model.entities == bare.entities)
  for kind in bare.entities {
    #expect(model[kind]?.fields.map(\.name) == bare[kind]?.fields.map(\.name))
    #expect(model[kind]?.fields.map(\.type) == bare[kind]?.fields.map(\.type))
    for field in bare[kind]?.fields ?? [] {
      #expect(model[kind]?.texts(field.name) == bare[kind]?.texts(field.name), "\(field.name)")
      #expect(model.link(kind, field.name)?.rows == bare.link(kind, field.name)?.rows)
    }
  }
  #expect(model.pipelines == bare.pipelines)
  #expect(
    model.report.tables.filter(\.isEntity).map(\.dates)
      == bare.report.tables.filter(\.isEntity).map(\.dates))
  #expect(model.historyQuality == bare.historyQuality)
  #expect(model.currency == bare.currency)
  #expect(model.calendar == bare.calendar)
}
