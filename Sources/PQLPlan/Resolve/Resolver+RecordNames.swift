import PQLModel
import PQLSyntax
import PQLText

// Relations compare by name, also where the data record something else, as an id.
extension Resolver {
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

  /// Whether a literal name is borne by several of the records that a relation leads to.
  mutating func isAmbiguousName(_ term: Term, _ value: Value, _ span: Span) -> Bool {
    guard case .text(let text) = value, let name = recordName(of: term),
      let field = domainField(of: name),
      case .text(let names)? = model[field.entity]?.fields[field.index].column,
      let code = names.dictionary.code(of: text)
    else { return false }
    let count = names.codes.reduce(0) { $0 + ($1 == code ? 1 : 0) }
    guard count > 1 else { return false }
    report(.ambiguousName(text, field.entity, count, span))
    return true
  }

  /// How many values are looked through for one that is written nearly so.
  private static let mostCompared = 100_000

  /// Reports a text that no record has, where one has it in another case or with other marks;
  /// whether there is one.
  ///
  /// Asked of categories and of the names of records, whose values are known; free text may be
  /// anything.
  mutating func isNearMiss(
    _ value: Value, of term: Term, _ operand: Expression, _ expression: Expression
  ) -> Bool {
    guard case .text(let text) = value, case .text = expression.kind,
      let field = domainField(of: term), field.type == .category || isRelation(field)
    else { return false }
    let columns =
      [field] + (recordName(of: term).flatMap { domainField(of: $0) }.map { [$0] } ?? [])
    let dictionaries = columns.compactMap { field -> TextDictionary? in
      guard case .text(let column)? = model[field.entity]?.fields[field.index].column else {
        return nil
      }
      return column.dictionary
    }
    guard dictionaries.allSatisfy({ $0.code(of: text) == nil && $0.count <= Self.mostCompared })
    else { return false }
    let wanted = Spelling.folded(text)
    guard !wanted.isEmpty,
      let near = dictionaries.lazy.flatMap(\.values).first(where: {
        Spelling.folded($0) == wanted
      })
    else { return false }
    report(
      .nearValue(text, expression.span, field: field.name, operand: operand.span, value: near))
    return true
  }

  private func isRelation(_ field: FieldReference) -> Bool {
    model[field.entity]?.fields[field.index].target != nil
  }

  /// Says in the footer which of the values no record has, where the values are a closed set.
  mutating func noteUnknown(_ values: [Value], of term: Term, in scope: Scope) {
    guard term.type == .category, let domain = domain(of: term, in: scope) else { return }
    let unknown = values.compactMap { value -> String? in
      guard case .text(let text) = value, !domain.values.contains(text) else { return nil }
      return TextLiteral.quoted(text)
    }
    guard !unknown.isEmpty else { return }
    let remark = Note(
      .unknownValue,
      [.text("field", domain.name), .text("values", unknown.joined(separator: ", "))])
    if !remarks.contains(remark) { remarks.append(remark) }
  }
}
