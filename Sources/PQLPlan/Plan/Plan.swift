package import PQLModel

/// A query that is ready to run.
package struct Plan: Sendable {
  package var branch: Branch
  package var columns: [PlannedColumn]
  package var notes: [Note]
  /// The period that the question names, if any.
  package var period: AskedPeriod?
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
  /// What is asked of the answer in its place; nil for the answer itself.
  package var explanation: Explanation?

  package init(
    branch: Branch, columns: [PlannedColumn], notes: [Note], period: AskedPeriod? = nil,
    spreadColumn: Int? = nil, keyCount: Int, format: String? = nil, export: String? = nil,
    currency: String, namesCurrency: Bool
  ) {
    self.branch = branch
    self.columns = columns
    self.notes = notes
    self.period = period
    self.spreadColumn = spreadColumn
    self.keyCount = keyCount
    self.format = format
    self.export = export
    self.currency = currency
    self.namesCurrency = namesCurrency
  }

  /// Whether what is asked for is a cell of an earlier answer.
  package var explainsCell: Bool { if case .cell? = explanation { true } else { false } }
}

/// What of an answer is to be explained.
package enum Explanation: Sendable, Hashable {
  /// `explain plan QUERY`: what each node of the plan does
  case plan
  /// `explain QUERY`: the figures of its only row
  case onlyRow
  /// `explain "Ana".sum_amount`: one cell, by the places of its row and its column
  case cell(row: Int, column: Int)
  /// `explain why "ID" not in QUERY`: what leaves a record out, by its id or name
  case why(String)
}

/// A question with one value for an answer, as in `expect`.
package struct ScalarPlan: Sendable {
  /// Plans of one row and one column each.
  package var branches: [Branch]
  /// Over one column a node.
  package var term: Term
  /// Terms worth showing when the answer is no, with their text.
  package var parts: [NamedTerm]
  /// Day number of `today`.
  package var today: Int32
  package var currency: String

  package init(
    branches: [Branch], term: Term, parts: [NamedTerm], today: Int32, currency: String
  ) {
    self.branches = branches
    self.term = term
    self.parts = parts
    self.today = today
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

  package init(_ named: NamedTerm) { self.init(name: named.name, type: named.term.type) }
}
