import PQLModel
import PQLPlan

extension ScalarFunction {
  /// Dates to pieces of the calendar, in alphabetical order.
  static let calendar: [ScalarFunction] = [
    ScalarFunction(
      name: "date", summary: "the day of a timestamp",
      parameters: [Parameter("timestamp", [.timestamp, .date])],
      examples: [
        Example("count of activities by date(at) during past 7 days", "activities a day"),
        Example("activities where date(at) is missing", "activities without a time"),
      ],
      result: { _ in .date }, keySuffix: "date",
      kernel: { input in .day(days(input.arguments[0])) }),
    period(.day, "the day as a key that shows days without rows"),
    ScalarFunction(
      name: "first_day", summary: "the first day of a period",
      parameters: [Parameter("period", [.period])],
      examples: [
        Example("count by first_day(month(created))", "deals by the first of their month"),
        Example(
          "deals where first_day(month(close_date)) is missing", "deals without a close date"),
      ],
      result: { _ in .date },
      kernel: { input in
        guard case .day(let periods) = input.arguments[0], case .period(let grain) = input.types[0]
        else { return input.arguments[0] }
        let values = periods.values.map {
          input.calendar.days(of: Period(grain: grain, ordinal: $0)).start
        }
        return .day(DayColumn(values: values, validity: periods.validity))
      }),
    period(.fiscalQuarter, "the fiscal quarter, by the model's calendar"),
    period(.fiscalYear, "the fiscal year, by the model's calendar"),
    period(.month, "the month; a fiscal one where the model's fiscal years are made of weeks"),
    period(.quarter, "the quarter of the calendar year"),
    period(.week, "the week, named by its first day"),
    ScalarFunction(
      name: "weekday", summary: "the day of the week, as a word",
      parameters: [Parameter("date", [.date, .timestamp])],
      examples: [
        Example("count of activities by weekday(at)", "activities by day of the week"),
        Example("deals where weekday(close_date) is missing", "deals without a close date"),
      ],
      result: { _ in .category }, keySuffix: "weekday",
      kernel: { input in
        let days = days(input.arguments[0])
        let names = BusinessCalendar.weekdays
        // Day 4 (1970-01-05) was a Monday.
        let codes = days.values.enumerated().map { row, day -> Int32 in
          days.validity?[row] ?? true ? Int32(((Int(day) - 4) % 7 + 7) % 7) : -1
        }
        return .text(TextColumn(codes: codes, dictionary: TextDictionary(names)))
      }),
    period(.year, "the calendar year"),
  ]

  private static func period(_ grain: Grain, _ summary: String) -> ScalarFunction {
    ScalarFunction(
      name: grain.rawValue, summary: summary,
      parameters: [Parameter("date", [.date, .timestamp])],
      examples: [
        Example("count by \(grain.rawValue)(created)", "deals by when they were created"),
        Example(
          "deals where \(grain.rawValue)(close_date) is missing", "deals without a close date"),
      ],
      result: { _ in .period(grain) }, keySuffix: grain.rawValue,
      kernel: { input in
        let days = days(input.arguments[0])
        return .day(
          DayColumn(
            values: ordinals(days, grain, input.calendar), validity: days.validity))
      })
  }

  /// Ordinals by a table over the days in use, since many rows share few days.
  private static func ordinals(
    _ days: DayColumn, _ grain: Grain, _ calendar: BusinessCalendar
  ) -> Buffer<Int32> {
    guard let range = bounds(days) else { return days.values }
    let low = range.lowerBound
    let high = range.upperBound
    guard Int(high) - Int(low) < days.values.count else {
      return Buffer(
        days.values.enumerated().map { row, day in
          days.validity?[row] ?? true ? calendar.ordinal(of: day, grain: grain) : 0
        })
    }
    let table = (low...high).map { calendar.ordinal(of: $0, grain: grain) }
    return days.values.mapped { $0 >= low && $0 <= high ? table[Int($0 - low)] : 0 }
  }

  /// The day of each row, from a date or a timestamp.
  private static func days(_ column: Column) -> DayColumn {
    switch column {
    case .day(let days): return days
    case .second(let seconds):
      return DayColumn(
        values: seconds.values.map(CivilDate.dayNumber(ofSecond:)), validity: seconds.validity)
    default:
      return DayColumn(
        values: [Int32](repeating: 0, count: column.count),
        validity: Bitmap(repeating: false, count: column.count))
    }
  }
}
