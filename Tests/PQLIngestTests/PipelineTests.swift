import PQLIngest
import PQLModel
import Testing

@Suite("stages and pipelines")
struct PipelineTests {
  private func stages(_ model: Model) -> [String] { model.pipelines[0].stages.map(\.name) }

  @Test func probabilityOrdersTheStages() throws {
    let model = try load([
      "deals.csv": "id,stage,probability\n1,B,50\n2,A,20\n3,Lost,0\n4,Won,100\n5,C,80\n"
    ])
    #expect(stages(model) == ["A", "B", "C", "Won", "Lost"])
    #expect(model.pipelines[0].stages.map(\.outcome) == [nil, nil, nil, .won, .lost])
    #expect(model.messages.contains { $0.contains("ordered by probability: A, B, C, Won, Lost") })
  }

  @Test func historyOrdersTheStages() throws {
    let files = MemoryFiles([
      "deals.csv": "id,stage\n1,Z\n2,Y\n3,X\n",
      "history.csv":
        "deal,at,stage\n1,2026-01-01,Y\n1,2026-01-02,X\n1,2026-01-03,Z\n2,2026-01-01,Y\n2,2026-01-02,X\n",
    ])
    #expect(
      stages(try Loader(files: files).load(["deals.csv", "history.csv"])) == ["Y", "X", "Z"])
  }

  @Test func usualNamesOrderTheStages() throws {
    let model = try load([
      "deals.csv": "id,stage\n1,Negotiation\n2,Closed Won\n3,Qualified\n4,Lead\n5,Proposal\n"
    ])
    #expect(stages(model) == ["Lead", "Qualified", "Proposal", "Negotiation", "Closed Won"])
  }

  @Test func eachPipelineHasItsOwnStages() throws {
    let model = try load([
      "deals.csv": "id,pipeline,stage\n1,New,Lead\n2,Renewal,Review\n3,New,Won\n4,,Lead\n"
    ])
    #expect(model.pipelines.map(\.name) == ["New", "Renewal"])
    #expect(model.pipelines.map { $0.stages.map(\.name) } == [["Lead", "Won"], ["Review"]])
    #expect(model.messages.contains("deals.pipeline: missing in 1 deals"))
  }

  static let declared = """
    {"pipelines":[{"name":"P","stages":["Qualified",{"name":"Closed Won"},{"name":"Lost deal"}]}],
     "entities":{"deals":{"file":"d.csv"}}}
    """

  @Test func stagesAreMatchedWithoutRegardToSpellingAndUnknownOnesAreSaid() throws {
    let model = try load([
      "m.json": Self.declared,
      "d.csv": "id,stage\n1,closed_won\n2,QUALIFIED\n3,Qualfied\n4,closed_won\n5,Closed Won\n",
    ])
    #expect(
      model[.deals]?.texts("stage") == [
        "Closed Won", "Qualified", "Qualfied", "Closed Won", "Closed Won",
      ])
    #expect(
      model.messages.contains("deals.stage: `closed_won` is read as `Closed Won` in 2 deals"))
    #expect(
      model.messages.contains(
        "deals.stage: `Qualfied` of 1 deals is no stage of any pipeline; the nearest is `Qualified`"
      ))
    guard case .text(let column)? = model[.deals]?.field("stage")?.column else { return }
    #expect(Set(column.dictionary.values).count == column.dictionary.count)
  }

  @Test func outcomesComeFromNamesAndThatIsSaid() throws {
    let model = try load(["m.json": Self.declared, "d.csv": "id,stage\n1,Qualified\n"])
    #expect(model.pipelines[0].stages.map(\.outcome) == [nil, .won, .lost])
    #expect(
      model.messages.contains(
        "pipeline `P`: by the names `Closed Won` is won, `Lost deal` is lost"))
  }

  @Test func outcomesComeFromConditionsWhereNamesSayNothing() throws {
    let model = try load([
      "deals.csv":
        "id,StageName,IsClosed,IsWon\n1,a1,false,false\n2,b2,true,true\n3,c3,true,false\n"
    ])
    #expect(model.pipelines[0].stages.map(\.outcome) == [nil, .won, .lost])
  }

  @Test func aStatusOfWonOrLostEndsADeal() throws {
    let model = try load([
      "deals.json":
        #"{"data":[{"id":1,"stage_id":3,"status":"open"},{"id":2,"stage_id":3,"status":"won"}]}"#
    ])
    #expect(model[.deals]?.texts("stage") == ["3", "Won"])
  }
}

@Suite("history")
struct HistoryTests {
  static let pipelines = #""pipelines":[{"name":"P","stages":["Open","Won","Lost"]}]"#

  @Test func theStageFormBecomesChangesOfStage() throws {
    let model = try load([
      "doc.json": """
      {\(Self.pipelines),"deals":[{"id":"a","stage":"Won"},{"id":"b","stage":"Open"}],
       "history":[{"deal_id":"a","at":"2026-01-02T10:00","stage":"won","by":"x"},
        {"deal_id":"a","at":"2026-01-01T09:30","stage":"Open"},
        {"deal_id":"b","at":"2026-01-01T09:30:05","stage":"Open"}]}
      """
    ])
    let history = try #require(model[.history])
    #expect(history.fields.map(\.name) == ["deal", "at", "field", "from", "to", "by"])
    #expect(history.texts("field") == ["stage", "stage", "stage"])
    #expect(history.texts("to") == ["Won", "Open", "Open"])
    #expect(history.texts("stage") == ["Won", "Open", "Open"])
    #expect(history.texts("from") == ["Open", nil, nil])
    #expect(model.link(.history, "deal")?.rows == [0, 0, 1])
  }

  @Test func bothFormsMayStandTogether() throws {
    let model = try load([
      "doc.json": """
      {\(Self.pipelines),"deals":[{"id":"a","stage":"Won"}],
       "history":[{"deal":"a","at":"2026-01-01","field":"amount","from":1,"to":2.50},
        {"deal":"a","at":"2026-01-01","stage":"Open"},
        {"deal":"a","at":"2026-01-01","field":"stage","from":"open","to":"won"}]}
      """
    ])
    let history = try #require(model[.history])
    #expect(history.texts("field") == ["amount", "stage", "stage"])
    #expect(history.texts("to") == ["2.50", "Open", "Won"])
    #expect(history.texts("from") == ["1", nil, "Open"])
    #expect(model[.deals]?.texts("closed_on") == ["2026-01-01"])
  }

  @Test func closedOnIsTheLastDayADealEnded() throws {
    let model = try load([
      "doc.json": """
      {\(Self.pipelines),"deals":[{"id":"a","stage":"Won"},{"id":"b","stage":"Open"},
        {"id":"c","stage":"Lost"}],
       "history":[{"deal":"a","at":"2026-01-05","stage":"Lost"},
        {"deal":"a","at":"2026-02-01","stage":"Open"},{"deal":"a","at":"2026-02-07","stage":"Won"},
        {"deal":"b","at":"2026-01-05","stage":"Won"},{"deal":"b","at":"2026-01-06","stage":"Open"}]}
      """
    ])
    #expect(model[.deals]?.texts("closed_on") == ["2026-02-07", nil, nil])
    #expect(
      model.messages.contains(
        "deals.closed_on: taken from the history for 1 of 2 closed deals"))
  }

  @Test func withoutAHistoryTheCloseDateIsTaken() throws {
    let model = try load([
      "deals.csv": "id,stage,close_date\n1,Won,2026-01-01\n2,Lead,2026-02-01\n"
    ])
    #expect(model[.deals]?.texts("closed_on") == ["2026-01-01", nil])
    #expect(
      model.messages.contains { $0.contains("taken from close_date for 1 of 1 closed deals") })
  }

  @Test func momentsAreOnTheModelsClock() throws {
    let text = """
      {"calendar":{"timezone":"Europe/Amsterdam"},"deals":[{"id":"a","close_date":"2026-06-30T22:30:00Z"}],
       "history":[{"deal":"a","at":"2026-01-15T12:00:00Z"},{"deal":"a","at":"2026-07-15T12:00:00+05:30"},
        {"deal":"a","at":"2026-07-15T12:00"},{"deal":"a","at":"2060-07-15T12:00Z"}]}
      """
    var files = MemoryFiles(["m.json": text])
    guard let zone = PosixFiles().timeZone("Europe/Amsterdam") else { return }
    files.zones["Europe/Amsterdam"] = zone
    let model = try Loader(files: files).load(["m.json"])
    #expect(
      model[.history]?.texts("at") == [
        "2026-01-15T13:00:00", "2026-07-15T08:30:00", "2026-07-15T12:00:00", "2060-07-15T14:00:00",
      ])
    #expect(model[.deals]?.texts("close_date") == ["2026-07-01"])
  }
}

@Suite("a history that disagrees with the records")
struct HistoryDoubtTests {
  private func notes(_ history: String) throws -> [LoadNote] {
    let model = try load(
      [
        "d/model.json": """
        {"pipelines":[{"name":"P","stages":["Open","Offer",{"name":"Won","outcome":"won"}]}],
         "entities":{"deals":{"file":"deals.csv"},"history":{"file":"history.csv"}}}
        """,
        "d/deals.csv": """
        id,stage,created,closed_on
        1,Offer,2026-01-02,
        2,Won,2026-01-02,2026-02-01
        3,Won,2026-01-02,2026-02-03
        4,Open,2026-01-02,

        """, "d/history.csv": "deal,at,field,to\n" + history,
      ], path: "d")
    return model.notes.filter { $0.concerns.contains(.history) && $0.code != .historyQuality }
  }

  @Test func whatAgreesIsNotSpokenOf() throws {
    let said = try notes(
      """
      1,2026-01-02,stage,Open
      1,2026-01-04,stage,offer
      2,2026-01-02T09:00,stage,Open
      2,2026-02-01,stage,Won
      3,2026-02-03,stage,Won
      4,2026-01-05,amount,50

      """)
    #expect(said == [])
  }

  @Test func whatDisagreesIsCounted() throws {
    let said = try notes(
      """
      1,2026-01-04,stage,Open
      2,2026-01-01,stage,Open
      2,2026-02-01T10:00,stage,Offer
      2,2026-02-01T10:00,stage,Won
      3,2025-12-31,amount,3
      3,2026-01-09,stage,Offer
      9,2026-01-09,stage,Offer
      8,2026-01-09,stage,Offer

      """)
    #expect(
      said.map(\.message) == [
        "history.deal: 2 of 8 changes are of no record of deals, first of `9`; they count for none",
        "history: of 3 deals with changes of stage 2 end in another stage than the deal's own, first "
          + "`1` (`Open`, the deal `Offer`); from the last change on the deal's own counts",
        "history: of 3 deals with changes 2 changed before they were created, first `2` (changed "
          + "2026-01-01, created 2026-01-02); a deal is there from `created` on",
        "history: of 2 closed deals 1 have no change into a stage that ends a deal, first `3`; they "
          + "closed on their own `closed_on`, and without one it is not known when",
      ])
    #expect(said.allSatisfy { $0.severity == .warning })
    #expect(said.map(\.place.count) == [2, 2, 2, 1])
    #expect(said.map(\.place.value) == ["9", "1", "2", "3"])
  }
}
