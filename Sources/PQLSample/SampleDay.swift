/// A day of the Gregorian calendar, counted from 1970-01-01.
package struct SampleDay: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01.
  package let number: Int

  /// The day that the sample is fresh to unless another is asked for.
  package static let freshTo = SampleDay(year: 2026, month: 6, day: 30)

  /// The day so many days after 1970-01-01.
  package init(number: Int) { self.number = number }

  /// The day of a date; a month past 12 or a day past the month's end runs on into the next.
  ///
  /// Source: Howard Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil).
  package init(year: Int, month: Int, day: Int) {
    let months = year * 12 + month - 1
    let civilYear = Self.floored(months, by: 12)
    let civilMonth = months - civilYear * 12 + 1
    let shifted = civilMonth <= 2 ? civilYear - 1 : civilYear
    let era = Self.floored(shifted, by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (civilMonth > 2 ? civilMonth - 3 : civilMonth + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// The year, the month and the day of the month.
  ///
  /// Source: Hinnant's civil_from_days.
  package var date: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = Self.floored(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// 0 for a Monday up to 6 for a Sunday.
  var weekday: Int { number + 3 - Self.floored(number + 3, by: 7) * 7 }

  /// Quarters since the year 0; calendar and fiscal quarters fall together, as both begin in April.
  var quarter: Int {
    let date = date
    return date.year * 4 + (date.month - 1) / 3
  }

  /// The same day, or the Monday after it when it falls on a weekend.
  var workday: SampleDay { weekday < 5 ? self : self + (7 - weekday) }

  /// The last day of the same month.
  var endOfMonth: SampleDay {
    let date = date
    return SampleDay(year: date.year, month: date.month + 1, day: 1) - 1
  }

  /// The first day of a quarter counted from the year 0.
  static func start(ofQuarter quarter: Int) -> SampleDay {
    SampleDay(year: quarter / 4, month: quarter % 4 * 3 + 1, day: 1)
  }

  package static func < (left: SampleDay, right: SampleDay) -> Bool { left.number < right.number }

  static func + (day: SampleDay, days: Int) -> SampleDay { SampleDay(number: day.number + days) }

  static func - (day: SampleDay, days: Int) -> SampleDay { SampleDay(number: day.number - days) }

  static func - (left: SampleDay, right: SampleDay) -> Int { left.number - right.number }

  private static func floored(_ value: Int, by divisor: Int) -> Int {
    value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
  }
}
