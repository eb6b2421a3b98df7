import PQLModel
package import PQLSyntax

/// The quotas that a question about deals asks for.
package struct AskedQuotas: Sendable {
  /// Whose quotas can be meant, by what keys and conditions speak of.
  package enum Holders: String, Sendable, Hashable {
    /// anybody's: nothing speaks of owners
    case any
    /// teams' or those of their owners: all that is spoken of is the team
    case teams
    case owners
  }

  /// The quotas under the question's conditions: the question's keys as columns, then those of
  /// `columns`; nil under a key that no quota knows.
  package var rows: PlanNode?
  /// All quotas by whose they are, where the key is the owner's manager: managers' own are not among
  /// those of their reports.
  package var all: PlanNode?
  package var holders: Holders
  /// The conditions that say nothing of quotas, and the keys that no quota knows.
  package var unknownConditions: [String]
  package var unknownKeys: [String]

  package static let columns = ["quota owner", "quota team", "first", "last", "worth"]
}

extension QueryBinder {
  /// The quotas that belong to a grouping of deals: its keys and conditions asked of them, where they
  /// speak of the owner, the team, or what an owner's record holds.
  package mutating func resolveQuotas(
    of groups: AggregateNode, verb: Span
  ) throws(Reported) -> AskedQuotas {
    let source = Expression(.name([Name("quotas", verb)]), verb)
    _ = try resolveRows(source, clauses: ClauseSet([]))
    for name in ["from", "until", "amount"] where model[.quotas]?.field(name) == nil {
      throw report(.quotasNeedField(name, verb))
    }
    let terms = QuotaTerms(model, expressions.branch(.scan(.quotas)).definitions)
    var asked = AskedQuotas(holders: .any, unknownConditions: [], unknownKeys: [])
    var spoken: Set<QuotaTerms.Subject> = []
    var conditions: [Term] = []
    for condition in groups.input.conditions {
      if let (term, subjects) = terms.ofQuota(condition) {
        conditions.append(term)
        spoken.formUnion(subjects)
      } else {
        asked.unknownConditions.append(condition.text)
      }
    }
    var keys: [NamedTerm] = []
    for key in groups.keys {
      if let (term, subjects) = terms.ofQuota(key.term), !subjects.isEmpty {
        keys.append(NamedTerm(key.name, term))
        spoken.formUnion(subjects)
      } else {
        asked.unknownKeys.append(key.name)
      }
    }
    asked.holders = spoken.contains(.owner) ? .owners : spoken.contains(.team) ? .teams : .any
    let rows =
      conditions.isEmpty ? .scan(.quotas) : PlanNode.filter(.scan(.quotas), .all(conditions))
    if asked.unknownKeys.isEmpty { asked.rows = .extend(rows, keys + terms.columns) }
    if groups.keys.count == 1, groups.keys[0].term.isManager {
      let manager = NamedTerm(groups.keys[0].name, terms.owner(asRecordedBy: .owners, "manager"))
      asked.all = .extend(.scan(.quotas), [manager] + terms.columns)
    }
    return asked
  }
}

/// Terms over deals as terms over quotas.
private struct QuotaTerms {
  enum Subject { case owner, team }

  private let model: Model
  private let definitions: [ComputedReference: Term]

  init(_ model: Model, _ definitions: [ComputedReference: Term]) {
    self.model = model
    self.definitions = definitions
  }

  /// What a term says of a quota, and what it speaks of; nil where quotas do not know that.
  func ofQuota(_ term: Term) -> (term: Term, subjects: Set<Subject>)? {
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
        guard let definition = definitions[reference].flatMap(ofQuota) else {
          isKnown = false
          return part
        }
        subjects.formUnion(definition.subjects)
        return definition.term
      case .field, .follow, .related, .stageOrder, .window, .column:
        isKnown = false
        return part
      default: return nil
      }
    }
    return isKnown ? (translated, subjects) : nil
  }

  /// What the operator goes by.
  var columns: [NamedTerm] {
    let terms: [Term] = [
      owner, team, stored("from", .date), stored("until", .date), stored("amount", .money),
    ]
    return zip(AskedQuotas.columns, terms).map { NamedTerm($0, $1) }
  }

  private var owner: Term { owner(asRecordedBy: .deals, "owner") }

  /// The owner as another relation records it, so that both meet.
  func owner(asRecordedBy entity: EntityKind, _ relation: String) -> Term {
    let recorded = stored("owner", .text)
    guard model.link(.quotas, "owner") != nil, let owners = model[.owners],
      let name = model.recordedField(of: relation, entity), let index = owners.index(of: name)
    else { return recorded }
    let field = FieldReference(
      entity: .owners, index: index, name: name, type: owners.fields[index].type)
    return .coalesce(ofOwner(.field(field)), recorded, .text)
  }

  /// The team of the owner, of a quota without an owner its own.
  private var team: Term {
    let own = stored("team", .category)
    guard model[.quotas]?.field("owner") != nil else { return own }
    var ofOwner = Term.constant(.missing, .category)
    if let owners = model[.owners], let index = owners.index(of: "team") {
      ofOwner = self.ofOwner(
        .field(
          FieldReference(
            entity: .owners, index: index, name: "team", type: owners.fields[index].type)))
    }
    return .conditional(
      .present(stored("owner", .text)), then: ofOwner, else: own, .category)
  }

  private func ofOwner(_ inner: Term) -> Term {
    guard model.link(.quotas, "owner") != nil else { return .constant(.missing, inner.type) }
    return .follow(RelationReference(from: .quotas, field: "owner", to: .owners), inner)
  }

  private func stored(_ name: String, _ type: ValueType) -> Term {
    guard let quotas = model[.quotas], let index = quotas.index(of: name) else {
      return .constant(.missing, type)
    }
    return .field(
      FieldReference(entity: .quotas, index: index, name: name, type: quotas.fields[index].type))
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

extension Term {
  /// Whether the term is the manager of the deal's owner.
  fileprivate var isManager: Bool {
    guard case .follow(let relation, .field(let field)) = self else { return false }
    return relation.from == .deals && relation.field == "owner" && field.name == "manager"
  }
}

extension PlanNode {
  /// What rows of records must meet, part by part.
  fileprivate var conditions: [Term] {
    switch self {
    case .filter(let input, .all(let parts)): input.conditions + parts
    case .filter(let input, let condition): input.conditions + [condition]
    case .extend(let input, _), .sort(let input, _), .limit(let input, _): input.conditions
    case .top(let node): node.input.conditions
    default: []
    }
  }
}

extension Diagnostic {
  /// Quotas without days or amounts.
  fileprivate static func quotasNeedField(_ field: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownField, span, "quotas go by `\(field)`, and the quotas have no such field",
      label: "needs `\(field)` of the quotas",
      suggestions: [Suggestion("map the data's own name to it in model.json, under `fields`")])
  }
}
