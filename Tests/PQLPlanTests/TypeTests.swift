import PQLModel
import PQLSyntax
import Testing

@testable import PQLPlan

/// Which types meet, and what comes of it.
@Suite struct TypeTests {
  @Test(arguments: [
    ("amount + amount", ValueType.money), ("amount - 100", .money), ("100 + amount", .money),
    ("amount * 2", .money), ("2 * amount", .money), ("amount * share", .money),
    ("amount / 4", .money), ("amount / amount", .number), ("share / share", .number),
    ("share + share", .percent), ("share * share", .percent), ("share / 2", .percent),
    ("raw.seats * share", .number), ("raw.seats / share", .number), ("raw.seats + 1", .number),
    ("wait + 3d", .duration), ("wait * 2", .duration), ("wait * share", .duration),
    ("wait / wait", .number), ("close_date - created", .duration), ("seen - created", .duration),
    ("created + 3d", .date), ("3d + created", .date), ("created - 1 month", .date),
    ("created + 5bd", .date), ("seen + 3d", .timestamp),
  ])
  func `what meets gives`(_ text: String, _ type: ValueType) throws {
    let outcome = try SmallModel.bind(text)
    #expect(outcome.messages.map(\.message) == [])
    #expect(outcome.term?.type == type)
  }

  @Test(arguments: [
    "amount * amount", "amount + raw.seats", "amount + share", "created + created", "created + 1",
    "name + 1", "wait + 1", "share + 1", "tags + 1", "open + 1", "created * 2", "2 / wait",
    "amount + 1 month",
  ])
  func `what does not meet is told once`(_ text: String) throws {
    let outcome = try SmallModel.bind(text)
    #expect(outcome.term == nil)
    #expect(outcome.messages.count == 1)
  }

  @Test func `no operation has a meaning for text, conditions and lists`() {
    let none: [ValueType] = [.text, .category, .stage, .boolean, .list]
    let all: [ValueType] =
      none + [.number, .money, .percent, .duration, .date, .timestamp, .period(.month)]
    for sign in ArithmeticOperator.allCases {
      for type in all {
        for other in none {
          #expect(ExpressionBinder.result(sign, type, other) == nil)
          #expect(ExpressionBinder.result(sign, other, type) == nil)
        }
      }
    }
  }

  @Test func `a bare number opposite money is money, with every digit as written`() throws {
    let amount = try SmallModel.field("amount")
    #expect(
      try SmallModel.bind("amount > 50k").term
        == .comparison(.greater, amount, SmallModel.money(50_000)))
    #expect(
      try SmallModel.bind("12345678901234567 < amount").term
        == .comparison(.greater, amount, SmallModel.money(12_345_678_901_234_567)))
    #expect(
      try SmallModel.bind("amount = 0.1").term
        == .comparison(
          .equal, amount,
          .constant(.money(Money.powerOfTen(Money.digits - 1), currency: nil), .money)))
    #expect(try SmallModel.bind("amount > 10 USD").messages.isEmpty)
    #expect(try SmallModel.bind("amount > 10 GBP").codes == [.unknownCurrency])
  }

  @Test func `a decimal that reads as thousands is refused opposite money`() throws {
    #expect(try SmallModel.bind("amount > 50.000").codes == [.ambiguousDecimal])
    #expect(try SmallModel.bind("amount > 0.500").codes == [])
    #expect(try SmallModel.bind("raw.seats > 50.000").codes == [])
  }

  @Test func `a number beyond what a number holds is refused, and is exact as money`() throws {
    #expect(try SmallModel.bind("raw.seats = 9007199254740993").term == nil)
    #expect(try SmallModel.bind("amount = 9007199254740993").term != nil)
  }

  @Test func `durations and percents are asked for where a bare number stands`() throws {
    #expect(try SmallModel.bind("wait > 3").codes == [.durationExpected])
    #expect(try SmallModel.bind("share > 5").codes == [.percentExpected])
    #expect(try SmallModel.bind("wait > 3d").codes == [])
    #expect(try SmallModel.bind("share > 5%").codes == [])
  }

  @Test func `a moment meets a day by its day`() throws {
    let seen = try SmallModel.field("seen")
    let due = try SmallModel.field("close_date")
    let day = Term.call(FunctionTerm(name: "date", arguments: [seen], type: .date))
    #expect(try SmallModel.bind("seen < close_date").term == .comparison(.less, day, due))
    #expect(try SmallModel.bind("close_date < seen").term == .comparison(.less, due, day))
  }

  @Test func `stages have an order, and other values have none`() throws {
    #expect(
      try SmallModel.bind("stage >= proposal").term
        == .stageOrder(.greaterOrEqual, stage: "Proposal"))
    #expect(
      try SmallModel.bind("proposal <= stage").term
        == .stageOrder(.greaterOrEqual, stage: "Proposal"))
    #expect(try SmallModel.bind("source > Web").term == nil)
    #expect(try SmallModel.bind("stage > lost").term == nil)
    #expect(try SmallModel.bind("stage = propsal").codes == [.unknownStage])
  }

  @Test func `a condition is asked where one is needed`() throws {
    #expect(try SmallModel.bind("open and amount").codes == [.conditionExpected])
    #expect(try SmallModel.bind("not amount").codes == [.conditionExpected])
    #expect(try SmallModel.bind("if amount then 1 else 2").codes == [.conditionExpected])
  }

  @Test func `branches of a choice become one type`() throws {
    #expect(try SmallModel.bind("if open then amount else 0").term?.type == .money)
    #expect(try SmallModel.bind("amount ?? 0").term?.type == .money)
    #expect(try SmallModel.bind("if open then source else name").term?.type == .category)
    #expect(try SmallModel.bind("if open then missing else created").term?.type == .date)
    #expect(try SmallModel.bind("if open then amount else name").codes == [.typeMismatch])
  }

  @Test func `a field that waits says so`() throws {
    #expect(try SmallModel.bind("pushes > 1").codes == [.notYet])
  }

  @Test func `an aggregate in a row ranges over child records, and needs some`() throws {
    let relation = RelationReference(from: .activities, field: "deal", to: .deals)
    #expect(
      try SmallModel.bind("count(activities)").term
        == .related(RelatedAggregate(relation: relation, aggregate: "count", type: .number)))
    #expect(try SmallModel.bind("sum(amount) > 5").codes == [.aggregateMisplaced])
  }

  @Test func `a parameter that is no text is refused where a text is tested`() throws {
    let environment = SmallModel.environment("param n = 5")
    #expect(try SmallModel.bind("name contains $n", environment).codes == [.typeMismatch])
  }

  @Test func `a list takes what can be worked out before anything is asked`() throws {
    let environment = SmallModel.environment("let sizes = [1 + 2, -4]")
    #expect(environment.lists["sizes"] == [.number(3), .number(-4)])
    let (resolver, _) = SmallModel.resolve("let dates = [today - 1d]")
    #expect(resolver.diagnostics.map(\.code) == [.typeMismatch])
    #expect(!resolver.environment.defines("dates"))
  }
}
