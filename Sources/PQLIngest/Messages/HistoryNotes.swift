import PQLModel

// Remarks on a history that says something else than the records.
extension LoadNote {
  static func historyOtherStage(
    count: Int, of total: Int, first: String, told: String, own: String?
  ) -> LoadNote {
    disagreement(
      .historyOtherStage,
      "of \(total) deals with changes of stage \(count) end in another stage than the deal's own, "
        + "first `\(first)` (`\(told)`, the deal \(own.map { "`\($0)`" } ?? "has none")); from the "
        + "last change on the deal's own counts", "stage", count, of: total, first)
  }

  static func historyBeforeCreation(
    count: Int, of total: Int, first: String, changed: Int32, created: Int32
  ) -> LoadNote {
    disagreement(
      .historyBeforeCreation,
      "of \(total) deals with changes \(count) changed before they were created, first `\(first)` "
        + "(changed \(CivilDate(dayNumber: changed).text), created "
        + "\(CivilDate(dayNumber: created).text)); a deal is there from `created` on", "created",
      count, of: total, first)
  }

  static func historyWithoutClosing(count: Int, of total: Int, first: String) -> LoadNote {
    disagreement(
      .historyWithoutClosing,
      "of \(total) closed deals \(count) have no change into a stage that ends a deal, first "
        + "`\(first)`; they closed on their own `closed_on`, and without one it is not known when",
      "stage", count, of: total, first)
  }

  private static func disagreement(
    _ code: LoadCode, _ sentence: String, _ field: String, _ count: Int, of total: Int,
    _ first: String
  ) -> LoadNote {
    LoadNote(
      code, "history: " + sentence, severity: .warning,
      place: LoadPlace(
        entity: .history, field: field, value: first, count: count, total: total),
      concerns: [.history])
  }
}
