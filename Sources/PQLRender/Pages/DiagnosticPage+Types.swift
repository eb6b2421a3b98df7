import PQLSyntax

/// Pages of 22xx: values of the wrong kind.
extension DiagnosticPage {
  static let types = [
    DiagnosticPage(
      .typeMismatch, "two kinds of value that do not go together",
      """
      The two sides, or the value and what is done with it, are of different kinds, as text and a
      number. PQL never turns one kind into another by itself, because the result would look right
      and be wrong. The message names both kinds; `.schema` shows the type of each field.
      """,
      wrong: "count where name > 5",
      right: "count where amount > 5"),
    DiagnosticPage(
      .conditionExpected, "a value where a condition is needed",
      """
      `where`, `and`, `or`, `not`, `if` and `when` take a condition, something that is true or
      false. Compare the value with another one, or ask whether it is there with `is present`.
      """,
      wrong: "deals where amount",
      right: "deals where amount > 0"),
    DiagnosticPage(
      .durationExpected, "a bare number where a duration is needed",
      """
      Ages and the time between two dates are durations, so the other side needs a unit: `30 days`,
      `2 weeks`, in short `30d` or `2w`. A bare 30 does not say whether days or months are meant.
      """,
      wrong: "deals where age > 30",
      right: "deals where age > 30 days"),
    DiagnosticPage(
      .percentExpected, "a bare number where a percent is needed",
      """
      The field is a percent, so the other side is written as one: `50%`. A bare 50 or 0.5 does not
      say on which scale it is meant. Multiplying a number or money with a percent is fine.
      """,
      wrong: "deals where probability > 50",
      right: "deals where probability > 50%"),
    DiagnosticPage(
      .periodComparison, "a day compared with a period",
      """
      A period as `2026-Q2` has many days, so a date is not equal to it, nor before or after it
      without a choice of its first or last day. Ask with `in` whether the date lies in the period,
      or compare with a day.
      """,
      wrong: "count where created = 2026-Q2",
      right: "count where created in 2026-Q2"),
    DiagnosticPage(
      .missingComparison, "a comparison with missing",
      """
      `missing` is the absence of a value, and a comparison with it would be false in every row. Ask
      with `is missing` or `is present`. To put a value in its place, use `??`, as in `amount ?? 0`.
      """,
      wrong: "count where amount = missing",
      right: "count where amount is missing"),
    DiagnosticPage(
      .alternativeValues, "`or` between values",
      """
      `or` joins two conditions, and the part behind it is only a value. To compare with several
      values, use `in` and a list in brackets.
      """,
      wrong: "count where stage = qualified or proposal",
      right: "count where stage in (qualified, proposal)"),
    DiagnosticPage(
      .aggregateMisplaced, "an aggregate where a single row is asked about",
      """
      An aggregate as `avg` looks at many rows, and here each row is looked at by itself. Say over
      which rows it goes: `avg(amount over product)`, or `over all`. A condition on the result of an
      aggregate stands in a `where` behind `|`.
      """,
      wrong: "deals where amount > avg(amount)",
      right: "deals where amount > avg(amount over all)"),
    DiagnosticPage(
      .countOfField, "a count of a field",
      """
      `count` counts rows, and a field in its brackets does not say which. To count the rows where
      the field has a value, use `is present`. To count its different values, use `distinct`.
      """,
      wrong: "count(amount)",
      right: "count where amount is present"),
    DiagnosticPage(
      .invalidPattern, "a pattern that cannot be read",
      """
      The pattern between the slashes is not complete or uses something that PQL does not offer, as
      a reference back to an earlier part. Signs with a meaning of their own, as `(`, `[`, `*`, `+`,
      `?` and `.`, are written with a backslash before them when the sign itself is meant. For plain
      text `contains` is simpler.
      """,
      wrong: "count where name matches /(/",
      right: #"count where name matches /\(/"#),
    DiagnosticPage(
      .wholeNumberExpected, "a number that must be whole",
      """
      `limit`, `top` and the like count rows. They take a whole number that is not negative, written
      out rather than computed.
      """,
      wrong: "deals where open limit 2.5",
      right: "deals where open limit 2"),
    DiagnosticPage(
      .wrongArguments, "a function with the wrong arguments",
      """
      The function takes other arguments: more, fewer, or of another kind. The message shows how it
      is written.
      """,
      wrong: "sum amount by month(created, owner)",
      right: "sum amount by month(created)"),
    DiagnosticPage(
      .mixedCurrencies, "amounts in different currencies",
      """
      Amounts in two currencies can neither be added, divided nor put in order unless the model has
      rates for them. Add the rates to the model file, or ask about the amounts of one currency only.
      """,
      wrong: "share amount by currency   # deals in EUR and in USD, and no rates",
      right: "share amount by owner where currency = EUR",
      isExecutable: false),
    DiagnosticPage(
      .ambiguousDecimal, "a point before three digits",
      """
      In some countries `50.000` is fifty thousand, in others fifty. Beside money, a count or a
      length of time such a number is refused, since a wrong guess is wrong by a factor of a
      thousand. Thousands are written `50_000` or `50k`, decimals with another number of places.
      Behind a leading 0, with a suffix and in currencies of three decimals nothing is in doubt.
      """,
      wrong: "count where amount > 50.000",
      right: "count where amount > 50_000"),
  ]
}
