package import PQLModel

/// What a name may mean at one place of a query.
package struct Scope: Sendable {
  /// A column that an earlier part of the query made.
  package struct ColumnEntry: Sendable, Hashable {
    package var name: String
    package var type: ValueType
    /// The loaded column whose values these are, for bare words.
    package var domain: FieldReference?
    /// Its values where they are known before anything runs, for bare words; empty where they are not.
    package var words: [String]
    /// Where the column stands in the frame.
    package var index: Int

    package init(
      name: String, type: ValueType, domain: FieldReference? = nil, words: [String] = [],
      index: Int
    ) {
      self.name = name
      self.type = type
      self.domain = domain
      self.words = words
      self.index = index
    }
  }

  /// The entity of each row; nil when rows are groups.
  package var entity: EntityKind?
  /// Made columns; they come before the entity's fields.
  package var columns: [ColumnEntry]

  package init(entity: EntityKind?, columns: [ColumnEntry] = []) {
    self.entity = entity
    self.columns = columns
  }

  /// How many columns the frame has behind the entity's own.
  package var width: Int { (columns.map(\.index).max() ?? -1) + 1 }
}
