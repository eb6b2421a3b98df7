import PQLModel
package import PQLSyntax

extension QueryBinder {
  /// The clauses of a listing.
  static let listingClauses: Set<ClauseKeyword> = [
    .where, .during, .since, .until, .asOf, .show, .sort, .top, .limit, .inCurrency, .asFormat,
  ]

  /// The clauses of aggregates in the head.
  static let aggregateClauses: Set<ClauseKeyword> = [
    .of, .where, .by, .per, .during, .since, .until, .asOf, .vs, .show, .sort, .top, .limit,
    .inCurrency, .asFormat,
  ]

  /// Binds a whole query.
  mutating func plan(_ query: Query) throws(Reported) -> Plan {
    if query.begins(with: ["explain", "why"]) {
      guard let (record, asked) = query.missedRecord else {
        throw report(.whyNotForm(query.head[0].span))
      }
      var plan = try planAlone(asked)
      plan.explanation = .why(record)
      return plan
    }
    guard let (explained, explanation) = query.explained else { return try planAlone(query) }
    var plan = try planAlone(explained)
    plan.explanation = explanation
    return plan
  }

  private mutating func planAlone(_ query: Query) throws(Reported) -> Plan {
    expressions.beginPlan()
    currency = model.currency.base
    namesCurrency = false
    guard let day = try asOfDay(of: query) else { return try planAsAsked(query) }
    return try goingBack(to: day) { binder throws(Reported) in try binder.planAsAsked(query) }
  }

  /// Binds a query as of the day that the binder stands at.
  private mutating func planAsAsked(_ query: Query) throws(Reported) -> Plan {
    let clauses = ClauseSet(query.clauses)
    try resolveCurrency(clauses)
    // A format that nobody knows does not keep what else is wrong from being told.
    let format = Result { () throws(Reported) in try resolveFormat(clauses) }
    var resolved = try resolveQuery(query)
    var export: String?
    for step in query.steps {
      let set = ClauseSet(step.clauses)
      if case .export(let path, let span)? = set[.export]?.content {
        guard step == query.steps.last else {
          throw report(.exportNotLast(span))
        }
        export = path
      }
      resolved = try resolveStep(step, after: resolved)
    }
    let named = if let own = try format.get() { own } else { try stepFormat(query) }
    return finish(resolved, format: named, export: export)
  }

  private mutating func stepFormat(_ query: Query) throws(Reported) -> String? {
    try query.steps.bindingEach { step throws(Reported) in
      try resolveFormat(ClauseSet(step.clauses))
    }.compactMap { $0 }.last
  }

  private func finish(_ resolved: ResolvedQuery, format: String?, export: String?) -> Plan {
    let shown = resolved.shown ?? names.usualColumns(of: resolved.scope)
    let needsProjection = resolved.shown != nil || resolved.scope.entity != nil
    return Plan(
      branch: expressions.branch(needsProjection ? .show(resolved.node, shown) : resolved.node),
      columns: shown.map(PlannedColumn.init), notes: resolved.notes + expressions.remarks,
      period: resolved.period,
      spreadColumn: resolved.shown == nil ? resolved.spreadColumn : nil,
      keyCount: resolved.keyCount, format: format, export: export, currency: currency,
      namesCurrency: namesCurrency)
  }

  /// Binds a query that is about to bear a name.
  mutating func resolveWhole(_ query: Query, named name: String) throws(Reported) -> ResolvedQuery {
    expressions.beginPlan()
    expressions.openQueries.append(name)
    defer { expressions.openQueries.removeLast() }
    return try resolveWhole(query)
  }

  /// Binds the head with its clauses, then every step.
  mutating func resolveWhole(_ query: Query) throws(Reported) -> ResolvedQuery {
    var rows = try resolveQuery(query)
    for step in query.steps { rows = try resolveStep(step, after: rows) }
    return rows
  }

  /// Binds the head with its clauses, without steps.
  mutating func resolveQuery(_ query: Query) throws(Reported) -> ResolvedQuery {
    let clauses = ClauseSet(query.clauses)
    guard let first = query.head.first, let subject = first.operands.first else {
      throw report(.headMissing(query.clauses.first?.keywordSpan ?? query.span))
    }
    if let notYet = notYet(clauses) {
      throw report(notYet)
    }
    if let word = subject.word, first.label == nil {
      // A verb stands alone, but of one that is not built yet that is all there is to say.
      if let verb = catalog.verb(word.text),
        query.head.count == 1 || verb.resolve == nil || verb.asksQuestion
      {
        return try resolveVerb(verb, word, query.head, clauses)
      }
      if query.head.count == 1, names.isSource(word) {
        return try resolveListing(word, first, clauses)
      }
    }
    return try resolveAggregates(query.head, clauses)
  }

  private mutating func resolveVerb(
    _ verb: VerbDefinition, _ word: Name, _ head: [HeadItem], _ clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    guard let resolve = verb.resolve else {
      throw report(.notYet("`\(verb.name)`", word.span, because: "it \(verb.summary)"))
    }
    try check(clauses, against: verb.clauses, head: verb.name)
    try requireNeeds(verb.needs, of: word)
    var rest = head
    rest[0].operands.removeFirst()
    let operands = rest[0].operands
    if operands.isEmpty { rest.removeFirst() }
    func ask(
      _ binder: inout QueryBinder, _ clauses: ClauseSet
    ) throws(Reported) -> ResolvedQuery {
      try resolve(
        VerbRequest(
          name: verb.name, operands: operands, verbSpan: word.span, clauses: clauses, head: rest),
        &binder)
    }
    guard let comparison = clauses.comparison else { return try ask(&self, clauses) }
    return try resolveComparison(comparison, clauses, at: word.span, ask)
  }

  private mutating func resolveListing(
    _ word: Name, _ item: HeadItem, _ clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    if item.operands.count > 1 {
      throw report(
        .operandsBehindSource(word, item.operands[1], text(of: item.operands[1]), clauses))
    }
    if let by = clauses[.by] ?? clauses[.per] {
      let keys = clauses.keys.map { text(of: $0.expression) }
      var message = Diagnostic.keyNeedsAggregate(word, by, keys: keys.joined(separator: ", "))
      // Records "by" somebody are no groups: what was meant is a condition.
      if clauses.keys.contains(where: \.expression.isText) { message.suggestions = [] }
      throw report(message)
    }
    try check(clauses, against: QueryBinder.listingClauses, head: word.text)
    let rows = try resolveSource(Expression(.name([word]), word.span))
    return try arrange(restricted(rows, by: clauses), by: clauses)
  }

  /// The rows that `of` names.
  mutating func resolveSource(_ expression: Expression) throws(Reported) -> ResolvedQuery {
    guard let word = expression.word else {
      throw report(.sourceExpected(text(of: expression), expression.span))
    }
    if let definition = environment.queries[word.text] {
      return try resolveNamed(word, definition)
    }
    guard let entity = EntityKind(word: word.text) else {
      let known = EntityKind.allCases.map(\.rawValue) + environment.queryNames
      throw report(
        .unknownSource(word, candidates: ForeignNames.meant(by: word.text, among: known)))
    }
    guard model[entity] != nil else {
      throw report(.entityNotLoaded(entity, word.span, loaded: model.knownEntities))
    }
    return ResolvedQuery(node: .scan(entity), scope: Scope(entity: entity))
  }

  private mutating func resolveNamed(
    _ word: Name, _ definition: Environment.Definition<Query>
  ) throws(Reported) -> ResolvedQuery {
    guard !expressions.openQueries.contains(word.text) else {
      throw report(.definitionCycle(word.text, word.span))
    }
    expressions.openQueries.append(word.text)
    let outer = dates
    dates = .usual
    defer {
      expressions.openQueries.removeLast()
      dates = outer
    }
    return try inSource(definition.source, of: word.text, at: word.span) {
      binder throws(Reported) in
      var rows = try binder.resolveWhole(definition.content)
      guard rows.scope.entity != nil else {
        throw binder.report(.namedQueryHasNoRows(word.text, word.span))
      }
      rows.shown = nil
      return rows
    }
  }

  /// Reports each clause that the head does not take.
  mutating func check(
    _ clauses: ClauseSet, against allowed: Set<ClauseKeyword>, head: String
  ) throws(Reported) {
    _ = try clauses.clauses.bindingEach { clause throws(Reported) in
      guard !allowed.contains(clause.keyword) else { return }
      throw report(
        .clauseNotTaken(
          clause, head: head, allowed: ClauseKeyword.allCases.filter(allowed.contains)))
    }
  }

  private func notYet(_ clauses: ClauseSet) -> Diagnostic? {
    if let clause = clauses[.using] {
      return .notYet("`using`", clause.span, because: "it needs policies or learnt chances")
    }
    return nil
  }

  private mutating func resolveCurrency(_ clauses: ClauseSet) throws(Reported) {
    guard let name = clauses.currency else { return }
    // Amounts that are in that currency need no rate.
    guard model.currency.rate(of: name.text, on: today) != nil || names.knows(currency: name.text)
    else {
      throw report(
        .unknownCurrency(
          name.text, name.span, base: model.currency.base,
          known: model.currency.rates.map(\.currency)))
    }
    currency = name.text
    namesCurrency = true
  }

  private mutating func resolveFormat(_ clauses: ClauseSet) throws(Reported) -> String? {
    guard let name = clauses.format else { return nil }
    if catalog.formats.contains(name.text) { return name.text }
    if catalog.formatsNotYet.contains(name.text) {
      throw report(
        .notYet(
          "`as \(name.text)`", name.span,
          because: "the formats built so far are \(catalog.formats.joined(separator: ", "))"))
    }
    throw report(
      .unknownFormat(
        name, candidates: ForeignNames.meant(by: name.text, among: catalog.formats),
        known: catalog.formats))
  }
}

extension Query {
  fileprivate func begins(with words: [String]) -> Bool {
    guard let item = head.first, item.label == nil, item.operands.count >= words.count else {
      return false
    }
    return zip(item.operands, words).allSatisfy { $0.isWord($1) }
  }

  /// The record and the query of `explain why "D-123" not in QUERY`; nil in any other form.
  ///
  /// The parser reads a text that is not among what the query's first word says.
  fileprivate var missedRecord: (record: String, query: Query)? {
    guard let item = head.first, item.operands.count > 2,
      case .membership(let record, let first, isNegated: true) = item.operands[2].kind,
      case .text(let text) = record.kind
    else { return nil }
    var query = self
    query.head[0].operands.replaceSubrange(..<3, with: [first])
    query.head[0].span = Span(first.span.start, item.span.end)
    query.span = Span(first.span.start, span.end)
    return (text, query)
  }

  /// Whether the query asks what another one is made of.
  package var asksExplanation: Bool { begins(with: ["explain"]) }

  /// The query behind `explain` or `explain plan`, and what of it is asked for; nil for any other query.
  fileprivate var explained: (query: Query, explanation: Explanation)? {
    guard let operands = head.first?.operands, head[0].label == nil,
      operands.first?.isWord("explain") == true
    else { return nil }
    let words = operands.dropFirst().first?.isWord("plan") == true ? 2 : 1
    var query = self
    query.head[0].operands.removeFirst(words)
    if query.head[0].operands.isEmpty { query.head.removeFirst() }
    return (query, words == 2 ? .plan : .onlyRow)
  }
}

extension Expression {
  fileprivate var isText: Bool { if case .text = kind { true } else { false } }

  fileprivate func isWord(_ text: String) -> Bool {
    guard let word else { return false }
    return !word.isQuoted && word.text.lowercased() == text
  }
}

extension Diagnostic {
  /// `explain why D9 in deals`.
  fileprivate static func whyNotForm(_ span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "`explain why` is followed by a record and what it is not in",
      label: "an id or a name in quotes, then `not in`, then a query",
      suggestions: [Suggestion("as `explain why \"D-123\" not in deals where open`")])
  }

  var isError: Bool { severity == .error }
}
