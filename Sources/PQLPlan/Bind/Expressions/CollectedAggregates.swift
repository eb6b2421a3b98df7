import PQLModel

/// The aggregates met while a head, a metric or an expectation is bound.
struct CollectedAggregates: Sendable {
  var aggregates: [AggregateTerm] = []
  var rates: [RateCount] = []
  /// Filled instead of `aggregates` where each aggregate names its own rows.
  var scalarNodes: [PlanNode] = []

  /// The column of an aggregate, met before or not, behind so many keys.
  mutating func column(of aggregate: AggregateTerm, behind keyCount: Int) -> Term {
    let place = aggregates.firstIndex(of: aggregate) ?? aggregates.count
    if place == aggregates.count { aggregates.append(aggregate) }
    return .column(keyCount + place, name: aggregate.aggregate, aggregate.type)
  }

  /// The column of an aggregate over its own rows.
  mutating func column(of aggregate: AggregateTerm, over node: PlanNode) -> Term {
    scalarNodes.append(
      .aggregate(
        AggregateNode(
          input: node, keys: [], aggregates: [aggregate],
          outputs: [
            NamedTerm(
              aggregate.aggregate, .column(0, name: aggregate.aggregate, aggregate.type))
          ],
          rates: [])))
    return .column(scalarNodes.count - 1, name: aggregate.aggregate, aggregate.type)
  }
}
