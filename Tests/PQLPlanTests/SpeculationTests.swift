import PQLModel
import PQLSyntax
import Testing

@testable import PQLPlan

/// What is told of a statement, what is taken back, and what is told once.
@Suite struct SpeculationTests {
  private let deals = Place(Scope(entity: .deals), dates: .usual)

  private func message(_ text: String, _ start: Int = 0) -> Diagnostic {
    Diagnostic(.typeMismatch, Span(start, start + 1), text)
  }

  private func codes(_ text: String, _ environment: Environment = Environment()) -> [DiagnosticCode]
  {
    SmallModel.resolve(text, environment).resolver.diagnostics.map(\.code)
  }

  // MARK: - The sink

  @Test func `a sink says each thing once, in order`() {
    var sink = MessageSink()
    for text in ["one", "two", "one"] { sink.add(message(text)) }
    #expect(sink.messages == [message("one"), message("two")])
  }

  @Test func `what came behind a mark is taken back, and what was there stays`() {
    var sink = MessageSink()
    sink.add(message("before"))
    let mark = sink.mark
    sink.add(message("before"))
    sink.add(message("after"))
    #expect(sink.count(since: mark) == 1)
    #expect(sink.first(since: mark) == message("after"))
    #expect(sink.takeBack(to: mark) == [message("after")])
    #expect(sink.messages == [message("before")])
  }

  @Test func `of two messages of one place the second can go`() {
    var sink = MessageSink()
    sink.add(message("one", 4))
    sink.add(message("two", 4))
    sink.dropLastOfSamePlace()
    #expect(sink.messages == [message("one", 4)])
    sink.add(message("three", 8))
    sink.dropLastOfSamePlace()
    #expect(sink.messages.count == 2)
  }

  // MARK: - Attempts

  private func attempt(_ text: String) throws -> (binder: ExpressionBinder, attempt: Attempt<Term>)
  {
    let written = "count where \(text)"
    var binder = SmallModel.expressions(written)
    let condition = try #require(ClauseSet(try SmallModel.query(written).clauses).condition)
    _ = binder.report(message("before"))
    let place = deals
    let attempt = binder.speculating { binder throws(Reported) in
      try binder.resolveValue(condition, in: place)
    }
    return (binder, attempt)
  }

  @Test func `a failed attempt leaves no message, and gives it`() throws {
    let (binder, attempt) = try attempt("amuont > 5")
    #expect(attempt.bound == nil)
    #expect(attempt.messages.map(\.code) == [.unknownField])
    #expect(binder.sink.messages == [message("before")])
  }

  @Test func `an attempt that succeeds gives what it bound`() throws {
    let (binder, attempt) = try attempt("amount > 5")
    #expect(
      attempt.bound
        == .comparison(.greater, try SmallModel.field("amount"), SmallModel.money(5)))
    #expect(attempt.messages.isEmpty)
    #expect(binder.sink.messages == [message("before")])
  }

  @Test func `what an attempt would have said can be said after it`() throws {
    var (binder, attempt) = try attempt("amuont > 5")
    for message in attempt.messages { binder.sink.add(message) }
    #expect(binder.sink.messages.map(\.code) == [.typeMismatch, .unknownField])
  }

  // MARK: - Where binding speculates

  @Test func `a guess about a word leaves nothing behind`() {
    #expect(codes("count where stage = won or lost") == [.alternativeValues])
    #expect(codes("count where owner = null") == [.missingComparison])
    #expect(codes("count where stage = won or open") == [])
    #expect(codes("count where amuont = won or lost") == [.unknownField, .unknownField])
  }

  @Test func `a period that is wrong is told once, though the keys ask for it too`() {
    #expect(codes("count by source during 2026-05-01..2026-04-01") == [.typeMismatch])
  }

  @Test func `a metric fits when it fits one of the entities, and says nothing of the others`() {
    #expect(codes("metric last = max(until)") == [])
    let (resolver, statements) = SmallModel.resolve("metric last = max(untl)")
    #expect(statements.allSatisfy { $0 == nil })
    #expect(resolver.diagnostics.map(\.code) == [.unknownField])
    #expect(resolver.environment.metrics.isEmpty)
  }

  // MARK: - Told already

  @Test func `what stands on a failed part says nothing`() {
    #expect(codes("count where amuont + 1 > wait * 2") == [.unknownField])
    #expect(codes("count where not (amuont and open)") == [.unknownField])
    #expect(codes("deals where amuont > 5 sort name") == [.unknownField])
    #expect(codes("deals | let x = amuont | where x > 5 | show y") == [.unknownField])
  }

  @Test func `what is wrong with a value between two ends is told once`() {
    #expect(codes("count where amuont between 1 and 2") == [.unknownField])
    #expect(codes("count where amount between created and name") == [.typeMismatch, .typeMismatch])
  }

  // MARK: - Several errors in one run

  @Test func `parts that do not stand on one another are all told, in their order`() {
    let (resolver, statements) = SmallModel.resolve(
      "count, sum(amnt) where amuont > 5 and craeted < today by surce, ownr")
    #expect(statements.allSatisfy { $0 == nil })
    #expect(
      SmallModel.places(resolver) == [
        "amuont", "craeted", "surce", "ownr",
      ])
    #expect(codes("count, sum(amnt), max(craeted)") == [.unknownField, .unknownField])
    #expect(
      codes("deals show amnt, craeted, name, name") == [
        .unknownField, .unknownField, .duplicateColumn,
      ])
    #expect(
      codes("count where source in (Wbe, Partnr)") == [
        .unknownCategoryValue, .unknownCategoryValue,
      ])
    #expect(
      codes("count where if amnt then craeted else surce") == [
        .unknownField, .unknownField, .unknownField,
      ])
    #expect(codes("deals by owner vs last month show x") == [.keyNeedsAggregate])
  }

  @Test func `a format nobody knows is told beside what else is wrong`() {
    #expect(codes("count where amnt > 5 as foo") == [.unknownFormat, .unknownField])
    #expect(codes("count as foo") == [.unknownFormat])
  }

  @Test func `a query whose last step has a format nobody knows has no plan`() {
    let (resolver, statements) = SmallModel.resolve("count by source | limit 2 as foo")
    #expect(resolver.diagnostics.map(\.code) == [.unknownFormat])
    #expect(statements.allSatisfy { $0 == nil })
  }

  @Test func `both sides are bound, and a failure of either is one`() {
    var asked: [Int] = []
    func part(_ number: Int, fails: Bool) throws(Reported) -> Int {
      asked.append(number)
      if fails { throw Reported() }
      return number
    }
    let whole = try? both(part(1, fails: false), part(2, fails: false))
    #expect(whole?.0 == 1 && whole?.1 == 2)
    for (first, second) in [(true, false), (false, true), (true, true)] {
      asked = []
      #expect(throws: Reported.self) {
        _ = try both(part(1, fails: first), part(2, fails: second))
      }
      #expect(asked == [1, 2])
    }
  }

  @Test func `every element is bound, and a failure of any is one`() {
    var asked: [Int] = []
    #expect(throws: Reported.self) {
      _ = try [1, 2, 3].bindingEach { number throws(Reported) in
        asked.append(number)
        guard number != 2 else { throw Reported() }
        return number
      }
    }
    #expect(asked == [1, 2, 3])
    let doubled = try? [1, 2].bindingEach { number throws(Reported) in number * 2 }
    #expect(doubled == [2, 4])
  }

  // MARK: - Definitions

  @Test func `what is wrong in a definition is told where it is used`() throws {
    var environment = SmallModel.environment("define big = amount > 50k")
    environment.fields = environment.fields.mapValues { definition in
      var definition = definition
      definition.source = SourceText(name: "other", text: definition.source.text)
      return definition
    }
    let without = Model(
      name: "bare", currency: CurrencySettings(base: "EUR"), calendar: BusinessCalendar(),
      pipelines: [],
      tables: [
        EntityTable(
          kind: .deals, rowCount: 1,
          fields: [EntityField(name: "id", type: .text, column: .text(TextColumn(["1"])))])
      ])
    let (resolver, _) = SmallModel.resolve("count where big", environment, model: without)
    #expect(SmallModel.places(resolver) == ["big"])
  }

  @Test func `a definition that leads back to itself is told, and defines nothing`() {
    let (resolver, _) = SmallModel.resolve("define loop = not loop")
    #expect(resolver.diagnostics.map(\.code) == [.definitionCycle])
    #expect(resolver.environment.fields.isEmpty)
    #expect(codes("let a = deals where open\nlet b = a where amount > 5\ncount of b") == [])
  }
}
