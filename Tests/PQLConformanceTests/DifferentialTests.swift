import Foundation
import PQLEngine
import PQLModel
import PQLPlan
import PQLSyntax
import PQLTestSupport
import PQLThreads
import Testing

/// The engine against a naive evaluator, on generated models and queries.
///
/// A failure names its seed; `PQL_SEED=<seed> swift test --filter DifferentialTests` repeats it, and
/// `PQL_SEED=5000..5999` asks all seeds of a range.
@Suite struct DifferentialTests {
  static let queriesPerModel = 20

  /// What `PQL_SEED` asks for; nil when it says nothing.
  static let wanted: ClosedRange<UInt64>? = {
    let text = ProcessInfo.processInfo.environment["PQL_SEED"] ?? ""
    let bounds = text.split(separator: ".").compactMap { UInt64($0) }
    guard let first = bounds.first, let last = bounds.last, first <= last else { return nil }
    return first...last
  }()

  /// The seeds of the models, in parts that run beside each other.
  static let batches: [ClosedRange<UInt64>] =
    wanted.map { [$0] } ?? [1_000...1_049, 2_000...2_049, 3_000...3_049, 4_000...4_049]

  @Test("the engine and the naive evaluator agree", arguments: batches)
  func agree(seeds: ClosedRange<UInt64>) {
    var tally = Tally()
    for seed in seeds { run(seed: seed, &tally) }
    let summary =
      "\(tally.asked) asked, \(tally.refused) refused, \(tally.unread) unread, "
      + "\(tally.empty) with no row"
    if Self.wanted != nil { print("seeds \(seeds): \(summary)") }
    guard seeds.count > 10 else { return }
    #expect(tally.unread == 0, "every generated query parses: \(summary)")
    #expect(tally.refused * 100 < tally.asked * 15, "too many are refused: \(summary)")
    #expect(tally.empty * 100 < tally.asked * 50, "too many say nothing: \(summary)")
  }

  @Test("a wrong cell, a wrong order and a lost row are seen")
  func differencesAreSeen() throws {
    var models = ModelGenerator(random: SeededRandom(seed: 1))
    let naive = models.make()
    let text = "deals where amount is present show id, amount sort amount"
    let source = SourceText(name: "generated", text: text)
    guard case .query(let query) = parse(source).statements[0].kind else { return }
    let catalog = Library.standard.catalog(formats: [])
    let model = naive.columns()
    var resolver = Resolver(
      catalog: catalog, model: model, today: 0, now: 0, source: source,
      environment: Environment())
    let planned = resolver.plan(query)
    let plan = try #require(planned)
    let answer = try Engine(model: model).run(plan)
    let expected = try NaiveEvaluator(model: naive, text: text).answer(query)
    #expect(expected.rows.count > 2)
    #expect(AnswerDifference.first(answer, expected, model: naive) == nil)
    var wrong = expected
    wrong.rows[1][1] = .missing
    #expect(AnswerDifference.first(answer, wrong, model: naive) != nil)
    wrong = expected
    wrong.rows.swapAt(0, 1)
    #expect(AnswerDifference.first(answer, wrong, model: naive) != nil)
    wrong = expected
    wrong.rows.removeLast()
    #expect(AnswerDifference.first(answer, wrong, model: naive) != nil)
  }

  private struct Tally {
    var asked = 0
    var refused = 0
    var unread = 0
    var empty = 0
  }

  private func run(seed: UInt64, _ tally: inout Tally) {
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
    let catalog = Library.standard.catalog(formats: ["table"])
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
      let expected = try NaiveEvaluator(model: naive, text: text).answer(query)
      if expected.rows.isEmpty { tally.empty += 1 }
      var notes: [Note]?
      // Rows at once, and in blocks on two threads.
      for (threads, blockSize) in [(ThreadCount.one, 1 << 17), (ThreadCount(2), 64)] {
        let engine = Engine(model: model, threads: threads, blockSize: blockSize)
        let answer = try engine.run(plan)
        if let difference = AnswerDifference.first(answer, expected, model: naive) {
          Issue.record("seed \(seed), blocks of \(blockSize): \(text)\n  \(difference)")
        }
        #expect(answer.notes == notes ?? answer.notes, "seed \(seed): \(text)")
        notes = answer.notes
      }
    } catch {
      Issue.record("seed \(seed): \(text)\n  \(error)")
    }
  }
}
