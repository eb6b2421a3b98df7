import PQLModel
import PQLPlan

extension Execution {
  /// An aggregate of child records for every row of the parent.
  ///
  /// Each child counts for the one parent it names, so that a join never multiplies anything.
  func foldChildren(_ related: RelatedAggregate) throws(EvaluationFailure) -> Column {
    let relation = related.relation
    guard let link = model.link(relation.from, relation.field), let parent = model[relation.to],
      let definition = library.aggregate(related.aggregate)
    else { throw .fault("no relation \(relation.field)") }
    let children = wholeFrame(relation.from)
    var asked = children
    var groups = Array(link.rows)
    if let condition = related.condition {
      let kept = try self.condition(condition, in: children)
      keepGroups(&groups, of: kept)
      asked = children.filtered(kept)
    }
    try checkUnambiguous(link, relation, asked)
    try noteLaterOutcomes(
      [related.argument, related.condition].compactMap { $0 }, of: relation.from, under: [])
    var argument: Column?
    if let term = related.argument { argument = try wholeColumn(term, of: relation.from) }
    var order: [Column] = []
    if let term = related.order {
      order = [try wholeColumn(term, of: relation.from)] + ids(children)
    }
    return try definition.kernel(
      AggregateInput(
        argument: argument, groups: groups, groupCount: parent.rowCount,
        parameter: related.parameter, order: order))
  }
}
