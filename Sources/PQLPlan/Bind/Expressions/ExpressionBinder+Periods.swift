package import PQLModel
import PQLSyntax

/// A stretch of days and how it was named.
package struct ResolvedPeriod: Sendable, Hashable {
  package var range: DayRange
  package var text: String

  package init(range: DayRange, text: String) {
    self.range = range
    self.text = text
  }
}

extension ExpressionBinder {
  /// Binds what stands behind `during`, `vs` or a date's `in`.
  mutating func resolvePeriod(_ expression: Expression) throws(Reported) -> ResolvedPeriod {
    // Also where a day in it was refused: what else may stand here is told as well.
    let found = isPeriod(expression) ? try dayRange(expression) : (try? dayRange(expression)) ?? nil
    guard let range = found else {
      throw report(.periodExpected(text(of: expression), expression.span))
    }
    guard range.start < range.end else {
      throw report(.emptyPeriod(text(of: expression), expression.span))
    }
    return ResolvedPeriod(range: range, text: text(of: expression))
  }

  /// Whether the expression can only be a period.
  func isPeriod(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .period, .relativePeriod: true
    case .parenthesized(let inner): isPeriod(inner)
    default: false
    }
  }

  /// The days of a period, a single day, or a range of either.
  private mutating func dayRange(_ expression: Expression) throws(Reported) -> DayRange? {
    switch expression.kind {
    case .parenthesized(let inner): return try dayRange(inner)
    case .number(let year) where year == year.rounded() && (1...9999).contains(year):
      return model.calendar.days(of: Period(grain: .year, ordinal: Int32(year)))
    // A month of the calendar is a stretch of days also where months are fiscal.
    case .period(.month(let year, let month)):
      return model.calendar.days(ofCalendarMonth: month, in: year)
    case .period(let literal):
      return model.calendar.days(of: try period(literal, expression))
    case .relativePeriod(let relative, let count, let unit):
      return days(of: relative, count, unit)
    case .range(let low, let high, let includesEnd):
      guard let first = try dayRange(low), let last = try dayRange(high) else { return nil }
      return DayRange(start: first.start, end: includesEnd ? last.end : last.start)
    case .parameter(let name):
      guard case .date(let day)? = environment.parameters[name.text]?.value else { return nil }
      return DayRange(start: day, end: day + 1)
    default: return try resolveDay(expression).map { DayRange(start: $0, end: $0 + 1) }
    }
  }

  private func days(of relative: RelativePeriod, _ count: Int, _ unit: PeriodUnit) -> DayRange? {
    guard (1...100_000).contains(count) else { return nil }
    let grain = unit.grain
    let current = model.calendar.ordinal(of: today, grain: grain)
    let steps = Int32(count)
    switch relative {
    case .this: return pieces(grain, current, current + 1)
    case .last: return pieces(grain, current - steps, current)
    case .next: return pieces(grain, current + 1, current + 1 + steps)
    case .past:
      let months = unit.monthCount
      let start =
        months == 0
        ? today - steps * (unit == .week ? 7 : 1) + 1
        : CivilDate(dayNumber: today).adding(months: -months * count).dayNumber + 1
      return DayRange(start: start, end: today + 1)
    }
  }

  private func pieces(_ grain: Grain, _ first: Int32, _ end: Int32) -> DayRange {
    DayRange(
      start: model.calendar.days(of: Period(grain: grain, ordinal: first)).start,
      end: model.calendar.days(of: Period(grain: grain, ordinal: end)).start)
  }

  /// The rows of an entity whose date lies in a period: the condition, and the name of the date.
  mutating func condition(
    during period: Expression, on date: Expression?, in place: Place, keyword: Span
  ) throws(Reported) -> (term: Term, period: ResolvedPeriod, date: DateBasis) {
    let resolved = try resolvePeriod(period)
    let basis = try dateBasis(on: date, in: place, keyword: keyword)
    return (basis.condition(resolved.range), resolved, basis)
  }

  /// The date that `during` and `per` go by.
  mutating func dateBasis(on date: Expression?, in place: Place, keyword: Span) throws(Reported)
    -> DateBasis
  {
    if let date {
      let term = try resolveValue(date, in: place)
      guard term.type == .date || term.type == .timestamp else {
        throw report(.dateExpected(text(of: date), term.type, date.span))
      }
      return DateBasis(term: term, name: text(of: date), until: nil)
    }
    guard let entity = place.scope.entity, let basis = names.usualDate(of: entity, place.dates)
    else {
      throw report(.noDateToUse(place.scope.entity, keyword))
    }
    return basis
  }
}

extension PeriodUnit {
  /// Months in the unit; 0 for days and weeks.
  fileprivate var monthCount: Int {
    switch self {
    case .day, .week: 0
    case .month: 1
    case .quarter, .fiscalQuarter: 3
    case .year, .fiscalYear: 12
    }
  }
}
