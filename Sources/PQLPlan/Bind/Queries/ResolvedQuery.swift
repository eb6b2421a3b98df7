package import PQLModel

/// A query half bound: its plan, and what the next step may name.
package struct ResolvedQuery: Sendable {
  package var node: PlanNode
  package var scope: Scope
  /// What the answer shows; nil: the entity's usual columns.
  package var shown: [NamedTerm]?
  package var keyCount: Int
  package var spreadColumn: Int?
  package var notes: [Note]
  /// The period that the question names, if any.
  package var period: AskedPeriod?

  package init(
    node: PlanNode, scope: Scope, shown: [NamedTerm]? = nil, keyCount: Int = 0,
    spreadColumn: Int? = nil, notes: [Note] = [], period: AskedPeriod? = nil
  ) {
    self.node = node
    self.scope = scope
    self.shown = shown
    self.keyCount = keyCount
    self.spreadColumn = spreadColumn
    self.notes = notes
    self.period = period
  }
}

/// Bound keys, and what is to be said of the date of `per`.
package struct BoundKeys: Sendable {
  package var keys: [GroupKey]
  /// Whether the last of them is spread over the columns.
  package var spread: Bool
  package var notes: [Note]
}

/// The columns of a head, and the aggregates that they are made of.
struct BoundFigures {
  var outputs: [NamedTerm]
  var collected: CollectedAggregates
}
