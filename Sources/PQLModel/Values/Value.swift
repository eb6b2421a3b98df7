/// One value by itself: a literal, a parameter, a cell looked at alone.
package enum Value: Sendable, Hashable {
  case missing
  case text(String)
  case number(Double)
  case percent(Double)
  /// in units of 10^-`Money.digits`; a nil currency is the base currency
  case money(Int128, currency: String?)
  case boolean(Bool)
  /// days since 1970-01-01
  case date(Int32)
  /// seconds since 1970-01-01T00:00 on the wall clock of the model
  case timestamp(Int64)
  /// days
  case duration(Double)
  case period(Period)
  case list([Value])
}
