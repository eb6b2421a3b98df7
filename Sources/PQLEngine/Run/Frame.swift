import PQLModel

/// Rows on their way through a plan: records of an entity, made columns, or both.
struct Frame {
  /// The entity of each row; nil when rows are groups.
  var entity: EntityKind?
  /// The entity's row of each row; nil when these are its rows in order.
  var rows: [Int32]?
  /// The stretch of the entity's rows that these are; nil when they are named, or all.
  var stretch: Range<Int32>?
  /// Set where there is no record behind a row but a text of one field.
  var texts: EveryText?
  var count: Int
  /// Made columns, one value a row.
  var columns: [Column]

  /// The entity's row of each row; nil when these are all its rows in order.
  var namedRows: [Int32]? { rows ?? stretch.map(Array.init) }

  /// The entity's row of each row.
  var records: [Int32] { namedRows ?? (0..<Int32(count)).map { $0 } }

  /// The values of the rows in a loaded field; nil where these are texts of another one.
  func loaded(_ index: Int, of table: EntityTable) -> Column? {
    guard let texts else { return picked(from: table.fields[index].column) }
    return texts.field == index ? .text(texts.column) : nil
  }

  /// The values of the rows, out of a column over all rows of the entity.
  func picked(from whole: Column) -> Column {
    if let rows { return whole.gathered(rows) }
    return stretch.map { whole.part(Int($0.lowerBound)..<Int($0.upperBound)) } ?? whole
  }

  /// The bits of the rows, out of those of all rows of the entity.
  func picked(from whole: Bitmap) -> Bitmap {
    if let rows { return whole.gathered(rows) }
    return stretch.map { whole.part(Int($0.lowerBound)..<Int($0.upperBound)) } ?? whole
  }

  /// The rows named, in that order.
  func selecting(_ picks: [Int32]) -> Frame {
    assert(texts == nil, "texts are no records")
    var named: [Int32]?
    if let rows {
      named = picks.map { rows[Int($0)] }
    } else if entity != nil {
      let start = stretch?.lowerBound ?? 0
      named = start == 0 ? picks : picks.map { $0 &+ start }
    }
    return Frame(
      entity: entity, rows: named, count: picks.count, columns: columns.map { $0.gathered(picks) })
  }

  /// The rows whose bit is set.
  func filtered(_ condition: Bitmap) -> Frame {
    if condition.isAllSet { return self }
    guard let entity, rows == nil, columns.isEmpty else { return selecting(condition.setRows) }
    let named = condition.setRows(from: stretch?.lowerBound ?? 0)
    return Frame(entity: entity, rows: named, count: named.count, columns: [])
  }
}

/// Every text of a field once, by code plus one, and before them none: what follows from the text alone is
/// asked of these and looked up for the records.
struct EveryText {
  /// The place of the field in its table.
  var field: Int
  var column: TextColumn

  init(of texts: TextColumn, field: Int) {
    self.field = field
    column = texts
    column.codes = Buffer((-1..<Int32(texts.dictionary.count)).map { $0 })
  }
}
