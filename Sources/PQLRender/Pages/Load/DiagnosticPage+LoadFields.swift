import PQLModel

extension DiagnosticPage {
  static let loadFields: [DiagnosticPage] = [
    DiagnosticPage(
      .fieldsFound, "fields that were found under other names",
      """
      Fields that PQL knows have other names in the data, and were found by those. Check that each is
      the one that is meant. A mapping under `fields` in the model file says otherwise.
      """),
    DiagnosticPage(
      .fieldRenamed, "a field that got another name",
      """
      A mapping gives the name of this field to another one. The data's own field is called as the
      message says.
      """),
    DiagnosticPage(
      .headerRepeated, "a name that stands twice in a header",
      """
      The header of a CSV file has one name for several columns. The first keeps it, and the others
      get a number behind it. Which of them is meant the data do not say.
      """),
    DiagnosticPage(
      .valuesReplaced, "values that the model file replaces",
      """
      A replacement under `values` was made, and the message says how often. One that no record
      needs is most likely misspelt.
      """),
    DiagnosticPage(
      .valuesUnreadable, "values that are not of their field's type",
      """
      Some values of a field cannot be read as what the field holds, and count as missing. The message
      says how many, and where the first of them stands. Correct them at the source, or say under
      `types` how they are written.
      """),
    DiagnosticPage(
      .columnMixed, "a column of several kinds of values",
      """
      At least half of the values are of one kind and the rest are not, so that the column is text. A
      column is a number or a date only when each of its values is one. Mend the odd ones, or give the
      field a type, under which they count as missing.
      """),
    DiagnosticPage(
      .leadingZeros, "digits with zeros in front",
      """
      Digits that begin with a needless 0 are a code and no number. They are kept as text, so that the
      zeros stay.
      """),
    DiagnosticPage(
      .numbersTooLong, "numbers of more digits than are kept",
      """
      A number keeps some fifteen digits, and these have more. The column is text, so that no digit is
      lost. Long codes are as they should be.
      """),
    DiagnosticPage(
      .numbersKeptAsText, "numbers that can be read in two ways",
      """
      Nothing tells whether a mark parts thousands or stands before decimals, and a field without a
      known type is then kept as text. `numbers` in the model file says which.
      """),
    DiagnosticPage(
      .numbersOpen, "numbers that could be others by a factor of a thousand",
      """
      Every number of the column, or of one of its files, is like `1.234` or `1,234`, which may be
      either. Other numbers of the entity or other files decide, else a point stands before decimals.
      The message says how they were read. `numbers` in the model file says it for good.
      """),
    DiagnosticPage(
      .numbersDoubted, "numbers with three digits behind a comma",
      """
      Some numbers of a column have a comma before one or two digits, so that a comma stands before
      decimals. Others have it before three, which could be thousands that somebody else has written.
      They are read as decimals, and `numbers` in the model file says otherwise.
      """),
    DiagnosticPage(
      .datesOpen, "dates that can be read in two ways",
      """
      Nothing tells whether the day or the month comes first: no value of the column is above 12, or
      some prove the one and some the other. A guess would move deals by months. `dates` in the model
      file says which it is, or `types` for one field.
      """),
    DiagnosticPage(
      .datesKeptAsText, "dates that are kept as text",
      """
      Nothing tells whether the day or the month comes first, and a field without a known type is then
      kept as text. `dates` in the model file says which.
      """),
    DiagnosticPage(
      .datesSettled, "dates whose order was found",
      """
      A value above 12, or other dates of the entity, show whether the day or the month comes first.
      The message says what shows it.
      """),
    DiagnosticPage(
      .datesInMilliseconds, "dates in milliseconds",
      """
      The values are milliseconds since 1970, as programs count time. They are read as moments.
      """),
    DiagnosticPage(
      .amountsRounded, "amounts that were rounded",
      """
      Money keeps eight decimals, and some amounts have more. They are rounded there, half to even.
      """),
    DiagnosticPage(
      .amountsTooLarge, "amounts that do not fit",
      """
      All amounts of a column are kept with the decimals that one of them needs, and some are too
      large for that. They count as missing. Most often one value has decimals that mean nothing.
      """),
    DiagnosticPage(
      .percentScale, "the scale of percents",
      """
      Percents are written from 0 to 100 or from 0 to 1, and the values of the column decide which. The
      message says what was found. Where all are 0 or 1 they are none and certain.
      """),
    DiagnosticPage(
      .percentsMixed, "percents with and without a sign",
      """
      Some values bear a percent sign and some do not, so that they may be on two scales. The message
      says on which those without were read. Write all of them in one way.
      """),
    DiagnosticPage(
      .periodsGuessed, "quotas whose ends were guessed",
      """
      The export does not say when a quota ends, and the first days of the quotas suggest it. An
      export of the periods says it.
      """),
  ]
}
