package import PQLModel

/// What can go wrong when a right plan meets the data.
package enum EvaluationFailure: Error, Sendable, Hashable {
  /// `count by owner.team` where two owners bear one name
  case ambiguousRecord(field: String, target: String, name: String)
  /// `sum amount in USD` without a rate for a row's day
  case missingRate(currency: String, base: String, day: Int32)
  /// `sum amount by currency | sort sum_amount` without rates
  case mixedCurrencies(String, [String])
  /// an amount beyond 1.7e28
  case overflow(String)
  /// `sum amount where open as of 2024-01-01` where nobody knows the amounts of then; `map` is the field
  /// that would tell
  case unknownThen(String, day: Int32, map: String?)
  /// a snapshot whose bytes have changed since it was written
  case damaged(String)
  /// two answers side by side of which one has several rows of the same keys
  case repeatedKeys
  /// an answer of more rows than can be made
  case tooLarge(String)
  /// `attainment during 2026-02` beside a quota of the last days of January and the first of February
  case quotaCrosses(holder: String, quota: DayRange, period: DayRange)
  /// `explain count by owner`: a question of so many rows; `first` is a condition on the first of them
  case severalRows(Int, first: String?)
  /// `explain deals where open`
  case listsRecords
  /// `explain 2.owner`: a cell that is not made of anything
  case madeOfNothing(String)
  /// Ctrl-C
  case cancelled
  /// a fault in PQL
  case fault(String)
}
