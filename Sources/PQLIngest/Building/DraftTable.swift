import PQLModel

/// An entity whose fields are typed, before stages, currencies and history have been looked at.
struct DraftTable {
  var kind: EntityKind
  var rowCount: Int
  var fields: [EntityField]
  /// The names of all fields there are, where not all were converted.
  var knownNames: [String]?
  /// The file a message about the whole entity names.
  var fileName: String

  /// The place of a field by its name or an alias of it.
  func index(of name: String) -> Int? {
    fields.firstIndex { $0.name == name } ?? fields.firstIndex { $0.aliases.contains(name) }
  }

  /// The text column of a field.
  func text(_ name: String) -> TextColumn? {
    guard let index = fields.firstIndex(where: { $0.name == name }),
      case .text(let column) = fields[index].column
    else { return nil }
    return column
  }

  /// Puts a field in the place the canonical order gives it.
  mutating func insert(_ field: EntityField) {
    let order = kind.canonicalFields.map(\.name)
    let rank = order.firstIndex(of: field.name) ?? order.count
    let place =
      fields.firstIndex { (order.firstIndex(of: $0.name) ?? order.count) > rank } ?? fields.count
    fields.insert(field, at: place)
  }

  /// The table a model holds.
  var entityTable: EntityTable {
    EntityTable(kind: kind, rowCount: rowCount, fields: fields, knownNames: knownNames)
  }
}
