import PQLModel
import PQLSyntax
import Testing

@testable import PQLPlan

@Suite struct NameBinderTests {
  private let deals = Scope(entity: .deals)

  private func word(_ text: String) -> Name { Name(text, Span(0, 0)) }

  @Test func `a made column comes before the field of its name`() throws {
    let made = Scope.ColumnEntry(name: "amount", type: .number, index: 3)
    let scope = Scope(entity: .deals, columns: [made])
    #expect(SmallModel.names().fieldType(word("amount"), in: scope) == .number)
    #expect(SmallModel.names().fieldType(word("amount"), in: deals) == .money)
    let outcome = try SmallModel.bind("amount", at: Place(scope, dates: .usual))
    #expect(outcome.term == .column(3, name: "amount", .number))
  }

  @Test func `a built-in field comes before the data's, and raw and backticks lead round it`()
    throws
  {
    let builtin = ComputedReference(entity: .deals, name: "closed_on", type: .date)
    #expect(try SmallModel.bind("closed_on").term == .computed(builtin))
    let stored = try SmallModel.field("closed_on")
    #expect(try SmallModel.bind("raw.closed_on").term == stored)
    #expect(try SmallModel.bind("`closed_on`").term == stored)
  }

  @Test func `a built-in line that names itself means the data's column`() throws {
    let text = "count where seats > 1"
    var binder = SmallModel.expressions(text)
    let condition = try #require(ClauseSet(try SmallModel.query(text).clauses).condition)
    let place = Place(deals, dates: .usual)
    #expect((try? binder.resolveValue(condition, in: place)) != nil)
    let reference = ComputedReference(entity: .deals, name: "seats", type: .number)
    #expect(
      binder.definitions[reference]
        == .coalesce(try SmallModel.field("seats"), .constant(.number(0), .number), .number))
  }

  @Test func `a defined field is known by its name and belongs to its entity`() throws {
    let environment = SmallModel.environment("define big = amount > 50k")
    let names = SmallModel.names(environment)
    #expect(names.fieldType(word("big"), in: deals) != nil)
    #expect(names.fieldType(word("big"), in: Scope(entity: .leads)) == nil)
    #expect(names.fieldNames(of: .deals).contains("big"))
    #expect(!names.fieldNames(of: .leads).contains("big"))
    let outcome = try SmallModel.bind("big", environment)
    #expect(
      outcome.term == .computed(ComputedReference(entity: .deals, name: "big", type: .boolean)))
  }

  @Test func `a definition that has a built-in field's name, or the data's, is refused`() {
    for name in ["overdue", "amount"] {
      let (resolver, statements) = SmallModel.resolve("define \(name) = open")
      #expect(statements.allSatisfy { $0 == nil })
      #expect(resolver.diagnostics.map(\.code) == [.nameTaken])
      #expect(!resolver.environment.defines(name))
    }
  }

  @Test func `a path follows a relation`() throws {
    let relation = RelationReference(from: .deals, field: "account", to: .accounts)
    #expect(
      try SmallModel.bind("account.industry").term
        == .follow(relation, try SmallModel.field("industry", of: .accounts)))
  }

  @Test func `words behind an entity's name lead to child records`() throws {
    let path = try #require(
      SmallModel.names().childPath(
        Expression(.name([word("activities"), word("at")]), Span(0, 0)), in: deals))
    #expect(path.relation == RelationReference(from: .activities, field: "deal", to: .deals))
    #expect(path.prefix == ["activities"])
    #expect(path.steps.isEmpty)
    #expect(
      SmallModel.names().childPath(Expression(.name([word("amount")]), Span(0, 0)), in: deals)
        == nil)
  }

  @Test func `an entity, a named query, a metric and a list are told apart`() {
    let names = SmallModel.names(
      SmallModel.environment(
        """
        let large = deals where amount > 50k
        metric booked = sum(amount)
        let calm = ["Web", "Partner"]
        """))
    #expect(names.isSource(word("deals")) && names.isSource(word("large")))
    #expect(!names.isSource(word("booked")) && !names.isSource(word("calm")))
    #expect(!names.isSource(Name("deals", Span(0, 0), isQuoted: true)))
    #expect(names.isFigure(word("booked")) && names.isFigure(word("count")))
    #expect(!names.isFigure(word("large")))
    #expect(names.environment.lists["calm"] == [.text("Web"), .text("Partner")])
  }

  @Test func `a field of the records a relation leads to is a candidate by its path`() throws {
    let names = SmallModel.names()
    #expect(names.fieldsBehindRelations([word("industry")], of: .deals) == ["account.industry"])
    #expect(
      names.fieldsBehindRelations([word("accounts"), word("industry")], of: .deals)
        == ["account.industry"])
    #expect(names.fieldsBehindRelations([word("name")], of: .deals) == [])
    let outcome = try SmallModel.bind("industry = Steel")
    #expect(outcome.codes == [.unknownField])
    #expect(edits(outcome) == ["account.industry"])
  }

  @Test func `a misspelt field is told with the near one, at its place`() throws {
    let outcome = try SmallModel.bind("amuont > 5")
    #expect(outcome.term == nil)
    #expect(outcome.codes == [.unknownField])
    #expect(outcome.messages.map(\.span) == [Span(12, 18)])
    #expect(edits(outcome) == ["amount"])
  }

  @Test func `a bare word is a value of what stands opposite, without case and marks`() throws {
    let type = try SmallModel.field("type")
    #expect(
      try SmallModel.bind("type = new_business").term
        == .membership(type, [.text("New business")]))
    let stage = try SmallModel.field("stage")
    #expect(
      try SmallModel.bind("stage = won").term == .membership(stage, [.text("Closed Won")]))
  }

  @Test func `a word that is a field and may be a value, or several values, is ambiguous`() throws {
    #expect(try SmallModel.bind("type = source").codes == [.ambiguousWord])
    #expect(try SmallModel.bind("mood = ok").codes == [.ambiguousWord])
  }

  @Test func `a name that several records bear is refused opposite their relation`() throws {
    #expect(try SmallModel.bind("owner = \"Kim\"").codes == [])
    let byID = Model(
      name: "ids", currency: CurrencySettings(base: "EUR"), calendar: BusinessCalendar(),
      pipelines: [],
      tables: [
        EntityTable(
          kind: .deals, rowCount: 1,
          fields: [
            EntityField(
              name: "owner", type: .text, column: .text(TextColumn(["o1"])), target: .owners)
          ]),
        EntityTable(
          kind: .owners, rowCount: 2,
          fields: [
            EntityField(name: "id", type: .text, column: .text(TextColumn(["o1", "o2"]))),
            EntityField(name: "name", type: .text, column: .text(TextColumn(["Kim", "Kim"]))),
          ]),
      ])
    let (resolver, _) = SmallModel.resolve("count where owner = \"Kim\"", model: byID)
    #expect(resolver.diagnostics.map(\.code) == [.ambiguousRecord])
  }

  @Test func `known names hold what can be asked, once each`() {
    let known = SmallModel.names().known(in: deals)
    #expect(Set(known.map(\.name)).count == known.count)
    #expect(known.contains { $0.name == "overdue" && $0.type == .boolean })
    #expect(!known.contains { $0.name == "pushes" })
    #expect(
      SmallModel.names().known(behind: ["account"], in: deals).contains { $0.name == "industry" })
    #expect(SmallModel.names().entity(at: ["account"], in: deals) == .accounts)
    #expect(SmallModel.names().entity(at: ["name"], in: deals) == nil)
  }

  private func edits(_ outcome: Outcome) -> [String] {
    outcome.messages.flatMap(\.suggestions).flatMap(\.edits).map(\.replacement)
  }
}
