import PQLModel

/// The amounts of a money column, as exact as their currency's minor unit or as they were recorded.
struct MoneyCells {
  private let column: Column
  private let currency: String?
  private let rowCurrencies: TextColumn?
  /// The minor digits where all rows have one currency.
  private let digits: Int

  /// The money of a column; nil where the column does not hold any.
  init?(_ answer: AnswerColumn) {
    column = answer.column
    switch column {
    case .exact, .money: break
    default: return nil
    }
    let found = MoneyCells.currencies(of: column, base: answer.currency)
    currency = found.count == 1 ? found[0] : answer.currency
    rowCurrencies = found.count > 1 ? column.currencies : nil
    digits = currency.map(CurrencySettings.minorDigits) ?? 2
  }

  /// The different currencies of the amounts there are; rows without one of their own have `base`.
  private static func currencies(of money: Column, base: String?) -> [String?] {
    guard let own = money.currencies else { return [base] }
    var isSeen = [Bool](repeating: false, count: own.dictionary.count + 1)
    let validity = money.validity
    for (row, code) in own.codes.enumerated() where validity?[row] ?? true {
      isSeen[Int(code) + 1] = true
    }
    var found: [String?] = isSeen[0] ? [base] : []
    for code in 0..<own.dictionary.count where isSeen[code + 1] {
      let name = own.dictionary[code]
      if !found.contains(name) { found.append(name) }
    }
    return found.isEmpty ? [base] : found
  }

  /// The one currency of the column; nil where it is unknown or rows differ.
  var commonCurrency: String? { isMixed ? nil : currency }

  /// Whether rows have currencies of their own.
  var isMixed: Bool { rowCurrencies != nil }

  /// Says which currency the money of an answer is in.
  static func currencyNotes(_ answer: Answer) -> [Note] {
    if let shared = MachineColumns.sharedCurrency(answer) {
      return [Note(.currency, [.text("currency", shared)])]
    }
    return answer.columns.compactMap { column in
      MoneyCells(column)?.commonCurrency.map {
        Note(.columnCurrency, [.text("column", column.name), .text("currency", $0)])
      }
    }
  }

  /// The currency of a row.
  func currency(_ row: Int) -> String? { rowCurrencies?[row] ?? currency }

  /// The minor digits of a row's currency.
  func minorDigits(_ row: Int) -> Int {
    guard let own = rowCurrencies?[row] else { return digits }
    return CurrencySettings.minorDigits(of: own)
  }

  /// The digits that a row's amount is written with for programs: those of the data, where it is
  /// recorded there, since nobody has asked for less.
  func recordedDigits(_ row: Int) -> Int {
    guard case .money(let money) = column else { return minorDigits(row) }
    return max(min(money.scale, Money.digits), minorDigits(row))
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

extension NoteForm {
  fileprivate static let currency = NoteForm("currency", "money in {currency}")
  fileprivate static let columnCurrency = NoteForm("column-currency", "{column} in {currency}")
}
