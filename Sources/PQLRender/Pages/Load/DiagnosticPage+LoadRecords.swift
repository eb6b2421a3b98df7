import PQLModel

extension DiagnosticPage {
  static let loadRecords: [DiagnosticPage] = [
    DiagnosticPage(
      .recordUnreadable, "data that cannot be read",
      """
      What stands at the place is not what JSON or CSV has there. A document that is broken cannot be
      read at all; of a file of lines a broken one is rejected alone, unless none can be read. The
      message says what was found and what should stand there.
      """),
    DiagnosticPage(
      .recordsRejected, "lines that were rejected",
      """
      Some lines could not be read, and are not part of any answer. `--rejects FILE` writes them down
      with their reasons. Reading goes on at the next line.
      """),
    DiagnosticPage(
      .recordsIncomplete, "records that were rejected",
      """
      Some records have no value at all, or lack the field without which nobody can tell what they
      are, as the `id` of a deal. They are not part of any answer. `--rejects FILE` writes them down.
      """),
    DiagnosticPage(
      .differentDealsOfOneId, "two different deals of one id",
      """
      Two records bear one `id` and differ in some field. Which of them is true cannot be known, and
      every sum would count both. Keep one, or name another field as `id` in the model file.
      """),
    DiagnosticPage(
      .exactRepeats, "records that stand twice",
      """
      Records are the same as another in every field, and each counts once. Most are copies that an
      export made by mistake.
      """),
    DiagnosticPage(
      .repeatedInFiles, "records that stand in several files",
      """
      Files of one table overlap, as monthly exports do. A record that stands in several counts once.
      """),
    DiagnosticPage(
      .recordsOfOneIdDiffer, "records of one id that differ",
      """
      Records of another entity than deals bear one `id` and differ. All of them are kept, and a
      relation by that id finds one of them. Say in the model file which field tells them apart.
      """),
    DiagnosticPage(
      .recordsLeftAside, "records that the system has left behind",
      """
      The system marks records as deleted, merged, archived or outdated, and exports them all the
      same. They are counted and not part of any answer.
      """),
    DiagnosticPage(
      .keysRepeated, "keys that stand twice in a record",
      """
      JSON allows a key once. Where it stands twice the last value counts, as most programs read it.
      """),
    DiagnosticPage(
      .linesTooShort, "lines with too few cells",
      """
      Lines of CSV have fewer cells than the header has columns. What they lack is missing. Where the
      export has cut off empty cells at the end, nothing is lost.
      """),
    DiagnosticPage(
      .recordsMadeOfOthers, "records made of others",
      """
      The system keeps these records among those of another kind, as leads among contacts or
      opportunities. The message says which were taken. `describe model` lists the tables.
      """),
    DiagnosticPage(
      .recordsAbsent, "an export without its records",
      """
      The files hold what happened to records and not the records as they are now. Add the file that
      holds them.
      """),
    DiagnosticPage(
      .sharesMissWhole, "shares of a deal that make no whole",
      """
      A deal is split between owners, and the shares of one type add up to more or less than 100 %, by
      more than rounding does. What is counted by owner then differs from what the deals are worth.
      Splits of a type that is not meant to make a whole may stay as they are.
      """),
  ]

  static let loadModelFile: [DiagnosticPage] = [
    DiagnosticPage(
      .modelKeyUnknown, "a key that the model file does not have",
      """
      The key is not one that may stand there; the message lists those that may. Most often it is
      misspelt. A key that is passed over in silence would be a setting that does not hold.
      """),
    DiagnosticPage(
      .modelValueWrong, "a value that the model file cannot have",
      """
      The value is of the wrong kind, or not one of the words that may stand there. The message names
      the path of keys to it. The page on the model file lists what each setting takes.
      """),
    DiagnosticPage(
      .modelKeyRepeated, "a key that stands twice in the model file",
      """
      A key stands twice in one object, and only one of the two could hold. Keep one of them.
      """),
    DiagnosticPage(
      .neitherModelNorRecords, "a document that is no model and no list of records",
      """
      A JSON document is a model, a list of records, or an object around such a list. This one is
      none of them. Where a key is near to one of a model's, the message says so.
      """),
    DiagnosticPage(
      .entityTwice, "an entity that is described twice",
      """
      The model file describes one entity in two places. Several files of one entity stand under
      `files`.
      """),
    DiagnosticPage(
      .entityWithoutRecords, "an entity without records",
      """
      The model file describes an entity and says nowhere where its records are. They stand behind
      `file` or `files`, or under `records`.
      """),
    DiagnosticPage(
      .fieldNotInData, "a field that the data do not have",
      """
      The model file maps, types, replaces or relates a field that no file of the entity has. The
      message offers a near name, or lists the fields. Names of the data keep their capitals.
      """),
    DiagnosticPage(
      .unknownTimeZone, "a time zone that is not known",
      """
      The name is not one of this machine's time zones. Names are as `Europe/Amsterdam`, and `UTC` is
      always known. A machine without the files of the zones (tzdata) knows no other.
      """),
    DiagnosticPage(
      .notSupporting, "a file under `supporting` that is none",
      """
      Under `supporting` stand files of a known system that say what others mean, as its stages,
      pipelines, record types and periods. Records stand under `entities`.
      """),
    DiagnosticPage(
      .datesContradict, "dates that are not as the model file says",
      """
      The model file says whether the day or the month comes first, and a date proves the opposite.
      Say it for the field alone, or correct the setting.
      """),
    DiagnosticPage(
      .numbersContradict, "numbers that are not as the model file says",
      """
      The model file says which mark stands before the decimals, and a number proves the opposite.
      Say it for the field alone, or correct the setting.
      """),
  ]
}
