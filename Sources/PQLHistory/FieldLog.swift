package import PQLModel

/// The changes of one field of one entity, as the history records them, row by row in the order of the
/// file.
package struct FieldLog: Sendable {
  /// By row of the history the record that changed, -1 for none.
  private let records: Buffer<Int32>
  private let field: TextColumn
  /// By code of `field` plus one, whether it is the field that is asked about.
  private let isAsked: [Bool]
  private let at: SecondColumn
  package let to: TextColumn
  /// What it was before; nil when the history never says.
  package let from: TextColumn?
  /// Whether the rows ascend in time, so that a later row is a later change.
  private let isInOrder: Bool

  /// Nil when the history records no change of the field by any of its names; O(rows of the history)
  /// once for all fields' order, O(different fields) otherwise.
  package init?(_ model: Model, of names: [String], entity: EntityKind, isInOrder: Bool) {
    guard let history = model[.history],
      let link = model.link(.history, entity.singular), link.target == entity,
      case .text(let field)? = history.field("field")?.column,
      case .text(let to)? = history.field("to")?.column,
      case .second(let at)? = history.field("at")?.column
    else { return nil }
    let codes = names.compactMap { field.dictionary.code(of: $0) }
    guard !codes.isEmpty else { return nil }
    var isAsked = [Bool](repeating: false, count: field.dictionary.count + 1)
    for code in codes { isAsked[Int(code) + 1] = true }
    if case .text(let from)? = history.field("from")?.column {
      self.from = from
    } else {
      from = nil
    }
    (records, self.field, self.to, self.at) = (link.rows, field, to, at)
    (self.isAsked, self.isInOrder) = (isAsked, isInOrder)
  }

  /// Calls for each change with a record and a moment, in the order of the file.
  @inline(__always)
  package func forEachChange(_ body: (_ row: Int, _ record: Int, _ moment: Int64) -> Void) {
    let (records, fields, moments) = (records.span, field.codes.span, at.values.span)
    let validity = at.validity
    for row in 0..<records.count where isAsked[Int(fields[row]) &+ 1] && records[row] >= 0 {
      if let validity, !validity[row] { continue }
      body(row, Int(records[row]), moments[row])
    }
  }

  /// The moment of the first change of any record; nil when none has a record and a moment.
  package var firstMoment: Int64? {
    var first: Int64?
    forEachChange { _, _, moment in first = min(first ?? moment, moment) }
    return first
  }

  /// How many changes there are, of how many records.
  package func counts(records count: Int) -> (changes: Int, records: Int) {
    var changed = Bitmap(repeating: false, count: count)
    var changes = 0
    forEachChange { _, record, _ in
      changes += 1
      changed[record] = true
    }
    return (changes, changed.setCount)
  }

  /// Which changes stand around a moment, by record.
  package struct Standings: Sendable {
    /// The row of the last change before the moment, -1 for none.
    package fileprivate(set) var last: [Int32]
    /// The row of the first change from it on, -1 for none.
    package fileprivate(set) var next: [Int32]
  }

  /// The changes around a moment; those of one moment keep the order of the file. O(rows).
  package func standings(at end: Int64, records count: Int) -> Standings {
    var last = [Int32](repeating: -1, count: count)
    var next = last
    let (isInOrder, moments) = (isInOrder, at.values)
    forEachChange { row, record, moment in
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
  package func moment(_ row: Int32) -> Int64 { at.values[Int(row)] }

  /// Whether a history's rows ascend in time; rows without a moment do not count. O(rows).
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
