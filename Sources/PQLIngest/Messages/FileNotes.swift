import PQLModel

// Remarks on which files became which tables.
extension LoadNote {
  /// A table that only names told, and the files it was taken from.
  static func tableTakenFrom(_ table: String, _ kind: EntityKind?, _ files: [String]) -> LoadNote {
    LoadNote(
      .tableTakenFrom, "\(table): taken from \(files.joined(separator: ", "))",
      place: LoadPlace(file: files.first, entity: kind, count: files.count))
  }

  static func systemRecognised(_ system: String, _ tables: [String]) -> LoadNote {
    LoadNote(
      .systemRecognised, "an export of \(system): \(tables.joined(separator: ", "))",
      place: LoadPlace(value: system, count: tables.count))
  }

  /// The pages of a query hold fewer records than its answer has.
  static func pageMissing(
    _ table: String, _ kind: EntityKind, held: Int, of total: Int
  ) -> LoadNote {
    LoadNote(
      .pageMissing,
      "\(table): the export counts \(total) records and holds \(held); a page may be missing",
      severity: .warning, place: LoadPlace(entity: kind, count: held, total: total),
      concerns: [.records(kind)])
  }

  /// Files that gave nothing; of a single one the reason is told.
  ///
  /// `entities` are those whose records they most likely hold.
  static func filesLeftAside(
    _ files: [LoadReport.LeftAside], entities: [EntityKind], isOdd: Bool
  ) -> LoadNote {
    let names = files.prefix(3).map(\.file).joined(separator: ", ")
    return LoadNote(
      .filesLeftAside,
      "left aside: \(names)\(files.count > 3 ? " and \(files.count - 3) more" : "")"
        + (files.count == 1 ? "; \(files[0].reason)" : "; `describe model` says why"),
      severity: isOdd ? .warning : .note,
      place: LoadPlace(file: files.first?.file, count: files.count),
      concerns: entities.map { .records($0) })
  }

  static func listsLeftAside(_ kind: EntityKind, _ file: String, _ keys: [String]) -> LoadNote {
    LoadNote(
      .listsLeftAside,
      "\(kind.rawValue): \(file) holds more than one list of records; left aside: "
        + keys.map { "`\($0)`" }.joined(separator: ", "), severity: .warning,
      place: LoadPlace(file: file, entity: kind, value: keys.first, count: keys.count),
      concerns: [.records(kind)])
  }
}
