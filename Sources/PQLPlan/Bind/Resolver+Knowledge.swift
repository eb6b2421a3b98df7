package import PQLModel
package import PQLSyntax

/// What is known of an operand before anything runs.
package struct OperandMeaning: Sendable {
  package var type: ValueType
  /// The stages in their order; nil for what is no stage.
  package var stages: [String]?
  /// The loaded column whose values these are.
  package var field: FieldReference?

  package init(type: ValueType, stages: [String]?, field: FieldReference?) {
    self.type = type
    self.stages = stages
    self.field = field
  }
}

extension Resolver {
  /// What an operand of a row is.
  package func meaning(
    of expression: Expression, from source: SourceText, in scope: Scope
  ) -> OperandMeaning? {
    var resolver = self
    resolver.source = source
    let place = Place(scope, dates: .usual)
    guard let term = try? resolver.expressions.resolveValue(expression, in: place) else {
      return nil
    }
    let stages = term.type == .stage ? names.stageNames : nil
    return OperandMeaning(
      type: term.type, stages: stages, field: resolver.recordedField(of: term, in: scope))
  }

  private func recordedField(of term: Term, in scope: Scope) -> FieldReference? {
    switch term {
    case .column(let index, _, _):
      return scope.columns.first { $0.index == index }?.domain
    case .computed(let reference):
      return expressions.definitions[reference].flatMap { recordedField(of: $0, in: scope) }
    case .follow(_, let inner): return recordedField(of: inner, in: scope)
    default: return names.domainField(of: term)
    }
  }

  /// The rows that a word names behind `of` or as a head.
  package func scope(ofSource word: String) -> Scope? {
    var resolver = self
    let span = Span(0, 0)
    return try? resolver.queries.resolveSource(Expression(.name([Name(word, span)]), span)).scope
  }

  /// What the step behind a query may name; `settles` when it has ended, so that only shown columns
  /// are left.
  package func scope(behind query: Query, from source: SourceText, settles: Bool) -> Scope? {
    var resolver = self
    resolver.source = source
    guard let rows = try? resolver.queries.resolveWhole(query) else { return nil }
    return settles ? queries.settled(rows).scope : rows.scope
  }

  /// The first and last day of a period as it is written; nil when it is none.
  package func days(ofPeriod text: String) -> String? {
    var resolver = self
    resolver.source = SourceText(name: "", text: "count during \(text)")
    guard case .query(let query)? = parse(resolver.source).statements.first?.kind,
      case .during(let period, _)? = query.clauses.first?.content,
      let range = try? resolver.expressions.resolvePeriod(period).range
    else { return nil }
    return
      "\(CivilDate(dayNumber: range.start).text) to \(CivilDate(dayNumber: range.end - 1).text)"
  }
}
