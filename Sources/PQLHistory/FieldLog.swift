package import PQLModel

/// The recorded changes of one field of one entity, asked about moments.
package struct FieldLog: Sendable {
  private let changes: RecordedChanges
  /// Whether the rows ascend in time, so that a later row is a later change.
  private let isInOrder: Bool

  /// What it became, and what it was before.
  package var to: TextColumn { changes.to }
  package var from: TextColumn? { changes.from }

  init(_ changes: RecordedChanges, isInOrder: Bool) {
    self.changes = changes
    self.isInOrder = isInOrder
  }

  /// The moment of the first change of any record; nil when none has a record and a moment.
  package var firstMoment: Int64? {
    var first: Int64?
    changes.forEachChange { _, _, moment in first = min(first ?? moment, moment) }
    return first
  }

  /// Calls for each change with its record and its day.
  func forEachChange(_ body: (_ record: Int, _ day: Int32) -> Void) {
    changes.forEachChange { _, record, moment in
      body(record, CivilDate.dayNumber(ofSecond: moment))
    }
  }

  /// Which changes stand around a moment, by record.
  package struct Standings: Sendable {
    /// The row of the last change before the moment, -1 for none.
    package fileprivate(set) var last: [Int32]
    /// The row of the first change from it on, -1 for none.
    package fileprivate(set) var next: [Int32]
  }

  /// The changes around a moment; those of one moment keep the order of the file.
  ///
  /// O(rows).
  package func standings(at end: Int64, records count: Int) -> Standings {
    var last = [Int32](repeating: -1, count: count)
    var next = last
    let (isInOrder, moments) = (isInOrder, changes.at.values)
    changes.forEachChange { row, record, moment in
      if moment < end {
        let known = last[record]
        if isInOrder || known < 0 || moment >= moments[Int(known)] {
          last[record] = Int32(truncatingIfNeeded: row)
        }
      } else {
        let known = next[record]
        if known < 0 || !isInOrder && moment < moments[Int(known)] {
          next[record] = Int32(truncatingIfNeeded: row)
        }
      }
    }
    return Standings(last: last, next: next)
  }

  /// The moment of a row that is a change.
  package func moment(_ row: Int32) -> Int64 { changes.at.values[Int(row)] }

  /// Whether a history's rows ascend in time; rows without a moment do not count.
  ///
  /// O(rows).
  package static func isInOrder(_ model: Model) -> Bool {
    guard case .second(let at)? = model[.history]?.field("at")?.column else { return true }
    var last = Int64.min
    for row in at.values.indices {
      if let validity = at.validity, !validity[row] { continue }
      if at.values[row] < last { return false }
      last = at.values[row]
    }
    return true
  }
}
