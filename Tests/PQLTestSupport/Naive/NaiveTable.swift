import PQLSyntax

/// Rows on their way through a query.
package struct NaiveTable: Sendable {
  package struct Column: Sendable, Hashable {
    package var name: String
    package var kind: NaiveKind
  }

  package struct Row: Sendable {
    /// The record's place in its entity.
    package var record: Int
    /// What earlier parts of the query added.
    package var made: [String: NaiveValue] = [:]
    /// What the answer shows, when the query says so.
    package var shown: [NaiveValue] = []
    /// The rows that a group was made of, by their places.
    package var members: [Int] = []
  }

  /// What groups were made of, for `with others`.
  package struct Origin: Sendable {
    package var rows: NaiveTable
    package var keys: [Column]
    package var figures: [Expression]
  }

  /// Nil when the rows are groups.
  package var entity: String?
  package var rows: [Row]
  /// What earlier parts of the query added, in order.
  package var columns: [Column] = []
  /// The columns of `shown`.
  package var shownColumns: [Column]?
  /// One, when the rows are groups.
  package var origin: [Origin] = []
}

/// An answer as rows of values.
package struct NaiveAnswer: Sendable {
  package var names: [String]
  package var rows: [[NaiveValue]]
}

/// Something the naive evaluator does not know, or that the language forbids.
package struct NaiveFailure: Error, CustomStringConvertible {
  package var description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Where an expression is asked.
enum NaivePlace {
  case row(NaiveTable, Int)
  case group(NaiveGroup)
}

/// One group of rows, among all groups of its answer.
struct NaiveGroup {
  var source: NaiveTable
  var keyColumns: [NaiveTable.Column]
  var key: [NaiveValue]
  /// Places of its rows in `source`.
  var members: [Int]
  /// The members of every group, by key.
  var all: [(key: [NaiveValue], members: [Int])]
}
