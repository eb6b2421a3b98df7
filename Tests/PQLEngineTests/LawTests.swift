import PQLEngine
import PQLModel
import PQLPlan
import PQLSyntax
import PQLTestSupport
import Testing

/// Laws that hold for every model and condition, on generated ones.
@Suite struct LawTests {
  static let seeds: [UInt64] = Array(1...24)

  @Test("`where a and b` keeps what `where a`, then `where b` keeps", arguments: seeds)
  func conjunction(seed: UInt64) throws {
    var world = World(seed: seed)
    for _ in 0..<6 {
      let first = world.condition()
      let second = world.condition()
      let both = try world.ask("deals where (\(first)) and (\(second)) show id")
      let steps = try world.ask("deals where \(first) | where \(second) | show id")
      #expect(both == steps, "\(first) / \(second), seed \(seed)")
    }
  }

  @Test("`where p` and `where not p` part the rows", arguments: seeds)
  func negation(seed: UInt64) throws {
    var world = World(seed: seed)
    let all = try world.ask("deals show id sort id")
    for _ in 0..<8 {
      let condition = world.condition()
      let yes = try world.ask("deals where \(condition) show id")
      let no = try world.ask("deals where not (\(condition)) show id")
      #expect((yes + no).sorted { "\($0)" < "\($1)" } == all, "\(condition), seed \(seed)")
    }
  }

  @Test("the groups' sums and counts add up to the total", arguments: seeds)
  func totals(seed: UInt64) throws {
    var world = World(seed: seed)
    for key in [
      "owner", "stage", "month(created)", "account.industry, won", "bands(amount, 0, 10k)",
    ] {
      let condition = world.condition()
      let total = try world.ask("count, sum amount where \(condition)")
      let groups = try world.ask(
        "count, sum amount where \(condition) by \(key) | sum count, sum sum_amount")
      #expect(total == groups, "by \(key) where \(condition), seed \(seed)")
    }
  }

  @Test("a total is the same wherever its rows stand, be it all in one block", arguments: seeds)
  func rowsOfOneBlock(seed: UInt64) throws {
    let world = World(seed: seed)
    let heads = [
      "count", "sum amount", "count, sum amount, max created, count(won), sum probability",
    ]
    for row in try world.ask("deals show id") {
      guard case .text(let id) = row[0] else { continue }
      for query in heads.map({ "\($0) where id = \(id)" }) {
        #expect(
          try world.ask(query, blockSize: 64) == world.ask(query), "\(query), seed \(seed)")
      }
    }
  }

  @Test("the shares of a whole are one, or missing when it is nothing", arguments: seeds)
  func shares(seed: UInt64) throws {
    let world = World(seed: seed)
    let whole = try world.ask("count where amount > 0")
    let sum = try world.ask("share amount where amount > 0 by owner | sum share_amount")
    guard case .number(let count) = whole[0][0], count > 0 else { return }
    guard case .number(let shares) = sum[0][0] else {
      Issue.record("no number, seed \(seed)")
      return
    }
    #expect(abs(shares - 1) < 1e-9, "seed \(seed)")
  }

  @Test("the order of the rows changes no aggregate", arguments: seeds)
  func rowOrder(seed: UInt64) throws {
    var world = World(seed: seed)
    let condition = world.condition()
    let head = """
      count, sum amount, avg amount, median amount, min amount, max created, distinct owner, \
      percentile(amount, 90), win_rate, share amount, any(won), sum age, first stage, \
      last amount
      """
    for keys in ["", " by owner", " by stage, strategic", " by quarter(close_date)"] {
      let query = "\(head) where \(condition)\(keys)"
      let answer = try world.ask(query)
      #expect(try world.shuffled().ask(query) == answer, "\(query), seed \(seed)")
    }
    let related = "deals show id, a: first(activities.type), b: last(activities.owner) sort id"
    #expect(try world.shuffled().ask(related) == world.ask(related), "\(related), seed \(seed)")
  }

  @Test("without rates a currency's figures are those of its deals alone", arguments: seeds)
  func ownCurrencies(seed: UInt64) throws {
    let world = World(withoutRates: seed)
    let head = """
      sum amount, avg amount, median amount, min amount, max amount, percentile(amount, 90), \
      first amount, last amount, won: sum(amount where won), twice: sum(amount * 2), \
      chance: sum(weighted), mean: sum(amount) / count, win_rate(value), count
      """
    for condition in ["id is present", "won", "source = \"EVENT\" or amount is missing"] {
      for blockSize in [64, 1 << 17] {
        let query = "\(head) where \(condition) by currency"
        for row in try world.ask(query, blockSize: blockSize) {
          let alone = try world.only(row[0]).ask("\(head) where \(condition)")
          #expect(Array(row.dropFirst()) == alone[0], "\(row[0]): \(query), seed \(seed)")
        }
      }
    }
    for currency in ["USD", "GBP"] {
      let alone = try world.only(.text(ByteText(currency))).ask("\(head) by owner")
      let query = "\(head) where currency = \"\(currency)\" by owner"
      #expect(try world.ask(query) == alone, "\(query), seed \(seed)")
      let own = try world.answer("s: sum(amount where currency = \"\(currency)\"), count by owner")
      let figure = own.columns[1].column
      // Nothing is nothing in any currency.
      for row in 0..<own.rowCount where figure.exactValues[row] != 0 {
        #expect(figure.currencies?[row] == currency, "seed \(seed)")
      }
    }
  }

  @Test("steps say what the clauses say", arguments: seeds)
  func steps(seed: UInt64) throws {
    var world = World(seed: seed)
    let condition = world.condition()
    let pairs = [
      (
        "deals where \(condition) sort -amount limit 5",
        "deals | where \(condition) | sort -amount | limit 5"
      ),
      (
        "sum amount, count where \(condition) by owner sort count limit 4",
        "deals where \(condition) | sum amount, count by owner | sort count | limit 4"
      ),
      (
        "deals where \(condition) show id, late: today - close_date sort late",
        "deals | where \(condition) | let late = today - close_date | sort late | show id, late"
      ),
      (
        "sum amount where \(condition) by product top 2 by sum_amount",
        "sum amount where \(condition) by product | top 2 by sum_amount"
      ),
    ]
    for (clauses, steps) in pairs {
      #expect(try world.ask(clauses) == world.ask(steps), "\(clauses), seed \(seed)")
    }
  }

  @Test("a limit behind a sort is the beginning of the sort", arguments: seeds)
  func limits(seed: UInt64) throws {
    let world = World(seed: seed)
    for key in ["amount", "-amount", "stage, -close_date", "owner.team, name"] {
      let all = try world.ask("deals show id sort \(key)")
      for count in [0, 1, 3, 1000] {
        let some = try world.ask("deals show id sort \(key) limit \(count)")
        #expect(some == Array(all.prefix(count)), "\(key), \(count), seed \(seed)")
      }
    }
  }

  @Test("a comparison with itself changes nothing", arguments: seeds)
  func comparisonWithItself(seed: UInt64) throws {
    let world = World(seed: seed)
    let rows = try world.ask("sum amount, count during 2025 by owner vs 2025")
    for row in rows {
      #expect(row[1] == row[2] && row[5] == row[6], "seed \(seed)")
      #expect(row[3] == .money(.zero) && row[7] == .number(0), "seed \(seed)")
    }
  }

  @Test("a condition with missing in it is false, and its negation true")
  func missing() throws {
    let world = World(seed: 3)
    let nobody = try world.ask("deals where amount is missing and (amount < 0 or amount >= 0)")
    #expect(nobody.isEmpty)
    let some = try world.ask("count where amount is missing")
    #expect(try world.ask("count where amount is missing and amount != 0") == some)
    #expect(try world.ask("count where amount is missing and amount not in (1, 2)") == some)
    #expect(try world.ask("count where amount is missing and amount not between 1 and 2") == some)
    #expect(some[0][0] != .number(0))
  }

  @Test("a name that two records bear is an error when it is used")
  func namesBorneTwice() throws {
    var world = World(seed: 3)
    world.naive.tables["owners"]?.rows = (0..<2).map { index in
      ["id": .text("X\(index)"), "name": .text("Anna"), "team": .text("North")]
    }
    world.model = world.naive.columns()
    let mine = try world.ask("deals where owner = \"Anna\"")
    #expect(!mine.isEmpty)
    #expect(throws: EvaluationFailure.self) {
      try world.ask("deals where owner = \"Anna\" and owner.team = north")
    }
  }
}

/// A generated model that can be asked.
private struct World {
  var naive: NaiveModel
  var model: Model
  private var queries: QueryGenerator

  init(seed: UInt64) {
    var models = ModelGenerator(random: SeededRandom(seed: seed))
    naive = models.make(isWhole: true)
    model = naive.columns()
    queries = QueryGenerator(random: SeededRandom(seed: seed + 1), model: naive)
  }

  /// A model whose deals are in several currencies.
  init(withoutRates seed: UInt64) {
    var models = ModelGenerator(random: SeededRandom(seed: seed))
    naive = models.makeWithoutRates()
    model = naive.columns()
    queries = QueryGenerator(random: SeededRandom(seed: seed + 1), model: naive)
  }

  /// The deals of one currency, as if there were no other.
  func only(_ currency: NaiveValue) -> World {
    var other = self
    other.naive.tables["deals"]?.rows.removeAll { ($0["currency"] ?? .missing) != currency }
    other.naive.tables["deals"]?.fields.removeAll { $0.name == "currency" }
    other.model = other.naive.columns()
    return other
  }

  /// A condition on deals.
  mutating func condition() -> String { queries.dealCondition() }

  /// The same records in another order.
  func shuffled() -> World {
    var other = self
    var random = SeededRandom(seed: 7)
    for entity in other.naive.tables.keys.sorted() {
      other.naive.tables[entity]?.rows.shuffle(using: &random)
    }
    other.model = other.naive.columns()
    return other
  }

  /// The rows of an answer as plain values.
  func ask(_ text: String, blockSize: Int = 1 << 17) throws -> [[NaiveValue]] {
    AnswerDifference.values(try answer(text, blockSize: blockSize))
  }

  func answer(_ text: String, blockSize: Int = 1 << 17) throws -> Answer {
    let source = SourceText(name: "law", text: text)
    let tree = parse(source)
    let statement = try #require(tree.statements.first)
    guard tree.diagnostics.isEmpty, case .query(let query) = statement.kind else {
      throw LawFailure(text: text, messages: tree.diagnostics.map(\.message))
    }
    let catalog = Library.standard.catalog(formats: [])
    let today = Int32(naive.today)
    var resolver = Resolver(
      catalog: catalog, model: model, today: today, now: Int64(today) * 86_400, source: source,
      environment: Environment())
    guard let plan = resolver.plan(query) else {
      throw LawFailure(text: text, messages: resolver.diagnostics.map(\.message))
    }
    return try Engine(model: model, blockSize: blockSize).run(plan)
  }
}

private struct LawFailure: Error {
  var text: String
  var messages: [String]
}
