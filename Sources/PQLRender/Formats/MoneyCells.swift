import PQLModel

/// The amounts of a money column, rounded to the minor unit of their currency.
struct MoneyCells {
  private let column: Column
  private let currency: String?
  private let rowCurrencies: TextColumn?
  /// The minor digits where all rows have one currency.
  private let digits: Int

  /// The money of a column; nil where the column does not hold any.
  init?(_ answer: AnswerColumn) {
    column = answer.column
    currency = answer.currency
    digits = answer.currency.map(CurrencySettings.minorDigits) ?? 2
    switch answer.column {
    case .exact: rowCurrencies = nil
    case .money(let money): rowCurrencies = money.currencies
    default: return nil
    }
  }

  /// The one currency of the column; nil where it is unknown or rows differ.
  var commonCurrency: String? { isMixed ? nil : currency }

  /// Whether rows have currencies of their own.
  var isMixed: Bool { rowCurrencies != nil }

  /// The currency of a row.
  func currency(_ row: Int) -> String? { rowCurrencies?[row] ?? currency }

  /// The minor digits of a row's currency.
  func minorDigits(_ row: Int) -> Int {
    guard let own = rowCurrencies?[row] else { return digits }
    return CurrencySettings.minorDigits(of: own)
  }

  /// The amount in units of 10^-`places`, rounded half to even; the row holds a value.
  func units(_ row: Int, places: Int) -> Int128 {
    switch column {
    case .exact(let exact): MoneyCells.scaled(exact.values[row], from: Money.digits, to: places)
    case .money(let money):
      MoneyCells.scaled(Int128(money.units[row]), from: money.scale, to: places)
    default: 0
    }
  }

  private static func scaled(_ units: Int128, from scale: Int, to places: Int) -> Int128 {
    if scale <= places { return units * Money.powerOfTen(places - scale) }
    guard scale - places <= 37 else { return 0 }
    let power = Money.powerOfTen(scale - places)
    // 64-bit division is many times as fast.
    if let small = Int64(exactly: units), let step = Int64(exactly: power),
      small.isMultiple(of: step)
    {
      return Int128(small / step)
    }
    return Money.dividedHalfEven(units, by: power)
  }
}
