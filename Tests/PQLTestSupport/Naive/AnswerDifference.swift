import PQLModel

/// The first place where the engine's answer is not the naive one.
package enum AnswerDifference {
  /// What differs, in words; nil when nothing does.
  package static func first(
    _ answer: Answer, _ naive: NaiveAnswer, model: NaiveModel
  ) -> String? {
    guard answer.columns.map(\.name) == naive.names else {
      return "columns \(answer.columns.map(\.name)), expected \(naive.names)"
    }
    let count = min(answer.rowCount, naive.rows.count)
    for row in 0..<count {
      for (index, column) in answer.columns.enumerated()
      where !isSame(column, row, naive.rows[row][index], model) {
        return "row \(row), `\(column.name)`: \(shown(column, row, model)), "
          + "expected \(shown(naive.rows[row][index], model))"
      }
    }
    guard answer.rowCount == naive.rows.count else {
      return "\(answer.rowCount) rows, expected \(naive.rows.count)"
    }
    return nil
  }

  /// The cells of an answer as plain values, row by row.
  package static func values(_ answer: Answer) -> [[NaiveValue]] {
    (0..<answer.rowCount).map { row in answer.columns.map { value($0, row) } }
  }

  private static func value(_ column: AnswerColumn, _ row: Int) -> NaiveValue {
    guard column.column.isPresent(row) else { return .missing }
    switch column.column {
    case .text(let texts): return texts[row].map { .text($0) } ?? .missing
    case .number(let numbers): return .number(numbers.values[row])
    case .money, .exact:
      return .money(ExactAmount(units(column.column, row), over: 10_000_000_000))
    case .boolean(let truth): return .boolean(truth.values[row])
    case .day(let days):
      let day = Int(days.values[row])
      guard case .period(let grain) = column.type else { return .date(day) }
      return .period(
        NaivePeriod(grain: NaiveGrain(rawValue: grain.rawValue) ?? .day, first: day))
    case .second(let seconds): return .timestamp(Int(seconds.values[row]))
    case .list: return .list(texts(column.column, row))
    }
  }

  /// Money in units of 10^-10.
  private static func units(_ column: Column, _ row: Int) -> Int128 {
    minorUnits(column, row, 10)
  }

  private static func isSame(
    _ column: AnswerColumn, _ row: Int, _ value: NaiveValue, _ model: NaiveModel
  ) -> Bool {
    guard column.column.isPresent(row) else { return value.isMissing }
    // Listed amounts are as recorded, each in its currency; the naive ones are in the base.
    if column.column.currencies != nil, case .money = value { return true }
    switch (column.column, value) {
    case (.text(let texts), .text(let text)): return texts[row].map { ByteText($0) } == text
    case (.number(let numbers), .number(let number)), (.number(let numbers), .duration(let number)):
      return isNear(numbers.values[row], number)
    case (.money, .money(let amount)), (.exact, .money(let amount)):
      let units = minorUnits(column.column, row, model.minorDigits)
      let wanted = amount.rounded(places: model.minorDigits)
      return units == wanted || (amount.isRough && isNear(Double(units), Double(wanted)))
    case (.boolean(let truth), .boolean(let wanted)): return truth.values[row] == wanted
    case (.day(let days), .date(let day)): return column.type == .date && days.values[row] == day
    case (.day(let days), .period(let period)):
      guard case .period(let grain) = column.type, grain.rawValue == period.grain.rawValue else {
        return false
      }
      let found = Period(grain: grain, ordinal: days.values[row])
      return model.calendar.inColumns.text(of: found) == model.calendar.text(period)
    case (.second(let seconds), .timestamp(let second)): return seconds.values[row] == second
    case (.list, .list(let list)): return texts(column.column, row) == list
    default: return false
    }
  }

  private static func isNear(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
  }

  /// Whole minor units, rounded half to even as they are shown.
  private static func minorUnits(_ column: Column, _ row: Int, _ places: Int) -> Int128 {
    switch column {
    case .money(let money):
      var scale: Int128 = 1
      for _ in 0..<money.scale { scale *= 10 }
      return ExactAmount(Int128(money.units[row]), over: scale).rounded(places: places)
    case .exact(let exact):
      return ExactAmount(exact.values[row], over: 10_000_000_000).rounded(places: places)
    default: return 0
    }
  }

  private static func texts(_ column: Column, _ row: Int) -> [ByteText] {
    guard case .list(let list) = column else { return [] }
    return (Int(list.offsets[row])..<Int(list.offsets[row + 1])).compactMap { place in
      list.elements[place].map { ByteText($0) }
    }
  }

  private static func shown(_ column: AnswerColumn, _ row: Int, _ model: NaiveModel) -> String {
    guard column.column.isPresent(row) else { return "missing" }
    switch column.column {
    case .text(let texts): return texts[row] ?? ""
    case .number(let numbers): return "\(numbers.values[row])"
    case .money, .exact:
      return "\(minorUnits(column.column, row, model.minorDigits)) minor units"
    case .boolean(let truth): return "\(truth.values[row])"
    case .day(let days):
      guard case .period(let grain) = column.type else {
        return CivilDate(dayNumber: days.values[row]).text
      }
      return model.calendar.inColumns.text(of: Period(grain: grain, ordinal: days.values[row]))
    case .second(let seconds): return "second \(seconds.values[row])"
    case .list: return "\(texts(column.column, row))"
    }
  }

  private static func shown(_ value: NaiveValue, _ model: NaiveModel) -> String {
    switch value {
    case .money(let amount):
      "\(amount.rounded(places: model.minorDigits)) minor units (\(amount))"
    case .period(let period): model.calendar.text(period)
    case .date(let day): model.calendar.text(NaivePeriod(grain: .day, first: day))
    default: "\(value)"
    }
  }
}
