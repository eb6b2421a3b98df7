/// The base currency and what others were worth in it.
package struct CurrencySettings: Sendable, Hashable {
  /// A rate that holds from a day on.
  package struct Rate: Sendable, Hashable {
    package var currency: String
    /// Day number; the rate holds from this day until the next one of the currency.
    package var from: Int32
    /// What one unit is worth in the base currency.
    package var rate: Double

    package init(currency: String, from: Int32, rate: Double) {
      self.currency = currency
      self.from = from
      self.rate = rate
    }
  }

  package var base: String
  /// Ascending by day.
  package var rates: [Rate]

  package init(base: String, rates: [Rate] = []) {
    self.base = base
    self.rates = rates.sorted { $0.from < $1.from }
  }

  /// What one unit of `currency` was worth in the base currency on `day`; nil when unknown.
  package func rate(of currency: String, on day: Int32) -> Double? {
    if currency == base { return 1 }
    return rates.last { $0.currency == currency && $0.from <= day }?.rate
  }

  /// What amounts in one currency were worth in another on `day`; nil when a rate is unknown.
  package func conversion(
    from currency: String, into other: String, on day: Int32
  ) -> ConversionRate? {
    guard let from = rate(of: currency, on: day), let into = rate(of: other, on: day) else {
      return nil
    }
    return ConversionRate(from: from, into: into)
  }

  /// Digits behind the point of a currency's minor unit (ISO 4217; two unless listed).
  package static func minorDigits(of currency: String) -> Int { exceptions[currency] ?? 2 }

  private static let exceptions: [String: Int] = [
    "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
    "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0,
    "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
  ]
}
