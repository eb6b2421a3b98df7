import PQLModel

/// Quotas of Salesforce, which say when they begin and, by their period alone, when they end.
enum SalesforceQuotas {
  /// Gives quotas their last day: that of their period, else of the quarter or month they begin.
  ///
  /// It is a quarter when all first days are whole quarters apart, else a month; that is said.
  static func settle(_ context: inout ImportContext, of system: String) {
    let ends = context.draft("Period", of: system).map(periodEnds) ?? [:]
    for place in context.places("ForecastingQuota", of: system) {
      let draft = context.tables[place].draft
      guard draft.index(of: "until") == nil, let index = draft.index(of: "from"),
        case .day(let starts) = draft.fields[index].column
      else { continue }
      let months = length(of: starts)
      let periods = draft.text("period_id")
      var guessed = 0
      let days = (0..<draft.rowCount).map { row -> Int32? in
        if let end = periods?[row].flatMap({ ends[$0] }) { return end }
        guard starts.validity?[row] ?? true else { return nil }
        guessed += 1
        return lastDay(from: starts.values[row], months: months)
      }
      context.tables[place].draft.insert(
        EntityField(
          name: "until", type: .date,
          column: .day(
            DayColumn(
              values: days.map { $0 ?? 0 },
              validity: days.contains(nil) ? Bitmap(days.map { $0 != nil }) : nil))))
      if guessed > 0 {
        context.notes.add(.quotas, .periodsGuessed(count: guessed, isQuarters: months == 3))
      }
    }
  }

  private static func periodEnds(_ periods: DraftTable) -> [String: Int32] {
    guard let keys = periods.text("key"), let index = periods.index(of: "end"),
      case .day(let days) = periods.fields[index].column
    else { return [:] }
    var ends: [String: Int32] = [:]
    for row in 0..<periods.rowCount where days.validity?[row] ?? true {
      if let key = keys[row] { ends[key] = days.values[row] }
    }
    return ends
  }

  /// 3 when the first days are whole quarters apart, 1 otherwise.
  private static func length(of starts: DayColumn) -> Int {
    var months: Set<Int> = []
    for (row, day) in starts.values.enumerated() where starts.validity?[row] ?? true {
      let date = CivilDate(dayNumber: day)
      months.insert(date.year * 12 + date.month)
    }
    guard let first = months.first, months.count > 1 else { return 1 }
    return months.allSatisfy { ($0 - first).isMultiple(of: 3) } ? 3 : 1
  }

  private static func lastDay(from day: Int32, months: Int) -> Int32 {
    let date = CivilDate(dayNumber: day)
    let month = date.year * 12 + date.month - 1 + months
    let (year, place) = (month / 12, month % 12 + 1)
    let most = CivilDate.dayCount(year: year, month: place)
    return min(
      CivilDate(year: year, month: place, day: min(date.day, most)).dayNumber - 1,
      CivilDate.dayNumbers.upperBound)
  }
}
