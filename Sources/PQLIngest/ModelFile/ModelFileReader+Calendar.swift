import PQLModel

extension ModelFileReader {
  func readCalendar(
    _ item: JSONItem, _ settings: inout ModelSettings
  ) throws(LoadFailure) {
    let keys = ["timezone", "fiscal_year_starts", "fiscal_year_named_by", "fiscal", "week_starts"]
    for member in try object(item, "calendar") {
      let path = "calendar.\(member.key)"
      switch member.key {
      case "timezone": settings.timeZone = try text(member.item, path)
      case "fiscal_year_starts":
        guard case .number(let digits) = member.item.value, let month = Int(digits),
          (1...12).contains(month)
        else { throw wanted("a month from 1 to 12", member.item, path) }
        settings.fiscalYearStarts = month
      case "fiscal_year_named_by":
        settings.fiscalYearNamedBy = try choice(
          member.item, path, BusinessCalendar.FiscalName.allCases.map { ($0.rawValue, $0) })
      case "fiscal": settings.fiscalWeeks = try fiscalWeeks(member.item, path)
      case "week_starts": settings.weekStarts = try weekday(member.item, path)
      default: throw unknownKey(member, "a setting of the calendar", keys)
      }
    }
    guard settings.fiscalWeeks == nil || settings.fiscalYearStarts == nil else {
      throw failure(item, "calendar", .fiscalYearTwice)
    }
  }

  /// Fiscal years of weeks; the day that weeks start with follows from where years end, and may be
  /// said.
  private func fiscalWeeks(_ item: JSONItem, _ path: String) throws(LoadFailure) -> FiscalWeeks {
    var (pattern, yearEnd): (FiscalWeeks.Pattern?, FiscalWeeks.YearEnd?) = (nil, nil)
    var weekStarts: Int?
    for member in try object(item, path) {
      let path = "\(path).\(member.key)"
      switch member.key {
      case "pattern":
        pattern = try choice(
          member.item, path, FiscalWeeks.Pattern.allCases.map { ($0.rawValue, $0) })
      case "week_starts": weekStarts = try weekday(member.item, path)
      case "year_ends":
        let written = try text(member.item, path)
        yearEnd = FiscalWeeks.YearEnd(written)
        guard yearEnd != nil else { throw failure(member.item, path, .noYearEnd(written)) }
      default:
        throw unknownKey(
          member, "a setting of fiscal weeks", ["pattern", "week_starts", "year_ends"])
      }
    }
    guard let pattern, let yearEnd else { throw failure(item, path, .fiscalIncomplete) }
    let start = (yearEnd.weekday + 1) % 7
    guard weekStarts ?? start == start else {
      throw failure(item, path, .weekEndsElsewhere(yearEnd.text, start: start))
    }
    return FiscalWeeks(pattern, yearEnd: yearEnd)
  }

  private func weekday(_ item: JSONItem, _ path: String) throws(LoadFailure) -> Int {
    try choice(
      item, path, BusinessCalendar.weekdays.enumerated().map { ($0.element, $0.offset) })
  }
}
