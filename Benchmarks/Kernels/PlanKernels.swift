import Benchmark
import PQLEngine
import PQLIngest
import PQLModel
import PQLPlan
import PQLSyntax
import PQLThreads

/// Operators that need a plan, without parser and renderer: filters to bitmaps, the search of texts, the funnel.
func planKernels() throws {
  let count = 100_000
  let files = MemoryFiles([
    "model.json": MadeUp.model, "deals.ndjson": MadeUp.records(count),
    "history.ndjson": MadeUp.history(count),
  ])
  let model = try Loader(files: files).load(["model.json"])
  for threads in [1, 2] {
    let engine = Engine(model: model, threads: ThreadCount(threads))
    for question in [
      "count where amount > 50k", "count where stage >= proposal and region = \"Region 3\"",
      "count where name contains \"New Q3\"", "funnel",
    ] {
      guard let plan = plan(question, engine) else { throw Refused(question: question) }
      benchmark("100 000 deals: \(question), threads \(threads)") {
        keep(try engine.run(plan).rowCount)
      }
    }
  }
}

/// A question that cannot be planned.
private struct Refused: Error {
  var question: String
}

/// A day behind every made-up one: 2027-01-01.
private let today: Int32 = 20_819

private func plan(_ text: String, _ engine: Engine) -> Plan? {
  let source = SourceText(name: "benchmark", text: text)
  guard case .query(let query)? = parse(source).statements.first?.kind else { return nil }
  var resolver = Resolver(
    catalog: engine.library.catalog(formats: []), model: engine.model, today: today, now: Int64(today) * 86_400,
    source: source, environment: Environment())
  return resolver.plan(query)
}
