/// The records of one entity as columns.
package struct EntityTable: Sendable {
  package let kind: EntityKind
  package let rowCount: Int
  /// In the order `.schema` shows them; names and aliases are unique within the table.
  package let fields: [EntityField]
  /// The names of all fields that the data have, also of those that were left unread because nobody asks
  /// for them.
  package let knownNames: [String]
  private let indexByName: [String: Int]

  /// Takes columns of one length; a name borne twice goes to the first.
  package init(
    kind: EntityKind, rowCount: Int, fields: [EntityField], knownNames: [String]? = nil
  ) {
    precondition(fields.allSatisfy { $0.fits(rowCount) }, "columns of one length")
    self.kind = kind
    self.rowCount = rowCount
    self.fields = fields
    self.knownNames = knownNames ?? fields.map(\.name)
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
  /// The entity whose records the values name, if any.
  package var target: EntityKind?
  private var values: Deferred<Column>
  /// How many rows a column has that is not read yet.
  private var promisedCount: Int?

  package init(
    name: String, aliases: [String] = [], type: ValueType, column: Column,
    target: EntityKind? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.type = type
    self.target = target
    values = Deferred(column)
  }

  /// A field whose column is read when it is first looked at, and then has `rowCount` rows.
  package init(
    name: String, aliases: [String], type: ValueType, target: EntityKind?, rowCount: Int,
    reading read: @escaping @Sendable () -> Column
  ) {
    self.name = name
    self.aliases = aliases
    self.type = type
    self.target = target
    values = Deferred(making: read)
    promisedCount = rowCount
  }

  /// The values, one a row.
  package var column: Column {
    get { values.value }
    set {
      values = Deferred(newValue)
      promisedCount = nil
    }
  }

  /// Whether the column has so many rows, without reading it.
  fileprivate func fits(_ rowCount: Int) -> Bool { (promisedCount ?? column.count) == rowCount }
}
