/// How a business counts its time: where weeks and fiscal years begin, and what they are called.
package struct BusinessCalendar: Sendable, Hashable {
  /// The year a fiscal year is named by.
  package enum FiscalName: String, Sendable, CaseIterable {
    case start, end
  }

  /// The name of the time zone, as `Europe/Amsterdam`.
  package var timeZone: String
  /// 1 through 12.
  package var fiscalYearStarts: Int
  package var fiscalYearNamedBy: FiscalName
  /// 0 is Monday, 6 is Sunday.
  package var weekStarts: Int

  package init(
    timeZone: String = "UTC", fiscalYearStarts: Int = 1, fiscalYearNamedBy: FiscalName = .end,
    weekStarts: Int = 0
  ) {
    self.timeZone = timeZone
    self.fiscalYearStarts = fiscalYearStarts
    self.fiscalYearNamedBy = fiscalYearNamedBy
    self.weekStarts = weekStarts
  }

  /// The names of the days a week may start with, Monday first.
  package static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// The ordinal of the period of `grain` that holds `day`.
  package func ordinal(of day: Int32, grain: Grain) -> Int32 {
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

  /// The period of `grain` that holds `day`.
  package func period(_ grain: Grain, holding day: Int32) -> Period {
    Period(grain: grain, ordinal: ordinal(of: day, grain: grain))
  }

  /// The period's token: `2026-06`, `2026-Q3`, `FY2026-Q1`; a week is named by its first day.
  package func text(of period: Period) -> String {
    let ordinal = Int(period.ordinal)
    let quarterYear = Int(floorDivided(ordinal, 4))
    let quarter = ordinal - quarterYear * 4 + 1
    switch period.grain {
    case .day, .week: return CivilDate(dayNumber: days(of: period).start).text
    case .month:
      let year = Int(floorDivided(ordinal, 12))
      return "\(padded(year, 4))-\(padded(ordinal - year * 12 + 1, 2))"
    case .quarter: return "\(padded(quarterYear, 4))-Q\(quarter)"
    case .year: return padded(ordinal, 4)
    case .fiscalQuarter: return "FY\(padded(quarterYear, 4))-Q\(quarter)"
    case .fiscalYear: return "FY\(padded(ordinal, 4))"
    }
  }

  /// Months since the start of the fiscal year named 0.
  private func monthsIntoFiscal(_ date: CivilDate) -> Int {
    date.year * 12 + date.month - 1 - fiscalOffset
  }

  /// The month index (`year * 12 + month - 1`) at which the fiscal year named 0 begins.
  private var fiscalOffset: Int {
    let startsLate = fiscalYearStarts > 1 && fiscalYearNamedBy == .end
    return fiscalYearStarts - 1 - (startsLate ? 12 : 0)
  }

  private func firstDay(_ grain: Grain, _ ordinal: Int) -> Int32 {
    switch grain {
    case .day: Int32(clamping: ordinal)
    case .week: Int32(clamping: ordinal * 7 - 3 + weekStarts)
    case .month: firstDay(ofMonthIndex: ordinal)
    case .quarter: firstDay(ofMonthIndex: ordinal * 3)
    case .year: firstDay(ofMonthIndex: ordinal * 12)
    case .fiscalQuarter: firstDay(ofMonthIndex: ordinal * 3 + fiscalOffset)
    case .fiscalYear: firstDay(ofMonthIndex: ordinal * 12 + fiscalOffset)
    }
  }

  private func firstDay(ofMonthIndex index: Int) -> Int32 {
    let year = Int(floorDivided(index, 12))
    return CivilDate(year: year, month: index - year * 12 + 1, day: 1).dayNumber
  }
}

/// The quotient rounded towards minus infinity.
private func floorDivided(_ value: Int, _ divisor: Int) -> Int32 {
  Int32((value - (value % divisor + divisor) % divisor) / divisor)
}
