/// Fiscal years of whole weeks: 52 of them, or 53 where the weeks have fallen behind the calendar.
///
/// A year ends on one day of the week, at one place of the calendar, and the next begins on the day
/// after. Weeks make months and months quarters, the same way in each year; a 53rd week goes to the
/// last month. Years are counted here by the calendar year that they end in, or were to end in:
/// where the end is the Saturday nearest to 31 December, it may be a day of January.
///
/// Source: 26 U.S. Code § 441(f), the two ways in which a year of 52 or 53 weeks may end; the 4-5-4
/// calendar of the National Retail Federation.
package struct FiscalWeeks: Sendable, Hashable {
  package var pattern: Pattern
  package var yearEnd: YearEnd

  package init(_ pattern: Pattern, yearEnd: YearEnd) {
    self.pattern = pattern
    self.yearEnd = yearEnd
  }

  /// Months in a year.
  var monthCount: Int { pattern == .thirteen ? 13 : 12 }

  /// The year that holds a day.
  func year(holding day: Int32) -> Int {
    // Where years end about New Year, the one that ends with a calendar year may end in the next.
    var year = CivilDate(dayNumber: day).year - 1
    while yearEnd.day(in: year) < day { year += 1 }
    return year
  }

  /// The first day of a year.
  func firstDay(of year: Int) -> Int32 { yearEnd.day(in: year - 1) + 1 }

  /// The first day of a month; `month` counts from 0.
  func firstDay(ofMonth month: Int, in year: Int) -> Int32 {
    let quarter = pattern.quarter(ofMonth: month)
    let week = quarter * pattern.quarterWeeks + pattern.monthStarts[month - quarter * 3]
    return firstDay(of: year) + Int32(week * 7)
  }

  /// The month that holds a day, and its quarter, both from 0.
  func month(holding day: Int32, in year: Int) -> (month: Int, quarter: Int) {
    let week = Int(day - firstDay(of: year)) / 7
    let quarter = min(week / pattern.quarterWeeks, 3)
    let weekOfQuarter = week - quarter * pattern.quarterWeeks
    let month = pattern.monthStarts.lastIndex { $0 <= weekOfQuarter } ?? 0
    return (quarter * 3 + month, quarter)
  }

  /// As `4-5-4, to the saturday nearest january 31`.
  var text: String { "\(pattern.rawValue), to the \(yearEnd.text)" }
}

extension FiscalWeeks {
  /// How weeks make months.
  package enum Pattern: String, Sendable, Hashable, CaseIterable {
    case fourFourFive = "4-4-5"
    case fourFiveFour = "4-5-4"
    case fiveFourFour = "5-4-4"
    /// thirteen months of four weeks, the last four of them in one quarter
    case thirteen = "13x4"

    /// The weeks of a quarter but for the last, which has the rest of the year.
    var quarterWeeks: Int { self == .thirteen ? 12 : 13 }

    /// The weeks of a quarter before each of its months; only the last quarter can have four.
    var monthStarts: [Int] {
      switch self {
      case .fourFourFive: [0, 4, 8]
      case .fourFiveFour: [0, 4, 9]
      case .fiveFourFour: [0, 5, 9]
      case .thirteen: [0, 4, 8, 12]
      }
    }

    /// Both count from 0.
    func quarter(ofMonth month: Int) -> Int { min(month / 3, 3) }
  }

  /// Where years end.
  package struct YearEnd: Sendable, Hashable {
    /// 0 is Monday, 6 is Sunday.
    package let weekday: Int
    /// 1 through 12.
    package let month: Int
    /// The day of the month that the end lies nearest to; nil for the month's last such weekday.
    package let nearest: Int?

    /// Reads `last saturday of january` or `saturday nearest january 31`; a 29 February is none,
    /// because most years lack it.
    package init?(_ text: String) {
      let words = text.lowercased().split(separator: " ").map(String.init)
      guard words.count == 4 else { return nil }
      let isLast = words[0] == "last" && words[2] == "of"
      guard isLast || words[1] == "nearest",
        let weekday = BusinessCalendar.weekdays.firstIndex(of: words[isLast ? 1 : 0]),
        let month = BusinessCalendar.months.firstIndex(of: words[isLast ? 3 : 2]).map({ $0 + 1 })
      else { return nil }
      self.weekday = weekday
      self.month = month
      nearest = isLast ? nil : Int(words[3])
      // Of a year without a 29 February.
      let days = 1...CivilDate.dayCount(year: 2001, month: month)
      guard isLast || nearest.map(days.contains) == true else { return nil }
    }

    /// As it is written in a model file.
    package var text: String {
      let day = BusinessCalendar.weekdays[weekday]
      let name = BusinessCalendar.months[month - 1]
      return nearest.map { "\(day) nearest \(name) \($0)" } ?? "last \(day) of \(name)"
    }

    /// Whether years end with December, so that they begin and end in the same year.
    var isDecember: Bool { month == 12 && (nearest ?? 31) == 31 }

    /// The last day of the fiscal year that ends in a calendar year.
    func day(in year: Int) -> Int32 {
      let length = CivilDate.dayCount(year: year, month: month)
      let target = CivilDate(year: year, month: month, day: nearest ?? length).dayNumber
      let latest = nearest == nil ? target : target + 3
      // Day 4 (1970-01-05) was a Monday.
      let daysPast = ((Int(latest) - 4 - weekday) % 7 + 7) % 7
      return latest - Int32(daysPast)
    }
  }
}
