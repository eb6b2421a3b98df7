import PQLSyntax

/// Pages of 10xx: characters and words that cannot be read.
extension DiagnosticPage {
  static let words = [
    DiagnosticPage(
      .unexpectedCharacter, "a character that is not in the language",
      """
      The text holds a sign that PQL does not use. Often it came with a copy from a document or a
      chat: curly quotes, a long dash, or a space that is not a plain space. Replace it with the
      plain sign. Inside text in double quotes every character is allowed.
      """,
      wrong: "count where owner = “Ana Ruiz”",
      right: "count where owner = \"Ana Ruiz\""),
    DiagnosticPage(
      .singleQuotedText, "text in single quotes",
      """
      Other languages use single quotes sometimes for text and sometimes for names, so PQL uses them
      for neither. Text stands in double quotes. A field whose name has spaces or other signs stands
      in backticks.
      """,
      wrong: "count where owner = 'Ana Ruiz'",
      right: "count where owner = \"Ana Ruiz\""),
    DiagnosticPage(
      .unterminatedText, "text without its closing quote",
      """
      Text ends with a double quote on the line where it begins. A double quote inside the text is
      written `\\"`, and a line end inside it is written `\\n`.
      """,
      wrong: "count where owner = \"Ana Ruiz",
      right: "count where owner = \"Ana Ruiz\""),
    DiagnosticPage(
      .unknownEscape, "an unknown escape in text",
      """
      In text a backslash begins an escape: `\\n` for a line end, `\\t` for a tab, `\\"` for a
      double quote, `\\\\` for a backslash itself, and `\\u{…}` for any character by its number.
      Anything else behind a backslash is refused, so that a path or a pattern is not changed
      unnoticed.
      """,
      wrong: #"count where name contains "north\south""#,
      right: #"count where name contains "north\\south""#),
    DiagnosticPage(
      .impossibleDate, "a date or period that does not exist",
      """
      A date is one word, as `2026-06-30`, with a year of four digits and a month and a day of two.
      This one names a day, month or quarter that the calendar does not have, or the thirteenth
      month of a fiscal year of twelve. It is not read as a subtraction: a date always wins over
      one.
      """,
      wrong: "count where created = 2026-02-30",
      right: "count where created = 2026-02-28"),
    DiagnosticPage(
      .unknownNumberSuffix, "an unknown suffix of a number",
      """
      A number may end in `k` (thousands), `M` (millions), `B` (billions) or `%`, in exactly these
      letters. A duration ends in `d`, `w`, `mo`, `q`, `y` or `bd` (business days). The letter `m`
      is refused because it could mean months, minutes or millions.
      """,
      wrong: "deals where open and age > 30m",
      right: "deals where open and age > 30d"),
    DiagnosticPage(
      .numberOutOfRange, "a number that is too large",
      """
      The number is larger than can be worked with. Look whether digits were written twice, or a
      suffix as `B` was added to a number that is already written in full.
      """,
      wrong: "count where amount > EUR 99999999999999999999999999999999999999999",
      right: "count where amount > EUR 1M"),
    DiagnosticPage(
      .unterminatedPattern, "a pattern that does not end as it should",
      """
      A pattern stands between two slashes on one line, as in `matches /renewal/`. The only letter
      behind it is `i`, which ignores the difference between capitals and small letters. A slash
      inside a pattern is written `\\/`.
      """,
      wrong: "count where name matches /renewal",
      right: "count where name matches /renewal/"),
    DiagnosticPage(
      .foreignOperator, "an operator of another language",
      """
      The sign means something in another language, where PQL has its own way of writing it. Equal
      is `=`, not equal is `!=`, and conditions are joined with the words `and`, `or` and `not`. The
      message names the sign to use.
      """,
      wrong: "count where stage == proposal",
      right: "count where stage = proposal"),
    DiagnosticPage(
      .invalidName, "a name in backticks that cannot be read",
      """
      A name with spaces or other signs stands between two backticks on one line, as `` `Deal
      Amount` ``. It needs at least one character and its closing backtick.
      """,
      wrong: "count by `source",
      right: "count by `source`"),
  ]
}
