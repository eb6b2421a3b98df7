import PQLSyntax

/// Pages of 3xxx and 4xxx: what shows only when a text is run, and what cannot be run yet.
extension DiagnosticPage {
  static let running = [
    DiagnosticPage(
      .ambiguousRecord, "a name that two records share",
      """
      The query looks behind a name, as in `owner.team`, and two records have that name. Which one
      is meant cannot be told. Let the data refer to the records by `id`, or name the field to look
      up in the `relations` of the model file.
      """,
      wrong: "count by owner.team   # with two owners called \"Ana Ruiz\"",
      right: "count by owner",
      isExecutable: false),
    DiagnosticPage(
      .missingRate, "no exchange rate for a day",
      """
      An amount is to be changed into another currency, and the model has no rate for that currency
      on or before the day. A rate holds from its day on. Add an earlier one to the model file, or ask for
      sums within one currency: `sum amount by currency`.
      """,
      wrong: "sum amount in USD   # with no rate for USD in the model",
      right: "sum amount",
      isExecutable: false),
    DiagnosticPage(
      .amountOverflow, "an amount that became too large",
      """
      A calculation with money went past the largest amount that can be held exactly, some 17
      billion billion billion. No result is given rather than a wrong one. Look for a factor that
      was applied twice.
      """,
      wrong: "deals show x: amount * 1B * 1B * 1B",
      right: "deals show x: amount * 2",
      isExecutable: false),
    DiagnosticPage(
      .expectationFailed, "an expectation that does not hold",
      """
      An `expect` line was false or missing for these data. All expectations of a run are looked at,
      then the run fails. The message repeats the reason given with `because`.
      """,
      wrong: "expect count(deals) = 0",
      right: "expect count(deals) > 0",
      isExecutable: false),
    DiagnosticPage(
      .fileNotWritten, "a file that could not be written",
      """
      The answer cannot be written to the file, and the message says why. The folder may not exist,
      or may not be written to, or the disk may be full. The ending of the name says the format, so
      that one which PQL does not know is refused. Nothing is written over a file that the data were
      read from, or over a script that is being run.
      """,
      wrong: "deals | export \"no-such-folder/deals.csv\"",
      right: "deals | export \"deals.csv\"",
      isExecutable: false),
    DiagnosticPage(
      .fileNotRead, "a file that could not be read",
      """
      A file that `use` or a command names is not there, may not be read, or is not text in UTF-8.
      The path behind `use` is relative to the file it stands in. What is no file but a pipe or a
      device is read only where the command line names it. Of a file whose name does not end in
      `.pql` no line is shown, so that a script cannot bring another file's text to light.
      """,
      wrong: "use \"no-such-file.pql\"",
      right: "use \"team-rules.pql\"",
      isExecutable: false),
    DiagnosticPage(
      .interrupted, "a run that was stopped",
      """
      The run was stopped from the keyboard before it was done, and gives no answer. Definitions
      made before it are kept. A `where` or `during` that keeps fewer records makes a query faster.
      """),
    DiagnosticPage(
      .unknownCommand, "an unknown command of the shell",
      """
      A line that begins with a dot is a command of the shell and not a query. There is no command
      of this name. `.help` lists the commands.
      """,
      wrong: ".shcema",
      right: ".schema",
      isExecutable: false),
    DiagnosticPage(
      .fault, "a fault of the program",
      """
      The query is right and the program failed on it: the fault is PQL's, and the exit code is 70.
      The session goes on, and nothing was written. A report with the query and, where possible, a
      few records that show it lets the fault be mended.
      """,
      wrong: nil, right: nil, isExecutable: false),
    DiagnosticPage(
      .answerTooLarge, "an answer of too many rows",
      """
      The keys of the query have so many values together that the answer would have millions of
      rows. Nobody reads those, so none is made. Ask by fewer keys, or by bands of a number and
      months of a date.
      """,
      wrong: "funnel by id   # of millions of deals",
      right: "funnel by month(created)",
      isExecutable: false),
    DiagnosticPage(
      .damagedData, "a snapshot that is damaged",
      """
      The bytes of a snapshot are not those that were written: a disk, a copy or another program
      has changed them. What was asked needs a part that is damaged, so there is no answer; other
      questions may still have one. `pql snapshot --verify FILE` looks at every byte, and
      `pql snapshot DATA -o FILE` writes the file anew. A snapshot that `--cache` keeps is thrown
      away, and the next load makes another.
      """,
      wrong: nil, right: nil, isExecutable: false),
    DiagnosticPage(
      .unknownThen, "what nobody knows of a past day",
      """
      The data say how their records are today. What they were on an earlier day only a history of
      changes says, or a day that the records keep themselves, as those of creation and of closing.
      A question that would use nothing but values that nobody knows for that day has no answer: a 0
      would look like one. Of deals that were closed by then, amount and stage are as recorded;
      `sum amount where won as of …` therefore has an answer where `where open` has none.
      """,
      wrong: "sum amount where open as of 2024-01-01   # without a history of amounts",
      right: "sum amount where won as of 2024-01-01", isExecutable: false),
    DiagnosticPage(
      .quotaCrosses, "a quota that crosses the edge of a period",
      """
      A quota begins before the period that is asked about and ends in it, or begins in it and ends
      later. How much of it belongs to the period nobody has said, and any figure would be a guess. Ask
      about a period that quotas lie in, or that lies in one: a quota of a quarter then counts by the
      days of the month in it.
      """,
      wrong: "attainment during 2026-02-15..2026-04-15   # with quotas by quarter",
      right: "attainment during 2026-02",
      isExecutable: false),
    DiagnosticPage(
      .notExplained, "a figure that is not taken apart",
      """
      `explain` takes figures down to the rows that they are made of. Behind it stands a question with
      one row, whose figures are all explained, or a cell of the last answer: its row, by number or by
      keys, and its column, as in `explain 2.count` and `explain "Ana".sum_amount`. A key of a row is
      not made of anything.
      """,
      wrong: "explain count by owner",
      right: "explain count where won"),
    DiagnosticPage(
      .notYet, "something that is not built yet",
      """
      The text is right by the rules of the language, and this version of the program cannot carry
      it out. The message names the part. The notes on each release say what was added.
      """,
      wrong: "count by stage as chart",
      right: "count by stage as table",
      isExecutable: false),
  ]
}
