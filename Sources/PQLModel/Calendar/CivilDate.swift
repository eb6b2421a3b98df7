/// A day of the proleptic Gregorian calendar.
///
/// Source of the conversions: days from civil and civil from days, in eras of 400 years that begin
/// on 1 March, derived from the lengths of the Gregorian cycle (146 097 days).
package struct CivilDate: Sendable, Hashable, Comparable {
  package var year: Int
  /// 1 through 12.
  package var month: Int
  /// 1 through 31.
  package var day: Int

  /// The day numbers of the years 1 through 9999.
  package static let dayNumbers: ClosedRange<Int32> = -719_162...2_932_896

  /// The day number of a moment in seconds since 1970-01-01T00:00.
  package static func dayNumber(ofSecond second: Int64) -> Int32 {
    Int32(clamping: second / 86_400 - (second % 86_400 < 0 ? 1 : 0))
  }

  /// Makes a date without looking whether it exists.
  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date of a day number.
  package init(dayNumber: Int32) {
    let shifted = Int(dayNumber) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01, clamped to what its type holds.
  package var dayNumber: Int32 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(clamping: era * 146_097 + dayOfEra - 719_468)
  }

  /// Whether the calendar has this day, in the years 1 through 9999.
  package var isValid: Bool {
    (1...9999).contains(year) && (1...12).contains(month)
      && (1...CivilDate.dayCount(year: year, month: month)).contains(day)
  }

  /// How many days a month has; `month` is 1 through 12.
  package static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether the year has a 29 February.
  package static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  /// The same day so many months on; the day is clamped to the month (01-31 → 02-28).
  package func adding(months: Int) -> CivilDate {
    let index = year * 12 + month - 1 + months
    let newYear = Int((Double(index) / 12).rounded(.down))
    let newMonth = index - newYear * 12 + 1
    return CivilDate(
      year: newYear, month: newMonth,
      day: min(day, CivilDate.dayCount(year: newYear, month: newMonth)))
  }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// The date as `2026-06-30`.
  package var text: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

/// A number with leading zeros.
package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (number < 0 ? "-" : "") + zeros + digits
}

extension CivilDate {
  /// The day so many business days on, Monday through Friday; from a weekend the first step leads
  /// to the next business day of that direction.
  package static func adding(businessDays count: Int, to day: Int32) -> Int32 {
    guard count != 0 else { return day }
    // Day 4 (1970-01-05) was a Monday.
    var weekday = Int((Int64(day) - 4) % 7 + 7) % 7
    var start = Int(day)
    if weekday > 4 {
      start += count > 0 ? 4 - weekday : 7 - weekday
      weekday = count > 0 ? 4 : 0
    }
    let (weeks, rest) = count.quotientAndRemainder(dividingBy: 5)
    var result = start + weeks * 7 + rest
    let landed = weekday + rest
    if landed > 4 { result += 2 } else if landed < 0 { result -= 2 }
    return Int32(clamping: result)
  }
}
