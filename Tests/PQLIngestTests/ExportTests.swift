import PQLIngest
import PQLModel
import Testing

@Suite("dated exports")
struct ExportTests {
  /// A change as `D1 2026-01-05 stage Open > Won`; `-` is missing.
  private func changes(_ model: Model) -> [String] {
    guard let history = model[.history] else { return [] }
    return (0..<history.rowCount).map { row in
      let texts = ["deal", "at", "field", "from", "to"].map { history.text($0, row) ?? "-" }
      return "\(texts[0]) \(texts[1].prefix(10)) \(texts[2]) \(texts[3]) > \(texts[4])"
    }
  }

  private func days(_ model: Model) -> [String] {
    model.time.exportDays.map { CivilDate(dayNumber: $0).text }
  }

  private static let weeks: KeyValuePairs<String, String> = [
    "d/deals-2026-01-05.csv": """
    id,stage,amount,created,owner,region
    1,Open,100.00,2026-01-01,Ana,north
    2,Open,,2026-01-02,Ben,south
    3,Open,70,2026-01-02,Ben,south

    """,
    "d/deals-2026-01-12.csv": """
    id,stage,amount,created,owner,region,score
    1,Won,100,2026-01-01,Ana,north,7
    2,Open,50,2026-01-02,Ben,south,7
    4,Open,8.5,2026-01-09,Ana,south,7

    """,
    "d/deals-2026-01-19.csv": """
    id,stage,amount,created,owner,region,score
    1,Won,100,2026-01-01,Ana,north,7
    3,Lost,,2026-01-02,Ben,south,7
    4,Open,8.5,2026-01-09,Ana,south,7
    5,Open,9,2026-01-03,Ana,south,7

    """,
  ]

  @Test func eachIsComparedWithTheOneBefore() throws {
    let model = try load(Self.weeks, path: "d")
    #expect(model[.deals]?.texts("id") == ["1", "3", "4", "5"])
    #expect(days(model) == ["2026-01-05", "2026-01-12", "2026-01-19"])
    #expect(
      changes(model) == [
        "1 2026-01-05 record - > exported", "1 2026-01-05 stage - > Open",
        "1 2026-01-05 amount - > 100",
        "2 2026-01-05 record - > exported", "2 2026-01-05 stage - > Open",
        "2 2026-01-05 amount - > -",
        "3 2026-01-05 record - > exported", "3 2026-01-05 stage - > Open",
        "3 2026-01-05 amount - > 70",
        "4 2026-01-09 record - > created",
        "1 2026-01-12 stage Open > Won", "2 2026-01-12 amount - > 50",
        "3 2026-01-12 record - > gone",
        "4 2026-01-12 stage - > Open", "4 2026-01-12 amount - > 8.5",
        // It was created before the export that lacks it.
        "5 2026-01-13 record - > created",
        "2 2026-01-19 record - > gone",
        "3 2026-01-19 record - > returned", "3 2026-01-19 stage Open > Lost",
        "3 2026-01-19 amount 70 > -",
        "5 2026-01-19 stage - > Open", "5 2026-01-19 amount - > 9",
      ])
    #expect(
      model.notes.filter { [.historyOfExports, .dealsGone].contains($0.code) }.map(\.message) == [
        "history: made of 3 exports of deals, 2026-01-05 to 2026-01-19: 4 changes and 2 new deals; "
          + "a change counts from the export that shows it",
        "deals: 1 of earlier exports are gone, deleted or merged: `2` (2026-01-19); they count on the "
          + "days before alone",
      ])
    #expect(!model.notes.contains { $0.code == .relationUnmatched })
  }

  @Test func dealsThatAreGoneStandBelowTheOthers() throws {
    let model = try load(Self.weeks, path: "d")
    let past = model.withDealsThatAreGone
    #expect(past[.deals]?.texts("id") == ["1", "3", "4", "5", "2"])
    #expect(past[.deals]?.texts("amount").last == "500e-1")
    #expect(past[.deals]?.fields.map(\.name) == model[.deals]?.fields.map(\.name))
    let rows = past.link(.history, "deal")?.rows
    #expect(rows?.contains(4) == true && rows?.contains(-1) == false)
    #expect(past.time == model.time)
  }

  @Test func whenDealsEndedBeforeTheFirstIsNotInThem() throws {
    let model = try load(
      [
        "d/deals-2026-01-05.csv":
          "id,stage,close_date\n1,Won,2025-11-30\n2,Open,2026-03-01\n3,Lost,\n",
        "d/deals-2026-01-12.csv":
          "id,stage,close_date\n1,Won,2025-11-30\n2,Won,2026-03-01\n3,Lost,\n",
      ], path: "d")
    #expect(model[.deals]?.texts("closed_on") == ["2025-11-30", "2026-01-12", nil])
    #expect(model.notes.filter { $0.code == .closedOnTaken }.map(\.place.count) == [1, 1])
  }

  /// States drawn at random, exported, and told again by the history for each day.
  @Test(arguments: 1...12)
  func theHistoryTellsEachExportAgain(seed: Int) throws {
    var random = Draws(seed)
    var state: [String: [String: String]] = [:]
    var files: [String: String] = [:]
    var states: [Int32: [String: [String: String]]] = [:]
    for week in 0..<10 {
      let day = Int32(20_458 + week * 7)
      for number in 0..<40 {
        let id = "D\(number)"
        guard state[id] != nil || random.below(6) == 0 || week == 0 && number < 20 else { continue }
        if random.below(25) == 0 {
          state[id] = nil
          continue
        }
        for (field, values) in [
          ("stage", ["Open", "Offer", "Won", "Lost"]), ("amount", ["", "5", "17.25", "300"]),
          ("close_date", ["", "2026-05-01", "2026-06-30"]), ("owner", ["Ana", "Ben"]),
          ("note", ["a", "b, c", "7"]),
        ] where state[id]?[field] == nil || random.below(5) == 0 {
          state[id, default: [:]][field] = values[random.below(values.count)]
        }
      }
      states[day] = state
      let lines = state.sorted { $0.key < $1.key }.map { id, row in
        [
          id, row["stage"] ?? "", row["amount"] ?? "", row["close_date"] ?? "", row["owner"] ?? "",
          "\"\(row["note"] ?? "")\"",
        ].joined(separator: ",")
      }
      let name = "d/pipeline \(CivilDate(dayNumber: day).text).csv"
      files[name] = "id,stage,amount,close_date,owner,note\n" + lines.joined(separator: "\n") + "\n"
    }
    let model = try Loader(files: MemoryFiles(files)).load(["d"])
    #expect(model.time.exportDays == states.keys.sorted())
    let history = try #require(model[.history])
    for (day, wanted) in states {
      var told: [String: [String: String]] = [:]
      var isThere: [String: Bool] = [:]
      for row in 0..<history.rowCount {
        guard let at = history.text("at", row)?.prefix(10), let deal = history.text("deal", row),
          let field = history.text("field", row), at <= CivilDate(dayNumber: day).text
        else { continue }
        if field == "record" { isThere[deal] = history.text("to", row) != "gone" }
        told[deal, default: [:]][field] = history.text("to", row) ?? ""
      }
      let there = told.filter { isThere[$0.key] == true }
      #expect(Set(there.keys) == Set(wanted.keys))
      for (deal, row) in wanted {
        for (field, value) in row { #expect(there[deal]?[field] == value, "\(deal).\(field)") }
      }
    }
    let whole = try #require(model.withDealsThatAreGone[.deals])
    let ever = Set(states.values.flatMap(\.keys))
    #expect(whole.rowCount == ever.count)
    #expect(Set(whole.texts("id").compactMap { $0 }) == ever)
  }

  @Test func aFieldThatComesLaterHasNotChanged() throws {
    let model = try load(
      [
        "d/deals 20260105.csv": "id,stage\n1,Open\n2,Open\n",
        "d/deals 20260112.csv": "id,stage,seats\n1,Open,5\n2,Open,6\n",
        "d/deals 20260119.csv": "id,stage,seats\n1,Open,5.0\n2,Open,7\n",
      ], path: "d")
    #expect(
      changes(model).filter { $0.contains("seats") } == [
        "1 2026-01-12 seats - > 5", "2 2026-01-12 seats - > 6", "2 2026-01-19 seats 6 > 7",
      ])
  }

  @Test func aModelFileNamesThem() throws {
    func model(_ deals: String) throws -> Model {
      var files = Dictionary(uniqueKeysWithValues: Self.weeks.map { ($0.key, $0.value) })
      files["model.json"] = #"{"entities":{"deals":{\#(deals)}}}"#
      return try Loader(files: MemoryFiles(files)).load(["model.json"])
    }
    let pattern = try model(#""exports":"d/deals-*.csv""#)
    #expect(changes(pattern).count == 22)
    #expect(days(pattern).count == 3)
    let list = try model(
      #""exports":["d/deals-2026-01-12.csv","d/deals-2026-01-05.csv"],"fields":{"who":"owner"}"#)
    #expect(days(list) == ["2026-01-05", "2026-01-12"])
    #expect(list[.deals]?.texts("who") == ["Ana", "Ben", "Ana"])
  }

  @Test func aFieldSaysWhenRowsWereExported() throws {
    let model = try load([
      "m.json":
        #"{"entities":{"deals":{"exports":["a.csv","b.csv"],"exported_on":"taken"}}}"#,
      "b.csv": "taken,id,stage\n12/01/2026,1,Open\n12/01/2026,2,Open\n19/01/2026,1,Won\n",
      "a.csv": "taken,id,stage\n05/01/2026,1,Lead\n05/01/2026,3,Lead\n13/10/2025,1,Lead\n",
    ])
    #expect(days(model) == ["2025-10-13", "2026-01-05", "2026-01-12", "2026-01-19"])
    #expect(model[.deals]?.texts("id") == ["1"])
    #expect(model[.deals]?.texts("stage") == ["Won"])
    #expect(model[.deals]?.field("taken") == nil)
    #expect(model.withDealsThatAreGone[.deals]?.texts("id") == ["1", "2", "3"])
    #expect(changes(model).filter { $0.hasPrefix("1 ") && $0.contains("stage") }.count == 3)
  }

  @Test func filesWithOtherIdsAreParts() throws {
    let model = try load(
      [
        "d/deals-2026-01.csv": "id,stage\n1,Open\n", "d/deals-2026-01-05.csv": "id,stage\n2,Open\n",
        "d/deals-2026-02-05.csv": "id,stage\n3,Open\n4,Open\n",
      ], path: "d")
    #expect(model[.deals]?.rowCount == 4)
    #expect(model[.history] == nil)
    let note = try #require(model.notes.first { $0.code == .datedFilesAreParts })
    #expect(
      note.message.contains("of the 2 ids of deals-2026-02-05.csv 0 stand in the file before"))
  }

  @Test func aProposalSaysWhichItTook() throws {
    var files = Dictionary(uniqueKeysWithValues: Self.weeks.map { ($0.key, $0.value) })
    let proposal = try Loader(files: MemoryFiles(files)).proposal(folder: "d")
    #expect(proposal.text.contains(#""exports": "deals-*.csv""#))
    #expect(proposal.remarks.contains { $0.hasPrefix("history: made of 3 exports of deals") })
    files["d/deals-old.csv"] = "what,ever\n1,2\n"
    let other = try Loader(files: MemoryFiles(files)).proposal(folder: "d")
    #expect(other.text.contains(#""exports": ["deals-2026-01-05.csv", "deals-2026-01-12.csv""#))
  }

  @Test func aHistoryThatWasMadeOfThemKnowsTheirDays() throws {
    let model = try load([
      "m.json": """
      {"entities":{"deals":{"records":[{"id":"1","stage":"Won"}]},"history":{"records":[
        {"deal":"1","at":"2026-01-05","field":"record","to":"exported"},
        {"deal":"1","at":"2026-01-05","field":"stage","to":"Open"},
        {"deal":"2","at":"2026-01-07","field":"record","to":"created"},
        {"deal":"1","at":"2026-01-12","field":"stage","from":"Open","to":"Won"}]}}}
      """
    ])
    #expect(days(model) == ["2026-01-05", "2026-01-12"])
  }

  @Test func aHistoryThatNobodyAsksForTakesTheNewestAlone() throws {
    var files = Dictionary(uniqueKeysWithValues: Self.weeks.map { ($0.key, $0.value) })
    files["d/deals-2026-01-05.csv"] = "what,ever\n1,2\n"
    files["model.json"] = """
      {"pipelines":[{"name":"P","stages":["Open","Won","Lost"]}],
       "entities":{"deals":{"exports":"d/deals-*.csv","fields":{"closed_on":"created"}}}}
      """
    var reads = ReadSet()
    reads.add("stage", of: .deals)
    let model = try Loader(files: MemoryFiles(files)).load(["model.json"], reads: reads)
    #expect(model[.deals]?.rowCount == 4)
    #expect(model.knownEntities == [.deals, .history])
    #expect(throws: LoadFailure.self) { try Loader(files: MemoryFiles(files)).load(["model.json"]) }
  }

  @Test(arguments: [
    (#"{"deals":{"exports":"*.csv","file":"a.csv"}}"#, "has `exports` and other data"),
    (#"{"deals":{"exports":"*.csv"},"history":{"file":"a.csv"}}"#, "`history` is described too"),
    (#"{"leads":{"exports":"*.csv"}}"#, "only `deals` have dated exports"),
    (#"{"deals":{"file":"a.csv","exported_on":"x"}}"#, "there are none"),
    (#"{"deals":{"exports":"*.csv"}}"#, "nothing says on which day"),
    (#"{"deals":{"exports":["a 2026-01-05.csv","b_20260105.csv"]}}"#, "two exports are of one day"),
    (#"{"deals":{"exports":["a 2026-01-05.csv","c-06.01.2026.csv"]}}"#, "have no `id`"),
    (#"{"deals":{"exports":"no-*.csv"}}"#, "no file has a name like this"),
  ])
  func whatCannotBeComparedIsRefused(entities: String, message: String) throws {
    let failure = refusal([
      "d/m.json": #"{"entities":\#(entities)}"#, "d/a.csv": "id,stage\n1,Open\n",
      "d/a 2026-01-05.csv": "id,stage\n1,Open\n", "d/b_20260105.csv": "id,stage\n1,Open\n",
      "d/c-06.01.2026.csv": "stage\nOpen\n",
    ])
    #expect(failure?.message.contains(message) == true, "\(String(describing: failure))")
  }
}

/// Numbers that a seed repeats.
private struct Draws {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
