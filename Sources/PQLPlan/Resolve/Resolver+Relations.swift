import PQLModel
import PQLSyntax

/// A way to child records: relation fields to a parent first, then the child entity.
struct ChildPath: Sendable {
  var steps: [RelationReference]
  var relation: RelationReference
  /// The words that lead there, to be taken off names inside.
  var prefix: [String]
}

extension Resolver {
  /// The child records an expression speaks of: `activities`, `items.amount`,
  /// `account.activities`; nil when it speaks of the row itself.
  func childPath(_ expression: Expression, in scope: Scope) -> ChildPath? {
    switch expression.kind {
    case .name(let parts): return childPath(parts, in: scope)
    case .parenthesized(let inner), .unary(_, let inner): return childPath(inner, in: scope)
    case .binary(_, _, let left, let right):
      return childPath(left, in: scope) ?? childPath(right, in: scope)
    default: return nil
    }
  }

  private func childPath(_ parts: [Name], in scope: Scope) -> ChildPath? {
    guard var entity = scope.entity else { return nil }
    var steps: [RelationReference] = []
    for (index, part) in parts.enumerated() {
      if scope.columns.contains(where: { $0.name == part.text }) { return nil }
      if catalog.field(part.text, of: entity) != nil { return nil }
      if let field = model[entity]?.field(part.text) {
        guard let target = field.target, model.link(entity, field.name) != nil else { return nil }
        steps.append(RelationReference(from: entity, field: field.name, to: target))
        entity = target
        continue
      }
      guard let child = EntityKind(word: part.text),
        let field = model.backRelation(from: child, to: entity)
      else { return nil }
      return ChildPath(
        steps: steps, relation: RelationReference(from: child, field: field, to: entity),
        prefix: parts.prefix(index + 1).map(\.text))
    }
    return nil
  }

  /// Binds an aggregate of child records in a row.
  mutating func resolveRelated(
    _ definition: AggregateDefinition, _ call: Call, in scope: Scope, span: Span
  ) -> Term? {
    guard let first = call.arguments.first, let path = childPath(first, in: scope) else {
      report(missingRelation(definition, call, in: scope, span: span))
      return nil
    }
    return relatedTerm(definition, call, path, in: scope, span: span)
  }

  /// The aggregate of the child records on a path.
  mutating func relatedTerm(
    _ definition: AggregateDefinition, _ call: Call, _ path: ChildPath, in scope: Scope,
    span: Span
  ) -> Term? {
    let inner = Scope(entity: path.relation.from)
    guard let aggregate = relatedAggregate(definition, call, path, inner: inner, span: span) else {
      return nil
    }
    return path.steps.reversed().reduce(Term.related(aggregate)) { .follow($1, $0) }
  }

  private mutating func relatedAggregate(
    _ definition: AggregateDefinition, _ call: Call, _ path: ChildPath, inner: Scope, span: Span
  ) -> RelatedAggregate? {
    var argument: Term?
    if case .name(let parts)? = call.arguments.first?.kind, parts.count == path.prefix.count {
      guard definition.argument == .rows else {
        report(.relationWithoutField(definition.name, path.prefix.joined(separator: "."), span))
        return nil
      }
    } else if let first = call.arguments.first {
      guard let term = resolveValue(first.removing(prefix: path.prefix), in: inner) else {
        return nil
      }
      if definition.argument == .rows, term.type != .boolean {
        report(.countOfField(definition.name, text(of: first), first.span))
        return nil
      }
      guard
        definition.argument == .rows
          || definition.families.contains(where: { $0.contains(term.type) })
      else {
        report(
          .aggregateOfWrongType(definition, text(of: first), term.type, first.span, whole: span))
        return nil
      }
      argument = term
    }
    guard argumentCounts(definition).contains(call.arguments.count) else {
      report(.wrongAggregateArguments(definition, call.arguments.count, span))
      return nil
    }
    guard let level = percentileLevel(definition, call),
      let order = rowOrder(definition, inner, span: span),
      let condition = callCondition(
        call, extra: definition.argument == .rows ? argument : nil, in: inner)
    else {
      return nil
    }
    return RelatedAggregate(
      relation: path.relation, aggregate: definition.name,
      argument: definition.argument == .rows ? nil : argument, condition: condition.term,
      parameter: level.parameter, order: order.date,
      type: definition.result(argument?.type))
  }

  private func missingRelation(
    _ definition: AggregateDefinition, _ call: Call, in scope: Scope, span: Span
  ) -> Diagnostic {
    if case .name(let parts)? = call.arguments.first?.kind,
      let child = EntityKind(word: parts[0].text), let entity = scope.entity
    {
      return .noBackRelation(from: child, to: entity, span, isLoaded: model[child] != nil)
    }
    let written = self.text(of: Expression(.call(call), span))
    return .aggregateInRow(
      definition.name, call.arguments.first.map { text(of: $0) }, span,
      isGroup: scope.entity == nil,
      column: scope.columns.contains { $0.name == written } ? written : nil)
  }

  /// The usual date of an entity, for orders in time.
  func entityDate(of entity: EntityKind) -> Term? {
    storedDate(entity == .activities || entity == .history ? "at" : "created", of: entity)
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
