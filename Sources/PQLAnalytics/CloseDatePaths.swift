package import PQLModel

/// How the expected close date of every deal moved, as the history recorded it.
package struct CloseDatePaths: Sendable {
  /// By row of the deals its changes.
  private var ranges: ChangeRanges
  private let moments: [Int64]
  /// The day that each change gave up and the one that it set, `none` for no day.
  private let before: [Int32]
  private let after: [Int32]

  /// Months are the model's, which may be fiscal ones.
  private let calendar: BusinessCalendar

  private static let none = Int32.min

  /// Nil when the data record no change of close date.
  ///
  /// O(rows of the history).
  package init?(_ model: Model) {
    guard let changes = RecordedChanges(model, of: "close_date"), let deals = model[.deals] else {
      return nil
    }
    calendar = model.calendar
    var places = [Int32](repeating: 0, count: deals.rowCount + 1)
    changes.forEachChange { _, deal, _ in places[deal + 1] += 1 }
    for deal in 0..<deals.rowCount { places[deal + 1] += places[deal] }
    var next = places
    var rows = [Int32](repeating: 0, count: Int(places[deals.rowCount]))
    changes.forEachChange { row, deal, _ in
      rows[Int(next[deal])] = Int32(row)
      next[deal] += 1
    }
    let moment = changes.at.values
    for deal in 0..<deals.rowCount {
      rows[Int(places[deal])..<Int(places[deal + 1])].sort {
        (moment[Int($0)], $0) < (moment[Int($1)], $1)
      }
    }
    moments = rows.map { moment[Int($0)] }
    after = rows.map { Self.day(changes.to, $0) }
    var before = rows.map { row in changes.from.map { Self.day($0, row) } ?? Self.none }
    for deal in 0..<deals.rowCount {
      for place in Int(places[deal])..<Int(places[deal + 1])
      where before[place] == Self.none && place > places[deal] {
        before[place] = after[place - 1]
      }
    }
    self.before = before
    ranges = ChangeRanges(places)
  }

  private static func day(_ texts: TextColumn, _ row: Int32) -> Int32 {
    let code = texts.codes[Int(row)]
    return code < 0 ? none : RecordedValue(texts.dictionary, code).day ?? none
  }

  /// The ways of some deals, nil for all, as far as they had come at a moment; O(deals + changes from
  /// then on).
  package func until(_ end: Int64, deals: [Int32]?) -> CloseDatePaths {
    var past = self
    past.ranges = ranges.until(end, records: deals, moments: moments)
    return past
  }

  /// How often a deal's close date moved to a later month.
  package func pushes(_ deal: Int) -> Int {
    ranges[deal].count { place in
      before[place] != Self.none && after[place] != Self.none
        && month(after[place]) > month(before[place])
    }
  }

  /// Whether the month of a deal's close date ever ended while the deal was open and still due in it.
  ///
  /// `due` is the close date of a deal that no change is recorded of; `today` the last day that is
  /// known; `wasOpen` tells whether the deal was there and open at the end of a day.
  package func slipped(
    _ deal: Int, due: Int32?, today: Int32, wasOpen: (Int32) -> Bool
  ) -> Bool {
    func isMissed(_ due: Int32, until moved: Int32) -> Bool {
      let end = lastDay(due)
      return end < min(today, moved) && wasOpen(end)
    }
    let changes = ranges[deal]
    guard let first = changes.first else { return due.map { isMissed($0, until: .max) } ?? false }
    if before[first] != Self.none, isMissed(before[first], until: day(of: first)) { return true }
    return changes.contains { place in
      guard after[place] != Self.none, day(of: place) <= lastDay(after[place]) else {
        return false
      }
      let isLast = place + 1 == changes.upperBound
      return isMissed(after[place], until: isLast ? .max : day(of: place + 1))
    }
  }

  private func day(of place: Int) -> Int32 { CivilDate.dayNumber(ofSecond: moments[place]) }

  private func month(_ day: Int32) -> Int32 { calendar.ordinal(of: day, grain: .month) }

  private func lastDay(_ day: Int32) -> Int32 {
    calendar.days(of: calendar.period(.month, holding: day)).end - 1
  }
}
