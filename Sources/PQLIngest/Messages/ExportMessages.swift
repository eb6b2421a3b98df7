import PQLModel

// What a load says of dated exports.
extension LoadFailure {
  static func exportWithoutDay(_ path: String) -> LoadFailure {
    LoadFailure(
      .exportsUndated, "nothing says on which day it was exported", file: path,
      advice: "name the file with its day, as deals-2026-01-05.csv, or name the field that says it "
        + "under `exported_on`")
  }

  static func exportsOfOneDay(_ path: String, _ other: String, on day: Int32) -> LoadFailure {
    LoadFailure(
      .exportsUndated,
      "two exports are of one day, \(CivilDate(dayNumber: day).text): this one and \(other)",
      file: path, advice: "keep one export a day, or name files that hold no day twice")
  }

  static func exportWithoutIds(_ path: String) -> LoadFailure {
    LoadFailure(
      .exportsUndated, "its deals have no `id`, by which exports are compared", file: path,
      advice: "say under `fields` which column is the id")
  }

  /// Somebody asks for the history of exports where there are none.
  package static func noExports(_ path: String) -> LoadFailure {
    LoadFailure(
      .exportsUndated, "there are no dated exports of deals", file: path,
      advice:
        "exports have their day in their names, as deals-2026-01-05.csv, and a third or more of "
        + "the ids of each stand in the one before")
  }
}

extension LoadNote {
  /// Exports that make a history.
  static func historyOfExports(
    _ files: [String], days: [Int32], changes: Int, created: Int
  ) -> LoadNote {
    let ends = [days.first, days.last].compactMap { $0 }.map { CivilDate(dayNumber: $0).text }
    return LoadNote(
      .historyOfExports,
      "history: made of \(days.count) exports of deals, \(ends.joined(separator: " to ")): "
        + "\(changes) changes and \(created) new deals; a change counts from the export that shows it",
      place: LoadPlace(file: files.last, entity: .history, count: days.count),
      concerns: [.history])
  }

  /// Deals of earlier exports that the newest lacks.
  static func dealsGone(_ gone: [(id: String, day: Int32)]) -> LoadNote {
    let named = gone.prefix(10).map { "`\($0.id)` (\(CivilDate(dayNumber: $0.day).text))" }
    let rest = gone.count > named.count ? " and \(gone.count - named.count) more" : ""
    return LoadNote(
      .dealsGone,
      "deals: \(gone.count) of earlier exports are gone, deleted or merged: "
        + named.joined(separator: ", ") + rest + "; they count on the days before alone",
      place: LoadPlace(entity: .deals, value: gone.first?.id, count: gone.count),
      concerns: [.history])
  }

  /// Files with a day in their names that hold other records each.
  static func datedFilesAreParts(
    _ kind: EntityKind, _ files: [String], same: Int, of total: Int, in file: String
  ) -> LoadNote {
    LoadNote(
      .datedFilesAreParts,
      "\(kind.rawValue): \(files.count) files with a day in their names are parts of one table and no "
        + "exports of it: of the \(total) ids of \(file) \(same) stand in the file before",
      place: LoadPlace(file: file, entity: kind, count: files.count, total: total),
      concerns: [.records(kind)])
  }
}
