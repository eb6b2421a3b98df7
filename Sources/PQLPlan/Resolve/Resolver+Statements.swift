import PQLModel
package import PQLSyntax

/// A statement that is ready to be carried out.
package enum ResolvedStatement: Sendable {
  case query(Plan)
  /// holds when the scalar is true; `missing` fails
  case expectation(ScalarPlan, because: String?, span: Span)
  /// the environment holds the new name
  case definition(String)
  /// the day that `set today` fixes
  case today(Int32)
  case use(String, Span)
  /// the language's version, which asks nothing
  case version
  /// a policy, rule, table or test: read, and carried out by a later part of the language
  case readOnly(String)
}

extension Resolver {
  /// Binds one statement; nil when something was reported.
  package mutating func resolve(_ statement: Statement) -> ResolvedStatement? {
    switch statement.kind {
    case .version: return .version
    case .query(let query): return plan(query).map(ResolvedStatement.query)
    case .letQuery(let name, let query): return define(name, query)
    case .letList(let name, let list): return define(name, list: list)
    case .define(let name, let entity, let value): return define(name, for: entity, value)
    case .metric(let name, let value, let description):
      return defineMetric(name, value, description)
    case .param(let name, let type, let value): return defineParameter(name, type, value)
    case .use(let path, let span): return .use(path, span)
    case .set(let name, let value): return set(name, value)
    case .expect(let condition, let because):
      return expectation(condition, because: because, span: statement.span)
    case .policy(let policy): return .readOnly("policy \(policy.name.text)")
    case .rule(let rule): return .readOnly("rule \(rule.name.text)")
    case .table(let table): return .readOnly("table \(table.name.text)")
    case .test(let test): return .readOnly("test \"\(test.title)\"")
    case .unreadable: return nil
    }
  }

  /// Whether a name may be given to a definition; reports why not.
  private mutating func isFree(_ name: Name, asField entity: EntityKind? = nil) -> Bool {
    let taken: String?
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
      taken = nil
    }
    if let taken { report(.nameTaken(name, taken)) }
    return taken == nil
  }

  private mutating func define(_ name: Name, _ query: Query) -> ResolvedStatement? {
    guard isFree(name) else { return nil }
    let known = diagnostics.count
    openQueries.append(name.text)
    definitions = [:]
    var rows = resolveQuery(query)
    for step in query.steps {
      rows = rows.flatMap { resolveStep(step, after: $0) }
    }
    openQueries.removeLast()
    guard let rows, diagnostics.count == known else { return nil }
    guard rows.scope.entity != nil else {
      report(.namedQueryHasNoRows(name.text, query.span))
      return nil
    }
    environment.forget(name.text)
    environment.queries[name.text] = .init(query, source: source)
    return .definition(name.text)
  }

  private mutating func define(_ name: Name, list: Expression) -> ResolvedStatement? {
    guard isFree(name), case .list(let elements) = list.kind else { return nil }
    var values: [Value] = []
    for element in elements {
      guard case .constant(let value, _)? = resolveValue(element, in: Scope(entity: nil)) else {
        return nil
      }
      values.append(value)
    }
    environment.forget(name.text)
    environment.lists[name.text] = values
    return .definition(name.text)
  }

  private mutating func define(
    _ name: Name, for entity: Name?, _ value: Expression
  ) -> ResolvedStatement? {
    var kind = EntityKind.deals
    if let entity {
      guard let named = EntityKind(word: entity.text) else {
        let known = EntityKind.allCases.map(\.rawValue)
        report(
          .unknownSource(entity, candidates: ForeignNames.meant(by: entity.text, among: known)))
        return nil
      }
      kind = named
    }
    guard isFree(name, asField: kind) else { return nil }
    // Bound once here, so that what is wrong is told where it is written.
    let open = ComputedReference(entity: kind, name: name.text, type: .text)
    definitions = [:]
    openDefinitions.append(open)
    let term = model[kind] == nil ? nil : resolveValue(value, in: Scope(entity: kind))
    openDefinitions.removeLast()
    guard term != nil || model[kind] == nil else { return nil }
    environment.forget(name.text, asField: kind)
    environment.fields[.init(entity: kind, name: name.text)] = .init(value, source: source)
    return .definition(name.text)
  }

  private mutating func defineMetric(
    _ name: Name, _ value: Expression, _ description: String?
  ) -> ResolvedStatement? {
    guard isFree(name) else { return nil }
    definitions = [:]
    openMetrics.append(name.text)
    defer { openMetrics.removeLast() }
    // A metric may speak of any entity: it must fit one of those there are.
    var first: [Diagnostic]?
    var fits = model.entities.isEmpty
    let known = diagnostics
    for entity in model.entities {
      collector = AggregateCollector(rows: Scope(entity: entity), keys: [])
      let term = resolveValue(value, in: Scope(entity: nil))
      collector = nil
      if term != nil { fits = true }
      if first == nil { first = diagnostics }
      diagnostics = known
      if fits { break }
    }
    guard fits else {
      diagnostics = first ?? known
      return nil
    }
    environment.forget(name.text)
    environment.metrics[name.text] = .init(value, source: source)
    environment.metricDescriptions[name.text] = description
    return .definition(name.text)
  }

  private mutating func defineParameter(
    _ name: Name, _ typeName: Name?, _ value: Expression?
  ) -> ResolvedStatement? {
    var type: ValueType?
    var standing: Value?
    if let typeName {
      guard let named = ValueType.declarable.first(where: { $0.keyword == typeName.text }) else {
        report(
          .unknownType(
            typeName,
            candidates: ForeignNames.meant(
              by: typeName.text, among: ValueType.declarable.map(\.keyword))))
        return nil
      }
      type = named
    }
    if let value {
      guard let term = resolveValue(value, in: Scope(entity: nil)) else { return nil }
      guard let constant = folded(term) else {
        report(.constantExpected("param", name.text, value.span))
        return nil
      }
      if let type, type != term.type {
        report(.typeMismatch("param", type, term.type, name.span, value.span))
        return nil
      }
      type = term.type
      standing = constant
    }
    guard let type else { return nil }
    if let supplied = environment.suppliedParameters[name.text] {
      guard let given = supplyValue(supplied, as: type) else {
        report(.parameterValue(name, supplied, type))
        return nil
      }
      standing = given
    }
    guard let standing else {
      report(.parameterNotGiven(name))
      return nil
    }
    let supplied = environment.suppliedParameters[name.text]
    environment.parameters[name.text] = .init(
      type: type, value: standing,
      readsAsThousands: supplied.map(Resolver.isThousands) ?? value.map(isThousands) ?? false)
    return .definition(name.text)
  }

  /// A value given as text from outside, read as a type.
  private mutating func supplyValue(_ text: String, as type: ValueType) -> Value? {
    if type.isTextual { return .text(text) }
    let given = SourceText(name: "--param", text: text)
    guard case .query(let query)? = parse(given).statements.first?.kind,
      let expression = query.head.first?.operands.first, query.clauses.isEmpty
    else { return nil }
    let known = diagnostics
    defer { diagnostics = known }
    guard let term = resolveValue(expression, in: Scope(entity: nil)) else { return nil }
    if type == .money, let money = asMoney(term) { return folded(money) }
    return term.type == type ? folded(term) : nil
  }

  private mutating func set(_ name: Name, _ value: Expression) -> ResolvedStatement? {
    guard name.text == "today" else {
      report(.unknownSetting(name, known: ["today"]))
      return nil
    }
    guard let day = resolveDay(value) else {
      report(.dateExpected(text(of: value), nil, value.span))
      return nil
    }
    return .today(day)
  }

  private mutating func expectation(
    _ condition: Expression, because: String?, span: Span
  ) -> ResolvedStatement? {
    definitions = [:]
    collector = .scalar
    defer { collector = nil }
    guard let term = resolveValue(condition, in: Scope(entity: nil)) else { return nil }
    guard term.type == .boolean else {
      report(.expectationNotCondition(text(of: condition), term.type, condition.span))
      return nil
    }
    let written = condition.comparedSides
    let bound = term.comparedSides
    let parts =
      written.count == bound.count
      ? zip(written, bound).filter { !$0.1.isConstant }.map { NamedTerm(text(of: $0.0), $0.1) } : []
    return .expectation(
      ScalarPlan(
        branches: (collector?.scalarNodes ?? []).map(branch), term: term, parts: parts,
        today: today, currency: currency),
      because: because, span: span)
  }
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
