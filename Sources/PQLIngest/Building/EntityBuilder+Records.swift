import PQLModel

extension EntityBuilder {
  /// Refuses two different deals of one id; of records that are the same in every field the first is
  /// kept.
  mutating func refuseRepeatedRecords() throws(LoadFailure) {
    guard table.kind == .deals, settings.shape?.isEntity ?? true,
      let entry = plan.entries.first(where: { $0.name == "id" })
    else { return }
    let column = table.textColumn(entry.column)
    guard column.dictionary.count < column.codes.count else { return }
    var firstRow = [Int](repeating: -1, count: column.dictionary.count)
    var repeated: [Int] = []
    for (row, code) in column.codes.enumerated() where code >= 0 {
      let first = firstRow[Int(code)]
      if first < 0 {
        firstRow[Int(code)] = row
        continue
      }
      guard table.areEqual(first, row) else {
        throw LoadFailure(
          "two different deals have the id `\(column.dictionary[Int(code)])`: "
            + "\(table.placeName(column: entry.column, row: first)) and "
            + "\(table.placeName(column: entry.column, row: row))",
          field: "deals.\(entry.name)", value: column.dictionary[Int(code)],
          advice: "every sum would count them twice; keep one, or name another field as `id` "
            + "in the model file")
      }
      repeated.append(row)
    }
    guard !repeated.isEmpty else { return }
    let example = table.placeName(column: entry.column, row: repeated[0])
    table.remove(rows: repeated)
    notes.add(
      .deals,
      "deals: \(repeated.count) records are exact repeats of another, first at \(example); "
        + "each is counted once", .warning)
  }
}
