/// The lengths a calendar is cut into.
package enum Grain: String, Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, year
  case fiscalQuarter = "fiscal_quarter"
  case fiscalYear = "fiscal_year"
}

/// One piece of the calendar: the `ordinal`th of its grain.
///
/// Ordinals count days and weeks since 1970, months since year 0 (`year * 12 + month - 1`),
/// quarters likewise, years by number; fiscal ones by the fiscal year's own name. Where fiscal years
/// are made of weeks so are the months: `year * 12 + month - 1`, or 13, of the fiscal year.
package struct Period: Sendable, Hashable {
  package var grain: Grain
  package var ordinal: Int32

  package init(grain: Grain, ordinal: Int32) {
    self.grain = grain
    self.ordinal = ordinal
  }
}

/// Days from `start` up to, and without, `end`.
package struct DayRange: Sendable, Hashable {
  package var start: Int32
  package var end: Int32

  package init(start: Int32, end: Int32) {
    self.start = start
    self.end = end
  }

  /// Whether the day lies inside.
  package func contains(_ day: Int32) -> Bool { day >= start && day < end }
}
