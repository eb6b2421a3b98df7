import Foundation
import PQLEngine
import PQLModel
import PQLPlan
import PQLSyntax
import PQLTestSupport
import Testing

/// The engine against a naive evaluator, on generated models and queries.
///
/// A failure names its seed; `PQL_SEED=<seed> swift test --filter DifferentialTests` repeats it.
@Suite struct DifferentialTests {
  static let queriesPerModel = 20
  static let modelsPerBatch = 50

  /// Seeds of the batches; one seed alone when `PQL_SEED` says so.
  static let batches: [UInt64] =
    ProcessInfo.processInfo.environment["PQL_SEED"].flatMap(UInt64.init).map { [$0] }
    ?? [1_000, 2_000, 3_000, 4_000]

  static let isReplay = ProcessInfo.processInfo.environment["PQL_SEED"] != nil

  @Test("the engine and the naive evaluator agree", arguments: batches)
  func agree(seed: UInt64) throws {
    var tally = Tally()
    let count = Self.isReplay ? 1 : Self.modelsPerBatch
    for offset in 0..<count { try run(seed: seed + UInt64(offset), &tally) }
    let summary =
      "\(tally.asked) asked, \(tally.refused) refused, \(tally.unread) unread, "
      + "\(tally.empty) with no row"
    print("differential \(seed): \(summary)")
    guard !Self.isReplay else { return }
    #expect(tally.unread == 0, "every generated query parses")
    #expect(tally.refused * 100 < tally.asked * 15, "too many are refused: \(summary)")
    #expect(tally.empty * 100 < tally.asked * 50, "too many say nothing: \(summary)")
  }

  private struct Tally {
    var asked = 0
    var refused = 0
    var unread = 0
    var empty = 0
  }

  private func run(seed: UInt64, _ tally: inout Tally) throws {
    var random = SeededRandom(seed: seed)
    var models = ModelGenerator(random: SeededRandom(seed: random.next()))
    let naive = models.make()
    let model = naive.columns()
    var queries = QueryGenerator(random: SeededRandom(seed: random.next()), model: naive)
    for _ in 0..<Self.queriesPerModel {
      let text = queries.make()
      tally.asked += 1
      check(text, naive, model, seed: seed, &tally)
    }
  }

  private func check(
    _ text: String, _ naive: NaiveModel, _ model: Model, seed: UInt64, _ tally: inout Tally
  ) {
    let source = SourceText(name: "generated", text: text)
    let tree = parse(source)
    guard tree.diagnostics.isEmpty, tree.statements.count == 1,
      case .query(let query) = tree.statements[0].kind
    else {
      tally.unread += 1
      Issue.record("seed \(seed): \(text)\n  is not read: \(tree.diagnostics.map(\.message))")
      return
    }
    let catalog = Catalog.standard(formats: ["table"])
    let today = Int32(naive.today)
    var resolver = Resolver(
      catalog: catalog, model: model, today: today, now: Int64(today) * 86_400 + 43_200,
      source: source, environment: Environment())
    guard let plan = resolver.plan(query) else {
      tally.refused += 1
      if ProcessInfo.processInfo.environment["PQL_REFUSED"] != nil {
        print("REFUSED \(resolver.diagnostics.map(\.message)) :: \(text)")
      }
      return
    }
    do {
      let answer = try Engine(model: model, catalog: catalog).run(plan, today: today)
      if answer.rowCount == 0 { tally.empty += 1 }
      let expected = try NaiveEvaluator(model: naive, text: text).answer(query)
      if let difference = AnswerDifference.first(answer, expected, model: naive) {
        Issue.record("seed \(seed): \(text)\n  \(difference)")
      }
    } catch {
      Issue.record("seed \(seed): \(text)\n  \(error)")
    }
  }
}
