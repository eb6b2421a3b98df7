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
    let terms = OwnedTerms(.quotas, model, expressions.branch(.scan(.quotas)).definitions)
    var asked = AskedQuotas(holders: .any, unknownConditions: [], unknownKeys: [])
    var spoken: Set<OwnedTerms.Subject> = []
    var conditions: [Term] = []
    for condition in groups.input.conditions {
      if let (term, subjects) = terms.translated(condition) {
        conditions.append(term)
        spoken.formUnion(subjects)
      } else {
        asked.unknownConditions.append(condition.text)
      }
    }
    var keys: [NamedTerm] = []
    for key in groups.keys {
      if let (term, subjects) = terms.translated(key.term), !subjects.isEmpty {
        keys.append(NamedTerm(key.name, term))
        spoken.formUnion(subjects)
      } else {
        asked.unknownKeys.append(key.name)
      }
    }
    asked.holders = spoken.contains(.owner) ? .owners : spoken.contains(.team) ? .teams : .any
    let rows =
      conditions.isEmpty ? .scan(.quotas) : PlanNode.filter(.scan(.quotas), .all(conditions))
    if asked.unknownKeys.isEmpty { asked.rows = .extend(rows, keys + terms.quotaColumns) }
    if groups.keys.count == 1, groups.keys[0].term.isManager {
      let manager = NamedTerm(groups.keys[0].name, terms.owner(asRecordedBy: .owners, "manager"))
      asked.all = .extend(.scan(.quotas), [manager] + terms.quotaColumns)
    }
    return asked
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
  var conditions: [Term] {
    switch self {
    case .filter(let input, .all(let parts)): input.conditions + parts
    case .filter(let input, let condition): input.conditions + [condition]
    case .extend(let input, _), .sort(let input, _), .limit(let input, _): input.conditions
    case .top(let node): node.input.conditions
    default: []
    }
  }
}

extension OwnedTerms {
  /// What is asked of each quota: whose it is, its days and its amount.
  fileprivate var quotaColumns: [NamedTerm] {
    let terms: [Term] = [
      owner, team, stored("from", .date), stored("until", .date), stored("amount", .money),
    ]
    return zip(AskedQuotas.columns, terms).map { NamedTerm($0, $1) }
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
