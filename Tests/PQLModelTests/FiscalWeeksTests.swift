import Foundation
import PQLModel
import PQLTestSupport
import Testing

/// Fiscal years of weeks, beside years that Python found by walking over the days
/// (`Tests/Fixtures/fiscal-weeks/years.py`).
@Suite struct FiscalWeeksTests {
  struct Known: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var calendar: BusinessCalendar
    /// Each fiscal year: its name, its first day, the weeks of its months.
    var years: [(name: Int, first: Int32, weeks: [Int32])] = []
  }

  static let known: [Known] = {
    let path = Repository.root + "/Tests/Fixtures/fiscal-weeks/years.txt"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var calendars: [Known] = []
    for line in text.split(separator: "\n") {
      if let calendar = calendar(line) {
        calendars.append(Known(testDescription: String(line), calendar: calendar))
      } else if let year = year(line) {
        calendars[calendars.count - 1].years.append(year)
      }
    }
    return calendars
  }()

  /// Reads `4-5-4, saturday nearest january 31, start`.
  private static func calendar(_ line: Substring) -> BusinessCalendar? {
    let parts = line.components(separatedBy: ", ")
    guard parts.count == 3, let pattern = FiscalWeeks.Pattern(rawValue: parts[0]),
      let end = FiscalWeeks.YearEnd(parts[1]),
      let name = BusinessCalendar.FiscalName(rawValue: parts[2])
    else { return nil }
    return BusinessCalendar(
      fiscalWeeks: FiscalWeeks(pattern, yearEnd: end), fiscalYearNamedBy: name)
  }

  /// Reads `2023 2023-01-29 4 5 4 …`.
  private static func year(_ line: Substring) -> (name: Int, first: Int32, weeks: [Int32])? {
    let words = line.split(separator: " ")
    guard words.count > 12, let name = Int(words[0]) else { return nil }
    return (name, day(String(words[1])), words.dropFirst(2).compactMap { Int32($0) })
  }

  private static func day(_ text: String) -> Int32 {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return CivilDate(year: parts[0], month: parts[1], day: parts[2]).dayNumber
  }

  private func range(_ calendar: BusinessCalendar, _ grain: Grain, _ day: String) -> String {
    let days = calendar.days(of: calendar.period(grain, holding: Self.day(day)))
    return CivilDate(dayNumber: days.start).text + " "
      + CivilDate(dayNumber: days.end - 1).text
  }

  @Test func `there are years to compare with`() {
    #expect(Self.known.map(\.years.count) == [Int](repeating: 71, count: 8))
  }

  @Test(arguments: known)
  func `each day lies in the periods that Python has it in`(known: Known) {
    let calendar = known.calendar
    var wrong: [String] = []
    for year in known.years {
      var first = year.first
      for (month, weeks) in year.weeks.enumerated() {
        let days = DayRange(start: first, end: first + weeks * 7)
        let number = month + 1
        let name = "FY\(year.name)-P\(number < 10 ? "0" : "")\(number)"
        let ordinal = Int32(year.name * year.weeks.count + month)
        let quarter = Int32(year.name * 4 + min(month / 3, 3))
        let period = calendar.fiscalMonth(number, in: year.name)
        let isRight =
          period?.ordinal == ordinal && period.map(calendar.text) == name
          && period.map(calendar.days) == days
          && (days.start..<days.end).allSatisfy { day in
            calendar.ordinal(of: day, grain: .month) == ordinal
              && calendar.ordinal(of: day, grain: .fiscalQuarter) == quarter
              && calendar.ordinal(of: day, grain: .fiscalYear) == Int32(year.name)
          }
        if !isRight { wrong.append(name) }
        first = days.end
      }
    }
    #expect(wrong.isEmpty)
  }

  // MARK: - Calendars that are published

  /// The calendar of the National Retail Federation, and its years of 53 weeks.
  @Test func `the retail calendar is that of the National Retail Federation`() throws {
    let calendar = try #require(Self.known.first).calendar
    #expect(range(calendar, .fiscalYear, "2023-06-30") == "2023-01-29 2024-02-03")
    #expect(range(calendar, .fiscalYear, "2024-06-30") == "2024-02-04 2025-02-01")
    #expect(range(calendar, .month, "2024-02-03") == "2023-12-31 2024-02-03")
    let long = (1995...2024).filter { year in
      let days = calendar.days(of: Period(grain: .fiscalYear, ordinal: Int32(year)))
      return days.end - days.start == 371
    }
    #expect(long == [1995, 2000, 2006, 2012, 2017, 2023])
  }

  /// The years of Apple's annual reports; in those of 53 weeks Apple lengthens another quarter.
  @Test func `a year may end on the last Saturday of September`() {
    let calendar = Self.known[1].calendar
    #expect(range(calendar, .fiscalYear, "2022-06-30") == "2021-09-26 2022-09-24")
    #expect(range(calendar, .fiscalYear, "2023-06-30") == "2022-09-25 2023-09-30")
    #expect(range(calendar, .fiscalYear, "2024-06-30") == "2023-10-01 2024-09-28")
    #expect(range(calendar, .fiscalQuarter, "2024-01-31") == "2023-12-31 2024-03-30")
  }

  // MARK: - Laws

  /// Each weekday at the last of its kind in each month, and nearest to its first and its 28th.
  static let ends: [FiscalWeeks.YearEnd] = BusinessCalendar.months.flatMap { month in
    BusinessCalendar.weekdays.flatMap { day in
      ["last \(day) of \(month)", "\(day) nearest \(month) 1", "\(day) nearest \(month) 28"]
        .compactMap { FiscalWeeks.YearEnd($0) }
    }
  }

  @Test func `there are ends of every kind`() { #expect(Self.ends.count == 12 * 7 * 3) }

  @Test(arguments: FiscalWeeks.Pattern.allCases, BusinessCalendar.FiscalName.allCases)
  func `periods tile, and longer ones are made of shorter ones`(
    pattern: FiscalWeeks.Pattern, name: BusinessCalendar.FiscalName
  ) {
    // A quarter of the ends each, all of them between the patterns.
    let turn = FiscalWeeks.Pattern.allCases.firstIndex(of: pattern) ?? 0
    for (index, end) in Self.ends.enumerated() where index % 4 == turn {
      let calendar = BusinessCalendar(
        fiscalWeeks: FiscalWeeks(pattern, yearEnd: end), fiscalYearNamedBy: name)
      let years = pieces(.fiscalYear, calendar)
      let quarters = pieces(.fiscalQuarter, calendar)
      let months = pieces(.month, calendar)
      #expect(years.allSatisfy { [364, 371].contains($0.end - $0.start) }, "\(end.text)")
      let perYear = pattern == .thirteen ? 13 : 12
      #expect(firsts(months, of: perYear) == years.map(\.start), "\(end.text)")
      #expect(firsts(quarters, of: 4) == years.map(\.start), "\(end.text)")
      #expect(Set(quarters.map(\.start)).isSubset(of: months.map(\.start)), "\(end.text)")
    }
  }

  /// The periods of the fiscal years 1990 through 2060, one behind the other, each with its own days.
  private func pieces(_ grain: Grain, _ calendar: BusinessCalendar) -> [DayRange] {
    let first = calendar.days(of: Period(grain: .fiscalYear, ordinal: 1990)).start
    let end = calendar.days(of: Period(grain: .fiscalYear, ordinal: 2061)).start
    var pieces: [DayRange] = []
    var next = first
    while next < end {
      let period = calendar.period(grain, holding: next)
      let days = calendar.days(of: period)
      guard days.start == next, days.end > next, (days.end - days.start) % 7 == 0,
        calendar.period(grain, holding: days.end - 1) == period,
        calendar.ordinal(of: days.end, grain: grain) == period.ordinal + 1
      else {
        Issue.record("\(calendar.text(of: period)) does not follow on the one before")
        break
      }
      pieces.append(days)
      next = days.end
    }
    #expect(next == end)
    return pieces
  }

  private func firsts(_ pieces: [DayRange], of count: Int) -> [Int32] {
    stride(from: 0, to: pieces.count, by: count).map { pieces[$0].start }
  }

  @Test func `what is not called fiscal is the calendar's`() throws {
    let weeks = try #require(Self.known.first).calendar
    let plain = BusinessCalendar()
    for day in Int32(15_000)..<16_000 {
      for grain in [Grain.day, .week, .quarter, .year] {
        #expect(weeks.period(grain, holding: day) == plain.period(grain, holding: day))
      }
    }
    #expect(weeks.days(ofCalendarMonth: 2, in: 2024) == plain.days(ofCalendarMonth: 2, in: 2024))
  }

  @Test func `the ends of the calendar have periods`() {
    for known in Self.known {
      for day in [CivilDate.dayNumbers.lowerBound, CivilDate.dayNumbers.upperBound] {
        let period = known.calendar.period(.month, holding: day)
        #expect(known.calendar.days(of: period).contains(day))
      }
    }
  }

  // MARK: - Words

  @Test(arguments: ends)
  func `an end is written as it is read`(end: FiscalWeeks.YearEnd) {
    #expect(FiscalWeeks.YearEnd(end.text.uppercased()) == end)
  }

  @Test(arguments: [
    "", "saturday", "last saturday", "last caturday of january", "last saturday of feb",
    "last saturday in january", "saturday nearest january", "saturday nearest january 0",
    "saturday nearest june 31", "saturday nearest february 29", "saturday nearest 31 january",
    "saturday near january 31", "the last saturday of january",
  ])
  func `what is no end is none`(text: String) { #expect(FiscalWeeks.YearEnd(text) == nil) }

  // MARK: - Fiscal years of months

  @Test func `without weeks fiscal months are those of the calendar`() {
    let calendar = BusinessCalendar(fiscalYearStarts: 4)
    #expect(calendar.fiscalMonth(3, in: 2027).map(calendar.text) == "2026-06")
    #expect(calendar.fiscalMonth(12, in: 2027).map(calendar.text) == "2027-03")
    #expect(calendar.fiscalMonth(13, in: 2027) == nil)
    #expect(calendar.fiscalMonth(0, in: 2027) == nil)
  }
}
