/// Fiscal years of weeks, found by walking.
extension NaiveCalendar {
  package struct Weeks: Sendable {
    /// As `4-4-5` or `13x4`.
    package var pattern: String
    /// 0 is Monday.
    package var weekday: Int
    package var month: Int
    /// The day of the month that years end nearest to; nil for the month's last such weekday.
    package var nearest: Int?

    package init(pattern: String, weekday: Int, month: Int, nearest: Int?) {
      self.pattern = pattern
      self.weekday = weekday
      self.month = month
      self.nearest = nearest
    }
  }

  /// The piece of a year of weeks that holds a day; nil for grains that are the calendar's.
  func pieceOfWeeks(_ grain: NaiveGrain, holding day: Int) -> NaivePeriod? {
    guard let weeks, [.month, .fiscalQuarter, .fiscalYear].contains(grain) else { return nil }
    let firsts = weeks.firsts(grain, ofYearHolding: day)
    return NaivePeriod(grain: grain, first: firsts.last { $0 <= day } ?? day)
  }

  /// The piece after one of a year of weeks: walks on week by week.
  func pieceOfWeeks(behind period: NaivePeriod) -> NaivePeriod? {
    var first = period.first
    while let piece = pieceOfWeeks(period.grain, holding: first) {
      if piece != period { return piece }
      first += 7
    }
    return nil
  }

  /// The fiscal year of weeks that holds a day, as it is written, and the number of the piece of a
  /// grain in it.
  func nameOfWeeks(_ period: NaivePeriod) -> (year: Int, number: Int)? {
    guard let weeks else { return nil }
    let firsts = weeks.firsts(period.grain, ofYearHolding: period.first)
    var last = period.first
    while weeks.end(last) == nil { last += 1 }
    let before = firsts[0] - 1
    let place = isFiscalYearNamedByEnd ? weeks.end(last) : weeks.end(before).map { $0 + 1 }
    let number = (firsts.firstIndex(of: period.first) ?? 0) + 1
    return place.map { (NaiveCalendar.day($0).year, number) }
  }

  /// The first day of the fiscal year of weeks of that name.
  func fiscalYearOfWeeks(_ name: Int) -> Int {
    var year = period(.fiscalYear, holding: NaiveCalendar.number(name - 2, 7, 1))
    while let found = nameOfWeeks(year), found.year < name { year = next(year) }
    return year.first
  }
}

extension NaiveCalendar.Weeks {
  /// The day of the calendar that a year ends at by ending on this day; nil where none ends.
  fileprivate func end(_ day: Int) -> Int? {
    guard NaiveCalendar.weekday(day) == weekday else { return nil }
    if let nearest {
      return (day - 3...day + 3).first { place in
        let date = NaiveCalendar.day(place)
        return date.month == month && date.day == nearest
      }
    }
    let date = NaiveCalendar.day(day)
    guard date.month == month, NaiveCalendar.day(day + 7).month != month else { return nil }
    return NaiveCalendar.number(date.year, month, NaiveCalendar.length(date.year, month))
  }

  /// The first days of the pieces of a year.
  fileprivate func firsts(_ grain: NaiveGrain, ofYearHolding day: Int) -> [Int] {
    var first = day
    while end(first - 1) == nil { first -= 1 }
    if grain == .fiscalYear { return [first] }
    let months = pattern == "13x4" ? [4] : pattern.split(separator: "-").compactMap { Int($0) }
    var firsts: [Int] = []
    for month in 0..<(pattern == "13x4" ? 13 : 12) {
      firsts.append(first)
      first += 7 * months[month % months.count]
    }
    return grain == .month ? firsts : [0, 3, 6, 9].map { firsts[$0] }
  }
}
