import PQLModel
import PQLSyntax
import Testing

@testable import PQLPlan

/// Two deals and what belongs to them, and a catalog of a few words: enough to bind, and nothing can run.
enum SmallModel {
  static let today = day("2026-06-30")

  static let catalog = Catalog(
    verbs: [], aggregates: aggregates, functions: [], windows: [], fields: fields,
    formats: ["table"], formatsNotYet: [], patternProblem: { _ in nil })

  static let model = Model(
    name: "small",
    currency: CurrencySettings(
      base: "EUR", rates: [.init(currency: "USD", from: day("2026-01-01"), rate: 0.5)]),
    calendar: BusinessCalendar(fiscalYearStarts: 2), pipelines: [pipeline],
    tables: [deals, owners, accounts, activities, leads, quotas, products])

  static func day(_ text: String) -> Int32 {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return CivilDate(year: parts[0], month: parts[1], day: parts[2]).dayNumber
  }

  static func days(_ first: String, through last: String) -> DayRange {
    DayRange(start: day(first), end: day(last) + 1)
  }

  /// Money as plans hold it, of whole units.
  static func money(_ units: Int128) -> Term {
    .constant(.money(units * Money.powerOfTen(Money.digits), currency: nil), .money)
  }

  /// A column of a table as a term.
  static func field(_ name: String, of entity: EntityKind = .deals) throws -> Term {
    .field(try reference(name, of: entity))
  }

  static func reference(_ name: String, of entity: EntityKind = .deals) throws -> FieldReference {
    let table = try #require(model[entity])
    let index = try #require(table.index(of: name))
    return FieldReference(
      entity: entity, index: index, name: name, type: table.fields[index].type)
  }

  // MARK: - Tables

  private static let pipeline = Pipeline(
    name: "Sales",
    stages: [
      Stage(name: "New"), Stage(name: "Proposal"), Stage(name: "Closed Won", outcome: .won),
      Stage(name: "Closed Lost", outcome: .lost),
    ])

  private static let deals = table(
    .deals,
    [
      text("id", .text, "1", "2"), text("name", .text, "First", "Second"),
      text("stage", .stage, "New", "Proposal"), amount("amount"), date("created"),
      date("close_date"), date("closed_on"), moment("seen"),
      text("owner", .text, "Ann", "Kim", .owners),
      text("account", .text, "Acme", "Bolt", .accounts),
      text("source", .category, "Web", "Partner"),
      text("type", .category, "New business", "web"), text("mood", .category, "OK", "o k"),
      number("seats", .number), number("share", .percent), number("wait", .duration), list("tags"),
    ])

  private static let owners = table(
    .owners, [text("id", .text, "o1", "o2"), text("name", .text, "Kim", "Kim")])

  private static let accounts = table(
    .accounts,
    [
      text("id", .text, "a1", "a2"), text("name", .text, "Acme", "Bolt"),
      text("industry", .category, "Steel", "Food"),
    ])

  private static let activities = table(
    .activities, [text("deal", .text, "1", "2", .deals), moment("at"), date("due")])

  private static let leads = table(.leads, [text("id", .text, "l1", "l2"), date("created")])

  private static let quotas = table(
    .quotas,
    [text("owner", .text, "Ann", "Kim", .owners), date("from"), date("until"), amount("amount")])

  private static let products = table(.products, [text("name", .text, "Lamp", "Desk")])

  private static func table(_ kind: EntityKind, _ fields: [EntityField]) -> EntityTable {
    EntityTable(kind: kind, rowCount: 2, fields: fields)
  }

  private static func text(
    _ name: String, _ type: ValueType, _ first: String, _ second: String,
    _ target: EntityKind? = nil
  ) -> EntityField {
    EntityField(
      name: name, type: type, column: .text(TextColumn([first, second])), target: target)
  }

  private static func number(_ name: String, _ type: ValueType) -> EntityField {
    EntityField(name: name, type: type, column: .number(NumberColumn(values: [1, 2.5])))
  }

  private static func amount(_ name: String) -> EntityField {
    EntityField(
      name: name, type: .money, column: .money(MoneyColumn(units: [100, 250], scale: 2)))
  }

  private static func date(_ name: String) -> EntityField {
    EntityField(name: name, type: .date, column: .day(DayColumn(values: [20_600, 20_700])))
  }

  private static func moment(_ name: String) -> EntityField {
    EntityField(
      name: name, type: .timestamp,
      column: .second(SecondColumn(values: [20_600 * 86_400, 20_700 * 86_400])))
  }

  private static func list(_ name: String) -> EntityField {
    EntityField(
      name: name, type: .list,
      column: .list(ListColumn(offsets: [0, 1, 2], elements: TextColumn(["hot", "cold"]))))
  }

  // MARK: - Catalog

  private static let aggregates = [
    AggregateDefinition(
      name: "count", summary: "how many rows", argument: .rows, examples: [],
      result: { _ in .number }),
    AggregateDefinition(
      name: "sum", summary: "the total", argument: .value([.money, .number]), examples: [],
      result: { $0 ?? .number }),
    AggregateDefinition(
      name: "max", summary: "the largest", argument: .value([.date, .timestamp, .number]),
      examples: [], result: { $0 ?? .number }),
  ]

  private static let fields = [
    kernel("closed", .boolean), kernel("open", .boolean), kernel("closed_on", .date),
    FieldDefinition(
      entity: .deals, name: "overdue", type: .boolean, summary: "late",
      source: .expression("open and close_date < today")),
    FieldDefinition(
      entity: .deals, name: "seats", type: .number, summary: "its own column, at least 0",
      source: .expression("seats ?? 0")),
    FieldDefinition(
      entity: .deals, name: "pushes", type: .number, summary: "waits",
      source: .notYet("it needs the history")),
  ]

  private static func kernel(_ name: String, _ type: ValueType) -> FieldDefinition {
    FieldDefinition(
      entity: .deals, name: name, type: type, summary: "by a kernel",
      source: .kernel(reads: ["stage"], ofStage: true))
  }
}

/// What binding an expression gave and said.
struct Outcome {
  var term: Term?
  var messages: [Diagnostic]

  var codes: [DiagnosticCode] { messages.map(\.code) }
}

extension SmallModel {
  static func names(_ environment: Environment = Environment()) -> NameBinder {
    NameBinder(catalog: catalog, model: model, environment: environment)
  }

  static func expressions(
    _ text: String, today: Int32 = SmallModel.today, _ environment: Environment = Environment()
  ) -> ExpressionBinder {
    ExpressionBinder(
      names: names(environment), today: today, now: Int64(today) * 86_400 + 3600,
      source: SourceText(name: "test", text: text))
  }

  /// Binds an expression of a deal's row, or of another place.
  static func bind(
    _ text: String, at place: Place = Place(Scope(entity: .deals), dates: .usual),
    today: Int32 = SmallModel.today, _ environment: Environment = Environment()
  ) throws -> Outcome {
    let written = "count where \(text)"
    var binder = expressions(written, today: today, environment)
    let query = try query(written)
    let condition = try #require(ClauseSet(query.clauses).condition)
    let term = try? binder.resolveValue(condition, in: place)
    return Outcome(term: term, messages: binder.sink.messages)
  }

  static func query(_ text: String) throws -> Query {
    let tree = parse(SourceText(name: "test", text: text))
    #expect(tree.diagnostics.isEmpty)
    guard case .query(let query)? = tree.statements.first?.kind else {
      throw NoQuery(text: text)
    }
    return query
  }

  struct NoQuery: Error { var text: String }

  /// A resolver after the statements of a text, and what each gave.
  static func resolve(
    _ text: String, today: Int32 = SmallModel.today, _ environment: Environment = Environment(),
    model: Model = SmallModel.model
  ) -> (resolver: Resolver, statements: [ResolvedStatement?]) {
    let tree = parse(SourceText(name: "test", text: text))
    #expect(tree.diagnostics.isEmpty)
    var resolver = Resolver(
      catalog: catalog, model: model, today: today, now: Int64(today) * 86_400,
      source: tree.source, environment: environment)
    let statements = tree.statements.map { resolver.resolve($0) }
    return (resolver, statements)
  }

  /// The plan of a query that binds.
  static func plan(_ text: String, today: Int32 = SmallModel.today) throws -> Plan {
    let (resolver, statements) = resolve(text, today: today)
    #expect(resolver.diagnostics.map(\.message) == [])
    guard case .query(let plan)?? = statements.last else { throw NoQuery(text: text) }
    return plan
  }

  /// What a text defines.
  static func environment(_ text: String) -> Environment {
    let (resolver, _) = resolve(text)
    #expect(resolver.diagnostics.map(\.message) == [])
    return resolver.environment
  }

  /// What each message points at.
  static func places(_ resolver: Resolver) -> [String] {
    resolver.diagnostics.map { message in
      String(
        decoding: Array(resolver.source.text.utf8)[message.span.start..<message.span.end],
        as: UTF8.self)
    }
  }
}
