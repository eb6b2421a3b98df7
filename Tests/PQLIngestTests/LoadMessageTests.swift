import PQLModel
import Testing

@testable import PQLIngest

/// What a load says, as data: where it is about, what it counts, and which answers rest on it.
@Suite("messages of a load")
struct LoadMessageTests {
  private func note(_ code: LoadCode, _ model: Model) throws -> LoadNote {
    try #require(model.notes.first { $0.code == code }, "\(model.notes)")
  }

  @Test func anAmountThatIsNoneHasItsPlace() throws {
    let model = try load(["deals.csv": "id,stage,amount\nA,Open,5\nB,Open,abc\n"])
    let found = try note(.valuesUnreadable, model)
    #expect(
      found.place
        == LoadPlace(
          file: "deals.csv", line: 3, entity: .deals, field: "amount", value: "abc", count: 1,
          total: 2))
    #expect(found.concerns == [.field(.deals, "amount")] && found.isDecision)
    let json = try load(["deals.json": #"[{"id":"A","amount":"x"},{"id":"B","amount":1}]"#])
    #expect(try note(.valuesUnreadable, json).place.record == 1)
  }

  @Test func decisionsSayWhichAnswersRestOnThem() throws {
    let model = try load([
      "deals.csv": """
      id,stage,amount,close_date
      A,Open,5,2026-01-01
      B,Won,7,2026-01-02
      B,Won,7,2026-01-02
      ,Won,8,2026-01-02

      """
    ])
    #expect(try note(.stagesInferred, model).concerns == [.stageOrder])
    #expect(try note(.outcomesByName, model).concerns == [.outcome])
    #expect(
      try note(.closedOnTaken, model).concerns
        == [.field(.deals, "closed_on"), .records(.deals)])
    #expect(try note(.currencyNotNamed, model).concerns == [.money])
    #expect(try note(.exactRepeats, model).concerns == [.records(.deals)])
    let incomplete = try note(.recordsIncomplete, model)
    #expect(incomplete.concerns == [.records(.deals)])
    #expect(
      incomplete.place.line == 5 && incomplete.place.count == 1 && incomplete.place.total == 4)
    for code in [
      LoadCode.stagesInferred, .outcomesByName, .closedOnTaken, .currencyNotNamed, .exactRepeats,
    ] {
      #expect(try note(code, model).isDecision)
    }
    // What the data prove is no choice.
    #expect(try !note(.historyQuality, model).isDecision)
    #expect(try !note(.tableTakenFrom, model).isDecision)
  }

  @Test func aFileLeftAsideConcernsTheEntityThatItMostLikelyHolds() throws {
    let files = MemoryFiles([
      "f/deals.csv": "id,stage,amount\nA,Open,5\n", "f/all-deals.csv": "id,colour\nB,red\n",
      "f/colours.csv": "colour\nred\n",
    ])
    let model = try Loader(files: files).load(["f"])
    let found = try note(.filesLeftAside, model)
    #expect(found.concerns == [.records(.deals)] && found.isDecision)
    #expect(found.place.count == 2)
  }

  @Test func failuresHaveACodeAndAPlace() throws {
    let cases: [(LoadFailure?, LoadCode, LoadPlace)] = [
      (
        refusal(["a.json": "{\"pql\":1,\"entitys\":{}}"]), .modelKeyUnknown,
        LoadPlace(file: "a.json", line: 1, value: "entitys")
      ),
      (
        refusal(["deals.json": "[{\"id\":1},\n{\"id\" 2}]"]), .recordUnreadable,
        LoadPlace(file: "deals.json", line: 2, column: 7, byte: 18, record: 2)
      ),
      (refusal(["deals.csv": " \n"]), .fileEmpty, LoadPlace(file: "deals.csv")),
      (
        refusal(["deals.csv": "id,close_date\nA,01/02/2026\n"]), .datesOpen,
        LoadPlace(
          file: "deals.csv", line: 2, entity: .deals, field: "close_date", value: "01/02/2026")
      ),
      (
        refusal(["deals.csv": "id,n\nA,1\nA,2\n"]), .differentDealsOfOneId,
        LoadPlace(entity: .deals, field: "id", value: "A")
      ),
      (refusal(["colours.csv": "colour\nred\n"]), .contentUnknown, LoadPlace(file: "colours.csv")),
    ]
    for (failure, code, place) in cases {
      let told = try #require(failure?.told)
      #expect(told.code == code && told.severity == .error)
      #expect(told.place == place, "\(told)")
    }
    let absent = #expect(throws: LoadFailure.self) { try Loader(files: MemoryFiles()).load(["x"]) }
    #expect(absent?.code == .fileNotFound && absent?.told.place.file == "x")
  }
}
