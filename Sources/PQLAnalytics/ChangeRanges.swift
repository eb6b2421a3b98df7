/// Where the changes of each record stand in an array that holds those of all records, in time.
package struct ChangeRanges: Sendable {
  private var starts: [Int32]
  private var ends: [Int32]

  /// `bounds` are where each record's changes begin, and behind them where the last ones end.
  init(_ bounds: [Int32]) {
    starts = Array(bounds.dropLast())
    ends = Array(bounds.dropFirst())
  }

  /// The changes of a record.
  @inline(__always)
  package subscript(record: Int) -> Range<Int> { Int(starts[record])..<Int(ends[record]) }

  /// Those of some records, nil for all, before a moment; O(records + changes from then on).
  func until(_ end: Int64, records: [Int32]?, moments: [Int64]) -> ChangeRanges {
    var past = self
    if let records {
      past.starts = records.map { starts[Int($0)] }
      past.ends = records.map { ends[Int($0)] }
    }
    for record in past.ends.indices {
      while past.ends[record] > past.starts[record],
        moments[Int(past.ends[record]) - 1] >= end
      {
        past.ends[record] -= 1
      }
    }
    return past
  }
}
