import PQLSyntax

/// Pages of 23xx: clauses where they do not belong.
extension DiagnosticPage {
  static let clauses = [
    DiagnosticPage(
      .clauseNotTaken, "a clause that this verb does not take",
      """
      Each verb takes certain clauses, and this one would have no meaning here. Nothing is passed
      over in silence, so the clause is refused. The clauses `of`, `during`, `as of`, `in`, `vs` and
      `using` decide what is read at the start, so no step behind `|` takes them.
      """,
      wrong: "sum amount by owner | during last quarter",
      right: "sum amount by owner during last quarter"),
    DiagnosticPage(
      .keyNeedsAggregate, "groups without anything to count",
      """
      `by` makes groups, and a list of records has nothing to say about a group. Say what is counted
      or summed for each: `count by owner`, `sum amount by owner`. For a list in an order use
      `sort`.
      """,
      wrong: "deals by owner",
      right: "count by owner"),
    DiagnosticPage(
      .isWithValue, "`is` with a value",
      """
      `is` asks only whether a value is there: `is missing`, `is present`. A value is compared with
      `=`, or with `!=` for not equal.
      """,
      wrong: "count where stage is proposal",
      right: "count where stage = proposal"),
    DiagnosticPage(
      .comparisonNeedsPeriod, "a comparison of periods without a period",
      """
      `vs` with a period sets one period against another, so the query needs `during` to say which
      is the first. To ask the same question as it stood some time ago, use a length of time: `vs 30
      days ago`.
      """,
      wrong: "sum amount where won vs last quarter",
      right: "sum amount where won during this quarter vs last quarter"),
    DiagnosticPage(
      .stepNotTaken, "a word that cannot stand behind `|`",
      """
      Behind `|` a step works on the result of what stands before it: aggregates, `where`, `let`,
      `show`, `sort`, `top`, `limit`, and `export` as the last. A verb or a list of records begins a
      query of its own, on a line of its own.
      """,
      wrong: "sum amount by owner | forecast",
      right: "sum amount by owner | sort -sum_amount"),
    DiagnosticPage(
      .noDateToUse, "records without a date to go by",
      """
      `during`, `per`, `first` and `last` go by a date of each record, and these records have none of
      their own. Name a date field with `on`, name an order with `top 1 by`, or ask about records that
      have a date.
      """,
      wrong: "count of accounts during last quarter",
      right: "count of deals during last quarter"),
    DiagnosticPage(
      .expectationNotCondition, "an expectation that is not a condition",
      """
      `expect` takes something that is true or false, as a count compared with a number. The run
      fails where it is false or missing.
      """,
      wrong: "expect count(deals where amount is missing)",
      right: "expect count(deals where amount is missing) = 0"),
    DiagnosticPage(
      .becauseWithoutReason, "`because` without a reason",
      """
      Behind `because` stands the reason in double quotes, and it must not be empty. Whoever reads a
      score or a failed expectation later sees this text.
      """,
      wrong: "expect count(deals) > 0 because \"\"",
      right: "expect count(deals) > 0 because \"the pipeline is not empty\"",
      isExecutable: false),
    DiagnosticPage(
      .dayToCome, "a day that has not come",
      """
      `as of` and `vs` ask the question of an earlier day, with what was known by its end. What will be
      known by a later one nobody knows. `today` is the day of the run unless `--today` or `set today`
      says another one.
      """,
      wrong: "count where open as of 9999-12-31", right: "count where open as of today"),
  ]
}
