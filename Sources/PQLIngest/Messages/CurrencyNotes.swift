import PQLModel

// Remarks on currencies, and on relations that were chosen among several.
extension LoadNote {
  private static let wayOut = "`currency.base` in a model file says otherwise"

  static func onlyCurrency(_ name: String) -> LoadNote {
    LoadNote(
      .currencyFound, "currency: \(name), the only one in the data", place: LoadPlace(value: name),
      concerns: [.money])
  }

  static func mostFrequentCurrency(_ name: String, of all: [String]) -> LoadNote {
    LoadNote(
      .currencyChosen,
      "currency: \(name) is taken as the base, the most frequent of \(all.joined(separator: ", ")); "
        + wayOut, severity: .warning, place: LoadPlace(value: name, count: all.count),
      concerns: [.money])
  }

  /// The currency that stood beside amounts, the first of these.
  static func currencyBeside(_ signs: [String]) -> LoadNote {
    let name = signs.first ?? ""
    guard signs.count > 1 else {
      return LoadNote(
        .currencyFound, "currency: \(name), by the sign beside the amounts",
        place: LoadPlace(value: name), concerns: [.money])
    }
    return LoadNote(
      .currencyChosen,
      "currency: \(name) is taken as the base, the first of \(signs.joined(separator: ", ")) beside "
        + "the amounts; " + wayOut, severity: .warning,
      place: LoadPlace(value: name, count: signs.count), concerns: [.money])
  }

  static func currencyNotNamed(countingAs name: String) -> LoadNote {
    LoadNote(
      .currencyNotNamed, "currency: the data name none, so amounts count as \(name); " + wayOut,
      severity: .warning, place: LoadPlace(value: name), concerns: [.money])
  }

  /// Amounts of a field that bear several currencies, each with its number of rows.
  static func amountsInCurrencies(_ field: NotedField, _ list: String) -> LoadNote {
    field.note(.currenciesSeveral, "amounts bear several currencies (\(list))", value: list)
  }

  static func currenciesOfRecords(_ kind: EntityKind, _ list: String) -> LoadNote {
    NotedField(kind, "currency").note(.currenciesSeveral, "several (\(list))", value: list)
  }

  static func currencyMissing(_ kind: EntityKind, count: Int, base: String) -> LoadNote {
    NotedField(kind, "currency").note(
      .currencyMissing,
      "missing in \(count) records; their amounts count as \(base), or as what stands beside them",
      severity: .warning, count: count, value: base, also: [.money])
  }

  /// Deals that HubSpot links to several companies.
  static func firstOfCompanies(count: Int) -> LoadNote {
    NotedField(.deals, "account").note(
      .relationChosen,
      "\(count) deals belong to several companies and name none as the primary one; the first counts",
      count: count)
  }
}
