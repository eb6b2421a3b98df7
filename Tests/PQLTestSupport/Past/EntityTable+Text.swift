import PQLModel

extension EntityTable {
  /// A row of a field as a short text, nil where it is missing.
  package func text(_ name: String, _ row: Int) -> String? {
    guard let column = field(name)?.column, column.isPresent(row) else { return nil }
    switch column {
    case .text(let texts): return texts[row]
    case .number(let numbers): return "\(numbers.values[row])"
    case .boolean(let truths): return "\(truths.values[row])"
    case .day(let days): return CivilDate(dayNumber: days.values[row]).text
    case .money(let money):
      let cents =
        money.units[row] * Int64(Money.powerOfTen(2)) / Int64(Money.powerOfTen(money.scale))
      return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    case .second(let seconds): return "\(seconds.values[row])"
    case .exact, .list: return nil
    }
  }
}
