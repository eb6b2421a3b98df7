/// The values of a column that are not what the column holds.
struct Unreadable {
  var count = 0
  var firstRow = 0
  var firstText = ""

  var isEmpty: Bool { count == 0 }

  /// Counts a value, and keeps the first.
  @inline(never)
  mutating func add(_ row: Int, _ text: CellText) {
    if count == 0 {
      firstRow = row
      firstText = text.shown
    }
    count += 1
  }
}
