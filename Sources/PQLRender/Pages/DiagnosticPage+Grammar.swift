import PQLSyntax

/// Pages of 11xx: words that do not stand together as a sentence.
extension DiagnosticPage {
  static let grammar = [
    DiagnosticPage(
      .unexpectedToken, "a word that does not fit here",
      """
      Up to this word the line could be read; this word has no place after it. A query is a head, as
      `count` or `sum amount`, then its clauses, as `where` and `by`, then steps behind `|`. The
      message says what was expected, and names a likely cause where there is one.
      """,
      wrong: "count where open amount > 50k",
      right: "count where open and amount > 50k"),
    DiagnosticPage(
      .missingExpression, "a value is missing",
      """
      An operator or a clause needs something behind it, and the text ends or goes on with another
      clause. Write the value, or take the operator away.
      """,
      wrong: "count where amount >",
      right: "count where amount > 50k"),
    DiagnosticPage(
      .unclosedBracket, "a bracket without its partner",
      """
      Each `(`, `[` and `{` needs its closing partner, and each closing bracket an open one. Inside
      round and square brackets a statement goes on over line ends, so an open bracket can take in
      the lines below it. The second place in the message shows where the bracket was opened.
      """,
      wrong: "count where (open and amount > 50k",
      right: "count where (open and amount > 50k)"),
    DiagnosticPage(
      .repeatedClause, "a clause that stands twice",
      """
      Each clause stands once in a query, in any order. Two conditions become one with `and`, and
      two keys become one list with commas. To ask again of the result, put the second clause behind
      `|`.
      """,
      wrong: "count where open where amount > 50k",
      right: "count where open and amount > 50k"),
    DiagnosticPage(
      .chainedComparison, "comparisons in a row",
      """
      A comparison gives yes or no, which cannot be compared with a number again. A value between
      two limits is written with `between`, both limits included, or with `in` and a range:
      `10k..<50k` leaves the upper limit out.
      """,
      wrong: "count where 10k < amount < 50k",
      right: "count where amount between 10k and 50k"),
    DiagnosticPage(
      .foreignClause, "a clause of another language",
      """
      The words are a clause of another query language. PQL writes `by owner` for groups, `sort
      -amount` for order, `show name` for the columns, and a `where` behind `|` for a condition on
      the result. The message offers the clause to use.
      """,
      wrong: "sum amount group by owner",
      right: "sum amount by owner"),
    DiagnosticPage(
      .nestedTooDeep, "brackets nested too deep",
      """
      There are more brackets inside each other than PQL reads, or definitions that use definitions
      unfold to more parts than it works with. Such a text usually comes from a program that wrote
      it. Write it in several steps behind `|`, or with simpler definitions.
      """,
      wrong: "count where ((((((((((open))))))))))   # and some hundred more",
      right: "count where open",
      isExecutable: false),
    DiagnosticPage(
      .unsupportedVersion, "a version of the language that this program does not know",
      """
      The first line names the version of the language the text is written in. This program knows
      version 1. A text that needs a later version needs a later program.
      """,
      wrong: "pql 9\ncount by stage",
      right: "pql 1\ncount by stage"),
    DiagnosticPage(
      .malformedDefinition, "a definition that is not complete",
      """
      A definition begins with its word and a name, and says behind `=` what the name stands for:
      `let`, `define`, `metric` and `param` are written so. A policy, table or test has its parts in
      braces. The message says which part is missing.
      """,
      wrong: "metric loss_rate count(lost) / count(closed)",
      right: "metric loss_rate = count(lost) / count(closed)"),
  ]
}
