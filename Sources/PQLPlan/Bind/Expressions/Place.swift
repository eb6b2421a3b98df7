import PQLModel

/// Where an expression stands: what a name may mean there, which date the rows go by, and whether groups
/// are asked.
struct Place: Sendable {
  var scope: Scope
  /// The date that `during` and `per` go by where nothing names one.
  var dates: DateUse
  /// What aggregates range over; nil where a value of the row is asked.
  var grouping: Grouping?

  init(_ scope: Scope, dates: DateUse, grouping: Grouping? = nil) {
    self.scope = scope
    self.dates = dates
    self.grouping = grouping
  }

  /// A place where nothing has a name.
  static let nowhere = Place(Scope(entity: nil), dates: .usual)

  /// The place of the rows of an entity to which this one leads.
  func rows(of entity: EntityKind) -> Place {
    Place(Scope(entity: entity), dates: dates)
  }
}

/// Which date deals go by where nothing names one.
enum DateUse: Sendable, Hashable {
  /// the close, due or done
  case usual
  case creation
}

/// What stands behind a head: the rows its aggregates range over, and the keys beside them.
struct Grouping: Sendable {
  /// What the aggregates' arguments see.
  var rows: Scope
  var keys: [GroupKey]
  /// Whether each aggregate names its own rows, as in `expect`.
  var isScalar = false

  /// That of an expectation.
  static let scalar = Grouping(rows: Scope(entity: .deals), keys: [], isScalar: true)
}
