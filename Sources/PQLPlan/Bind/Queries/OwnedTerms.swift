import PQLModel

/// Terms over deals as terms over other records that have an owner: quotas, splits.
///
/// What speaks of the deal's owner or team is asked of the record's own; what speaks of anything else of
/// the deal that the record belongs to, where it belongs to one.
struct OwnedTerms {
  enum Subject { case owner, team }

  private let entity: EntityKind
  private let model: Model
  private let definitions: [ComputedReference: Term]
  /// The relation to the record's deal.
  private let deal: RelationReference?

  init(_ entity: EntityKind, _ model: Model, _ definitions: [ComputedReference: Term]) {
    self.entity = entity
    self.model = model
    self.definitions = definitions
    deal =
      model.link(entity, "deal") == nil
      ? nil : RelationReference(from: entity, field: "deal", to: .deals)
  }

  /// What a term says of a record, and what it speaks of; nil where the record does not know that.
  func translated(_ term: Term) -> (term: Term, subjects: Set<Subject>)? {
    var subjects: Set<Subject> = []
    var isKnown = true
    let translated = term.mapped { part in
      switch part {
      case .field(let field) where field.entity == .deals && field.name == "owner":
        subjects.insert(.owner)
        return owner
      case .field(let field) where field.entity == .deals && field.name == "team":
        subjects.insert(.team)
        return team
      case .follow(let relation, .field(let field))
      where relation.from == .deals && relation.field == "owner" && field.name == "team":
        subjects.insert(.team)
        return team
      case .follow(let relation, let inner)
      where relation.from == .deals && relation.field == "owner":
        subjects.insert(.owner)
        return ofOwner(inner)
      case .computed(let reference):
        if let definition = definitions[reference].flatMap(self.translated),
          deal == nil || !definition.subjects.isEmpty
        {
          subjects.formUnion(definition.subjects)
          return definition.term
        }
      case .field, .follow, .related, .stageOrder, .window, .column: break
      default: return nil
      }
      guard let ofDeal = ofDeal(part) else {
        isKnown = false
        return part
      }
      return ofDeal
    }
    return isKnown ? (translated, subjects) : nil
  }

  /// A term asked of the record's deal; nil where it has none.
  func ofDeal(_ term: Term) -> Term? {
    guard let deal else { return nil }
    let followed = Term.follow(deal, term)
    // A condition is false without a deal, and not missing.
    return term.type == .boolean ? .all([followed]) : followed
  }

  /// The owner as the deals record it, so that both meet.
  var owner: Term { owner(asRecordedBy: .deals, "owner") }

  /// The owner as another relation records it, so that both meet.
  func owner(asRecordedBy entity: EntityKind, _ relation: String) -> Term {
    let recorded = stored("owner", .text)
    guard model.link(self.entity, "owner") != nil, let owners = model[.owners],
      let name = model.recordedField(of: relation, entity), let index = owners.index(of: name)
    else { return recorded }
    let field = FieldReference(
      entity: .owners, index: index, name: name, type: owners.fields[index].type)
    return .coalesce(ofOwner(.field(field)), recorded, .text)
  }

  /// The team of the owner, of a record without an owner its own.
  var team: Term {
    let own = stored("team", .category)
    guard model[entity]?.field("owner") != nil else { return own }
    var ofOwner = Term.constant(.missing, .category)
    if let owners = model[.owners], let index = owners.index(of: "team") {
      ofOwner = self.ofOwner(
        .field(
          FieldReference(
            entity: .owners, index: index, name: "team", type: owners.fields[index].type)))
    }
    return .conditional(.present(stored("owner", .text)), then: ofOwner, else: own, .category)
  }

  /// A field of the record, missing where the data have none of that name.
  func stored(_ name: String, _ type: ValueType) -> Term {
    guard let table = model[entity], let index = table.index(of: name) else {
      return .constant(.missing, type)
    }
    return .field(
      FieldReference(entity: entity, index: index, name: name, type: table.fields[index].type))
  }

  private func ofOwner(_ inner: Term) -> Term {
    guard model.link(entity, "owner") != nil else { return .constant(.missing, inner.type) }
    return .follow(RelationReference(from: entity, field: "owner", to: .owners), inner)
  }
}

extension Model {
  /// The field of the owners by which a relation names them; nil without owners or such a field.
  fileprivate func recordedField(of relation: String, _ entity: EntityKind) -> String? {
    guard let link = link(entity, relation), let owners = self[.owners] else { return nil }
    if link.isByName { return "name" }
    guard case .text(let values)? = self[entity]?.field(relation)?.column else { return nil }
    // Each value once, with its owner.
    var owner = [Int32](repeating: -1, count: values.dictionary.count)
    for (row, code) in values.codes.enumerated() where code >= 0 {
      owner[Int(code)] = link.rows[row]
    }
    return (["id"] + owners.fields.map(\.name)).first { name in
      guard case .text(let texts)? = owners.field(name)?.column else { return false }
      return owner.indices.allSatisfy { code in
        owner[code] < 0 || texts[Int(owner[code])] == values.dictionary[code]
      }
    }
  }
}
