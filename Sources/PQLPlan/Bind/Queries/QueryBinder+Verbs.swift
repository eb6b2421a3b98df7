package import PQLModel
package import PQLSyntax

// What a verb's own file builds its plan with.
extension QueryBinder {
  /// Rows of a source under `where`, `during`, `since` and `until`.
  package mutating func resolveRows(
    _ source: Expression, clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    try restricted(resolveSource(source), by: clauses)
  }

  /// The same of deals alone; other records are told to be the wrong ones.
  package mutating func resolveDeals(
    _ source: Expression, clauses: ClauseSet, verb: Span
  ) throws(Reported) -> ResolvedQuery {
    let rows = try resolveRows(source, clauses: clauses)
    guard rows.scope.entity == .deals else {
      throw report(.verbNeedsDeals(verb))
    }
    return rows
  }

  /// A grouping whose figures are lines of PQL of the verb's own, and whose keys and rows are the
  /// query's; keys by the calendar show all pieces of `keyPeriod`, without one those of `during`.
  package mutating func resolveTemplate(
    _ lines: [FigureLine], clauses: ClauseSet, keyPeriod: ResolvedPeriod? = nil, verb: Span
  ) throws(Reported) -> (query: ResolvedQuery, groups: AggregateNode) {
    let source = clauses.source ?? Expression(.name([Name("deals", verb)]), verb)
    let rows = try resolveDeals(source, clauses: clauses, verb: verb)
    let keys = try resolveKeys(clauses, in: rows.scope, range: keyPeriod?.range)
    guard let head = FigureLine.head(lines) else { throw Reported() }
    var figures = try inSource(head.source, of: "the verb", at: verb) { binder throws(Reported) in
      try binder.resolveFigures(head.items, rows: rows.scope, keys: keys.keys)
    }
    for (place, line) in lines.enumerated() where line.isRate {
      figures.outputs[place].term = figures.outputs[place].term.asRate
    }
    let node = AggregateNode(
      input: rows.node, keys: keys.keys, aggregates: figures.collected.aggregates,
      outputs: figures.outputs, rates: [])
    let query = ResolvedQuery(
      node: .aggregate(node),
      scope: names.groupScope(keys.keys, figures.outputs, figures.collected.aggregates),
      keyCount: keys.keys.count, notes: rows.notes + keys.notes, period: rows.period)
    return (query, node)
  }

  /// Tells what the data lack that one form of a verb needs.
  package mutating func require(
    _ need: VerbNeed, for request: VerbRequest
  ) throws(Reported) {
    try expressions.requireNeeds([need], of: request.name, request.verbSpan)
  }

  /// The fiscal quarter that holds today.
  package var fiscalQuarter: ResolvedPeriod {
    let calendar = model.calendar
    let quarter = calendar.period(.fiscalQuarter, holding: today)
    return ResolvedPeriod(range: calendar.days(of: quarter), text: calendar.text(of: quarter))
  }

  /// The period that a verb is asked about; without one the fiscal quarter of today.
  package mutating func periodOrFiscalQuarter(
    _ clauses: ClauseSet
  ) throws(Reported) -> ResolvedPeriod {
    guard let during = clauses.during else { return fiscalQuarter }
    return try resolvePeriod(during.period)
  }

  /// A condition of the question, on rows of a scope.
  package mutating func resolveCondition(
    _ expression: Expression, in scope: Scope
  ) throws(Reported) -> Term {
    try expressions.resolveCondition(expression, in: place(scope))
  }

  /// Values of a row written in PQL by the verb itself.
  package mutating func resolveLines(
    _ lines: [(name: String, text: String)], in scope: Scope, verb: Span
  ) throws(Reported) -> [NamedTerm] {
    var terms: [NamedTerm] = []
    for line in lines {
      let source = SourceText(name: "<verb>", text: line.text)
      let term = try inSource(source, of: "the verb", at: verb) { binder throws(Reported) in
        try binder.expressions.resolveOnlyExpression(of: source, in: binder.place(scope))
      }
      terms.append(NamedTerm(line.name, term))
    }
    return terms
  }

  /// A node as of the day that the binder stands at.
  package func branch(_ node: PlanNode) -> Branch { expressions.branch(node) }

  /// A question that stands behind a verb, with some of its clauses.
  package mutating func resolveQuestion(
    _ head: [HeadItem], _ clauses: ClauseSet, verb: Span
  ) throws(Reported) -> ResolvedQuery {
    try resolveQuery(Query(head: head, clauses: clauses.clauses, steps: [], span: verb))
  }

  /// What stands behind `during`, and the date behind its `on` as it was written; nil without it.
  package mutating func resolveDuring(
    _ clauses: ClauseSet
  ) throws(Reported) -> (period: ResolvedPeriod, on: String?)? {
    guard let during = clauses.during else { return nil }
    let period = try resolvePeriod(during.period)
    guard let on = during.on else { return (period, nil) }
    _ = try expressions.dateBasis(on: on, in: place(Scope(entity: .deals)), keyword: on.span)
    return (period, text(of: on))
  }

  /// What stands behind `during`.
  package mutating func resolvePeriod(
    _ expression: Expression
  ) throws(Reported) -> ResolvedPeriod {
    try expressions.resolvePeriod(expression)
  }

  /// Puts every clause of rows on those that a verb made itself.
  package mutating func arrangeRows(
    _ rows: ResolvedQuery, by clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    try arrange(restricted(rows, by: clauses), by: clauses)
  }

  /// Runs `body` with `during` and `per` of deals going by their creation.
  package mutating func goingByCreation<Result>(
    _ body: (inout QueryBinder) throws(Reported) -> Result
  ) throws(Reported) -> Result {
    let outer = dates
    dates = .creation
    defer { dates = outer }
    return try body(&self)
  }

  /// An operator's rows, which begin with its keys.
  package mutating func operated(
    _ node: OperatorNode, verb: Span, notes: [Note] = []
  ) throws(Reported) -> ResolvedQuery {
    var scope = names.groupScope(node.keys, [], [])
    for column in node.columns.dropFirst(node.keys.count) {
      // A stage or pipeline is compared with bare words, as that of a deal is.
      let field = model[.deals]?.index(of: column.name).flatMap { index in
        column.type.isTextual
          ? FieldReference(entity: .deals, index: index, name: column.name, type: column.type) : nil
      }
      scope.columns.append(
        Scope.ColumnEntry(
          name: column.name, type: column.type, domain: field, index: scope.columns.count))
    }
    try requireUniqueNames(scope, at: verb)
    return ResolvedQuery(
      node: .operate(node), scope: scope, keyCount: node.keys.count, notes: notes)
  }

  /// Puts `show`, `sort`, `top` and `limit` on a verb's rows.
  package mutating func arrangeGroups(
    _ rows: ResolvedQuery, by clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    try arrange(rows, by: clauses)
  }
}

/// A figure of a verb as a line of PQL.
package struct FigureLine: Sendable {
  package var name: String
  package var text: String
  /// Whether a quotient is a part of a whole, which the types of counts do not say.
  package var isRate: Bool

  package init(_ name: String, _ text: String, isRate: Bool = false) {
    self.name = name
    self.text = text
    self.isRate = isRate
  }

  /// The lines as the head of a query; nil when one is not a figure.
  fileprivate static func head(
    _ lines: [FigureLine]
  ) -> (items: [HeadItem], source: SourceText)? {
    let head = lines.enumerated().map { "f\($0.offset): \($0.element.text)" }
    let source = SourceText(name: "<verb>", text: head.joined(separator: ", "))
    guard case .query(let query)? = parse(source).statements.first?.kind,
      query.head.count == lines.count
    else { return nil }
    let items = zip(query.head, lines).map { item, line in
      HeadItem(label: Name(line.name, item.span), operands: item.operands, span: item.span)
    }
    return (items, source)
  }
}

extension Term {
  /// A quotient as a percent.
  fileprivate var asRate: Term {
    guard case .arithmetic(.divide, let part, let whole, _) = self else { return self }
    return .arithmetic(.divide, part, whole, .percent)
  }
}

extension Diagnostic {
  /// A verb is followed by something it does not take.
  package static func unexpectedOperand(_ verb: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "`\(verb)` is followed by clauses", label: "not expected here",
      suggestions: [Suggestion("a condition begins with `where`, keys with `by`")])
  }

  /// A verb needs a field that the data do not have.
  package static func verbNeedsField(_ verb: String, _ field: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownField, span, "`\(verb)` goes by `\(field)`, and the deals have no such field",
      label: "needs `\(field)`",
      suggestions: [Suggestion("map the data's own name to it in model.json, under `fields`")])
  }

  /// A verb needs to know how deals went through the stages.
  package static func verbNeedsHistory(
    _ verb: String, of field: String, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .unknownSource, span,
      "`\(verb)` goes by the changes of `\(field)`, and the data record none",
      label: "needs a history of `\(field)`",
      notes: ["only a history says where a deal stood before it was lost"],
      suggestions: [
        Suggestion("`count by stage` says where deals stand now"),
        Suggestion("add the export of changes to model.json, as `history`"),
      ])
  }

  /// What tells whether somebody was in touch with a lead is not there.
  package static func fieldNeedsTouch(_ field: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownField, span,
      "`\(field)` goes by `touched_at` or by activities of leads, and the data have neither",
      label: "needs `touched_at` or activities",
      suggestions: [Suggestion("map the data's own name to it in model.json, under `fields`")])
  }

  /// A verb that speaks of deals is asked of something else.
  package static func verbNeedsDeals(_ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownSource, span, "this question can be asked of deals only",
      label: "not of these records")
  }
}
