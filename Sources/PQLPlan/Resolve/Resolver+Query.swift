import PQLModel
package import PQLSyntax

extension Resolver {
  /// The clauses of a listing.
  static let listingClauses: Set<ClauseKeyword> = [
    .where, .during, .since, .until, .asOf, .show, .sort, .top, .limit, .inCurrency, .asFormat,
  ]

  /// The clauses of aggregates in the head.
  static let aggregateClauses: Set<ClauseKeyword> = [
    .of, .where, .by, .per, .during, .since, .until, .asOf, .vs, .show, .sort, .top, .limit,
    .inCurrency, .asFormat,
  ]

  /// Binds a whole query; nil when something was reported.
  package mutating func plan(_ query: Query) -> Plan? {
    guard let explained = query.explainedByPlan else { return planAlone(query) }
    var plan = planAlone(explained)
    plan?.isExplained = true
    return plan
  }

  private mutating func planAlone(_ query: Query) -> Plan? {
    let known = diagnostics.count
    definitions = [:]
    currency = model.currency.base
    namesCurrency = false
    remarks = []
    let clauses = ClauseSet(query.clauses)
    guard resolveCurrency(clauses) else { return nil }
    let format = resolveFormat(clauses)
    guard var resolved = resolveQuery(query) else { return nil }
    var export: String?
    for step in query.steps {
      let set = ClauseSet(step.clauses)
      if case .export(let path, let span)? = set[.export]?.content {
        guard step == query.steps.last else {
          report(.exportNotLast(span))
          return nil
        }
        export = path
      }
      guard let next = resolveStep(step, after: resolved) else { return nil }
      resolved = next
    }
    guard diagnostics.count == known || !diagnostics[known...].contains(where: \.isError) else {
      return nil
    }
    return finish(resolved, format: format ?? stepFormat(query), export: export)
  }

  private mutating func stepFormat(_ query: Query) -> String? {
    query.steps.compactMap { resolveFormat(ClauseSet($0.clauses)) }.last
  }

  /// A node as of the day that it was bound for.
  func branch(_ node: PlanNode) -> Branch {
    Branch(node: node, today: today, now: now, definitions: definitions)
  }

  private func finish(_ resolved: ResolvedQuery, format: String?, export: String?) -> Plan {
    let shown = resolved.shown ?? usualColumns(of: resolved.scope)
    let needsProjection = resolved.shown != nil || resolved.scope.entity != nil
    return Plan(
      branch: branch(needsProjection ? .show(resolved.node, shown) : resolved.node),
      columns: shown.map(PlannedColumn.init), notes: resolved.notes + remarks,
      period: resolved.period,
      spreadColumn: resolved.shown == nil ? resolved.spreadColumn : nil,
      keyCount: resolved.keyCount, format: format, export: export, currency: currency,
      namesCurrency: namesCurrency)
  }

  /// What an answer shows when the query does not say: for records the fields that people know
  /// them by and what was added, for groups everything.
  func usualColumns(of scope: Scope) -> [NamedTerm] {
    let made = scope.columns.map {
      NamedTerm($0.name, .column($0.index, name: $0.name, $0.type))
    }
    guard let entity = scope.entity, let table = model[entity] else { return made }
    let known = table.fields.enumerated().filter { entity.usualFields.contains($0.element.name) }
    let fields = known.isEmpty ? Array(table.fields.enumerated().prefix(8)) : known
    let ordered = fields.sorted { left, right in
      let names = entity.usualFields
      return (names.firstIndex(of: left.element.name) ?? left.offset)
        < (names.firstIndex(of: right.element.name) ?? right.offset)
    }
    let stored = ordered.map { index, field in
      // A name means here what it means in `show`: a built-in field comes before the data's own.
      if let builtin = catalog.field(field.name, of: entity), case .kernel = builtin.source {
        return NamedTerm(
          field.name,
          .computed(
            ComputedReference(entity: entity, name: field.name, type: builtin.type)))
      }
      return NamedTerm(
        field.name,
        .field(FieldReference(entity: entity, index: index, name: field.name, type: field.type)))
    }
    let taken = Set(made.map(\.name))
    return stored.filter { !taken.contains($0.name) } + made
  }

  /// Binds the head with its clauses, without steps.
  mutating func resolveQuery(_ query: Query) -> ResolvedQuery? {
    let clauses = ClauseSet(query.clauses)
    guard let first = query.head.first, let subject = first.operands.first else {
      report(.headMissing(query.clauses.first?.keywordSpan ?? query.span))
      return nil
    }
    if let notYet = notYet(clauses) {
      report(notYet)
      return nil
    }
    if case .name(let parts) = subject.kind, parts.count == 1, let word = parts.first,
      first.label == nil
    {
      // A verb stands alone, but of one that is not built yet that is all there is to say.
      if let verb = catalog.verb(word.text), query.head.count == 1 || verb.resolve == nil {
        return resolveVerb(verb, word, Array(first.operands.dropFirst()), clauses)
      }
      if query.head.count == 1, isSource(word) {
        return resolveListing(word, first, clauses)
      }
    }
    return resolveAggregates(query.head, clauses)
  }

  private mutating func resolveVerb(
    _ verb: VerbDefinition, _ word: Name, _ operands: [Expression], _ clauses: ClauseSet
  ) -> ResolvedQuery? {
    guard let resolve = verb.resolve else {
      report(.notYet("`\(verb.name)`", word.span, because: "it \(verb.summary)"))
      return nil
    }
    guard check(clauses, against: verb.clauses, head: verb.name), meets(verb.needs, of: word) else {
      return nil
    }
    return resolve(
      VerbRequest(name: verb.name, operands: operands, verbSpan: word.span, clauses: clauses),
      &self)
  }

  private mutating func resolveListing(
    _ word: Name, _ item: HeadItem, _ clauses: ClauseSet
  ) -> ResolvedQuery? {
    if item.operands.count > 1 {
      report(.operandsBehindSource(word, item.operands[1], text(of: item.operands[1]), clauses))
      return nil
    }
    if let by = clauses[.by] ?? clauses[.per] {
      let keys = clauses.keys.map { text(of: $0.expression) }
      var message = Diagnostic.keyNeedsAggregate(word, by, keys: keys.joined(separator: ", "))
      // Records "by" somebody are no groups: what was meant is a condition.
      if clauses.keys.contains(where: \.expression.isText) { message.suggestions = [] }
      report(message)
      return nil
    }
    guard check(clauses, against: Resolver.listingClauses, head: word.text) else { return nil }
    guard var rows = resolveSource(Expression(.name([word]), word.span)),
      restrict(&rows, by: clauses)
    else { return nil }
    return arrange(rows, by: clauses)
  }

  /// Whether a word names rows: an entity or a named query.
  func isSource(_ word: Name) -> Bool {
    !word.isQuoted
      && (EntityKind(word: word.text) != nil || environment.queries[word.text] != nil)
  }

  /// The rows that `of` names.
  mutating func resolveSource(_ expression: Expression) -> ResolvedQuery? {
    guard case .name(let parts) = expression.kind, let word = parts.first, parts.count == 1 else {
      report(.sourceExpected(text(of: expression), expression.span))
      return nil
    }
    if let definition = environment.queries[word.text] {
      return resolveNamed(word, definition)
    }
    guard let entity = EntityKind(word: word.text) else {
      let known = EntityKind.allCases.map(\.rawValue) + environment.queryNames
      report(.unknownSource(word, candidates: ForeignNames.meant(by: word.text, among: known)))
      return nil
    }
    guard model[entity] != nil else {
      report(.entityNotLoaded(entity, word.span, loaded: model.knownEntities))
      return nil
    }
    return ResolvedQuery(node: .scan(entity), scope: Scope(entity: entity))
  }

  private mutating func resolveNamed(
    _ word: Name, _ definition: Environment.Definition<Query>
  ) -> ResolvedQuery? {
    guard !openQueries.contains(word.text) else {
      report(.definitionCycle(word.text, word.span))
      return nil
    }
    openQueries.append(word.text)
    let outer = (collector, goesByCreation)
    collector = nil
    goesByCreation = false
    defer {
      openQueries.removeLast()
      (collector, goesByCreation) = outer
    }
    return inSource(definition.source, of: word.text, at: word.span) { resolver in
      guard var rows = resolver.resolveQuery(definition.content) else { return nil }
      for step in definition.content.steps {
        guard let next = resolver.resolveStep(step, after: rows) else { return nil }
        rows = next
      }
      guard rows.scope.entity != nil else {
        resolver.report(.namedQueryHasNoRows(word.text, word.span))
        return nil
      }
      rows.shown = nil
      return rows
    }
  }

  /// Reports each clause that the head does not take.
  mutating func check(
    _ clauses: ClauseSet, against allowed: Set<ClauseKeyword>, head: String
  ) -> Bool {
    let wrong = clauses.clauses.filter { !allowed.contains($0.keyword) }
    for clause in wrong {
      report(
        .clauseNotTaken(
          clause, head: head, allowed: ClauseKeyword.allCases.filter(allowed.contains)))
    }
    return wrong.isEmpty
  }

  private func notYet(_ clauses: ClauseSet) -> Diagnostic? {
    if let clause = clauses[.asOf] {
      return .notYet("`as of`", clause.span, because: "it rewinds the model by its history")
    }
    if let clause = clauses[.using] {
      return .notYet("`using`", clause.span, because: "it needs policies or learnt chances")
    }
    if let clause = clauses[.vs], case .vs(let expression) = clause.content,
      case .ago = expression.kind
    {
      return .notYet(
        "`vs … ago`", clause.span,
        because: "it asks the same question of an earlier day, which needs the history")
    }
    return nil
  }

  private mutating func resolveCurrency(_ clauses: ClauseSet) -> Bool {
    guard let name = clauses.currency else { return true }
    // Amounts that are in that currency need no rate.
    guard model.currency.rate(of: name.text, on: today) != nil || names(currency: name.text) else {
      report(
        .unknownCurrency(
          name.text, name.span, base: model.currency.base,
          known: model.currency.rates.map(\.currency)))
      return false
    }
    currency = name.text
    namesCurrency = true
    return true
  }

  /// Whether some record names the currency.
  private func names(currency: String) -> Bool {
    model.entities.contains { entity in
      guard case .text(let texts)? = model[entity]?.field("currency")?.column else { return false }
      return texts.dictionary.code(of: currency) != nil
    }
  }

  private mutating func resolveFormat(_ clauses: ClauseSet) -> String? {
    guard let name = clauses.format else { return nil }
    if catalog.formats.contains(name.text) { return name.text }
    if catalog.formatsNotYet.contains(name.text) {
      report(
        .notYet(
          "`as \(name.text)`", name.span,
          because: "the formats built so far are \(catalog.formats.joined(separator: ", "))"))
    } else {
      report(
        .unknownFormat(
          name, candidates: ForeignNames.meant(by: name.text, among: catalog.formats),
          known: catalog.formats))
    }
    return nil
  }
}

extension Query {
  /// The query behind `explain plan`, if this is one.
  fileprivate var explainedByPlan: Query? {
    guard let words = head.first?.operands.prefix(2), words.count == 2, head[0].label == nil,
      zip(words, ["explain", "plan"]).allSatisfy({ $0.isWord($1) })
    else { return nil }
    var query = self
    query.head[0].operands.removeFirst(2)
    if query.head[0].operands.isEmpty { query.head.removeFirst() }
    return query
  }
}

extension Expression {
  fileprivate var isText: Bool { if case .text = kind { true } else { false } }

  fileprivate func isWord(_ word: String) -> Bool {
    guard case .name(let parts) = kind, parts.count == 1 else { return false }
    return !parts[0].isQuoted && parts[0].text.lowercased() == word
  }
}

extension Diagnostic {
  var isError: Bool { severity == .error }
}

extension EntityKind {
  /// The fields people know a record by, for a listing that names none.
  var usualFields: [String] {
    switch self {
    case .deals:
      ["id", "name", "stage", "amount", "close_date", "closed_on", "owner", "account", "product"]
    case .leads: ["id", "name", "title", "status", "source", "created", "owner", "converted"]
    case .accounts: ["id", "name", "industry", "employees", "country"]
    case .contacts: ["id", "name", "title", "email", "account"]
    case .products: ["id", "name", "family", "price"]
    case .items: ["deal", "product", "quantity", "price", "amount"]
    case .owners: ["id", "name", "team", "manager"]
    case .activities: ["id", "type", "at", "owner", "deal", "lead"]
    case .history: ["deal", "at", "field", "from", "to"]
    case .quotas: ["owner", "team", "from", "until", "amount"]
    case .campaigns: ["id", "name", "source", "cost", "from", "until"]
    }
  }
}
