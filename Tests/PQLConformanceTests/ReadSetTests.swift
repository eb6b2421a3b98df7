import PQLEngine
import PQLIngest
import PQLModel
import PQLPlan
import PQLShell
import PQLSyntax
import PQLTestSupport
import Synchronization
import Testing

/// Reading fewer tables and fields changes no answer: each question is asked of a model that was loaded
/// for it alone, and of one that was loaded whole.
@Suite("tables and fields that nobody asks for")
struct ReadSetTests {
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

  /// Questions of the sample, whose model file has eleven tables.
  static let sampleQuestions = [
    "count by stage", "sum amount where owner = \"José Møller\" by product",
    "count of leads by source, status",
    "deals where account.industry = software show id, account.name",
    "deals where count(activities) > 20 show id", "forecast by product", "funnel by source",
    "sum(items.amount) by product", "median cycle where won by owner.team",
    "deals where idle > 60 show id, idle sort -idle limit 5", "count of quotas by owner",
    "win_rate by owner", "count of actvities", "sum amount in USD", "deals where open limit 3",
    "count where owner.nme = 3", "expect count(leads) > 0", "describe owners",
    "deals show last: max(activities.at), who: owner.manager.name limit 4",
    "sum amount where won by source during this quarter vs last quarter",
    "define big = amount > 50k\ncount where big by account.country",
    "count of campaigns during this year", "deals where any(history where to = proposal) | count",
    "velocity by product", "attainment by owner.manager", "attainment where owner.team = North",
    "coverage by owner", "cohort by age_months per quarter", "aging by owner",
    "funnel of leads by campaign",
  ]

  private func answer(
    _ question: String, of path: String, _ files: any FileReading, isWhole: Bool
  ) throws -> [FakeHost.Piece] {
    let host = FakeHost(files: files)
    var session = Session(
      host: host, settings: SessionSettings(today: dayNumber("2026-06-30")))
    let asked = session.read(SourceText(name: "<command line>", text: question))
    try session.load([path], for: isWhole ? nil : [asked])
    session.run(asked)
    return host.take()
  }

  @Test(arguments: questions)
  func `the answer is that of the whole model`(question: String) throws {
    let files = ReadSetTests.files
    #expect(
      try answer(question, of: "model.json", files, isWhole: false)
        == answer(question, of: "model.json", files, isWhole: true))
  }

  @Test(arguments: sampleQuestions)
  func `the answer is that of all tables`(question: String) throws {
    let files = RootedFiles(folder: Repository.root)
    let path = "Examples/sample/model.json"
    #expect(
      try answer(question, of: path, files, isWhole: false)
        == answer(question, of: path, files, isWhole: true))
  }

  private func model(for question: String, _ path: String, _ files: any FileReading) throws -> Model
  {
    var session = Session(host: FakeHost(files: files), settings: SessionSettings())
    let asked = session.read(SourceText(name: "<command line>", text: question))
    try session.load([path], for: [asked])
    return session.model
  }

  @Test func `fields that are not asked for are left out, and known by name`() throws {
    let model = try model(for: "sum amount by region", "model.json", ReadSetTests.files)
    let deals = try #require(model[.deals])
    let names = deals.fields.map(\.name)
    #expect(names.contains("id") && names.contains("region") && names.contains("stage"))
    #expect(!names.contains("name") && !names.contains("tags") && !names.contains("odd"))
    #expect(deals.knownNames.contains("tags") && deals.knownNames.contains("name"))
  }

  @Test(arguments: [
    ("count by stage", [EntityKind.deals]),
    ("count by owner.team", [.deals, .owners]),
    ("funnel", [.deals, .history]),
    ("count of leads by source", [.deals, .leads]),
    ("deals where idle > 60 show id", [.deals, .activities]),
  ])
  func `tables that are not asked for are left unread`(
    question: String, expected: [EntityKind]
  ) throws {
    let files = MemoryFiles([
      "model.json": #"""
      {"pql":1,"pipelines":[{"name":"S","stages":[{"name":"lead"},{"name":"won","outcome":"won"}]}],
       "entities":{"deals":{"file":"deals.csv","fields":{"closed_on":"ended"}},
        "owners":{"file":"owners.csv"},"leads":{"file":"leads.csv"},
        "activities":{"file":"activities.csv"},"history":{"file":"history.csv"}}}
      """#,
      "deals.csv": "id,stage,amount,owner,ended,created\n1,lead,5,O1,,2026-01-01\n",
      "owners.csv": "id,name,team\nO1,Ana,North\n",
      "leads.csv": "id,source,created\nL1,web,2026-01-01\n",
      "activities.csv": "id,deal,type,at\nA1,1,call,2026-01-05T10:00\n",
      "history.csv": "deal,field,from,to,at\n1,stage,,lead,2026-01-01T10:00\n",
    ])
    let model = try model(for: question, "model.json", files)
    #expect(Set(model.entities) == Set(expected))
    #expect(model.knownEntities.count == 5)
  }

  @Test func `a line is read once, from the command line to the answer`() throws {
    let count = Mutex(0)
    let host = FakeHost(files: ReadSetTests.files)
    var session = Session(
      host: host, settings: SessionSettings(),
      reader: { source in
        count.withLock { $0 += 1 }
        return parse(source)
      })
    let asked = session.read(SourceText(name: "<command line>", text: "count by region"))
    try session.load(["model.json"], for: [asked])
    session.run(asked)
    #expect(host.take().text(of: .output).contains("R3"))
    #expect(count.withLock { $0 } == 1)
  }
}
