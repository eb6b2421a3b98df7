import PQLModel

// The deals that are gone: settled like the others, and then told apart from them.
extension LoadSession {
  /// Compares the exports, puts the history they make among the tables, and the deals that are gone
  /// below those of the newest.
  mutating func compare(
    _ exports: ExportSeries, _ source: TableSource, in context: inout ImportContext,
    modelFile: String?
  ) throws(LoadFailure) -> ExportedPast? {
    guard
      let place = context.tables.lastIndex(where: { $0.shape.role == .entity(.deals) })
    else { return nil }
    let past = try compare(
      exports, source, &context.tables[place], declared: context.pipelines, zone: context.zone,
      modelFile: modelFile)
    let deals = context.tables[place].draft
    context.tables[place].draft = DraftTable.stacked([deals] + past.gone)
    context.add(past.history, madeFrom: place, named: LoadReport.Table.exports)
    context.tables[context.tables.count - 1].files = exports.names
    return past
  }
}

extension LoadReport.Table {
  /// What the table is called that dated exports make.
  static let exports = "exports"
}

extension DraftTable {
  /// Takes out the records of these ids.
  mutating func remove(_ gone: Set<String>) {
    guard !gone.isEmpty, let ids = text("id") else { return }
    let isGone = ids.dictionary.values.map(gone.contains)
    self = keeping(
      ids.codes.indices.filter { ids.codes[$0] < 0 || !isGone[Int(ids.codes[$0])] }
        .map { Int32(clamping: $0) })
  }
}

extension Model {
  /// Takes the deals that are gone from a model that has all that ever were.
  mutating func takePast(from whole: Model) {
    self.past = PastDeals(whole)
    // Their changes are of deals that are not there, which is told of the deals.
    notes.removeAll {
      $0.code == .relationUnmatched && $0.place.entity == .history && $0.place.field == "deal"
    }
  }
}
