package import PQLModel
package import PQLSyntax

extension ExpressionBinder {
  /// Binds a literal that stands by itself.
  mutating func resolveLiteral(_ expression: Expression) throws(Reported) -> Term {
    switch expression.kind {
    case .text(let text): return .constant(.text(text), .text)
    case .number(let value):
      if let held = heldInstead(of: expression) {
        throw report(.digitsBeyondNumber(held, expression.span))
      }
      return .constant(.number(value), .number)
    case .percent(let value): return .constant(.percent(value), .percent)
    case .boolean(let value): return .constant(.boolean(value), .boolean)
    case .missing: return .constant(.missing, .text)
    case .money(let amount, let currency):
      try refuseThousands(expression, of: currency.text)
      return try resolveMoney(amount, currency, expression.span)
    case .duration(let count, let unit):
      try refuseThousands(expression)
      guard let days = exactDays(count, unit) else {
        throw report(.calendarDuration(text(of: expression), count, unit, expression.span))
      }
      return .constant(.duration(days), .duration)
    case .date, .timestamp, .moment, .ago: return try resolveMoment(expression)
    case .period(let literal):
      let period = try period(literal, expression)
      return .constant(.period(period), .period(period.grain))
    case .relativePeriod(let relative, let count, let unit):
      return try resolveSinglePeriod(relative, count, unit, expression)
    default: throw report(.misplacedValue(text(of: expression), expression.span))
    }
  }

  /// Days of an exact duration; nil for one that follows the calendar.
  func exactDays(_ count: Double, _ unit: DurationUnit) -> Double? {
    switch unit {
    case .day: count
    case .week: count * 7
    case .month, .quarter, .year, .businessDay: nil
    }
  }

  private mutating func resolveMoney(
    _ amount: Double, _ currency: Name, _ span: Span
  ) throws(Reported) -> Term {
    guard let units = exactUnits(span) ?? Money.exact(amount) else {
      throw report(.numberOutOfRange(span))
    }
    let code = currency.text
    if code == model.currency.base { return .constant(.money(units, currency: nil), .money) }
    guard model.currency.rate(of: code, on: today) != nil else {
      throw report(
        .unknownCurrency(
          code, currency.span, base: model.currency.base,
          known: model.currency.rates.map(\.currency)))
    }
    return .constant(.money(units, currency: code), .money)
  }

  /// The digits of a literal as exact money; nil when it has too many of them.
  func exactUnits(_ span: Span) -> Int128? {
    var units: Int128 = 0
    var places: Int?
    // A suffix follows a digit; letters elsewhere are a currency's.
    var followsDigit = false
    for byte in source.slice(span).utf8 {
      let isSuffix = followsDigit
      followsDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard units < Int128.max / 100, places ?? 0 < Money.digits else { return nil }
        units = units * 10 + Int128(byte - UInt8(ascii: "0"))
        places = places.map { $0 + 1 }
      case UInt8(ascii: "."): places = 0
      case UInt8(ascii: "k") where isSuffix: places = (places ?? 0) - 3
      case UInt8(ascii: "M") where isSuffix: places = (places ?? 0) - 6
      case UInt8(ascii: "B") where isSuffix: places = (places ?? 0) - 9
      default: continue
      }
    }
    let (value, overflow) = units.multipliedReportingOverflow(
      by: Money.powerOfTen(Money.digits - (places ?? 0)))
    return overflow ? nil : value
  }

  private mutating func resolveMoment(_ expression: Expression) throws(Reported) -> Term {
    if case .moment(.now) = expression.kind { return .constant(.timestamp(now), .timestamp) }
    if case .timestamp(let year, let month, let day, let second) = expression.kind {
      let date = CivilDate(year: year, month: month, day: day).dayNumber
      return .constant(.timestamp(Int64(date) * 86_400 + Int64(second)), .timestamp)
    }
    guard let day = try resolveDay(expression) else {
      throw report(.misplacedValue(text(of: expression), expression.span))
    }
    return .constant(.date(day), .date)
  }

  /// The day that a date, `today` and its like, or `30 days ago` names; nil when it is none of
  /// these.
  mutating func resolveDay(_ expression: Expression) throws(Reported) -> Int32? {
    switch expression.kind {
    case .date(let year, let month, let day):
      return CivilDate(year: year, month: month, day: day).dayNumber
    case .moment(.today), .moment(.now): return today
    case .moment(.yesterday): return today - 1
    case .moment(.tomorrow): return today + 1
    case .parenthesized(let inner): return try resolveDay(inner)
    case .ago(let duration):
      guard case .duration(let count, let unit) = duration.kind else { return nil }
      try refuseThousands(duration)
      guard let day = shifted(today, by: -count, unit) else {
        throw report(
          count == count.rounded()
            ? .outsideCalendar(expression.span)
            : .wholeNumberExpected(text(of: duration), duration.span))
      }
      return day
    default: return nil
    }
  }

  /// The day that lies so many units on; nil when the count is not whole or leads out of the
  /// calendar.
  func shifted(_ day: Int32, by count: Double, _ unit: DurationUnit) -> Int32? {
    guard count == count.rounded(), count.magnitude < 1e6 else { return nil }
    let steps = Int(count)
    let date = CivilDate(dayNumber: day)
    let result: Int32? =
      switch unit {
      case .day: Int32(exactly: Int(day) + steps)
      case .week: Int32(exactly: Int(day) + steps * 7)
      case .month: date.adding(months: steps).dayNumber
      case .quarter: date.adding(months: steps * 3).dayNumber
      case .year: date.adding(months: steps * 12).dayNumber
      case .businessDay: CivilDate.adding(businessDays: steps, to: day)
      }
    guard let result, CivilDate.dayNumbers.contains(result) else { return nil }
    return result
  }

  /// The period a token names, among those that columns of periods hold.
  mutating func period(
    _ literal: PeriodLiteral, _ expression: Expression
  ) throws(Reported) -> Period {
    let calendar = model.calendar
    switch literal {
    case .month(let year, let month):
      let days = calendar.days(ofCalendarMonth: month, in: year)
      guard calendar.fiscalWeeks == nil else {
        throw report(.monthIsFiscal(text(of: expression), days, calendar, expression.span))
      }
      return calendar.period(.month, holding: days.start)
    case .quarter(let year, let quarter):
      return Period(grain: .quarter, ordinal: Int32(year * 4 + quarter - 1))
    case .fiscalYear(let year): return Period(grain: .fiscalYear, ordinal: Int32(year))
    case .fiscalQuarter(let year, let quarter):
      return Period(grain: .fiscalQuarter, ordinal: Int32(year * 4 + quarter - 1))
    case .fiscalMonth(let year, let month):
      guard let period = calendar.fiscalMonth(month, in: year) else {
        throw report(
          .fiscalMonthBeyond(text(of: expression), calendar.fiscalMonthCount, expression.span))
      }
      return period
    }
  }

  /// `this month` beside a period column; a stretch of several units is no single period.
  private mutating func resolveSinglePeriod(
    _ relative: RelativePeriod, _ count: Int, _ unit: PeriodUnit, _ expression: Expression
  ) throws(Reported) -> Term {
    guard count == 1, relative != .past else {
      throw report(.periodMisplaced(text(of: expression), expression.span))
    }
    let grain = unit.grain
    let offset: Int32 = relative == .last ? -1 : relative == .next ? 1 : 0
    let ordinal = model.calendar.ordinal(of: today, grain: grain) + offset
    return .constant(.period(Period(grain: grain, ordinal: ordinal)), .period(grain))
  }
}

extension PeriodUnit {
  /// The piece of the calendar the unit counts.
  package var grain: Grain {
    switch self {
    case .day: .day
    case .week: .week
    case .month: .month
    case .quarter: .quarter
    case .year: .year
    case .fiscalQuarter: .fiscalQuarter
    case .fiscalYear: .fiscalYear
    }
  }
}
