import PQLModel

// What the run of a plan notes.
extension NoteForm {
  /// `sum amount` where a deal has none
  static let valuesMissing = NoteForm(
    "values-missing", "{field} is missing in {missing} of {asked} rows, which are passed over")

  /// `win_rate by owner`
  static let rateCount = NoteForm("rate-count", "{rate}: n = {n} {counted}")

  /// `top 3 by amount with others`
  static let groupsInOthers = NoteForm("groups-in-others", "groups in (others): {n}")

  /// `top 3 by amount` where the fourth has the amount of the third
  static let tieCut = NoteForm(
    "tie-cut", "top {n} cuts a tie: rows with the same value as the last are left out")

  /// `explain plan count`
  static let tablesNotRead = NoteForm("tables-not-read", "not read: {tables}")

  /// `where amount > 1B`
  static let nothingMatches = NoteForm(
    "nothing-matches", "nothing matches: {condition} keeps 0 of {rows}")

  /// `where name = "acme"` beside `Acme`
  static let matchesInOtherCase = NoteForm(
    "matches-in-other-case",
    "{rows:# row matches|# rows match} without regard to case, as \"{value}\"")

  /// `where name = "Acne"` beside `Acme`
  static let nearValue = NoteForm("near-value", "did you mean \"{value}\"?")
}
