import PQLModel

/// When deals entered each stage, from HubSpot's fields of that sort.
///
/// HubSpot keeps `hs_v2_date_entered_ID` for every stage of every pipeline, and no more than one
/// moment in each: a deal that came back to a stage has lost its other visit.
enum HubSpotEntries {
  private static let prefixes = ["hs_v2_date_entered_", "hs_date_entered_"]

  /// Whether a field says when its record entered a stage.
  static func isEntry(_ name: String) -> Bool {
    prefixes.contains { name.hasPrefix($0) } && name != "hs_v2_date_entered_current_stage"
  }

  /// Takes the moments out of the deals and makes changes of stage of them; nil where there are none.
  ///
  /// The older field of a stage counts only where the newer has nothing. O(deals × stages).
  static func take(
    from deals: inout DraftTable, _ book: StageBook, _ zone: ZoneClock
  ) -> DraftTable? {
    let columns = deals.fields.filter { isEntry($0.name) }
    guard !columns.isEmpty, let ids = deals.text("id") else { return nil }
    deals.fields.removeAll { isEntry($0.name) }
    var changes = ChangeList()
    let field = changes.fields.code(of: "stage")
    let stages = prefixes.flatMap { prefix in
      columns.filter { $0.name.hasPrefix(prefix) }.map { field in
        let name = stage(String(field.name.dropFirst(prefix.count)), book)
        return (column: field.column, code: changes.values.code(of: name))
      }
    }
    for row in 0..<deals.rowCount {
      var entries: [(at: Int64, code: Int32)] = []
      for (column, code) in stages where !entries.contains(where: { $0.code == code }) {
        guard let at = HubSpot.moment(column, row, zone) else { continue }
        entries.append((at, code))
      }
      guard !entries.isEmpty, let id = ids[row] else { continue }
      let deal = changes.deals.code(of: id)
      var from: Int32 = -1
      for entry in entries.sorted(by: { $0.at < $1.at }) {
        changes.add(deal: deal, at: entry.at, field: field, from: from, to: entry.code)
        from = entry.code
      }
    }
    return changes.count > 0 ? changes.table(fileName: deals.fileName) : nil
  }

  /// The name of the stage that the end of a field's name means.
  ///
  /// HubSpot writes what is no letter or digit as `_`, and may put a number behind: `a-b` becomes
  /// `a_b_1734210`.
  static func stage(_ part: String, _ book: StageBook) -> String {
    if let exact = book.stage(part) { return exact }
    let wanted = plain(part)
    let near = book.stageIds.filter { id in
      let id = plain(id)
      guard wanted.hasPrefix(id) else { return false }
      let rest = wanted.dropFirst(id.count)
      return rest.isEmpty || rest.first == "_" && rest.dropFirst().allSatisfy(\.isNumber)
    }
    // The longest one says most: `a_1` is the stage of that name before it is `a` with a number.
    let best = near.max { $0.utf8.count < $1.utf8.count }
    return best.flatMap { book.stage($0) } ?? part
  }

  private static func plain(_ id: String) -> String {
    String(id.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}
