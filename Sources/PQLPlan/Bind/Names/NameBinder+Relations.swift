import PQLModel
import PQLSyntax
import PQLText

/// A way to child records: relation fields to a parent first, then the child entity.
struct ChildPath: Sendable {
  var steps: [RelationReference]
  var relation: RelationReference
  /// The words that lead there, to be taken off names inside.
  var prefix: [String]
}

extension NameBinder {
  // Relations compare by name, also where the data record something else, as an id.

  /// The name of the record that a relation's value leads to; nil when the value is the name, and
  /// for every other term.
  func recordName(of term: Term) -> Term? {
    switch term {
    case .field(let field):
      guard let link = model.link(field.entity, field.name), !link.isByName,
        let table = model[link.target], let index = table.index(of: "name")
      else { return nil }
      let relation = RelationReference(from: field.entity, field: field.name, to: link.target)
      let name = FieldReference(
        entity: link.target, index: index, name: "name", type: table.fields[index].type)
      return .follow(relation, .field(name))
    case .follow(let relation, let inner):
      return recordName(of: inner).map { .follow(relation, $0) }
    default: return nil
    }
  }

  /// A term to compare with another relation: the record's name, else the value as recorded.
  func comparedName(_ term: Term) -> Term {
    recordName(of: term).map { .coalesce($0, term, .text) } ?? term
  }

  /// Equal to one of the values, as recorded or by the record's name.
  func membership(_ term: Term, _ values: [Value]) -> Term {
    let recorded = Term.membership(term, values)
    return recordName(of: term).map { .some([recorded, .membership($0, values)]) } ?? recorded
  }

  func isRelation(_ field: FieldReference) -> Bool {
    model[field.entity]?.fields[field.index].target != nil
  }

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

  func childPath(_ parts: [Name], in scope: Scope) -> ChildPath? {
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
}
