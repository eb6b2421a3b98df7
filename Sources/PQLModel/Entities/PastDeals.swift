/// All deals that ever were, where the data tell of some that are gone.
///
/// The deals as they are stand first, in their order and with the same fields; behind them are those
/// that are gone, as they last were. The history says from which day on each is gone.
package struct PastDeals: Sendable {
  package let table: EntityTable
  /// The relations of these deals, and those that lead to them.
  package let links: [Model.RelationKey: RelationLink]

  package init(table: EntityTable, links: [Model.RelationKey: RelationLink]) {
    self.table = table
    self.links = links
  }

  /// Takes the deals of a model that holds all of them.
  package init?(_ model: Model) {
    guard let table = model[.deals] else { return nil }
    self.init(
      table: table,
      links: model.links.filter { $0.key.entity == .deals || $0.value.target == .deals })
  }
}

extension Model {
  /// The model with the deals that are gone below the others: what a past day is made from; the
  /// model itself where none is gone.
  package var withDealsThatAreGone: Model {
    guard let past else { return self }
    var model = Model(
      name: name, currency: currency, calendar: calendar, pipelines: pipelines,
      tables: entities.compactMap { $0 == .deals ? past.table : self[$0] },
      links: links.merging(past.links) { $1 }, notes: notes, historyQuality: historyQuality,
      report: report, damage: damage)
    model.time = time
    model.unread = unread
    model.rejections = rejections
    return model
  }
}
