/// The lengths a calendar is cut into.
package enum NaiveGrain: String, Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, year
  case fiscalQuarter = "fiscal_quarter"
  case fiscalYear = "fiscal_year"
}

/// A piece of the calendar by its first day.
package struct NaivePeriod: Sendable, Hashable {
  package var grain: NaiveGrain
  package var first: Int
}

/// Days, counted one by one.
package struct NaiveCalendar: Sendable {
  package struct Day: Sendable, Hashable {
    package var year: Int
    package var month: Int
    package var day: Int
  }

  /// 1 through 12.
  package var fiscalYearStarts = 1
  package var isFiscalYearNamedByEnd = true
  /// What fiscal years are made of; nil where they have the months of the calendar.
  package var weeks: Weeks?
  /// 0 is Monday.
  package var weekStarts = 0

  package init() {}

  // MARK: - Counting

  /// The first year that was counted.
  private static let firstYear = 1890
  private static let counted: [Day] = {
    var days: [Day] = []
    for year in firstYear..<2130 {
      for month in 1...12 {
        for day in 1...length(year, month) { days.append(Day(year: year, month: month, day: day)) }
      }
    }
    return days
  }()
  private static let place: [Day: Int] = Dictionary(
    uniqueKeysWithValues: counted.enumerated().map { ($0.element, $0.offset) })
  private static let epoch = place[Day(year: 1970, month: 1, day: 1)] ?? 0

  package static func length(_ year: Int, _ month: Int) -> Int {
    if month == 2 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      return isLeap ? 29 : 28
    }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  package static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
    guard let place = place[Day(year: year, month: month, day: day)] else {
      fatalError("\(year)-\(month)-\(day) was not counted")
    }
    return place - epoch
  }

  package static func day(_ number: Int) -> Day { counted[number + epoch] }

  package static func day(ofSecond second: Int) -> Int {
    var day = second / 86_400
    if day * 86_400 > second { day -= 1 }
    return day
  }

  /// 0 is Monday; 1970-01-01 was a Thursday.
  package static func weekday(_ number: Int) -> Int {
    let rest = (number + 3) % 7
    return rest < 0 ? rest + 7 : rest
  }

  // MARK: - Steps

  /// The same day so many months on, or the last day of a month that is too short.
  package static func adding(months: Int, to number: Int) -> Int {
    var date = day(number)
    for _ in 0..<abs(months) {
      date.month += months < 0 ? -1 : 1
      if date.month == 0 { (date.year, date.month) = (date.year - 1, 12) }
      if date.month == 13 { (date.year, date.month) = (date.year + 1, 1) }
    }
    return Self.number(
      date.year, date.month, min(date.day, length(date.year, date.month)))
  }

  /// So many steps from working day to working day.
  package static func adding(businessDays count: Int, to number: Int) -> Int {
    var number = number
    var left = abs(count)
    while left > 0 {
      number += count < 0 ? -1 : 1
      if weekday(number) < 5 { left -= 1 }
    }
    return number
  }

  // MARK: - Pieces

  /// The piece of the calendar that holds a day: walks back to its first day.
  package func period(_ grain: NaiveGrain, holding day: Int) -> NaivePeriod {
    if let piece = pieceOfWeeks(grain, holding: day) { return piece }
    var first = day
    while !isFirst(first, grain) { first -= 1 }
    return NaivePeriod(grain: grain, first: first)
  }

  /// The piece after this one: walks on to its first day.
  package func next(_ period: NaivePeriod) -> NaivePeriod {
    if let piece = pieceOfWeeks(behind: period) { return piece }
    var first = period.first + 1
    while !isFirst(first, period.grain) { first += 1 }
    return NaivePeriod(grain: period.grain, first: first)
  }

  package func previous(_ period: NaivePeriod) -> NaivePeriod {
    self.period(period.grain, holding: period.first - 1)
  }

  private func isFirst(_ number: Int, _ grain: NaiveGrain) -> Bool {
    let date = NaiveCalendar.day(number)
    let isFiscalStart = (date.month + 12 - fiscalYearStarts) % 12
    switch grain {
    case .day: return true
    case .week: return NaiveCalendar.weekday(number) == weekStarts
    case .month: return date.day == 1
    case .quarter: return date.day == 1 && date.month % 3 == 1
    case .year: return date.day == 1 && date.month == 1
    case .fiscalQuarter: return date.day == 1 && isFiscalStart % 3 == 0
    case .fiscalYear: return date.day == 1 && isFiscalStart == 0
    }
  }

  /// The first day of the fiscal year of that name.
  package func fiscalYear(_ name: Int) -> Int {
    if weeks != nil { return fiscalYearOfWeeks(name) }
    let isLate = isFiscalYearNamedByEnd && fiscalYearStarts > 1
    return NaiveCalendar.number(isLate ? name - 1 : name, fiscalYearStarts, 1)
  }

  /// The period as it is written.
  package func text(_ period: NaivePeriod) -> String {
    let date = NaiveCalendar.day(period.first)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if pieceOfWeeks(period.grain, holding: period.first) != nil,
      let (year, number) = nameOfWeeks(period)
    {
      let piece = period.grain == .month ? "-P\(two(number))" : "-Q\(number)"
      return "FY\(year)" + (period.grain == .fiscalYear ? "" : piece)
    }
    switch period.grain {
    case .day, .week: return "\(date.year)-\(two(date.month))-\(two(date.day))"
    case .month: return "\(date.year)-\(two(date.month))"
    case .quarter: return "\(date.year)-Q\((date.month + 2) / 3)"
    case .year: return "\(date.year)"
    case .fiscalQuarter, .fiscalYear:
      let start = self.period(.fiscalYear, holding: period.first)
      let startYear = NaiveCalendar.day(start.first).year
      let isLate = isFiscalYearNamedByEnd && fiscalYearStarts > 1
      let name = "FY\(isLate ? startYear + 1 : startYear)"
      guard period.grain == .fiscalQuarter else { return name }
      var quarter = 1
      var walk = start.first
      while walk < period.first {
        walk = NaiveCalendar.adding(months: 3, to: walk)
        quarter += 1
      }
      return "\(name)-Q\(quarter)"
    }
  }
}
