import PQLModel
import PQLPlan

extension Execution {
  /// Loaded money of the rows asked for, in the answer's currency.
  ///
  /// A closed deal's amount is worth what it was on the day it closed, everything else what it is
  /// worth today; a row whose currency has no rate on its day is an error, never a guess. Rows that
  /// are not asked for need no rate. `money` are the amounts of the frame's rows.
  func converted(
    _ money: MoneyColumn, of field: FieldReference, in frame: Frame
  ) throws(EvaluationFailure) -> Column {
    let days = try rateDays(of: field.entity, in: frame)
    var values = Array(Column.money(money).exactValues)
    var rates: [RateKey: ConversionRate] = [:]
    for row in values.indices where money.validity?[row] ?? true {
      let from = money.currencies.flatMap { $0[row] } ?? model.currency.base
      guard from != valueCurrency else { continue }
      let rateKey = RateKey(currency: from, day: days[row])
      let rate = if let known = rates[rateKey] { known } else { try self.rate(rateKey) }
      rates[rateKey] = rate
      guard let value = Money.converted(values[row], by: rate) else { throw .overflow(field.name) }
      values[row] = value
    }
    return .exact(ExactColumn(values: values, validity: money.validity))
  }

  /// What the amount of one row is worth at the rate of a day; nil where it needs no rate, or there is
  /// no amount.
  func worth(
    ofRow row: Int, in money: MoneyColumn, on day: Int32
  ) throws(EvaluationFailure) -> Int128? {
    let from = money.currencies.flatMap { $0[row] } ?? model.currency.base
    guard from != valueCurrency, money.validity?[row] ?? true else { return nil }
    let value = Int128(money.units[row]) * Money.powerOfTen(Money.digits - money.scale)
    guard
      let worth = Money.converted(value, by: try rate(RateKey(currency: from, day: day)))
    else { throw .overflow("amount") }
    return worth
  }

  private struct RateKey: Hashable {
    var currency: String
    var day: Int32
  }

  /// A constant in the currency of the values around it, at today's rate; nothing is worth nothing in any.
  func converted(_ value: Value) throws(EvaluationFailure) -> Value {
    guard case .money(let units, let currency) = value else { return value }
    let from = currency ?? model.currency.base
    guard from != valueCurrency, units != 0 else { return .money(units, currency: nil) }
    let rate = try rate(RateKey(currency: from, day: today))
    guard let worth = Money.converted(units, by: rate) else { throw .overflow("an amount") }
    return .money(worth, currency: nil)
  }

  private func rate(_ key: RateKey) throws(EvaluationFailure) -> ConversionRate {
    let (day, from) = (key.day, key.currency)
    if let rate = model.currency.conversion(from: from, into: valueCurrency, on: day) {
      return rate
    }
    for (one, other) in [(from, valueCurrency), (valueCurrency, from)]
    where model.currency.rate(of: one, on: day) == nil {
      throw .missingRate(currency: one, base: other, day: day)
    }
    throw .overflow("the rate between \(from) and \(valueCurrency)")
  }

  /// By row of the frame the day whose rate counts.
  private func rateDays(
    of entity: EntityKind, in frame: Frame
  ) throws(EvaluationFailure) -> [Int32] {
    let closedOn = Term.computed(
      ComputedReference(entity: .deals, name: "closed_on", type: .date))
    guard entity == .deals, case .day(let closed) = try evaluate(closedOn, in: frame)
    else { return [Int32](repeating: today, count: frame.count) }
    return closed.values.indices.map { closed.validity?[$0] ?? true ? closed.values[$0] : today }
  }
}
