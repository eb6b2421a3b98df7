import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds an aggregate of child records in a row.
  mutating func resolveRelated(
    _ definition: AggregateDefinition, _ call: Call, in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard let first = call.arguments.first, let path = names.childPath(first, in: place.scope)
    else {
      throw report(missingRelation(definition, call, in: place, span: span))
    }
    return try relatedTerm(definition, call, path, in: place, span: span)
  }

  /// The aggregate of the child records on a path.
  mutating func relatedTerm(
    _ definition: AggregateDefinition, _ call: Call, _ path: ChildPath, in place: Place,
    span: Span
  ) throws(Reported) -> Term {
    let inner = place.rows(of: path.relation.from)
    let aggregate = try relatedAggregate(definition, call, path, inner: inner, span: span)
    return path.steps.reversed().reduce(Term.related(aggregate)) { .follow($1, $0) }
  }

  private mutating func relatedAggregate(
    _ definition: AggregateDefinition, _ call: Call, _ path: ChildPath, inner: Place, span: Span
  ) throws(Reported) -> RelatedAggregate {
    var argument: Term?
    if case .name(let parts)? = call.arguments.first?.kind, parts.count == path.prefix.count {
      guard definition.argument == .rows else {
        throw report(
          .relationWithoutField(definition.name, path.prefix.joined(separator: "."), span))
      }
    } else if let first = call.arguments.first {
      argument = try aggregated(
        first, asked: first.removing(prefix: path.prefix), by: definition, in: inner, span: span)
    }
    guard argumentCounts(definition).contains(call.arguments.count) else {
      throw report(.wrongAggregateArguments(definition, call.arguments.count, span))
    }
    let level = try percentileLevel(definition, call)
    let order = try rowOrder(definition, inner.scope, span: span)
    let condition = try callCondition(
      call, extra: definition.argument == .rows ? argument : nil, in: inner)
    return RelatedAggregate(
      relation: path.relation, aggregate: definition.name,
      argument: definition.argument == .rows ? nil : argument, condition: condition,
      parameter: level, order: order,
      type: definition.result(argument?.type))
  }

  private func missingRelation(
    _ definition: AggregateDefinition, _ call: Call, in place: Place, span: Span
  ) -> Diagnostic {
    if case .name(let parts)? = call.arguments.first?.kind,
      let child = EntityKind(word: parts[0].text), let entity = place.scope.entity
    {
      return .noBackRelation(from: child, to: entity, span, isLoaded: model[child] != nil)
    }
    let written = self.text(of: Expression(.call(call), span))
    return .aggregateInRow(
      definition.name, call.arguments.first.map { text(of: $0) }, span,
      isGroup: place.scope.entity == nil,
      column: place.scope.columns.contains { $0.name == written } ? written : nil)
  }
}

extension Expression {
  /// The expression with the words that lead to child records taken off its names.
  fileprivate func removing(prefix: [String]) -> Expression {
    switch kind {
    case .name(let parts)
    where parts.count > prefix.count && Array(parts.prefix(prefix.count).map(\.text)) == prefix:
      Expression(.name(Array(parts.dropFirst(prefix.count))), span)
    case .parenthesized(let inner):
      Expression(.parenthesized(inner.removing(prefix: prefix)), span)
    case .unary(let sign, let inner):
      Expression(.unary(sign, inner.removing(prefix: prefix)), span)
    case .binary(let sign, let at, let left, let right):
      Expression(
        .binary(sign, at, left.removing(prefix: prefix), right.removing(prefix: prefix)), span)
    default: self
    }
  }
}
