extension LoadNote {
  /// Several records have the name by which a relation finds its record.
  static func relationAmbiguous(
    _ kind: EntityKind, _ field: String, _ target: EntityKind, names: [String]
  ) -> LoadNote {
    LoadNote(
      .relationAmbiguous,
      "\(kind.rawValue).\(field): several records of \(target.rawValue) bear "
        + (names.count == 1
          ? "the name `\(names[0])`"
          : "\(names.count) of its names, as `\(names.first ?? "")`"),
      severity: .warning,
      place: LoadPlace(entity: kind, field: field, value: names.first, count: names.count),
      concerns: [.field(kind, field)])
  }

  /// Values of a relation that name no record, of which the first is told of a change.
  static func relationUnmatched(
    _ kind: EntityKind, _ field: String, _ target: EntityKind, count: Int, of total: Int,
    first: String?
  ) -> LoadNote {
    if kind == .history {
      return LoadNote(
        .relationUnmatched,
        "history.\(field): \(count) of \(total) changes are of no record of \(target.rawValue), first "
          + "of `\(first ?? "")`; they count for none",
        severity: .warning,
        place: LoadPlace(entity: kind, field: field, value: first, count: count, total: total),
        concerns: [.field(kind, field), .history])
    }
    return LoadNote(
      .relationUnmatched,
      "\(kind.rawValue).\(field): \(count) of \(total) name no record of \(target.rawValue)",
      // A manager need not be an owner of deals.
      severity: target == kind ? .note : .warning,
      place: LoadPlace(entity: kind, field: field, count: count, total: total),
      concerns: [.field(kind, field)])
  }
}
