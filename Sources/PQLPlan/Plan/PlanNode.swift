package import PQLModel

/// The relational algebra a query becomes; each node takes rows and gives rows.
package indirect enum PlanNode: Sendable {
  /// all records of an entity, in the data's order
  case scan(EntityKind)
  /// the rows for which the condition holds
  case filter(PlanNode, Term)
  /// further columns behind those there are
  case extend(PlanNode, [NamedTerm])
  /// these columns alone
  case project(PlanNode, [NamedTerm])
  /// these columns alone, as people read them and nothing computes with them: amounts recorded in
  /// several currencies stay as they are
  case show(PlanNode, [NamedTerm])
  case aggregate(AggregateNode)
  /// stable; a final tie goes by `id` where the rows have one
  case sort(PlanNode, [SortTerm])
  case top(TopNode)
  case limit(PlanNode, Int)
  /// what is not relational, by the name of an operator
  case operate(OperatorNode)
  /// two answers with the same keys, side by side
  case pair(PairNode)
  /// rows of another day
  case asOf(Branch)
  /// answers with the same columns, one below the other
  case stack(StackNode)
}

extension PlanNode {
  /// The columns that a node's rows have beside the fields of their entity.
  package var columns: [PlannedColumn] {
    switch self {
    case .scan: []
    case .filter(let input, _), .sort(let input, _), .limit(let input, _): input.columns
    case .extend(let input, let terms): input.columns + terms.map(PlannedColumn.init)
    case .project(_, let terms), .show(_, let terms): terms.map(PlannedColumn.init)
    case .aggregate(let node): node.columns
    case .top(let node):
      node.input.columns
        + (node.withOthers ? [PlannedColumn(name: TopNode.othersColumn, type: .boolean)] : [])
    case .operate(let node): node.columns
    case .pair(let node): node.columns
    case .asOf(let branch): branch.node.columns
    case .stack(let node): node.columns
    }
  }

  /// The nodes whose rows this one takes.
  package var inputs: [PlanNode] {
    switch self {
    case .scan: []
    case .filter(let input, _), .sort(let input, _), .limit(let input, _),
      .extend(let input, _), .project(let input, _), .show(let input, _):
      [input]
    case .aggregate(let node): [node.input]
    case .top(let node): [node.input]
    case .operate(let node): node.inputs
    case .pair(let node): [node.left.branch.node, node.right.branch.node]
    case .asOf(let branch): [branch.node]
    case .stack(let node): node.parts.map(\.node)
    }
  }
}

/// A term with the name of the column it makes.
package struct NamedTerm: Sendable, Hashable {
  package var name: String
  package var term: Term

  package init(_ name: String, _ term: Term) {
    self.name = name
    self.term = term
  }
}

/// One aggregate over the rows of a group.
package struct AggregateTerm: Sendable, Hashable {
  package var aggregate: String
  package var argument: Term?
  package var condition: Term?
  package var parameter: Double?
  /// The rows' date, for `first` and `last`.
  package var order: Term?
  package var type: ValueType

  package init(
    aggregate: String, argument: Term? = nil, condition: Term? = nil, parameter: Double? = nil,
    order: Term? = nil, type: ValueType
  ) {
    self.aggregate = aggregate
    self.argument = argument
    self.condition = condition
    self.parameter = parameter
    self.order = order
    self.type = type
  }
}

/// A key of a grouping and how its groups are ordered and completed.
package struct GroupKey: Sendable, Hashable {
  package enum Order: Sendable, Hashable {
    /// by the first aggregate, then by the key
    case byFigure
    /// by the pipeline; stages without rows appear
    case stages
    /// ascending; periods without rows appear
    case periods
    /// in the order of the bands
    case bands
  }

  package var name: String
  package var term: Term
  package var order: Order
  /// The days whose periods all appear; nil: from the first to the last that has rows.
  package var range: DayRange?

  package init(name: String, term: Term, order: Order, range: DayRange? = nil) {
    self.name = name
    self.term = term
    self.order = order
    self.range = range
  }
}

/// Rows to groups: columns are the keys, then `outputs`.
package struct AggregateNode: Sendable {
  package var input: PlanNode
  package var keys: [GroupKey]
  package var aggregates: [AggregateTerm]
  /// Terms over the columns keys + aggregates.
  package var outputs: [NamedTerm]
  /// What a footer says of a rate: its name, and the aggregate that counts its n.
  package var rates: [RateCount]

  package init(
    input: PlanNode, keys: [GroupKey], aggregates: [AggregateTerm], outputs: [NamedTerm],
    rates: [RateCount]
  ) {
    self.input = input
    self.keys = keys
    self.aggregates = aggregates
    self.outputs = outputs
    self.rates = rates
  }
}

extension AggregateNode {
  /// The keys, then the outputs.
  package var columns: [PlannedColumn] {
    keys.map { PlannedColumn(name: $0.name, type: $0.term.type) } + outputs.map(PlannedColumn.init)
  }
}

/// A rate and the aggregate that counts what it is a share of.
package struct RateCount: Sendable, Hashable {
  package var name: String
  package var aggregate: Int
  package var counted: String

  package init(name: String, aggregate: Int, counted: String) {
    self.name = name
    self.aggregate = aggregate
    self.counted = counted
  }
}

/// A key to sort by.
package struct SortTerm: Sendable, Hashable {
  package var term: Term
  package var isDescending: Bool

  package init(term: Term, isDescending: Bool) {
    self.term = term
    self.isDescending = isDescending
  }
}

/// The first rows by a key, over all or in each group.
package struct TopNode: Sendable {
  package var input: PlanNode
  package var count: Int
  package var by: [SortTerm]
  package var per: [Term]
  /// Whether the rest becomes one more row; only above an aggregate.
  package var withOthers: Bool
  /// What the column is called that is true in the row of the others alone.
  package static let othersColumn = "others"

  package init(input: PlanNode, count: Int, by: [SortTerm], per: [Term], withOthers: Bool) {
    self.input = input
    self.count = count
    self.by = by
    self.per = per
    self.withOthers = withOthers
  }
}
