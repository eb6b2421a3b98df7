/// What there is to know of a clause: the parser, the printer, help, completion and messages go by it.
///
/// A clause whose content the parser does not read in a way of its own holds expressions with labels,
/// parted by commas: a new one is its row here, and its word in `ClauseKeyword` and `Keyword`.
package struct ClauseDefinition: Sendable {
  package var keyword: ClauseKeyword
  /// What a message expects behind the word.
  package var expected: String
  /// As it is written, capitals standing for what the reader fills in.
  package var form: String
  /// One line, without a full stop.
  package var summary: String

  /// Every clause, in the formatter's order.
  package static let all: [ClauseDefinition] = [
    .init(
      .of, "a source, such as `leads`", "of SOURCE",
      "which records, or which named query; deals unless it says otherwise"),
    .init(.where, "a condition", "where CONDITION", "which rows count"),
    .init(
      .by, "a key, such as `owner`", "by KEY, …",
      "one row for each value of the keys"),
    .init(
      .per, "a unit or a key, such as `month`", "per KEY|UNIT",
      "a last key, spread into columns in a table"),
    .init(
      .during, "a period, such as `last quarter`", "during PERIOD [on DATE-FIELD]",
      "rows whose date lies in the period"),
    .init(.since, "a day, such as `2026-06-30`", "since DAY", "rows from that day on"),
    .init(
      .until, "a day, such as `2026-06-30`", "until DAY", "rows up to and with that day"),
    .init(
      .asOf, "a day, such as `2026-06-30`", "as of DAY",
      "what was known at the end of that day"),
    .init(
      .vs, "a period, such as `last quarter`", "vs PERIOD|DURATION ago",
      "the same question about another period, side by side"),
    .init(
      .using, "a method or a policy", "using METHOD|POLICY", "by which method or policy"),
    .init(
      .let, "a column, as in `let part = a / b`", "let NAME = EXPR, …",
      "a further column; behind `|`"),
    .init(
      .show, "what to show, such as `name`", "show [NAME:] EXPR, …",
      "the columns of the answer"),
    .init(
      .sort, "a key, such as `-amount`", "sort [-]KEY, …",
      "the order of the rows, `-` for descending"),
    .init(
      .top, "a number, as in `top 3 by amount`", "top N by KEY [per KEY] [with others]",
      "the first rows by a key, descending; one more for the rest, which a column `others` tells"),
    .init(
      .limit, "a number, as in `limit 10`", "limit N", "the first rows as they stand"),
    .init(
      .inCurrency, "a currency, such as `EUR`", "in CURRENCY",
      "amounts converted by the model's rates"),
    .init(
      .asFormat, "a format, such as `json`", "as FORMAT", "how the answer is written"),
    .init(
      .export, "the name of a file in quotes", "export \"FILE\"",
      "writes the answer to a file; the last step"),
  ]

  private static let byKeyword = Dictionary(uniqueKeysWithValues: all.map { ($0.keyword, $0) })

  /// The row of a clause; nil for none, which a test rules out.
  package static func of(_ keyword: ClauseKeyword) -> ClauseDefinition? { byKeyword[keyword] }

  private init(
    _ keyword: ClauseKeyword, _ expected: String, _ form: String, _ summary: String
  ) {
    self.keyword = keyword
    self.expected = expected
    self.form = form
    self.summary = summary
  }
}

extension ClauseKeyword {
  /// What a message expects behind the clause's word.
  var contentInWords: String { ClauseDefinition.of(self)?.expected ?? "something" }
}
