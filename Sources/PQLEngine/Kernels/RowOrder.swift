import PQLModel

/// Several columns compared one after the other.
struct RowOrder {
  let columns: [SortColumn]

  init(_ columns: [SortColumn]) {
    self.columns = columns
  }

  /// Negative when the first row comes before the second, 0 for a tie.
  func comparison(_ first: Int, _ second: Int) -> Int { comparison(first, second, from: 0) }

  /// The same by the columns from one on.
  private func comparison(_ first: Int, _ second: Int, from start: Int) -> Int {
    for column in start..<columns.count {
      let result = columns[column].comparison(first, second)
      if result != 0 { return result }
    }
    return 0
  }

  /// Rows `0 ..< count` in order, a tie by row; only the first `limit` of them where given.
  ///
  /// O(count log count); with a small limit O(count + kept rows × limit).
  func sorted(count: Int, limit: Int? = nil) -> [Int32] {
    guard let first = columns.first else {
      return (0..<Int32(min(count, limit ?? count))).map { $0 }
    }
    if let limit, limit < count / 8 { return least(limit, of: first.keys) }
    var rows = (0..<Int32(count)).map { KeyedRow(key: 0, row: $0) }
    arrange(&rows, 0..<count, by: 0, level: 0)
    return rows.prefix(limit ?? count).map(\.row)
  }

  /// A row with a key of one of its columns, which settles most comparisons.
  struct KeyedRow {
    var key: Int64
    var row: Int32
  }

  /// Fewer rows than this are compared one with another at once.
  private static let fewRows = 12

  /// Puts rows that tie in all before this level of a column in order.
  ///
  /// Sorted by a number, and only those with the same number by the next: to compare numbers that lie
  /// in a row costs a tenth of what it costs to fetch the values of two rows.
  private func arrange(
    _ rows: inout [KeyedRow], _ range: Range<Int>, by column: Int, level: Int
  ) {
    guard range.count > Self.fewRows, column < columns.count, columns[column].hasKeys(at: level)
    else {
      Self.sort(&rows, range) { first, second in
        let result = comparison(Int(first.row), Int(second.row), from: column)
        return result != 0 ? result < 0 : first.row < second.row
      }
      return
    }
    columns[column].setKeys(of: &rows, range, at: level)
    Self.sort(&rows, range) { $0.key != $1.key ? $0.key < $1.key : $0.row < $1.row }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, rows[end].key == rows[start].key { end += 1 }
      if end - start > 1 {
        if columns[column].isSettled(rows, start..<end) {
          arrange(&rows, start..<end, by: column + 1, level: 0)
        } else {
          arrange(&rows, start..<end, by: column, level: level + 1)
        }
      }
      start = end
    }
  }

  /// Sorts a stretch where it lies; a slice of an array would be copied.
  @inline(__always)
  private static func sort(
    _ rows: inout [KeyedRow], _ range: Range<Int>, by precedes: (KeyedRow, KeyedRow) -> Bool
  ) {
    // The slice checks that the range is one of the rows.
    unsafe rows.withUnsafeMutableBufferPointer { rows in
      var stretch = unsafe UnsafeMutableBufferPointer(rebasing: rows[range])
      unsafe stretch.sort(by: precedes)
    }
  }

  private func precedes(_ first: KeyedRow, _ second: KeyedRow) -> Bool {
    if first.key != second.key { return first.key < second.key }
    let result = comparison(Int(first.row), Int(second.row))
    return result != 0 ? result < 0 : first.row < second.row
  }

  /// The first rows in order; most rows lose against the last one kept and cost one comparison.
  private func least(_ limit: Int, of keys: [Int64]) -> [Int32] {
    guard limit > 0 else { return [] }
    var kept: [KeyedRow] = []
    var worst = Int64.max
    for (row, key) in keys.enumerated() where key <= worst {
      let candidate = KeyedRow(key: key, row: Int32(row))
      if kept.count == limit, !precedes(candidate, kept[limit - 1]) { continue }
      var low = 0
      var high = kept.count
      while low < high {
        let middle = (low + high) / 2
        if precedes(candidate, kept[middle]) { high = middle } else { low = middle + 1 }
      }
      kept.insert(candidate, at: low)
      if kept.count > limit { kept.removeLast() }
      if kept.count == limit { worst = kept[limit - 1].key }
    }
    return kept.map(\.row)
  }
}
