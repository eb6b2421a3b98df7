import PQLModel

// What the run of a plan notes.
extension NoteForm {
  // `sum amount` where a deal has none
  static let valuesMissing = NoteForm(
    "values-missing", "{field} is missing in {missing} of {asked} rows, which are passed over")

  // `avg cycle` where a deal was won before it was created
  static let valuesNegative = NoteForm(
    "values-negative", "{field} is negative in {negative} of {asked} rows, which count")

  // `count where won` where a deal is closed tomorrow
  static let laterOutcomes = NoteForm(
    "later-outcomes",
    "{n:# deal has|# deals have} an outcome dated after today, and {n:counts|count} as won or lost "
      + "already")

  // `created + 9000 years`
  static let outsideCalendar = NoteForm(
    "outside-calendar", "dates that lie outside of the years 1 to 9999 are missing")

  // `sum amount by currency` without rates
  static let ownCurrencies = NoteForm(
    "own-currencies",
    "amounts are in the currencies of their rows: no rate between {one} and {other}")

  // `win_rate by owner`
  static let rateCount = NoteForm("rate-count", "{rate}: n = {n} {counted}")

  // `top 3 by amount with others`
  static let groupsInOthers = NoteForm("groups-in-others", "groups in (others): {n}")

  // `top 3 by amount` where the fourth has the amount of the third
  static let tieCut = NoteForm(
    "tie-cut", "top {n} cuts a tie: rows with the same value as the last are left out")

  // `explain plan count`
  static let tablesNotRead = NoteForm("tables-not-read", "not read: {tables}")

  // `where amount > 1B`
  static let nothingMatches = NoteForm(
    "nothing-matches", "nothing matches: {condition} keeps 0 of {rows}")

  // `where name = "acme"` beside `Acme`
  static let matchesInOtherCase = NoteForm(
    "matches-in-other-case",
    "{rows:# row matches|# rows match} without regard to case, as \"{value}\"")

  // `where name = "Acne"` beside `Acme`
  static let nearValue = NoteForm("near-value", "did you mean \"{value}\"?")
}
