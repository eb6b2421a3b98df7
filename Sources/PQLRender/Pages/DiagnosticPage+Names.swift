import PQLSyntax

/// Pages of 21xx: names that mean nothing, or more than one thing.
extension DiagnosticPage {
  static let names = [
    DiagnosticPage(
      .unknownField, "a field that the data do not have",
      """
      No field of that name belongs to the records asked about. The message offers the nearest
      names. `.schema` lists all fields with their types. Fields of related records are reached with
      a dot, as `account.industry`; behind `|` only the columns of the result are there, as
      `sum_amount`.
      """,
      wrong: "sum amuont by owner",
      right: "sum amount by owner"),
    DiagnosticPage(
      .unknownVerb, "a query that begins with an unknown word",
      """
      A query begins with a verb, as `forecast`, an aggregate, as `sum amount`, or the records
      themselves, as `deals`. `.help` lists the verbs. The message offers the nearest one.
      """,
      wrong: "smu amount by owner",
      right: "sum amount by owner"),
    DiagnosticPage(
      .unknownSource, "records that are not there",
      """
      Behind `of` stands the name of some records, as `deals` or `leads`, or of a query named with
      `let`; behind `in` may stand a list named with `let`. There is nothing of this name, or the
      data that were loaded hold no such records. `.schema` lists what was loaded.
      """,
      wrong: "count of dealz",
      right: "count of deals"),
    DiagnosticPage(
      .unknownStage, "a word that is not a stage",
      """
      Opposite a stage, a bare word must name a stage of the pipeline. Capitals, spaces, `_` and `-`
      make no difference, spelling does. The message lists the stages in their order, because a
      misspelt stage would otherwise keep no deals, or the wrong ones.
      """,
      wrong: "deals where stage >= propsal",
      right: "deals where stage >= proposal"),
    DiagnosticPage(
      .unknownCategoryValue, "a word that is not a value of the category",
      """
      Opposite a category, a bare word or a text must be one of the values found in the data.
      Capitals, spaces, `_` and `-` make no difference for a bare word. In a query an unknown value
      is an error, since it would keep nothing. In policies and tests it is a warning, because the
      value may come with later data.
      """,
      wrong: "count where region = EMAE",
      right: "count where region = EMEA"),
    DiagnosticPage(
      .ambiguousWord, "a word with two meanings",
      """
      The word could be a value of the field on the other side, or another field of the same type;
      or it fits two values that differ only in capitals, spaces, `_` or `-`. Write the value in
      double quotes, or the field in backticks. Text in quotes is matched exactly.
      """,
      wrong: "count where source = region",
      right: "count where source = `region`"),
    DiagnosticPage(
      .bareTextWord, "free text without quotes",
      """
      The field holds free text, so the value needs double quotes. A bare word opposite it could as
      well be the name of a field. Only stages and categories take bare words; which fields are
      categories is shown by `.schema`.
      """,
      wrong: "count where name = Platform",
      right: "count where name = \"Platform\""),
    DiagnosticPage(
      .unknownFunction, "a function that does not exist",
      """
      A name before an opening bracket is a function or an aggregate, and there is none of this
      name. The message offers the nearest names.
      """,
      wrong: "sum amount by mnth(created)",
      right: "sum amount by month(created)"),
    DiagnosticPage(
      .unknownParameter, "a parameter that was not declared",
      """
      `$region` reads a parameter, which a `param` line declares above its use. The line gives a
      value, as `param region = "EMEA"`, or a type, as `param region: text`; in the second case the
      value must be given when the file is run.
      """,
      wrong: "count where region = $zone",
      right: "param zone = \"EMEA\"\ncount where region = $zone"),
    DiagnosticPage(
      .duplicateColumn, "two columns of one name",
      """
      Each column of a result has a name of its own, so that later steps and other programs can tell
      them apart. Give one of the two a label, written before it with a colon, or leave it out.
      """,
      wrong: "deals show name, owner, owner",
      right: "deals show name, owner"),
    DiagnosticPage(
      .nameTaken, "a name that is taken",
      """
      A definition needs a name that nothing else has: no verb, clause word, field or earlier
      definition. Otherwise a reader could not tell which of the two is meant. The second place in
      the message shows the other one, where it stands in the same text.
      """,
      wrong: "let count = deals where open",
      right: "let open_deals = deals where open"),
    DiagnosticPage(
      .definitionCycle, "a definition that needs itself",
      """
      A definition may use other definitions, but not itself, neither directly nor through others.
      The same holds for files that `use` each other. A definition that does not fit the records it
      is used for has this code too, and the message then says why.
      """,
      wrong: "define doubled for deals = doubled * 2",
      right: "define doubled for deals = amount * 2"),
    DiagnosticPage(
      .unknownUnit, "an unknown unit of time",
      """
      Periods and durations are counted in days, weeks, months, quarters and years, in the singular
      or the plural; `per` takes one of them too. The message offers the nearest.
      """,
      wrong: "count where created in last 3 qarters",
      right: "count where created in last 3 quarters"),
    DiagnosticPage(
      .unknownFormat, "an unknown output format",
      """
      Behind `as` stands the form in which the answer is written, as `table`, `csv` or `json`. The
      message lists the formats there are. The ending of a file that is exported chooses one in the
      same way.
      """,
      wrong: "count by stage as cvs",
      right: "count by stage as csv"),
    DiagnosticPage(
      .unknownSetting, "an unknown setting",
      """
      `set` changes a setting of the session, such as the day that counts as today, and `param` may
      name a type, as `text` or `number`. There is no setting or type of this name. The message
      offers the nearest.
      """,
      wrong: "set todya = 2026-06-30",
      right: "set today = 2026-06-30"),
    DiagnosticPage(
      .unknownCurrency, "a currency without a rate",
      """
      A currency is named by its code of three letters, as `EUR` or `USD`. It must be the base
      currency of the model or one that the model file has rates for. The message lists them.
      """,
      wrong: "sum amount in QQQ",
      right: "sum amount in EUR"),
  ]
}
