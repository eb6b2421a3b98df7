import PQLPlan
import PQLSyntax

/// What help says of the words and signs of the grammar that no other table explains.
struct LanguageWord: Sendable {
  var words: [String]
  /// One line, without a full stop.
  var summary: String
  /// As it is written, capitals standing for what the reader fills in.
  var form: String
  var examples: [Example] = []

  /// What is explained of a word or sign, in whatever case.
  static func named(_ word: String) -> LanguageWord? {
    all.first { $0.words.contains(word.lowercased()) }
  }

  /// Every row: conditions, choices, time, clauses' further words, definitions, signs.
  static let all = conditions + choices + time + clauses + definitions + signs

  private static let conditions: [LanguageWord] = [
    LanguageWord(
      words: ["and", "or", "not"],
      summary: "joins conditions; `not` binds tightest, then `and`, then `or`",
      form: "A and B, A or B, not A",
      examples: [
        Example("count where open and not (amount > 50k or owner is missing)", "with brackets")
      ]),
    LanguageWord(
      words: ["is", "missing", "present"], summary: "asks whether a field holds a value",
      form: "FIELD is [not] missing, FIELD is [not] present",
      examples: [Example("deals where amount is missing", "the deals without an amount")]),
    LanguageWord(
      words: ["in"], summary: "asks for one of several values, or for the days of a period",
      form: "FIELD [not] in (A, B, …), DATE in PERIOD",
      examples: [
        Example("count where stage in (won, lost)", "one of several stages"),
        Example("count where created in this year", "a date in a period"),
      ]),
    LanguageWord(
      words: ["between"], summary: "asks for a value from one through another",
      form: "X [not] between A and B",
      examples: [Example("deals where amount between 10k and 50k", "10k and 50k included")]),
    LanguageWord(
      words: ["contains", "starts", "ends", "with"], summary: "asks for a part of a text",
      form: "TEXT [not] contains \"…\", TEXT starts with \"…\", TEXT ends with \"…\"",
      examples: [Example("deals where name contains \"a\"", "by a part of the name")]),
    LanguageWord(
      words: ["matches"], summary: "asks for a text in which a pattern is found (RE2)",
      form: "TEXT matches /PATTERN/, TEXT matches /PATTERN/i",
      examples: [Example("deals where name matches /^a/i", "names with A or a at the start")]),
    LanguageWord(
      words: ["reached"], summary: "asks for deals that ever came as far as a stage",
      form: "reached STAGE"),
  ]

  private static let choices: [LanguageWord] = [
    LanguageWord(
      words: ["true", "false"], summary: "the two values of a condition", form: "true, false",
      examples: [Example("count where open = true", "the same as `count where open`")]),
    LanguageWord(
      words: ["if", "then", "else"], summary: "chooses one of two values by a condition",
      form: "if CONDITION then A else B",
      examples: [
        Example("count by size: if amount > 50k then \"large\" else \"small\"", "two groups")
      ]),
  ]

  private static let time: [LanguageWord] = [
    LanguageWord(
      words: ["today", "yesterday", "tomorrow", "now"],
      summary: "a day, or the moment, by the clock, by `--today` or by `set today`",
      form: "today, yesterday, tomorrow, now",
      examples: [Example("deals where open and close_date < today", "close dates gone by")]),
    LanguageWord(
      words: ["this", "last", "next", "past"],
      summary: "begins a period: `last` and `next` count whole units, `past` ends with today",
      form: "this UNIT, last [N] UNIT, next [N] UNIT, past [N] UNIT",
      examples: [
        Example("count during last 2 quarters", "two whole quarters"),
        Example("count during past 90 days", "90 days that end today"),
      ]),
    LanguageWord(
      words: [
        "day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years",
        "business",
      ], summary: "a unit of periods and durations",
      form: "N days, N business days, last N months, per quarter",
      examples: [
        Example("deals where open and age > 30 days", "a duration"),
        Example("count per month during this year", "a period, a column for each month"),
      ]),
    LanguageWord(
      words: ["fiscal"], summary: "takes the fiscal year of the model in place of the calendar's",
      form: "this fiscal quarter, last fiscal year",
      examples: [Example("count where won during this fiscal year", "by the model's year")]),
    LanguageWord(
      words: ["ago"], summary: "so long before today", form: "DURATION ago",
      examples: [Example("count where created > 30 days ago", "the deals of the last 30 days")]),
  ]

  private static let clauses: [LanguageWord] = [
    LanguageWord(
      words: ["on"], summary: "names the date that a period is asked of",
      form: "during PERIOD on DATE-FIELD",
      examples: [Example("count during this year on created", "by the day of creation")]),
    LanguageWord(
      words: ["over", "all"],
      summary: "asks an aggregate of the rows that share a key with this one, or of all rows",
      form: "AGGREGATE(X over KEY, …), AGGREGATE(X over all)",
      examples: [
        Example("deals where amount > avg(amount over stage)", "large ones for their stage")
      ]),
    LanguageWord(
      words: ["others"], summary: "puts the groups that `top` leaves out into one row",
      form: "top N by KEY with others",
      examples: [Example("sum amount by owner top 2 by sum_amount with others", "two and the rest")]
    ),
    LanguageWord(
      words: ["|", "step"],
      summary: "parts a question in steps; each works on the answer before it",
      form: "QUESTION | STEP | STEP …",
      examples: [
        Example("sum amount by owner | where sum_amount > 10k | sort owner", "two steps")
      ]),
  ]

  private static let definitions: [LanguageWord] = [
    LanguageWord(
      words: ["for"], summary: "names the entity that a definition belongs to",
      form: "define NAME for ENTITY = EXPR",
      examples: [Example("define big for deals = amount > 50k", "a field of deals")]),
    LanguageWord(
      words: ["because"], summary: "gives the reason, as a text", form: "because \"TEXT\"",
      examples: [Example("expect count >= 0 because \"no count is negative\"", "why it must hold")]),
    LanguageWord(
      words: [
        "bounds", "cap", "complete", "fading", "fired", "from", "given", "grade", "group",
        "otherwise", "reject", "route", "start", "to", "=>", "{", "}",
      ],
      summary: "belongs to policies, tables and tests: read and formatted, not carried out yet",
      form: "policy NAME … { … }, table NAME … { … }, test \"TITLE\" { … }"),
    LanguageWord(
      words: ["when"], summary: "gives a rule's condition, or that of a rule of a policy",
      form: "rule NAME [for ENTITY] when CONDITION [warn|info] [because \"TEXT\"]",
      examples: [
        Example("rule idle_long when open and idle > 60 days", "a condition of deals by a name"),
        Example("rule no_items when false", "one of the library is switched off"),
      ]),
  ]

  private static let signs: [LanguageWord] = [
    LanguageWord(
      words: ["=", "!=", "<", "<=", ">", ">="],
      summary: "compares; stages compare by their order, and with a missing value nothing holds",
      form: "A = B, A != B, A < B, A <= B, A > B, A >= B",
      examples: [Example("count where amount >= 10k and stage != lost", "two comparisons")]),
    LanguageWord(
      words: ["+", "-", "*", "/"],
      summary: "calculates; before a key of `sort`, `-` means descending",
      form: "A + B, A - B, A * B, A / B, -A",
      examples: [
        Example("deals show name, part: amount / 2 sort -amount limit 3", "the three largest")
      ]),
    LanguageWord(
      words: ["??"], summary: "takes the second value where the first is missing", form: "A ?? B",
      examples: [Example("deals show name, amount: amount ?? 0", "0 for none")]),
    LanguageWord(
      words: ["..", "..<"], summary: "from one value to another; `..<` leaves the last one out",
      form: "A..B, A..<B",
      examples: [Example("count during 2026-01-01..2026-03-31", "the first and the last included")]),
    LanguageWord(
      words: ["(", ")"],
      summary: "holds together; holds what a function takes, or the values of `in`",
      form: "(A or B), FUNCTION(X, …), FIELD in (A, B)"),
    LanguageWord(
      words: ["[", "]"], summary: "holds the values of a list", form: "let NAME = [A, B, …]",
      examples: [Example("let home = [\"NL\", \"BE\"]", "a list to be used behind `in`")]),
    LanguageWord(
      words: [","], summary: "parts keys, columns and values",
      form: "by A, B   show A, B   in (A, B)"),
    LanguageWord(
      words: [":"], summary: "stands behind the name that a column gets", form: "NAME: EXPR",
      examples: [Example("deals show late: today - close_date", "a column `late`")]),
    LanguageWord(
      words: ["."],
      summary: "leads to a field of the record that a field names; begins a command in a line",
      form: "FIELD.FIELD, .COMMAND"),
    LanguageWord(words: [";"], summary: "ends a statement", form: "STATEMENT; STATEMENT"),
    LanguageWord(
      words: ["$"], summary: "reads a parameter", form: "$NAME",
      examples: [Example("param least = 10k; count where amount > $least", "a value from outside")]),
    LanguageWord(words: ["%"], summary: "a share: 20% is a fifth", form: "N%"),
    LanguageWord(
      words: ["#"], summary: "begins a comment, which ends with its line", form: "# TEXT"),
    LanguageWord(words: ["\""], summary: "stands round a text", form: "\"TEXT\""),
    LanguageWord(
      words: ["`"], summary: "stands round a name that is a reserved word or holds spaces",
      form: "`NAME`"),
  ]
}
