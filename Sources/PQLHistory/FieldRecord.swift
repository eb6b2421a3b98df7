package import PQLModel

/// How much a history records of one field.
package struct FieldRecord: Sendable {
  package private(set) var changes = 0
  /// How many records changed.
  package private(set) var records = 0
  package private(set) var first: Int32?
  package private(set) var last: Int32?
  /// The longest stretch of days without a change between two with one, and its first day.
  package private(set) var gap: (days: Int32, from: Int32)?
  /// The last day on which so many records changed at once that somebody reset or imported the field.
  package private(set) var reset: (day: Int32, records: Int)?

  /// A share of the records of the entity that does not change on one day by itself.
  private static let resetShare = 0.25
  /// Fewer records than that may all change on a good day.
  private static let leastReset = 20

  /// O(changes × log of different days).
  package init(_ log: FieldLog, of table: EntityTable) {
    var byDay: [Int32: Set<Int32>] = [:]
    var changed = Bitmap(repeating: false, count: table.rowCount)
    log.forEachChange { record, day in
      changes += 1
      changed[record] = true
      byDay[day, default: []].insert(Int32(record))
    }
    records = changed.setCount
    let days = byDay.keys.sorted()
    (first, last) = (days.first, days.last)
    for (day, next) in zip(days, days.dropFirst()) where next - day - 1 > gap?.days ?? 0 {
      gap = (next - day - 1, day + 1)
    }
    // The first day of a history holds what every record was then.
    for day in days.dropFirst() {
      let count = byDay[day]?.count ?? 0
      if count >= Self.leastReset, Double(count) >= Self.resetShare * Double(table.rowCount) {
        reset = (day, count)
      }
    }
  }
}
