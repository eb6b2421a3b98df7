package import PQLModel

/// What the data know of past days, field by field; it depends on the data alone.
package struct HistoryKnowledge: Sendable {
  /// What is known of a field on a past day.
  package enum Tracking: Sendable {
    /// its changes are recorded, the first one at a moment
    case tracked(FieldLog, since: Int64)
    /// it does not change: what a record is called, and when it was made
    case fixed
    /// the day of the outcome, which follows from the history of stages
    case outcomeDay
    /// known of what was closed by then, unknown of what was open
    case knownWhereClosed
    /// missing of what was not closed by then, for nobody knew it
    case knownAtClose
    /// the stage's own
    case ofStage
    /// the day of an event, missing before it
    case event
    /// whether an event had been
    case afterEvent
    /// today's value, for want of any other
    case asRecorded
  }

  /// The last day on which anything happened in the data: records made, changes, outcomes; nil when
  /// the data know no day.
  package let lastDay: Int32?
  /// The first one.
  package let firstDay: Int32?
  private let fields: [EntityKind: [Tracking]]
  /// By deal whether it is closed today.
  let closed: Deferred<Bitmap>
  private let activities: PastDays?

  /// O(rows of the history × tracked fields).
  package init(_ model: Model) {
    let days = Self.days(model)
    (firstDay, lastDay) = (days?.lowerBound, days?.upperBound)
    activities = model[.activities]?.field("at").flatMap { PastDays($0.column) }
    closed = Deferred {
      guard let deals = model[.deals] else { return Bitmap(repeating: false, count: 0) }
      let stages = deals.field("stage")?.column.texts
      let named = deals.field("pipeline")?.column.texts
      return StageTexts(model.pipelines, stages: stages, named: named)
        .ended(stages: stages, named: named, rowCount: deals.rowCount)
    }
    let isInOrder = FieldLog.isInOrder(model)
    var fields: [EntityKind: [Tracking]] = [:]
    for entity in model.entities {
      guard let table = model[entity] else { continue }
      fields[entity] = table.fields.map { field in
        let log = RecordedChanges(model, of: field.name, in: entity)
          .map { FieldLog($0, isInOrder: isInOrder) }
        if let log, let first = log.firstMoment { return .tracked(log, since: first) }
        return Self.untracked(field.name, of: entity, model)
      }
    }
    self.fields = fields
  }

  /// What is known of a field by its place in its table.
  package func tracking(of index: Int, in entity: EntityKind) -> Tracking {
    fields[entity]?[index] ?? .asRecorded
  }

  /// Whether anything happened behind a day; activities, which may be planned, did up to `today`.
  package func hasAnything(after day: Int32, until today: Int32) -> Bool {
    if let lastDay, lastDay > day { return true }
    return day < today && activities?.contain(day + 1...today) == true
  }

  private static func untracked(
    _ name: String, of entity: EntityKind, _ model: Model
  ) -> Tracking {
    if model.time.knownAtClose[entity]?.contains(name) == true { return .knownAtClose }
    switch (entity, name) {
    case (_, "id"), (_, "name"), (_, "created"), (_, "currency"): return .fixed
    case (.deals, "closed_on"): return .outcomeDay
    case (.deals, "stage"), (.deals, "amount"), (.deals, "close_date"):
      return .knownWhereClosed
    case (.deals, "probability"), (.deals, "category"): return .ofStage
    case (.deals, _) where isKnownAtClose(name): return .knownAtClose
    case (.leads, "converted_at"), (.leads, "touched_at"), (.leads, "qualified_at"),
      (.leads, "disqualified_at"):
      return .event
    case (.leads, "converted"), (.leads, "converted_deal"), (.leads, "disqualified_reason"),
      (.leads, "status"):
      return .afterEvent
    case (.activities, _), (.history, _): return .fixed
    case (_, "from"), (_, "until"): return .fixed
    default: return .asRecorded
    }
  }

  /// Whether a deal's field tells why it ended, as systems call such fields.
  private static func isKnownAtClose(_ name: String) -> Bool {
    let plain = String(name.lowercased().filter(\.isLetter))
    return [
      "lostreason", "wonreason", "lossreason", "closereason", "closedreason", "closedlostreason",
      "closedwonreason", "reasonlost", "reasonwon", "lostreasonid", "lossreasonc", "competitor",
      "competitorc", "maincompetitors", "maincompetitorsc",
    ].contains(plain)
  }

  private static func days(_ model: Model) -> ClosedRange<Int32>? {
    let names: [(EntityKind, [String])] = [
      (.deals, ["created", "closed_on"]), (.history, ["at"]),
      (.leads, ["created", "converted_at", "touched_at", "qualified_at", "disqualified_at"]),
      (.accounts, ["created"]), (.contacts, ["created"]),
    ]
    var days: ClosedRange<Int32>?
    for (entity, names) in names {
      for name in names {
        guard let column = model[entity]?.field(name)?.column, let own = PastDays(column)?.bounds
        else { continue }
        days =
          days.map { min($0.lowerBound, own.lowerBound)...max($0.upperBound, own.upperBound) }
          ?? own
      }
    }
    return days
  }
}

/// The days of a column of dates or moments.
struct PastDays {
  /// Of a column of dates the days, of one of moments the seconds; the other is empty.
  private let days: Buffer<Int32>
  private let seconds: Buffer<Int64>
  private let validity: Bitmap?
  private var count: Int { max(days.count, seconds.count) }

  /// Nil for a column of anything else.
  init?(_ column: Column) {
    switch column {
    case .day(let dates): (days, seconds, validity) = (dates.values, [], dates.validity)
    case .second(let moments): (days, seconds, validity) = ([], moments.values, moments.validity)
    default: return nil
    }
  }

  /// The day of a row, nil where missing.
  @inline(__always)
  subscript(row: Int) -> Int32? {
    if let validity, !validity[row] { return nil }
    return seconds.isEmpty ? days[row] : CivilDate.dayNumber(ofSecond: seconds[row])
  }

  /// Whether every row has a day.
  var isComplete: Bool { validity == nil }

  /// The rows whose day is not later than one; a row without a day as `keepsUndated` says.
  ///
  /// O(rows).
  func rows(until day: Int32, keepsUndated: Bool) -> [Int32] {
    let end = (Int64(day) + 1) * 86_400
    var rows = [Int32](repeating: 0, count: count)
    var kept = 0
    for row in 0..<count {
      let isSeen: Bool
      if let validity, !validity[row] {
        isSeen = keepsUndated
      } else {
        isSeen = seconds.isEmpty ? days[row] <= day : seconds[row] < end
      }
      rows[kept] = Int32(truncatingIfNeeded: row)
      kept &+= isSeen ? 1 : 0
    }
    rows.removeSubrange(kept...)
    return rows
  }

  /// Whether any of them lies within some days; O(rows).
  func contain(_ days: ClosedRange<Int32>) -> Bool {
    (0..<count).contains { row in self[row].map(days.contains) ?? false }
  }

  /// The first and the last of them; nil when there is none.
  var bounds: ClosedRange<Int32>? {
    var bounds: (Int32, Int32)?
    for row in 0..<count {
      guard let day = self[row] else { continue }
      bounds = bounds.map { (min($0.0, day), max($0.1, day)) } ?? (day, day)
    }
    return bounds.map { $0.0...$0.1 }
  }
}
