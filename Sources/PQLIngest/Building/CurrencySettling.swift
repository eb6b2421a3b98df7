import PQLModel

/// Settles the base currency, and the currency of each amount where there are several.
struct CurrencySettling {
  private(set) var base: String

  /// Takes the declared currency, else the one all amounts have, else the most frequent.
  init(
    declared: String?, rates: [CurrencySettings.Rate], tables: [DraftTable], signs: [String],
    _ notes: inout NoteBook
  ) {
    if let declared {
      base = declared
      return
    }
    let counts = CurrencySettling.counts(tables)
    if counts.count == 1 {
      base = counts[0].name
      notes.add(nil, .onlyCurrency(base))
    } else if let most = counts.max(by: { ($0.count, $1.name) < ($1.count, $0.name) }) {
      base = most.name
      notes.add(nil, .mostFrequentCurrency(base, of: counts.map(\.name)))
    } else if let sign = signs.first {
      base = sign
      notes.add(nil, .currencyBeside(signs))
    } else {
      base = "EUR"
      let hasMoney = tables.contains { $0.fields.contains { $0.type == .money } }
      if hasMoney { notes.add(nil, .currencyNotNamed(countingAs: base)) }
    }
  }

  /// How many rows bear each currency, over all tables, by first appearance.
  private static func counts(_ tables: [DraftTable]) -> [(name: String, count: Int)] {
    var counts: [(name: String, count: Int)] = []
    for table in tables {
      guard let column = table.text("currency") else { continue }
      for (name, count) in zip(column.dictionary.values, column.rowsByCode) where count > 0 {
        if let index = counts.firstIndex(where: { $0.name == name }) {
          counts[index].count += count
        } else {
          counts.append((name, count))
        }
      }
    }
    return counts
  }

  /// Gives the amounts of a table a currency a row where some are not in the base currency: the
  /// record's field, else what stands beside the amount, else the base.
  func settle(_ table: inout DraftTable, _ notes: inout NoteBook) {
    let (field, isMixed) = settledField(&table, &notes)
    for index in table.fields.indices {
      guard case .money(var money) = table.fields[index].column else { continue }
      let beside = money.currencies
      let settled = currencies(field, isMixed: isMixed, beside, count: table.rowCount)
      money.currencies = settled
      table.fields[index].column = .money(money)
      guard let settled, beside != nil, field == nil else { continue }
      notes.add(
        table.kind,
        .amountsInCurrencies(
          NotedField(table.kind, table.fields[index].name), CurrencySettling.list(settled)))
    }
  }

  /// The field `currency` in capitals, and whether it names another than the base.
  private func settledField(
    _ table: inout DraftTable, _ notes: inout NoteBook
  ) -> (field: TextColumn?, isMixed: Bool) {
    guard let column = table.text("currency") else { return (nil, false) }
    let (upper, changed) = column.replacing { text in
      let code = trimmed(text).uppercased()
      return code == text ? nil : code
    }
    if !changed.isEmpty, let index = table.index(of: "currency") {
      table.fields[index].column = .text(upper)
    }
    let isMixed = zip(upper.dictionary.values, upper.rowsByCode).contains { $0 != base && $1 > 0 }
    guard isMixed else { return (upper, false) }
    notes.add(table.kind, .currenciesOfRecords(table.kind, CurrencySettling.list(upper)))
    let missing = upper.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    if missing > 0 {
      notes.add(table.kind, .currencyMissing(table.kind, count: missing, base: base))
    }
    return (upper, true)
  }

  /// The currency of each row; nil when all are the base.
  private func currencies(
    _ field: TextColumn?, isMixed: Bool, _ beside: TextColumn?, count: Int
  ) -> TextColumn? {
    if beside == nil {
      guard let field, isMixed else { return nil }
      if !field.codes.contains(where: { $0 < 0 }) { return field }
    }
    var interner = TextInterner()
    let baseCode = interner.code(of: base)
    let fieldCodes = field?.dictionary.values.map { interner.code(of: $0) } ?? []
    let besideCodes =
      beside?.dictionary.values.map {
        interner.code(of: AmountText.currency(ofSign: $0, base: base))
      } ?? []
    var codes = [Int32](repeating: baseCode, count: count)
    for row in codes.indices {
      if let code = field?.codes[row], code >= 0 {
        codes[row] = fieldCodes[Int(code)]
      } else if let code = beside?.codes[row], code >= 0 {
        codes[row] = besideCodes[Int(code)]
      }
    }
    guard codes.contains(where: { $0 != baseCode }) else { return nil }
    return TextColumn(codes: codes, dictionary: interner.dictionary)
  }

  /// Each currency with its number of rows: `EUR 3, USD 4`.
  private static func list(_ column: TextColumn) -> String {
    zip(column.dictionary.values, column.rowsByCode).filter { $1 > 0 }.map { "\($0) \($1)" }
      .joined(separator: ", ")
  }
}
