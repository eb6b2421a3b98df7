/// The values of a column that are not what the column holds.
struct Unreadable {
  var count = 0
  var firstRow = 0
  var firstText = ""

  var isEmpty: Bool { count == 0 }

  /// Counts a value, and keeps the first; a cell of mere spaces is missing and not counted.
  ///
  /// Tells whether to go on: always after such a cell, and otherwise unless this `isFinal`.
  @inline(never)
  @discardableResult
  mutating func add(_ row: Int, _ text: CellText, isFinal: Bool = false) -> Bool {
    let bare = text.trimmed
    if bare.start == bare.end { return true }
    if count == 0 {
      firstRow = row
      firstText = text.shown
    }
    count += 1
    return !isFinal
  }
}
