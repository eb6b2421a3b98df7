/// How a business counts its time: where weeks and fiscal years begin, and what they are called.
package struct BusinessCalendar: Sendable, Hashable {
  /// The year a fiscal year is named by.
  package enum FiscalName: String, Sendable, CaseIterable {
    case start, end
  }

  /// The name of the time zone, as `Europe/Amsterdam`.
  package var timeZone: String
  /// 1 through 12; says nothing where fiscal years are made of weeks.
  package var fiscalYearStarts: Int
  /// Weeks that make the fiscal years, quarters and months; nil where these go by the months of the
  /// calendar.
  package var fiscalWeeks: FiscalWeeks?
  package var fiscalYearNamedBy: FiscalName
  /// 0 is Monday, 6 is Sunday.
  package var weekStarts: Int

  package init(
    timeZone: String = "UTC", fiscalYearStarts: Int = 1, fiscalWeeks: FiscalWeeks? = nil,
    fiscalYearNamedBy: FiscalName = .end, weekStarts: Int = 0
  ) {
    self.timeZone = timeZone
    self.fiscalYearStarts = fiscalYearStarts
    self.fiscalWeeks = fiscalWeeks
    self.fiscalYearNamedBy = fiscalYearNamedBy
    self.weekStarts = weekStarts
  }

  /// The names of the days a week may start with, Monday first.
  package static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// The names of the months of the calendar.
  package static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// How the fiscal year lies, in words.
  package var fiscalText: String {
    fiscalWeeks.map { "fiscal year of weeks, \($0.text)" }
      ?? "fiscal year from month \(fiscalYearStarts)"
  }

  // MARK: - Days and periods

  /// The ordinal of the period of `grain` that holds `day`.
  package func ordinal(of day: Int32, grain: Grain) -> Int32 {
    if let weeks = weeks(making: grain) { return ordinal(of: day, grain: grain, weeks) }
    switch grain {
    case .day: return day
    // Day 0 was a Thursday, the fourth day of a week that starts on Monday.
    case .week: return floorDivided(Int(day) + 3 - weekStarts, 7)
    case .month, .quarter, .year:
      let date = CivilDate(dayNumber: day)
      return switch grain {
      case .month: Int32(date.year * 12 + date.month - 1)
      case .quarter: Int32(date.year * 4 + (date.month - 1) / 3)
      default: Int32(date.year)
      }
    case .fiscalQuarter, .fiscalYear:
      let fiscalMonth = monthsIntoFiscal(CivilDate(dayNumber: day))
      return grain == .fiscalYear
        ? floorDivided(fiscalMonth, 12) : floorDivided(fiscalMonth, 3)
    }
  }

  /// The days of a period.
  package func days(of period: Period) -> DayRange {
    DayRange(
      start: firstDay(period.grain, Int(period.ordinal)),
      end: firstDay(period.grain, Int(period.ordinal) + 1))
  }

  /// The days of a month of the calendar, also where the business has months of its own.
  package func days(ofCalendarMonth month: Int, in year: Int) -> DayRange {
    let index = year * 12 + month - 1
    return DayRange(
      start: firstDay(ofMonthIndex: index), end: firstDay(ofMonthIndex: index + 1))
  }

  /// The period of `grain` that holds `day`.
  package func period(_ grain: Grain, holding day: Int32) -> Period {
    Period(grain: grain, ordinal: ordinal(of: day, grain: grain))
  }

  /// The month of a fiscal year that `FY2026-P03` names; nil where years have fewer.
  package func fiscalMonth(_ number: Int, in year: Int) -> Period? {
    guard (1...fiscalMonthCount).contains(number) else { return nil }
    let first = year * fiscalMonthCount + (fiscalWeeks == nil ? fiscalOffset : 0)
    return Period(grain: .month, ordinal: Int32(first + number - 1))
  }

  /// The months of a fiscal year: 12, or 13 of four weeks.
  package var fiscalMonthCount: Int { fiscalWeeks?.monthCount ?? 12 }

  /// The period's token: `2026-06`, `2026-Q3`, `FY2026-Q1`; a week is named by its first day, a
  /// month of fiscal weeks by its number in the year, as `FY2026-P03`.
  package func text(of period: Period) -> String {
    let ordinal = Int(period.ordinal)
    let quarterYear = Int(floorDivided(ordinal, 4))
    let quarter = ordinal - quarterYear * 4 + 1
    switch period.grain {
    case .day, .week: return CivilDate(dayNumber: days(of: period).start).text
    case .month:
      let year = Int(floorDivided(ordinal, fiscalMonthCount))
      let month = padded(ordinal - year * fiscalMonthCount + 1, 2)
      return fiscalWeeks == nil ? "\(padded(year, 4))-\(month)" : "FY\(padded(year, 4))-P\(month)"
    case .quarter: return "\(padded(quarterYear, 4))-Q\(quarter)"
    case .year: return padded(ordinal, 4)
    case .fiscalQuarter: return "FY\(padded(quarterYear, 4))-Q\(quarter)"
    case .fiscalYear: return "FY\(padded(ordinal, 4))"
    }
  }

  private func firstDay(_ grain: Grain, _ ordinal: Int) -> Int32 {
    if let weeks = weeks(making: grain) { return firstDay(grain, ordinal, weeks) }
    return switch grain {
    case .day: Int32(clamping: ordinal)
    case .week: Int32(clamping: ordinal * 7 - 3 + weekStarts)
    case .month: firstDay(ofMonthIndex: ordinal)
    case .quarter: firstDay(ofMonthIndex: ordinal * 3)
    case .year: firstDay(ofMonthIndex: ordinal * 12)
    case .fiscalQuarter: firstDay(ofMonthIndex: ordinal * 3 + fiscalOffset)
    case .fiscalYear: firstDay(ofMonthIndex: ordinal * 12 + fiscalOffset)
    }
  }
}

/// Fiscal years of months of the calendar.
extension BusinessCalendar {
  /// Months since the start of the fiscal year named 0.
  private func monthsIntoFiscal(_ date: CivilDate) -> Int {
    date.year * 12 + date.month - 1 - fiscalOffset
  }

  /// The month index (`year * 12 + month - 1`) at which the fiscal year named 0 begins.
  private var fiscalOffset: Int {
    let startsLate = fiscalYearStarts > 1 && fiscalYearNamedBy == .end
    return fiscalYearStarts - 1 - (startsLate ? 12 : 0)
  }

  private func firstDay(ofMonthIndex index: Int) -> Int32 {
    let year = Int(floorDivided(index, 12))
    return CivilDate(year: year, month: index - year * 12 + 1, day: 1).dayNumber
  }
}

/// Fiscal years of weeks.
extension BusinessCalendar {
  /// The weeks that periods of a grain are made of; nil for those of the calendar.
  ///
  /// Quarters and years that are not called fiscal stay the calendar's; of months a business has
  /// one kind.
  private func weeks(making grain: Grain) -> FiscalWeeks? {
    switch grain {
    case .month, .fiscalQuarter, .fiscalYear: fiscalWeeks
    case .day, .week, .quarter, .year: nil
    }
  }

  private func ordinal(of day: Int32, grain: Grain, _ weeks: FiscalWeeks) -> Int32 {
    let year = weeks.year(holding: day)
    let (month, quarter) = weeks.month(holding: day, in: year)
    let name = year - yearsPastName(weeks)
    return switch grain {
    case .month: Int32(name * weeks.monthCount + month)
    case .fiscalQuarter: Int32(name * 4 + quarter)
    default: Int32(name)
    }
  }

  private func firstDay(_ grain: Grain, _ ordinal: Int, _ weeks: FiscalWeeks) -> Int32 {
    let count =
      switch grain {
      case .month: weeks.monthCount
      case .fiscalQuarter: 4
      default: 1
      }
    let name = Int(floorDivided(ordinal, count))
    let piece = ordinal - name * count
    // Each quarter begins three months after the one before it, also where the last has four.
    return weeks.firstDay(
      ofMonth: grain == .month ? piece : piece * 3, in: name + yearsPastName(weeks))
  }

  /// By how much the year in which a fiscal year ends is past its name.
  private func yearsPastName(_ weeks: FiscalWeeks) -> Int {
    fiscalYearNamedBy == .start && !weeks.yearEnd.isDecember ? 1 : 0
  }
}

/// The quotient rounded towards minus infinity.
private func floorDivided(_ value: Int, _ divisor: Int) -> Int32 {
  Int32((value - (value % divisor + divisor) % divisor) / divisor)
}
