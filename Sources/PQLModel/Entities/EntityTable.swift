/// The records of one entity as columns.
package struct EntityTable: Sendable {
  package let kind: EntityKind
  package let rowCount: Int
  /// In the order `.schema` shows them; names and aliases are unique within the table.
  package let fields: [EntityField]
  private let indexByName: [String: Int]

  /// Takes columns of one length; a name borne twice goes to the first.
  package init(kind: EntityKind, rowCount: Int, fields: [EntityField]) {
    precondition(fields.allSatisfy { $0.column.count == rowCount }, "columns of one length")
    self.kind = kind
    self.rowCount = rowCount
    self.fields = fields
    var index: [String: Int] = [:]
    for (position, field) in fields.enumerated() where index[field.name] == nil {
      index[field.name] = position
    }
    for (position, field) in fields.enumerated() {
      for alias in field.aliases where index[alias] == nil { index[alias] = position }
    }
    indexByName = index
  }

  /// The place of a field, by its name or the data's own name for it.
  package func index(of name: String) -> Int? { indexByName[name] }

  /// The field of that name.
  package func field(_ name: String) -> EntityField? { index(of: name).map { fields[$0] } }
}

/// One field of an entity.
package struct EntityField: Sendable {
  /// PQL's name for it; nested records are reached by dots (`custom.seats`).
  package var name: String
  /// The data's own names, which go on working.
  package var aliases: [String]
  package var type: ValueType
  package var column: Column
  /// The entity whose records the values name, if any.
  package var target: EntityKind?

  package init(
    name: String, aliases: [String] = [], type: ValueType, column: Column,
    target: EntityKind? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.type = type
    self.column = column
    self.target = target
  }
}
