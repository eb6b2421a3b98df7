import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds `+ - * /`; what types may meet is a table, and durations of the calendar step a date.
  mutating func resolveArithmetic(
    _ sign: ArithmeticOperator, _ left: Expression, _ right: Expression, in place: Place
  ) throws(Reported) -> Term {
    if case .duration(let count, let unit) = right.kind, exactDays(count, unit) == nil,
      sign == .add || sign == .subtract
    {
      return try resolveStep(sign, left, right, count, unit, in: place)
    }
    let (first, second) = try both(resolveValue(left, in: place), resolveValue(right, in: place))
    if case .constant(.missing, _) = first { return .constant(.missing, second.type) }
    if case .constant(.missing, _) = second { return .constant(.missing, first.type) }
    let isSum = sign == .add || sign == .subtract
    if isSum { try refuseThousands(first, second, left, right) }
    if let term = combined(sign, first, second) {
      return try inCalendar(term, left.span.through(right.span))
    }
    throw report(
      .arithmeticMismatch(
        sign.rawValue, first.type, second.type, left.span, right.span,
        rightText: text(of: right)))
  }

  /// `created + 1 month`, `today - 5bd`.
  private mutating func resolveStep(
    _ sign: ArithmeticOperator, _ left: Expression, _ right: Expression, _ count: Double,
    _ unit: DurationUnit, in place: Place
  ) throws(Reported) -> Term {
    let term = try resolveValue(left, in: place)
    try refuseThousands(right)
    guard term.type == .date || term.type == .timestamp else {
      throw report(.calendarDuration(text(of: right), count, unit, right.span))
    }
    guard count == count.rounded(), count.magnitude < 100_000 else {
      throw report(.wholeNumberExpected(text(of: right), right.span))
    }
    let steps = sign == .add ? Int(count) : -Int(count)
    let shifted: Term =
      switch unit {
      case .businessDay: .shifted(term, .businessDays, count: steps)
      case .quarter: .shifted(term, .months, count: steps * 3)
      case .year: .shifted(term, .months, count: steps * 12)
      default: .shifted(term, .months, count: steps)
      }
    return try inCalendar(shifted, left.span.through(right.span))
  }

  /// The typed arithmetic of two terms; nil when the types do not meet.
  private func combined(_ sign: ArithmeticOperator, _ first: Term, _ second: Term) -> Term? {
    if case (.timestamp, .date) = (first.type, second.type) {
      return combined(sign, first.day, second)
    }
    if case (.date, .timestamp) = (first.type, second.type) {
      return combined(sign, first, second.day)
    }
    if sign == .add || sign == .subtract {
      if first.type == .money, let money = second.asMoney {
        return .arithmetic(sign, first, money, .money)
      }
      if second.type == .money, let money = first.asMoney {
        return .arithmetic(sign, money, second, .money)
      }
    }
    return ExpressionBinder.result(sign, first.type, second.type)
      .map { .arithmetic(sign, first, second, $0) }
  }

  /// What an operation on two types gives; nil when it has no meaning.
  static func result(
    _ sign: ArithmeticOperator, _ left: ValueType, _ right: ValueType
  ) -> ValueType? {
    switch (sign, left, right) {
    case (.add, .number, .number), (.subtract, .number, .number), (.multiply, .number, .number),
      (.divide, .number, .number):
      .number
    case (.add, .money, .money), (.subtract, .money, .money): .money
    case (.divide, .money, .money), (.divide, .duration, .duration), (.divide, .percent, .percent):
      .number
    case (.multiply, .money, .number), (.multiply, .number, .money), (.multiply, .money, .percent),
      (.multiply, .percent, .money), (.divide, .money, .number), (.divide, .money, .percent):
      .money
    case (.add, .percent, .percent), (.subtract, .percent, .percent),
      (.multiply, .percent, .percent), (.divide, .percent, .number):
      .percent
    case (.multiply, .percent, .number), (.multiply, .number, .percent),
      (.divide, .number, .percent):
      .number
    case (.add, .duration, .duration), (.subtract, .duration, .duration),
      (.multiply, .duration, .number), (.multiply, .number, .duration),
      (.multiply, .duration, .percent), (.multiply, .percent, .duration),
      (.divide, .duration, .number):
      .duration
    case (.subtract, .date, .date), (.subtract, .timestamp, .timestamp): .duration
    case (.add, .date, .duration), (.subtract, .date, .duration), (.add, .duration, .date): .date
    case (.add, .timestamp, .duration), (.subtract, .timestamp, .duration): .timestamp
    default: nil
    }
  }
}
