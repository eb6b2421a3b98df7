package import PQLSyntax

/// What help and completion say of a clause.
package struct ClauseDefinition: Sendable {
  package var keyword: ClauseKeyword
  /// As it is written, capitals standing for what the reader fills in.
  package var form: String
  /// One line, without a full stop.
  package var summary: String

  /// Every clause, in the formatter's order.
  package static let all: [ClauseDefinition] = [
    .init(.of, "of SOURCE", "which records, or which named query; deals unless it says otherwise"),
    .init(.where, "where CONDITION", "which rows count"),
    .init(.by, "by KEY, …", "one row for each value of the keys"),
    .init(.per, "per KEY|UNIT", "a last key, spread into columns in a table"),
    .init(.during, "during PERIOD [on DATE-FIELD]", "rows whose date lies in the period"),
    .init(.since, "since DAY", "rows from that day on"),
    .init(.until, "until DAY", "rows up to and with that day"),
    .init(.asOf, "as of DAY", "what was known at the end of that day"),
    .init(.vs, "vs PERIOD|DURATION ago", "the same question about another period, side by side"),
    .init(.using, "using METHOD|POLICY", "by which method or policy"),
    .init(.let, "let NAME = EXPR, …", "a further column; behind `|`"),
    .init(.show, "show [NAME:] EXPR, …", "the columns of the answer"),
    .init(.sort, "sort [-]KEY, …", "the order of the rows, `-` for descending"),
    .init(
      .top, "top N by KEY [per KEY] [with others]",
      "the first rows by a key, descending; one more for the rest, which a column `others` tells"),
    .init(.limit, "limit N", "the first rows as they stand"),
    .init(.inCurrency, "in CURRENCY", "amounts converted by the model's rates"),
    .init(.asFormat, "as FORMAT", "how the answer is written"),
    .init(.export, "export \"FILE\"", "writes the answer to a file; the last step"),
  ]

  private init(_ keyword: ClauseKeyword, _ form: String, _ summary: String) {
    self.keyword = keyword
    self.form = form
    self.summary = summary
  }
}
