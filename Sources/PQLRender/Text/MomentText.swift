import PQLModel

/// Days, timestamps and periods as their tokens.
enum MomentText {
  /// A date as `2026-06-30`, or the period of that ordinal as `2026-Q3`.
  static func token(day: Int32, type: ValueType, calendar: BusinessCalendar) -> String {
    if case .period(let grain) = type {
      return calendar.text(of: Period(grain: grain, ordinal: day))
    }
    return CivilDate(dayNumber: day).text
  }

  /// A timestamp as `2026-06-30T14:05`, with seconds when they are not zero.
  static func token(second: Int64) -> String {
    let day = CivilDate.dayNumber(ofSecond: second)
    let secondOfDay = Int(((second % 86_400) + 86_400) % 86_400)
    let minute = secondOfDay / 60
    let rest = secondOfDay % 60
    return CivilDate(dayNumber: day).text
      + "T\(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
      + (rest == 0 ? "" : ":\(padded(rest, 2))")
  }
}
