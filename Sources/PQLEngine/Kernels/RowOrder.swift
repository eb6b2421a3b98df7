import PQLModel

/// Several columns compared one after the other.
struct RowOrder {
  let columns: [SortColumn]

  init(_ columns: [SortColumn]) {
    self.columns = columns
  }

  /// Negative when the first row comes before the second, 0 for a tie.
  func comparison(_ first: Int, _ second: Int) -> Int {
    for column in columns {
      let result = column.comparison(first, second)
      if result != 0 { return result }
    }
    return 0
  }

  /// Rows `0 ..< count` in order, a tie by row; only the first `limit` of them where given.
  ///
  /// O(count log count); with a small limit O(count + kept rows × limit).
  func sorted(count: Int, limit: Int? = nil) -> [Int32] {
    guard let keys = columns.first?.keys else {
      return (0..<Int32(min(count, limit ?? count))).map { $0 }
    }
    if let limit, limit < count / 8 { return least(limit, of: keys) }
    var rows = keys.enumerated().map { KeyedRow(key: $1, row: Int32($0)) }
    rows.sort(by: precedes)
    return rows.prefix(limit ?? count).map(\.row)
  }

  /// A row with the key of its first column, which settles most comparisons.
  private struct KeyedRow {
    var key: Int64
    var row: Int32
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
