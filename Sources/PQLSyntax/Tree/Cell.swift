/// A cell of the last answer: `"Ana Ruiz".sum_amount`, `2.count`.
package struct Cell: Sendable, Hashable {
  /// What tells its row: a number, or values of its first columns.
  package var keys: [Expression]
  /// The column's name, part by part.
  package var column: [Name]
  package var span: Span

  package init(keys: [Expression], column: [Name], span: Span) {
    self.keys = keys
    self.column = column
    self.span = span
  }
}
