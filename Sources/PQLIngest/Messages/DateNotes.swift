import PQLModel

// Remarks on how dates were read.
extension LoadNote {
  static func datesInMilliseconds(_ field: NotedField) -> LoadNote {
    field.note(.datesInMilliseconds, "read as milliseconds since 1970")
  }

  /// The order of day and month, and what shows it: a value, or other dates of the entity.
  static func datesSettled(
    _ field: NotedField, _ order: DateOrder, by proof: String? = nil
  ) -> LoadNote {
    field.note(
      .datesSettled, "dates are read as \(order.words)" + (proof.map { ", as \($0)" } ?? ""))
  }

  static func datesKeptAsText(_ field: NotedField, example: String) -> LoadNote {
    field.note(
      .datesKeptAsText,
      "dates such as `\(example)` can be read in two ways and are kept as text; \"dates\": \"dmy\", or "
        + "mdy, in the model file says which", severity: .warning, value: example)
  }

  /// Quotas whose last days the data do not tell.
  static func periodsGuessed(count: Int, isQuarters: Bool) -> LoadNote {
    NotedField(.quotas, "until").note(
      .periodsGuessed,
      "\(count) quotas are taken to last a \(isQuarters ? "quarter" : "month"), as their first days "
        + "suggest; an export of Period says it", count: count)
  }
}
