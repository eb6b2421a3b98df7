/// Which tables and fields a question reads, or may read.
package struct ReadSet: Sendable, Hashable {
  /// By entity the names of fields; a table that is read for its rows alone has none.
  private var named: [EntityKind: Set<String>] = [:]
  /// Entities of which any field may be read.
  private var whole: Set<EntityKind> = []

  /// Nothing.
  package init() {}

  /// Any field of any table.
  package static var everything: ReadSet {
    var set = ReadSet()
    for kind in EntityKind.allCases { set.addAll(of: kind) }
    return set
  }

  package mutating func add(_ entity: EntityKind) { named[entity, default: []].formUnion([]) }

  package mutating func add(_ field: String, of entity: EntityKind) {
    named[entity, default: []].insert(field)
  }

  package mutating func addAll(of entity: EntityKind) { whole.insert(entity) }

  package mutating func formUnion(_ other: ReadSet) {
    named.merge(other.named) { $0.union($1) }
    whole.formUnion(other.whole)
  }

  /// Whether any of the entity's records may be read.
  package func reads(_ entity: EntityKind) -> Bool {
    whole.contains(entity) || named[entity] != nil
  }

  /// Whether a field may be read, by its name in the model.
  package func reads(_ field: String, of entity: EntityKind) -> Bool {
    whole.contains(entity) || named[entity]?.contains(field) == true
  }

  /// The fields that are named of an entity.
  package func names(of entity: EntityKind) -> Set<String> { named[entity] ?? [] }

  /// Whether any field of an entity may be read.
  package func readsAll(of entity: EntityKind) -> Bool { whole.contains(entity) }
}
