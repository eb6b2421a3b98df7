package import PQLModel
import PQLSyntax
import PQLText

extension NameBinder {
  func groupScope(
    _ keys: [GroupKey], _ outputs: [NamedTerm], _ aggregates: [AggregateTerm]
  ) -> Scope {
    let keyEntries = keys.enumerated().map { index, key in
      Scope.ColumnEntry(
        name: key.name, type: key.term.type, domain: domainField(of: key.term), index: index)
    }
    let figures = outputs.enumerated().map { index, output in
      Scope.ColumnEntry(
        name: output.name, type: output.term.type,
        domain: pickedField(output.term, keys.count, aggregates), index: keys.count + index)
    }
    return Scope(entity: nil, columns: keyEntries + figures)
  }

  /// The loaded column whose values an aggregate picks unchanged, as `first source`.
  func pickedField(
    _ output: Term, _ keyCount: Int, _ aggregates: [AggregateTerm]
  ) -> FieldReference? {
    guard case .column(let index, _, let type) = output, type.isTextual,
      aggregates.indices.contains(index - keyCount)
    else { return nil }
    return aggregates[index - keyCount].argument.flatMap(domainField)
  }

  func madeColumn(_ parts: [Name], in scope: Scope) -> Term? {
    let name = parts.dotted
    guard let column = scope.columns.first(where: { $0.name == name }) else { return nil }
    return .column(column.index, name: column.name, column.type)
  }

  func nestedField(_ parts: [Name], of entity: EntityKind) -> Term? {
    let name = parts.dotted
    guard let table = model[entity], let index = table.index(of: name) else { return nil }
    let field = table.fields[index]
    return .field(
      FieldReference(entity: entity, index: index, name: field.name, type: field.type))
  }

  /// Every name that may stand where a field of the entity is expected.
  package func fieldNames(of entity: EntityKind) -> [String] {
    let builtin = catalog.fields.filter { $0.entity == entity }.map(\.name)
    let own = Array(environment.fields.keys) + Array(environment.rules.keys)
    let defined = own.filter { $0.entity == entity }.map(\.name).sorted()
    let stored = model[entity]?.knownNames ?? []
    return stored + builtin.filter { !stored.contains($0) } + defined
  }

  /// The paths to a field that the records have to which these lead: `industry` of a deal is
  /// `account.industry`, and `accounts.industry` too.
  func fieldsBehindRelations(_ parts: [Name], of entity: EntityKind) -> [String] {
    guard let name = parts.last?.text, parts.count <= 2 else { return [] }
    return (model[entity]?.fields ?? []).compactMap { relation in
      guard let target = relation.target, model.link(entity, relation.name) != nil,
        model[target]?.field(name) != nil,
        parts.count == 1 || EntityKind(word: parts[0].text) == target
      else { return nil }
      // Every record has an id and a name of its own.
      return name == "id" || name == "name" ? nil : "\(relation.name).\(name)"
    }
  }

  /// What an answer shows when the query does not say: for records the fields that people know
  /// them by and what was added, for groups everything.
  func usualColumns(of scope: Scope) -> [NamedTerm] {
    let made = scope.columns.map {
      NamedTerm($0.name, .column($0.index, name: $0.name, $0.type))
    }
    guard let entity = scope.entity, let table = model[entity] else { return made }
    let known = table.fields.enumerated().filter { entity.usualFields.contains($0.element.name) }
    let fields = known.isEmpty ? Array(table.fields.enumerated().prefix(8)) : known
    let ordered = fields.sorted { left, right in
      let names = entity.usualFields
      return (names.firstIndex(of: left.element.name) ?? left.offset)
        < (names.firstIndex(of: right.element.name) ?? right.offset)
    }
    let stored = ordered.map { index, field in
      // A name means here what it means in `show`: a built-in field comes before the data's own.
      if let builtin = catalog.field(field.name, of: entity), case .kernel = builtin.source {
        return NamedTerm(
          field.name,
          .computed(
            ComputedReference(entity: entity, name: field.name, type: builtin.type)))
      }
      return NamedTerm(
        field.name,
        .field(FieldReference(entity: entity, index: index, name: field.name, type: field.type)))
    }
    let taken = Set(made.map(\.name))
    return stored.filter { !taken.contains($0.name) } + made
  }
}

extension EntityKind {
  /// The fields people know a record by, for a listing that names none.
  var usualFields: [String] {
    switch self {
    case .deals:
      ["id", "name", "stage", "amount", "close_date", "closed_on", "owner", "account", "product"]
    case .leads: ["id", "name", "title", "status", "source", "created", "owner", "converted"]
    case .accounts: ["id", "name", "industry", "employees", "country"]
    case .contacts: ["id", "name", "title", "email", "account"]
    case .products: ["id", "name", "family", "price"]
    case .items: ["deal", "product", "quantity", "price", "amount"]
    case .owners: ["id", "name", "team", "manager"]
    case .activities: ["id", "type", "at", "owner", "deal", "lead"]
    case .history: ["deal", "at", "field", "from", "to"]
    case .quotas: ["owner", "team", "from", "until", "amount"]
    case .campaigns: ["id", "name", "source", "cost", "from", "until"]
    case .splits: ["deal", "owner", "type", "share", "amount"]
    }
  }
}
