extension Value {
  /// The value as a query would say it.
  package var text: String {
    switch self {
    case .missing: "missing"
    case .text(let text): "\"\(text)\""
    case .number(let number): number.plainText
    case .percent(let share): share.percentText
    case .money(let units, let currency):
      (currency.map { $0 + " " } ?? "") + Money.text(units)
    case .boolean(let truth): truth ? "true" : "false"
    case .date(let day): CivilDate(dayNumber: day).text
    case .timestamp(let second): CivilDate(dayNumber: CivilDate.dayNumber(ofSecond: second)).text
    case .duration(let days): days.plainText + " days"
    // Its text is the calendar's to say.
    case .period: "…"
    case .list(let values): "[\(values.map(\.text).joined(separator: ", "))]"
    }
  }
}
