import PQLModel

// Failures of values that leave open what every answer would hang on.
extension LoadFailure {
  static func differentDealsOfOneId(
    _ id: String, field: String, first: LoadPlace, second: LoadPlace
  ) -> LoadFailure {
    LoadFailure(
      .differentDealsOfOneId,
      "two different deals have the id `\(id)`: \(first.name) and \(second.name)",
      field: "deals.\(field)", value: id,
      advice: "every sum would count them twice; keep one, or name another field as `id` "
        + "in the model file")
  }

  /// Dates that can be read with the day or the month first.
  static func datesOpen(
    _ kind: EntityKind, _ field: String, _ type: ValueType, _ evidence: DateEvidence,
    at place: LoadPlace
  ) -> LoadFailure {
    LoadFailure(
      .datesOpen,
      evidence.provesDay
        ? "some dates have the day first and some the month, as `\(evidence.proof)`"
        : "`\(evidence.open)` can be read as day and month or as month and day",
      file: place.file, line: place.line, record: place.record, field: "\(kind.rawValue).\(field)",
      value: evidence.open.isEmpty ? evidence.proof : evidence.open,
      advice: "say which in the model file: \"dates\": \"dmy\", or mdy; for this field alone "
        + "\"types\": { \"\(field)\": \"\(type.keyword) dmy\" }")
  }
}

extension LoadPlace {
  /// The place as a sentence tells it: `pipeline.csv line 17` or `leads.json record 3`.
  var name: String {
    let parts = [file, line.map { "line \($0)" } ?? record.map { "record \($0)" }]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}
