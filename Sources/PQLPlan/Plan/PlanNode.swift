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
  /// the same question about two periods, joined on the keys
  case compare(CompareNode)
  /// the deals' way through the stages, from the history
  case funnel(FunnelNode)
  /// what is not relational
  case native(any NativeOperator)
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

/// Two answers with the same keys, side by side.
package struct CompareNode: Sendable {
  package var current: PlanNode
  package var before: PlanNode
  package var keyCount: Int
  /// By figure: the type of what stands behind the keys.
  package var types: [ValueType]
  package var keyOrders: [GroupKey.Order]

  package init(
    current: PlanNode, before: PlanNode, keyCount: Int, types: [ValueType],
    keyOrders: [GroupKey.Order]
  ) {
    self.current = current
    self.before = before
    self.keyCount = keyCount
    self.types = types
    self.keyOrders = keyOrders
  }
}

/// What a verb computes when the algebra is not enough.
package protocol NativeOperator: Sendable {
  /// What `explain plan` says of it.
  var operation: PlanOperation { get }
  /// The nodes whose rows it takes.
  var inputs: [PlanNode] { get }
  /// The columns it gives; what is evaluated reaches it as an answer a node.
  func run(_ inputs: [Answer], context: NativeContext) throws(EvaluationFailure) -> Answer
}

/// What a native operator may know besides its rows.
package struct NativeContext: Sendable {
  package var model: Model
  package var today: Int32

  package init(model: Model, today: Int32) {
    self.model = model
    self.today = today
  }
}

/// What can go wrong when a right plan meets the data.
package enum EvaluationFailure: Error, Sendable, Hashable {
  /// `count by owner.team` where two owners bear one name
  case ambiguousRecord(field: String, target: String, name: String)
  /// `sum amount in USD` without a rate for a row's day
  case missingRate(currency: String, base: String, day: Int32)
  /// an amount beyond 1.7e28
  case overflow(String)
  /// a snapshot whose bytes have changed since it was written
  case damaged(String)
  /// an answer of more rows than can be made
  case tooLarge(String)
  /// Ctrl-C
  case cancelled
  /// a fault in PQL
  case fault(String)
}

/// A query that is ready to run.
package struct Plan: Sendable {
  package var node: PlanNode
  package var columns: [PlannedColumn]
  /// Fields of `define` and built-in ones written in PQL, by reference.
  package var definitions: [ComputedReference: Term]
  package var notes: [String]
  /// The place of the `per` key in the columns, when rows spread in table output.
  package var spreadColumn: Int?
  package var keyCount: Int
  /// A format by name, from `as`.
  package var format: String?
  /// A file to write, from `| export`.
  package var export: String?
  /// The currency of every money column.
  package var currency: String
  /// Whether the query named that currency by `in`.
  package var namesCurrency: Bool
  /// Whether the answer is the plan itself, with what each of its nodes did.
  package var isExplained = false

  package init(
    node: PlanNode, columns: [PlannedColumn], definitions: [ComputedReference: Term],
    notes: [String], spreadColumn: Int? = nil, keyCount: Int, format: String? = nil,
    export: String? = nil, currency: String, namesCurrency: Bool
  ) {
    self.node = node
    self.columns = columns
    self.definitions = definitions
    self.notes = notes
    self.spreadColumn = spreadColumn
    self.keyCount = keyCount
    self.format = format
    self.export = export
    self.currency = currency
    self.namesCurrency = namesCurrency
  }
}

/// A question with one value for an answer, as in `expect`.
package struct ScalarPlan: Sendable {
  /// Plans of one row and one column each.
  package var nodes: [PlanNode]
  /// Over one column a node.
  package var term: Term
  /// Terms worth showing when the answer is no, with their text.
  package var parts: [NamedTerm]
  package var definitions: [ComputedReference: Term]
  package var currency: String

  package init(
    nodes: [PlanNode], term: Term, parts: [NamedTerm], definitions: [ComputedReference: Term],
    currency: String
  ) {
    self.nodes = nodes
    self.term = term
    self.parts = parts
    self.definitions = definitions
    self.currency = currency
  }
}

/// A column of the answer.
package struct PlannedColumn: Sendable, Hashable {
  package var name: String
  package var type: ValueType

  package init(name: String, type: ValueType) {
    self.name = name
    self.type = type
  }
}
