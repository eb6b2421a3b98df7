import PQLModel
package import PQLSyntax

extension Resolver {
  /// Binds one statement; nil when something was told, here or while it was read.
  package mutating func resolve(_ statement: Statement) -> ResolvedStatement? {
    try? bind(statement)
  }

  /// Binds a whole query; nil when something was told.
  package mutating func plan(_ query: Query) -> Plan? {
    try? queries.plan(query)
  }

  private mutating func bind(_ statement: Statement) throws(Reported) -> ResolvedStatement {
    switch statement.kind {
    case .version: return .version
    case .query(let query): return .query(try queries.plan(query))
    case .letQuery(let name, let query): return try define(name, query)
    case .letList(let name, let list): return try define(name, list: list)
    case .define(let name, let entity, let value): return try define(name, for: entity, value)
    case .metric(let name, let value, let description):
      return try defineMetric(name, value, description)
    case .param(let name, let type, let value): return try defineParameter(name, type, value)
    case .use(let path, let span): return .use(path, span)
    case .set(let name, let value): return try set(name, value)
    case .expect(let condition, let because):
      return try expectation(condition, because: because, span: statement.span)
    case .explain(let cell): return .cell(cell)
    case .policy(let policy): return .readOnly("policy \(policy.name.text)")
    case .rule(let rule): return try define(rule)
    case .table(let table): return .readOnly("table \(table.name.text)")
    case .test(let test): return .readOnly("test \"\(test.title)\"")
    case .unreadable: throw Reported()
    }
  }

  /// Refuses a name that cannot be given to a definition.
  mutating func requireFree(
    _ name: Name, asField entity: EntityKind? = nil
  ) throws(Reported) {
    let taken: String
    if ClauseKeyword.allCases.contains(where: { $0.rawValue == name.text }) {
      taken = "a clause word"
    } else if catalog.verb(name.text) != nil {
      taken = "a verb"
    } else if catalog.aggregate(name.text) != nil || catalog.window(name.text) != nil {
      taken = "an aggregate"
    } else if catalog.function(name.text) != nil {
      taken = "a function"
    } else if EntityKind(word: name.text) != nil {
      taken = "an entity"
    } else if let entity, catalog.field(name.text, of: entity) != nil {
      taken = "a built-in field"
    } else if let entity, model[entity]?.field(name.text) != nil {
      taken = "a field of the data"
    } else if !environment.allowsRedefinition, environment.defines(name.text) {
      taken = "defined already"
    } else {
      return
    }
    throw report(.nameTaken(name, taken))
  }

  private mutating func define(_ name: Name, _ query: Query) throws(Reported) -> ResolvedStatement {
    try requireFree(name)
    let rows = try queries.resolveWhole(query, named: name.text)
    guard rows.scope.entity != nil else {
      throw report(.namedQueryHasNoRows(name.text, query.span))
    }
    environment.forget(name.text)
    environment.queries[name.text] = .init(query, source: source)
    return .definition(name.text)
  }

  private mutating func define(_ name: Name, list: Expression) throws(Reported) -> ResolvedStatement
  {
    try requireFree(name)
    guard case .list(let elements) = list.kind else { throw Reported() }
    var values: [Value] = []
    for element in elements {
      guard let value = try expressions.resolveValue(element, in: .nowhere).folded else {
        throw report(.constantExpected("let", name.text, element.span))
      }
      values.append(value)
    }
    environment.forget(name.text)
    environment.lists[name.text] = values
    return .definition(name.text)
  }

  private mutating func define(
    _ name: Name, for entity: Name?, _ value: Expression
  ) throws(Reported) -> ResolvedStatement {
    let kind = try self.entity(entity)
    try requireFree(name, asField: kind)
    // Bound once here, so that what is wrong is told where it is written.
    let open = ComputedReference(entity: kind, name: name.text, type: .text)
    try expressions.resolveDefinition(value, of: open)
    environment.forget(name.text, asField: kind)
    environment.fields[.init(entity: kind, name: name.text)] = .init(value, source: source)
    return .definition(name.text)
  }

  /// The entity that a definition names behind `for`; deals when it names none.
  mutating func entity(_ name: Name?) throws(Reported) -> EntityKind {
    guard let name else { return .deals }
    guard let entity = EntityKind(word: name.text) else {
      let known = EntityKind.allCases.map(\.rawValue)
      throw report(
        .unknownSource(name, candidates: ForeignNames.meant(by: name.text, among: known)))
    }
    return entity
  }

  private mutating func defineMetric(
    _ name: Name, _ value: Expression, _ description: String?
  ) throws(Reported) -> ResolvedStatement {
    try requireFree(name)
    try expressions.resolveMetric(value, named: name.text)
    environment.forget(name.text)
    environment.metrics[name.text] = .init(value, source: source)
    environment.metricDescriptions[name.text] = description
    return .definition(name.text)
  }

  private mutating func defineParameter(
    _ name: Name, _ typeName: Name?, _ value: Expression?
  ) throws(Reported) -> ResolvedStatement {
    var type: ValueType?
    var standing: Value?
    if let typeName {
      guard let named = ValueType.declarable.first(where: { $0.keyword == typeName.text }) else {
        throw report(
          .unknownType(
            typeName,
            candidates: ForeignNames.meant(
              by: typeName.text, among: ValueType.declarable.map(\.keyword))))
      }
      type = named
    }
    if let value {
      let term = try expressions.resolveValue(value, in: .nowhere)
      guard let constant = term.folded else {
        throw report(.constantExpected("param", name.text, value.span))
      }
      if let type, type != term.type {
        throw report(.typeMismatch("param", type, term.type, name.span, value.span))
      }
      type = term.type
      standing = constant
    }
    guard let type else { throw Reported() }
    if let supplied = environment.suppliedParameters[name.text] {
      guard let given = supplyValue(supplied, as: type) else {
        throw report(.parameterValue(name, supplied, type))
      }
      standing = given
    }
    guard let standing else {
      throw report(.parameterNotGiven(name))
    }
    let supplied = environment.suppliedParameters[name.text]
    environment.parameters[name.text] = .init(
      type: type, value: standing,
      readsAsThousands: supplied.map(ExpressionBinder.isThousands)
        ?? value.map(expressions.isThousands) ?? false)
    return .definition(name.text)
  }

  /// A value given as text from outside, read as a type.
  private mutating func supplyValue(_ text: String, as type: ValueType) -> Value? {
    if type.isTextual { return .text(text) }
    let given = SourceText(name: "--param", text: text)
    guard case .query(let query)? = parse(given).statements.first?.kind,
      let expression = query.head.first?.operands.first, query.clauses.isEmpty
    else { return nil }
    let attempt = expressions.speculating { binder throws(Reported) in
      try binder.resolveValue(expression, in: .nowhere)
    }
    guard let term = attempt.bound else { return nil }
    if type == .money, let money = term.asMoney { return money.folded }
    return term.type == type ? term.folded : nil
  }

  private mutating func set(_ name: Name, _ value: Expression) throws(Reported) -> ResolvedStatement
  {
    guard name.text == "today" else {
      throw report(.unknownSetting(name, known: ["today"]))
    }
    guard let day = (try? expressions.resolveDay(value)) ?? nil else {
      throw report(.dateExpected(text(of: value), nil, value.span))
    }
    return .today(day)
  }

  private mutating func expectation(
    _ condition: Expression, because: String?, span: Span
  ) throws(Reported) -> ResolvedStatement {
    let (term, nodes) = try expressions.resolveExpectation(condition)
    guard term.type == .boolean else {
      throw report(.expectationNotCondition(text(of: condition), term.type, condition.span))
    }
    let written = condition.comparedSides
    let bound = term.comparedSides
    let parts =
      written.count == bound.count
      ? zip(written, bound).filter { !$0.1.isConstant }.map { NamedTerm(text(of: $0.0), $0.1) } : []
    return .expectation(
      ScalarPlan(
        branches: nodes.map(expressions.branch), term: term, parts: parts,
        today: today, currency: queries.currency),
      because: because, span: span)
  }
}

/// A statement that is ready to be carried out.
package enum ResolvedStatement: Sendable {
  case query(Plan)
  /// holds when the scalar is true; `missing` fails
  case expectation(ScalarPlan, because: String?, span: Span)
  /// a cell of the last answer, which is to be explained
  case cell(Cell)
  /// the environment holds the new name
  case definition(String)
  /// the day that `set today` fixes
  case today(Int32)
  case use(String, Span)
  /// the language's version, which asks nothing
  case version
  /// a policy, table or test: read, and carried out by a later part of the language
  case readOnly(String)
}

extension Expression {
  /// Both sides of each comparison that the condition is made of.
  fileprivate var comparedSides: [Expression] {
    switch kind {
    case .parenthesized(let inner), .unary(.not, let inner): inner.comparedSides
    case .binary(.and, _, let left, let right), .binary(.or, _, let left, let right):
      left.comparedSides + right.comparedSides
    case .binary(_, _, let left, let right): [left, right]
    default: []
    }
  }
}

extension Term {
  /// Both sides of each comparison that the condition is made of.
  fileprivate var comparedSides: [Term] {
    switch self {
    case .not(let inner): inner.comparedSides
    case .all(let parts), .some(let parts): parts.flatMap(\.comparedSides)
    case .comparison(_, let left, let right): [left, right]
    default: []
    }
  }
}
