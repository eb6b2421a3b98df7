import PQLEngine
import PQLModel
import PQLPlan
import PQLSyntax
import PQLTestSupport
import Testing

/// What holds of rules and of `explain why` for every condition, on generated models.
@Suite struct RuleLawTests {
  static let seeds: [UInt64] = Array(1...16)

  @Test("a rule counts what its condition keeps, and so does each of its groups", arguments: seeds)
  func counts(seed: UInt64) throws {
    var world = RuleWorld(seed: seed)
    for _ in 0..<5 {
      let condition = world.condition()
      let rule = "rule tried for deals when \(condition)"
      let found = try world.ask(rule, "problems show rule, deals, amount | where rule = tried")
      let kept = try world.ask(
        "count, sum amount, count(amount is present) where \(condition)")[0]
      let row = try #require(found.first)
      let unknown = row[1] == .missing
      #expect(row[1] == kept[0] || unknown && kept[0] == .number(0), "\(condition), seed \(seed)")
      let hasAmount = !unknown && (kept[0] == .number(0) || kept[2] != .number(0))
      #expect(row[2] == (hasAmount ? kept[1] : .missing), "\(condition), seed \(seed)")
      let groups = try world.ask(
        rule, "problems by owner show rule, deals | where rule = tried | sum deals")
      #expect(groups[0][0] == kept[0] || unknown, "\(condition), seed \(seed)")
      let listed = try world.ask(rule, "count where tried")
      #expect(listed == [[kept[0]]], "\(condition), seed \(seed)")
    }
  }

  @Test("every condition keeps a record just where the answer has it", arguments: seeds)
  func explanations(seed: UInt64) throws {
    var world = RuleWorld(seed: seed)
    let ids = try world.ask("deals show id").compactMap { row -> String? in
      if case .text(let id) = row[0] { id.text } else { nil }
    }
    for _ in 0..<4 {
      let condition = world.condition()
      for rest in ["", " top 3 by amount", " sort created limit 4"] {
        let query = "deals where \(condition)\(rest)"
        let listed = try world.ask("\(query) show id").map { $0[0] }
        for id in ids.shuffled(using: &world.random).prefix(4) {
          let asked = try world.ask("explain why \(TextLiteral.quoted(id)) not in \(query)")
          let isKept = asked.allSatisfy { $0[2] == .boolean(true) }
          #expect(isKept == listed.contains(.text(id)), "\(id) in \(query), seed \(seed)")
        }
      }
    }
  }
}

/// A generated model, and statements carried out one after the other.
private struct RuleWorld {
  private var queries: QueryGenerator
  private let naive: NaiveModel
  private let model: Model
  var random: SeededRandom

  init(seed: UInt64) {
    var models = ModelGenerator(random: SeededRandom(seed: seed))
    naive = models.make(isWhole: true)
    model = naive.columns()
    queries = QueryGenerator(random: SeededRandom(seed: seed + 1), model: naive)
    random = SeededRandom(seed: seed + 2)
  }

  mutating func condition() -> String { queries.dealCondition() }

  /// The rows of the last statement's answer.
  func ask(_ statements: String...) throws -> [[NaiveValue]] {
    var environment = Environment()
    var rows: [[NaiveValue]] = []
    for text in statements {
      let source = SourceText(name: "law", text: text)
      let statement = try #require(parse(source).statements.first)
      let today = Int32(naive.today)
      var resolver = Resolver(
        catalog: Library.standard.catalog(formats: []), model: model, today: today,
        now: Int64(today) * 86_400, source: source, environment: environment)
      let resolved = resolver.resolve(statement)
      #expect(resolver.diagnostics.isEmpty, "\(text): \(resolver.diagnostics.map(\.message))")
      environment = resolver.environment
      if case .query(let plan)? = resolved {
        rows = AnswerDifference.values(try Engine(model: model).run(plan))
      }
    }
    return rows
  }
}
