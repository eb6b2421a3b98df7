import PQLModel
import PQLSyntax

/// The aggregates met while a head, a metric or an expectation is bound.
struct AggregateCollector: Sendable {
  /// What the aggregates' arguments see.
  var rows: Scope
  var keys: [GroupKey]
  var aggregates: [AggregateTerm] = []
  var rates: [RateCount] = []
  /// Filled instead of `aggregates` where each aggregate names its own source, as in `expect`.
  var scalarNodes: [PlanNode] = []
  var isScalar = false

  init(rows: Scope, keys: [GroupKey]) {
    self.rows = rows
    self.keys = keys
  }

  /// The collector of an expectation.
  static var scalar: AggregateCollector {
    var collector = AggregateCollector(rows: Scope(entity: .deals), keys: [])
    collector.isScalar = true
    return collector
  }

  /// The column of an aggregate, met before or not.
  mutating func column(of aggregate: AggregateTerm) -> Term {
    let place = aggregates.firstIndex(of: aggregate) ?? aggregates.count
    if place == aggregates.count { aggregates.append(aggregate) }
    return .column(keys.count + place, name: aggregate.aggregate, aggregate.type)
  }

  /// The column of an aggregate over its own source.
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
