package import PQLModel

/// A part of a plan that is asked as of one day: what `today` and `now` mean in it, and the fields that
/// were bound with them.
///
/// `where overdue` of today and of ninety days ago are two branches with a term each.
package struct Branch: Sendable {
  package var node: PlanNode
  /// Day number of `today`.
  package var today: Int32
  /// Seconds of `now` on the model's wall clock.
  package var now: Int64
  /// The day from which it looks back, so that nothing behind `today` is seen: the model is rewound to
  /// its end; nil where nothing is.
  package var lookedFrom: Int32?
  /// Fields of `define` and built-in ones written in PQL, by reference.
  package var definitions: [ComputedReference: Term]

  package init(
    node: PlanNode, today: Int32, now: Int64, lookedFrom: Int32? = nil,
    definitions: [ComputedReference: Term]
  ) {
    self.node = node
    self.today = today
    self.now = now
    self.lookedFrom = lookedFrom
    self.definitions = definitions
  }

  /// Whether nothing behind its day is seen.
  package var isPast: Bool { lookedFrom != nil }
}

/// Two answers with the same keys, side by side: a row for each combination of keys that either has.
///
/// Columns are the keys, then the figures of the left side, then those of the right. Keys are unique on
/// both sides, so that no figure is counted twice; where they are not the run fails. Rows stand in the
/// order that groups of these keys stand in.
package struct PairNode: Sendable {
  package var keys: [GroupKey]
  package var left: Side
  package var right: Side

  /// One of the answers.
  package struct Side: Sendable {
    package var branch: Branch
    /// What the figures are called behind the keys.
    package var figures: [PlannedColumn]
    /// One row of the figures of no rows at all, for keys that only the other side has.
    package var absent: PlanNode

    package init(branch: Branch, figures: [PlannedColumn], absent: PlanNode) {
      self.branch = branch
      self.figures = figures
      self.absent = absent
    }
  }

  package init(keys: [GroupKey], left: Side, right: Side) {
    self.keys = keys
    self.left = left
    self.right = right
  }

  /// The keys, then the figures of the left side, then those of the right.
  package var columns: [PlannedColumn] {
    keys.map { PlannedColumn(name: $0.name, type: $0.term.type) } + left.figures + right.figures
  }
}

/// Answers with the same columns, one below the other, each under a label.
package struct StackNode: Sendable {
  /// The column of the labels, which comes first.
  package var label: PlannedColumn
  package var parts: [(label: Value, node: PlanNode)]

  package init(label: PlannedColumn, parts: [(label: Value, node: PlanNode)]) {
    self.label = label
    self.parts = parts
  }

  /// The label, then the columns of the first part.
  package var columns: [PlannedColumn] { [label] + (parts.first?.node.columns ?? []) }
}

extension AggregateNode {
  /// What the outputs are of no rows at all, in one row without keys.
  package var ofNothing: PlanNode {
    let none = Term.constant(.boolean(false), .boolean)
    return .aggregate(
      AggregateNode(
        input: .filter(input, none), keys: [], aggregates: aggregates,
        outputs: outputs.map { NamedTerm($0.name, $0.term.movedLeft(by: keys.count)) }, rates: []))
  }
}

/// A period as a question names it, and the date by which rows belong to it.
package struct AskedPeriod: Sendable, Hashable {
  package var range: DayRange
  package var dateBasis: String?

  package init(range: DayRange, dateBasis: String?) {
    self.range = range
    self.dateBasis = dateBasis
  }
}
