import PQLModel

/// Settles the base currency, and the currency of each amount where there are several.
struct CurrencySettling {
  private(set) var base: String
  private let isDeclared: Bool

  /// Takes the declared currency, else the one all amounts have, else the most frequent.
  init(
    declared: String?, rates: [CurrencySettings.Rate], tables: [DraftTable], signs: [String],
    _ notes: inout NoteBook
  ) {
    isDeclared = declared != nil
    if let declared {
      base = declared
      if let other = signs.first(where: { $0 != declared }) {
        notes.add(
          nil,
          "currency: amounts bear the sign of \(other), and the model says \(declared); "
            + "they count as \(declared)", .warning)
      }
      return
    }
    let counts = CurrencySettling.counts(tables)
    if counts.count == 1 {
      base = counts[0].name
      notes.add(nil, "currency: \(base), the only one in the data")
    } else if let most = counts.max(by: { ($0.count, $1.name) < ($1.count, $0.name) }) {
      base = most.name
      let list = counts.map(\.name).joined(separator: ", ")
      notes.add(
        nil,
        "currency: \(base) is taken as the base, the most frequent of \(list); "
          + "`currency.base` in a model file says otherwise", .warning)
    } else if let sign = signs.first {
      base = sign
      notes.add(
        nil, "currency: \(sign), by the sign beside the amounts",
        signs.count > 1 ? .warning : .note)
    } else {
      base = "EUR"
      let hasMoney = tables.contains { $0.fields.contains { $0.type == .money } }
      if hasMoney {
        notes.add(nil, "currency: the data name none, so amounts count as EUR")
      }
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

  /// Gives the amounts of a table a currency a row where some are not in the base currency.
  func settle(_ table: inout DraftTable, _ notes: inout NoteBook) {
    guard let column = table.text("currency") else { return }
    let (upper, changed) = column.replacing { text in
      let code = trimmed(text).uppercased()
      return code == text ? nil : code
    }
    if !changed.isEmpty, let index = table.index(of: "currency") {
      table.fields[index].column = .text(upper)
    }
    let counts = upper.rowsByCode
    let names = upper.dictionary.values
    let isMixed = zip(names, counts).contains { $0 != base && $1 > 0 }
    guard isMixed else { return }
    var interner = TextInterner()
    let newCodes = names.map { interner.code(of: $0) }
    let baseCode = interner.code(of: base)
    let currencies = TextColumn(
      codes: upper.codes.map { $0 < 0 ? baseCode : newCodes[Int($0)] },
      dictionary: interner.dictionary)
    for index in table.fields.indices {
      guard case .money(var money) = table.fields[index].column else { continue }
      money.currencies = currencies
      table.fields[index].column = .money(money)
    }
    let list = zip(names, counts).filter { $1 > 0 }.map { "\($0) \($1)" }.joined(separator: ", ")
    notes.add(table.kind, "\(table.kind.rawValue).currency: several (\(list))")
    let missing = upper.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    if missing > 0 {
      notes.add(
        table.kind,
        "\(table.kind.rawValue).currency: missing in \(missing) records; "
          + "their amounts count as \(base)")
    }
  }
}
