/// What the model file says of past days and of ages.
package struct TimeSettings: Sendable, Hashable {
  /// By entity the fields, by their names in the model, that nobody knows before a record closes.
  package var knownAtClose: [EntityKind: Set<String>] = [:]
  /// Whether today's values stand for those of a past day where no change of them is recorded.
  package var takesUntrackedAsRecorded = false
  /// Whether time in a stage is counted in business days.
  package var agesInBusinessDays = false
  /// The days, ascending, on which the exports were taken that the history was made of; none where
  /// the history has each change by itself.
  package var exportDays: [Int32] = []

  package init() {}
}
