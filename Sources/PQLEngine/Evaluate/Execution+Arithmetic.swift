import PQLModel
import PQLPlan

extension Execution {
  /// Arithmetic row by row; a missing side, a division by zero, and a date outside the years 1
  /// through 9999 give missing.
  func arithmetic(
    _ sign: ArithmeticOperator, _ left: Term, _ right: Term, in frame: Frame
  ) throws(EvaluationFailure) -> Column {
    let first = try evaluate(left, in: frame)
    let second = try evaluate(right, in: frame)
    let validity = both(first.validity, second.validity)
    switch (left.type, right.type) {
    case (.money, .money) where sign == .divide:
      return numbers(sign, first.moneyNumbers, second.moneyNumbers, validity)
    case (.money, .money): return try sums(sign, first.exactValues, second.exactValues, validity)
    case (.money, _): return try scaled(sign, first, second, validity)
    case (_, .money): return try scaled(sign, second, first, validity)
    case (.date, .date): return dayDifference(first, second, validity)
    case (.timestamp, .timestamp): return secondDifference(first, second, validity)
    case (.date, .duration), (.timestamp, .duration):
      return moved(first, by: second, sign == .add ? 1 : -1, validity)
    case (.duration, .date): return moved(second, by: first, 1, validity)
    default: break
    }
    guard case .number(let one) = first, case .number(let other) = second else {
      throw .fault("arithmetic on columns that hold no numbers")
    }
    return numbers(sign, one.values, other.values, validity)
  }

  private func numbers(
    _ sign: ArithmeticOperator, _ left: Buffer<Double>, _ right: Buffer<Double>, _ validity: Bitmap?
  ) -> Column {
    var values = [Double](repeating: 0, count: left.count)
    switch sign {
    case .add: for row in values.indices { values[row] = left[row] + right[row] }
    case .subtract: for row in values.indices { values[row] = left[row] - right[row] }
    case .multiply: for row in values.indices { values[row] = left[row] * right[row] }
    case .divide:
      for row in values.indices where right[row] != 0 { values[row] = left[row] / right[row] }
    }
    var defined = packedBits(values) { $0.isFinite }
    if sign == .divide { defined = defined & packedBits(right) { $0 != 0 } }
    guard !defined.isAllSet else {
      return .number(NumberColumn(values: values, validity: validity))
    }
    for row in values.indices where !values[row].isFinite { values[row] = 0 }
    return .number(NumberColumn(values: values, validity: valid(defined, validity)))
  }

  private func sums(
    _ sign: ArithmeticOperator, _ left: Buffer<Int128>, _ right: Buffer<Int128>, _ validity: Bitmap?
  ) throws(EvaluationFailure) -> Column {
    var values = [Int128](repeating: 0, count: left.count)
    for row in values.indices {
      let (value, overflow) =
        sign == .add
        ? left[row].addingReportingOverflow(right[row])
        : left[row].subtractingReportingOverflow(right[row])
      if overflow { throw .overflow("a sum of amounts") }
      values[row] = value
    }
    return .exact(ExactColumn(values: values, validity: validity))
  }

  private func scaled(
    _ sign: ArithmeticOperator, _ amounts: Column, _ factors: Column, _ validity: Bitmap?
  ) throws(EvaluationFailure) -> Column {
    guard case .number(let factor) = factors else { throw .fault("a factor that is no number") }
    if sign == .multiply, case .money(let money) = amounts {
      return try products(money, factor.values, validity)
    }
    let money = amounts.exactValues
    var values = [Int128](repeating: 0, count: money.count)
    var validity = validity
    for row in values.indices where validity?[row] ?? true {
      if sign == .divide, factor.values[row] == 0 {
        if validity == nil { validity = Bitmap(repeating: true, count: values.count) }
        validity?[row] = false
        continue
      }
      let value =
        sign == .divide
        ? Money.quotient(money[row], factor.values[row])
        : Money.product(money[row], factor.values[row])
      guard let value else { throw .overflow("an amount times a number") }
      values[row] = value
    }
    return .exact(ExactColumn(values: values, validity: validity))
  }

  private func dayDifference(_ left: Column, _ right: Column, _ validity: Bitmap?) -> Column {
    guard case .day(let first) = left, case .day(let second) = right else { return left }
    return .number(
      NumberColumn(
        values: zip(first.values, second.values).map { Double($0) - Double($1) },
        validity: validity))
  }

  private func secondDifference(_ left: Column, _ right: Column, _ validity: Bitmap?) -> Column {
    guard case .second(let first) = left, case .second(let second) = right else { return left }
    return .number(
      NumberColumn(
        values: zip(first.values, second.values).map { (Double($0) - Double($1)) / 86_400 },
        validity: validity))
  }

  private func moved(
    _ column: Column, by days: Column, _ direction: Double, _ validity: Bitmap?
  ) -> Column {
    guard case .number(let step) = days else { return column }
    switch column {
    case .day(let dates):
      let values = zip(dates.values, step.values).map { day, days in
        Int64(clamped((Double(day) + direction * days).rounded(.down)))
      }
      return self.dates(values, validity)
    case .second(let seconds):
      let values = zip(seconds.values, step.values).map { second, days in
        Int64(clamped(Double(second) + (direction * days * 86_400).rounded()))
      }
      return self.timestamps(values, validity)
    default: return column
    }
  }

  /// Keeps a number inside what an `Int64` of seconds can hold; what is none is outside of the
  /// calendar too.
  private func clamped(_ value: Double) -> Double {
    value.isNaN ? 1e15 : min(max(value, -1e15), 1e15)
  }

  /// Day numbers as dates, missing where the calendar has no such day.
  private func dates(_ days: [Int64], _ validity: Bitmap?) -> Column {
    let known = packedBits(days) { $0 >= Self.firstDay && $0 <= Self.lastDay }
    return .day(
      DayColumn(
        values: days.map { Int32(clamping: $0) }, validity: inCalendar(known, validity)))
  }

  /// Seconds as timestamps, missing where the calendar has no such day.
  private func timestamps(_ seconds: [Int64], _ validity: Bitmap?) -> Column {
    let first = Self.firstDay * 86_400
    let end = (Self.lastDay + 1) * 86_400
    let known = packedBits(seconds) { $0 >= first && $0 < end }
    return .second(SecondColumn(values: seconds, validity: inCalendar(known, validity)))
  }

  /// Of the rows with a date those whose date the calendar knows; says so where it leads out of it.
  private func inCalendar(_ known: Bitmap, _ validity: Bitmap?) -> Bitmap? {
    guard !known.isAllSet else { return validity }
    if valid(~known, validity).setCount > 0 { note(Note(.outsideCalendar)) }
    return valid(known, validity)
  }

  private static let firstDay = Int64(CivilDate.dayNumbers.lowerBound)
  private static let lastDay = Int64(CivilDate.dayNumbers.upperBound)

  /// The number with its sign turned.
  func negated(_ column: Column) -> Column {
    switch column {
    case .number(let numbers):
      .number(NumberColumn(values: numbers.values.map { -$0 }, validity: numbers.validity))
    case .money, .exact:
      .exact(ExactColumn(values: column.exactValues.map { -$0 }, validity: column.validity))
    default: column
    }
  }

  /// Dates moved by calendar steps; missing where that leads out of the years 1 through 9999.
  func shifted(_ column: Column, _ step: CalendarStep, _ count: Int) -> Column {
    func moved(_ day: Int32) -> Int32 {
      switch step {
      case .months: CivilDate(dayNumber: day).adding(months: count).dayNumber
      case .businessDays: CivilDate.adding(businessDays: count, to: day)
      }
    }
    switch column {
    case .day(let days):
      return self.dates(days.values.map { Int64(moved($0)) }, days.validity)
    case .second(let seconds):
      let values = seconds.values.map { second in
        let day = CivilDate.dayNumber(ofSecond: second)
        return Int64(moved(day)) * 86_400 + second - Int64(day) * 86_400
      }
      return self.timestamps(values, seconds.validity)
    default: return column
    }
  }
}

extension Column {
  /// Money as numbers, for ratios.
  fileprivate var moneyNumbers: Buffer<Double> { exactValues.mapped(Money.number) }
}
