import PQLIngest
import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// Reading fewer fields changes no answer: each question is asked of a model that was loaded for it
/// alone, and of one that was loaded whole.
@Suite("fields that nobody asks for")
struct FieldWishTests {
  private static let files: MemoryFiles = {
    let stages = ["lead", "proposal", "won", "lost"]
    let deals = (0..<300).map { row in
      let stage = stages[row * 7 % 4]
      let closed = stage == "won" || stage == "lost" ? "\"2026-0\(row % 6 + 1)-11\"" : "null"
      return
        #"{"id":"D\#(row)","name":"N \#(row % 11)","owner":"O\#(row % 5)","product":"P\#(row % 3)","#
        + #""region":"R\#(row % 4)","stage":"\#(stage)","amount":\#(row * 13 % 997).50,"#
        + #""probability":0.\#(row % 9 + 1),"created":"2026-01-0\#(row % 9 + 1)","#
        + #""close_date":"2026-0\#(row % 8 + 1)-20","ended":\#(closed),"custom":{"seats":\#(row % 40)},"#
        + #""tags":["t\#(row % 6)"],"odd":\#(row == 250 ? "\"x\"" : "\(row)")}"#
    }
    return MemoryFiles([
      "deals.ndjson": deals.joined(separator: "\n"),
      "model.json": #"""
      {"pql":1,"pipelines":[{"name":"S","stages":[{"name":"lead","probability":0.1},
       {"name":"proposal","probability":0.5},{"name":"won","outcome":"won"},
       {"name":"lost","outcome":"lost"}]}],
       "entities":{"deals":{"file":"deals.ndjson","fields":{"closed_on":"ended"}}}}
      """#,
    ])
  }()

  static let questions = [
    "count", "sum amount", "sum weighted where open and stage >= proposal by product",
    "count by owner, stage", "sum amount where won by product, month closed_on",
    "count where name contains \"N 1\"", "avg amount by region", "count where overdue",
    "sum custom.seats by stage", "win_rate by owner", "count where tags has t3", "sum odd",
    "count where nonsense = 3", "count by regio", "median amount by custom.seats",
    "count where id = \"D7\"", "deals where amount > 900", "deals | first 3", "list name, region",
    "describe", "describe deals", ".schema deals", "count\nsum amount by region",
    "count where region = R9", "sum amount where created in 2026 by month created",
    "count by name", "deals where amount > 900 show id, region sort -amount limit 3",
    "deals show name, custom.seats", "deals show regio", "Deals show late: today - close_date",
    "deals | show name", "deals show owner.name, tags",
    "let big = amount > 500\ncount where big by product",
  ]

  private func answer(_ question: String, isWhole: Bool) -> [FakeHost.Piece] {
    let host = FakeHost(files: FieldWishTests.files)
    var session = Session(host: host, settings: SessionSettings())
    let source = SourceText(name: "<command line>", text: question)
    #expect(throws: Never.self) {
      try session.load(["model.json"], for: isWhole ? nil : source)
    }
    session.run(source)
    return host.take()
  }

  @Test(arguments: questions)
  func theAnswerIsThatOfTheWholeModel(question: String) {
    #expect(answer(question, isWhole: false) == answer(question, isWhole: true))
  }

  @Test func whatIsNotAskedForIsLeftOut() throws {
    var session = Session(
      host: FakeHost(files: FieldWishTests.files), settings: SessionSettings())
    try session.load(
      ["model.json"], for: SourceText(name: "<command line>", text: "sum amount by region"))
    let names = try #require(session.model[.deals]).fields.map(\.name)
    #expect(names.contains("id") && names.contains("region") && names.contains("stage"))
    #expect(!names.contains("name") && !names.contains("tags") && !names.contains("odd"))
  }
}
