import Foundation
import PQLEngine
import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax
import PQLTestSupport
import PQLThreads
import Testing

/// What `explain plan` says of each method, on the sample in blocks of 64 rows.
///
/// The expected text stands in `Tests/Conformance/methods.txt`; `PQL_RECORD=1` writes it anew and fails.
@Suite struct ExplainPlanTests {
  private static let path = Repository.root + "/Tests/Conformance/methods.txt"
  private static let today: Int32 = 20_634

  private static let questions = [
    "deals where id = \"D100002\" show id, amount",
    "deals where amount > 50k show id",
    "count of leads where source = webinar and status != converted",
    "count of activities where type = call by type",
    "sum amount where won by source, product",
    "distinct owner of activities by deal, at top 2 by distinct_owner",
    "median amount where won by source",
    "deals where open sort -amount limit 3",
    "count by owner top 2 by count with others",
    "sum amount where won by source during this quarter vs last quarter",
    "funnel where source = partner",
    "deals where count(activities) > 20 show id",
  ]

  @Test func `every method is told, with its reason`() throws {
    let files = RootedFiles(folder: Repository.root)
    let model = try Loader(files: files).load(["Examples/sample/model.json"])
    let engine = Engine(model: model, threads: .one, blockSize: 64)
    let told = try Self.questions.map { question in
      // An id has an index from the second question on.
      _ = try Self.explained(question, engine)
      return try "> \(question)\n" + Self.explained(question, engine)
    }.joined(separator: "\n")
    if Repository.isRecording {
      try Data(told.utf8).write(to: URL(filePath: Self.path))
      Issue.record("methods.txt was written; run again without PQL_RECORD")
    }
    let expected = try String(contentsOfFile: Self.path, encoding: .utf8)
    #expect(told == expected)
    for word in [
      "index look-up of id", "block scan", "asked of", "direct-address", "hashed", "top-N of 3",
      "not read:", "rows at once",
    ] {
      #expect(told.contains(word), "no question shows `\(word)`")
    }
  }

  private static func explained(_ question: String, _ engine: Engine) throws -> String {
    let source = SourceText(name: "question", text: "explain plan " + question)
    guard case .query(let query)? = parse(source).statements.first?.kind else { return "" }
    var resolver = Resolver(
      catalog: engine.library.catalog(formats: ["table"]), model: engine.model, today: today,
      now: Int64(today) * 86_400, source: source, environment: Environment())
    let planned = resolver.plan(query)
    let plan = try #require(planned, "\(resolver.diagnostics.map(\.message))")
    return rendered(try engine.run(plan), as: .table)
  }
}
