import PQLModel

// What the binding of a query notes.
extension NoteForm {
  // `during last quarter`
  static let during = NoteForm("during", "during {period}: {first} to {last} by {date}")

  // `during this quarter`, before its last day
  static let duringRunning = NoteForm(
    "during-running",
    "during {period}: {first} to {last} by {date}; {days:# day of it is|# days of it are} still to come"
  )

  // `since 2026-01-01`
  static let since = NoteForm("since", "since {day} by {date}")

  // `until 2026-03-31`
  static let until = NoteForm("until", "until {day} by {date}")

  // `per month` without `during`
  static let perDate = NoteForm("per-date", "per {unit} by {date}")

  // `source = webinar` where no record has that source
  static let unknownValue = NoteForm("unknown-value", "no record has {field} = {values}")
}
