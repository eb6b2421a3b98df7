/// A finished answer: columns with names and types, and what the footer says.
package struct Answer: Sendable, Hashable {
  package var columns: [AnswerColumn]
  package var rowCount: Int
  /// What the footer says, in order.
  package var notes: [Note]
  /// Further tables, in order.
  package var sections: [AnswerSection]
  /// What was asked with; nil where nobody asked, as of a single value.
  package var context: AnswerContext?
  /// How table output spreads the rows of `per` into columns; nil when it does not.
  package var spread: Spread?
  /// The calendar that names the periods in the columns.
  package var calendar: BusinessCalendar

  /// Which column holds the keys that become table columns, and which holds the values.
  package struct Spread: Sendable, Hashable {
    /// Index of the column whose values become columns.
    package var across: Int
    /// Indexes of the columns that stay at the left.
    package var keys: [Int]

    package init(across: Int, keys: [Int]) {
      self.across = across
      self.keys = keys
    }
  }

  package init(
    columns: [AnswerColumn], rowCount: Int, notes: [Note] = [], sections: [AnswerSection] = [],
    context: AnswerContext? = nil, spread: Spread? = nil, calendar: BusinessCalendar
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.notes = notes
    self.sections = sections
    self.context = context
    self.spread = spread
    self.calendar = calendar
  }
}

/// One column of an answer.
package struct AnswerColumn: Sendable, Hashable {
  package var name: String
  package var type: ValueType
  package var column: Column
  /// The currency of a money column.
  package var currency: String?

  package init(name: String, type: ValueType, column: Column, currency: String? = nil) {
    self.name = name
    self.type = type
    self.column = column
    self.currency = currency
  }
}
