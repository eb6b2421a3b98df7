package import PQLModel
package import PQLSyntax

/// A name that may stand at a place, and what it is.
package struct KnownName: Sendable, Hashable {
  /// Dots part the steps of a nested field.
  package var name: String
  /// Nil when the name means records.
  package var type: ValueType?
  /// One line of what the catalog says of it; empty for fields of the data.
  package var summary: String
  /// The entity whose records it names.
  package var target: EntityKind?

  package init(_ name: String, _ type: ValueType?, _ summary: String = "", to target: EntityKind?) {
    self.name = name
    self.type = type
    self.summary = summary
    self.target = target
  }
}

extension NameBinder {
  /// The columns of a scope, then the fields of its entity: the data's own, the defined, the built-in.
  ///
  /// Fields that wait to be built are left out, and so are those that need what the data lack.
  package func known(in scope: Scope) -> [KnownName] {
    let columns = scope.columns.map { KnownName($0.name, $0.type, to: nil) }
    guard let entity = scope.entity else { return columns }
    let stored = (model[entity]?.fields ?? []).map { KnownName($0.name, $0.type, to: $0.target) }
    let defined = environment.fields.keys.filter { $0.entity == entity }.map(\.name).sorted()
      .map { KnownName($0, nil, "defined", to: nil) }
    let rules = environment.rules.filter { $0.key.entity == entity }
      .map { KnownName($0.key.name, .boolean, $0.value.because ?? "rule", to: nil) }
      .sorted { $0.name < $1.name }
    var names = columns + rules + stored + defined
    for field in catalog.fields where field.entity == entity {
      if case .notYet = field.source { continue }
      if field.allNeeds.contains(where: isOutOfReach) { continue }
      // A built-in field comes before the data's of its name.
      let known = KnownName(field.name, field.type, field.summary, to: nil)
      if let place = names.firstIndex(where: { $0.name == field.name }) {
        names[place] = known
      } else {
        names.append(known)
      }
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0.name).inserted }
  }

  /// Whether the data, read or not, lack what a field needs.
  private func isOutOfReach(_ need: VerbNeed) -> Bool {
    switch need {
    case .field(let name): !(model[.deals]?.knownNames.contains(name) ?? false)
    case .history: !model.knownEntities.contains(.history)
    case .touch:
      !(model[.leads]?.knownNames.contains("touched_at") ?? false)
        && !model.knownEntities.contains(.activities)
    }
  }

  /// The records that belong to a row: `activities` of a deal.
  package func records(in scope: Scope) -> [KnownName] {
    guard let entity = scope.entity else { return [] }
    return EntityKind.allCases.filter { model.backRelation(from: $0, to: entity) != nil }
      .map { KnownName($0.rawValue, nil, "records of this row", to: $0) }
  }

  /// The entity whose records a path leads to: a relation field, or records that belong to a row.
  package func entity(at path: [String], in scope: Scope) -> EntityKind? {
    guard var entity = scope.entity else {
      return path.count == 1 ? EntityKind(word: path[0]).flatMap { model[$0]?.kind } : nil
    }
    for part in path {
      if let field = model[entity]?.field(part) {
        guard let target = field.target, model.link(entity, field.name) != nil else { return nil }
        entity = target
      } else if let child = EntityKind(word: part),
        model.backRelation(from: child, to: entity) != nil
      {
        entity = child
      } else {
        return nil
      }
    }
    return entity
  }

  /// What may stand behind the dot of a path.
  package func known(behind path: [String], in scope: Scope) -> [KnownName] {
    if let entity = entity(at: path, in: scope) {
      return known(in: Scope(entity: entity)) + records(in: Scope(entity: entity))
    }
    if path == ["raw"], let entity = scope.entity {
      return (model[entity]?.fields ?? []).map { KnownName($0.name, $0.type, to: $0.target) }
    }
    let beginning = path.joined(separator: ".") + "."
    return known(in: scope).filter { $0.name.hasPrefix(beginning) }.map {
      KnownName(String($0.name.dropFirst(beginning.count)), $0.type, $0.summary, to: $0.target)
    }
  }

  /// The clauses that the head of a query, or of a step, takes.
  package func clauses(of query: Query, inStep: Bool) -> Set<ClauseKeyword> {
    if inStep { return QueryBinder.stepClauses }
    guard let word = query.head.first?.operands.first?.word, query.head.first?.label == nil,
      query.head.count == 1
    else { return QueryBinder.aggregateClauses }
    if let verb = catalog.verb(word.text) { return verb.clauses }
    return isSource(word) ? QueryBinder.listingClauses : QueryBinder.aggregateClauses
  }

  /// The currencies an answer can be given in, the base first.
  package var currencies: [String] {
    model.currency.rates.map(\.currency).reduce(into: [model.currency.base]) { known, code in
      if !known.contains(code) { known.append(code) }
    }
  }
}
