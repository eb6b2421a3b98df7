import PQLModel

/// Rows on their way through a plan: records of an entity, made columns, or both.
struct Frame {
  /// The entity of each row; nil when rows are groups.
  var entity: EntityKind?
  /// The entity's row of each row; nil when these are all its rows in order.
  var rows: [Int32]?
  var count: Int
  /// Made columns, one value a row.
  var columns: [Column]

  /// The rows named, in that order.
  func selecting(_ picks: [Int32]) -> Frame {
    Frame(
      entity: entity,
      rows: entity == nil
        ? nil : rows.map { rows in picks.map { rows[Int($0)] } } ?? picks,
      count: picks.count, columns: columns.map { $0.gathered(picks) })
  }

  /// The rows whose bit is set.
  func filtered(_ condition: Bitmap) -> Frame {
    condition.isAllSet ? self : selecting(condition.setRows)
  }
}
