import Foundation
import PQLEngine
import PQLModel
import PQLPlan
import PQLRender
import PQLShell
import PQLSyntax
import PQLTestSupport
import PQLThreads
import Testing

/// Whatever is answered can be taken apart: the parts of a cell add up to it, and its steps lead to it.
///
/// The engine checks that itself and fails where it does not hold; what it says of sums and counts is added
/// up here once more.
@Suite struct ExplainLawTests {
  private static let seeds: [ClosedRange<UInt64>] =
    DifferentialTests.wanted.map { [$0] } ?? [5_000...5_049, 6_000...6_049]

  @Test("every cell of a generated question is explained", arguments: seeds)
  func generated(seeds: ClosedRange<UInt64>) {
    var tally = Tally()
    for seed in seeds {
      var random = SeededRandom(seed: seed)
      var models = ModelGenerator(random: SeededRandom(seed: random.next()))
      let naive = models.make()
      let model = naive.columns()
      var queries = QueryGenerator(random: SeededRandom(seed: random.next()), model: naive)
      for _ in 0..<DifferentialTests.queriesPerModel {
        let text = queries.make()
        guard let plan = plan(text, model, today: Int32(naive.today)) else { continue }
        explain(text, plan, model, seed, &tally)
      }
    }
    if DifferentialTests.wanted != nil { print("\(seeds): \(tally)") }
    guard seeds.count > 10 else { return }
    #expect(tally.added > 500, "\(tally)")
    #expect(tally.explained > 1_000, "\(tally)")
  }

  @Test(arguments: GoldenTests.paths.filter { $0.contains("/queries/") })
  func `every cell of a transcript is explained`(path: String) throws {
    let text = try String(contentsOfFile: Repository.root + "/" + path, encoding: .utf8)
    let run = try GoldenRun(GoldenScript(path: path, text: text))
    for (place, block) in run.script.blocks.enumerated() {
      let source = SourceText(name: path, text: run.script.text(of: block))
      let tree = parse(source)
      guard tree.statements.count == 1, tree.diagnostics.isEmpty,
        case .query = tree.statements[0].kind
      else { continue }
      var session = run.sessions[place]
      session.run(source)
      guard let (_, answer) = session.lastAnswer else { continue }
      session.settings.format = .csv
      for row in Self.rows(answer) {
        for column in answer.columns {
          session.run(SourceText(name: path, text: "explain \(row + 1).`\(column.name)`"))
        }
      }
      #expect(!session.hasMetFault, "\(source.text): \(run.host.take().text(of: .errors))")
      _ = run.host.take()
    }
  }

  private static let questions = [
    "count, sum amount by stage as of 2025-09-30",
    "sum weighted where open by owner top 3 by sum_weighted with others as of 2026-01-31",
    "count, sum amount where open by product vs 90 days ago",
    "win_rate by source during last quarter vs last year",
    "win_rate value by quarter(created)",
    "series sum amount, count where open by stage per quarter during last 3 quarters",
    "series win_rate per month | let change = win_rate - previous(win_rate)",
    "changes", "changes by owner during last quarter | where deals > 0",
    "changes where amount > 10k since 2026-05-01",
    "funnel", "funnel by source during 2025 | where reached > 3",
    "funnel where source = partner as of 2025-12-31",
    "forecast", "forecast by product", "forecast per month during this year as of 2026-02-28",
    "count by owner | let place = rank(count), so_far = running(count) | where place <= 4",
    "share amount, count by product | let twice = count * 2 | sort -twice | limit 3",
    "any(amount > 50k), min created, last owner, distinct account by region",
    "x: if count > 50 then sum(amount) else avg(amount) by source",
    "deals where open show id, amount, weighted, idle, n: count(activities) sort -amount limit 5",
    "deals show id, part: amount / sum(amount over owner), place: rank(amount) top 4 by amount",
    "sum amount where open in USD by region",
  ]

  @Test(arguments: questions)
  func `every cell of a question about the sample is explained`(question: String) throws {
    let host = FakeHost(files: RootedFiles(folder: Repository.root))
    var session = Session(
      host: host, settings: SessionSettings(format: .csv, today: dayNumber("2026-06-30")))
    try session.load(["Examples/sample/model.json"])
    session.run(SourceText(name: "question", text: question))
    let asked = session.lastAnswer
    let answer = try #require(asked?.answer, "\(host.take().text(of: .errors))")
    #expect(answer.rowCount > 0)
    var explained = 0
    for row in Self.rows(answer) {
      for column in answer.columns {
        session.run(
          SourceText(name: "question", text: "explain \(row + 1).`\(column.name)`"))
        let told = host.take()
        explained += told.text(of: .output).isEmpty ? 0 : 1
        #expect(!session.hasMetFault, "\(column.name): \(told.text(of: .errors))")
      }
    }
    #expect(explained > 0)
  }

  private struct Tally {
    var explained = 0
    var added = 0
    var ofNothing = 0
  }

  private func plan(_ text: String, _ model: Model, today: Int32) -> Plan? {
    let source = SourceText(name: "generated", text: text)
    guard case .query(let query)? = parse(source).statements.first?.kind else { return nil }
    var resolver = Resolver(
      catalog: Library.standard.catalog(formats: ["table"]), model: model, today: today,
      now: Int64(today) * 86_400 + 43_200, source: source, environment: Environment())
    return resolver.plan(query)
  }

  /// The rows that are looked at: the first ones and the last.
  private static func rows(_ answer: Answer) -> [Int] {
    let first = Array(0..<min(answer.rowCount, 2))
    return answer.rowCount > 2 ? first + [answer.rowCount - 1] : first
  }

  private func explain(
    _ text: String, _ plan: Plan, _ model: Model, _ seed: UInt64, _ tally: inout Tally
  ) {
    // In blocks on two threads, so that figures were not made as they are taken apart.
    let engine = Engine(model: model, threads: ThreadCount(2), blockSize: 64)
    guard let answer = try? engine.run(plan) else { return }
    for row in Self.rows(answer) {
      for column in answer.columns.indices {
        var asked = plan
        asked.explanation = .cell(row: row, column: column)
        do throws(EvaluationFailure) {
          let explained = try engine.run(asked)
          tally.explained += 1
          tally.added += added(explained, answer.columns[column], row) ? 1 : 0
        } catch {
          if case .madeOfNothing = error {
            tally.ofNothing += 1
          } else {
            Issue.record("seed \(seed): \(text)\n  cell \(row), \(column): \(error)")
          }
        }
      }
    }
  }

  /// Adds up the parts of an explanation of one step, if they are said to add up.
  private func added(_ explained: Answer, _ cell: AnswerColumn, _ row: Int) -> Bool {
    guard explained.sections.isEmpty, let part = explained.columns.last, part.name == "part",
      explained.notes.contains(where: { $0.form.code == "parts-add-up" })
    else { return false }
    switch (part.column, cell.column) {
    case (.number(let parts), .number(let figures)):
      let sum = (0..<explained.rowCount).reduce(0) { $0 + parts.values[$1] }
      #expect(abs(sum - figures.values[row]) <= 1e-9 * max(1, abs(sum)))
    case (_, .exact), (_, .money):
      let sum = (0..<explained.rowCount).reduce(Int128(0)) { $0 + part.column.exactValues[$1] }
      #expect(sum == cell.column.exactValues[row])
    default: return false
    }
    return true
  }
}
