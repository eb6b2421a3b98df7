/// What a history made of exports says of a deal as a whole, as a change of the field `record`.
package enum RecordChange: String, Sendable, CaseIterable {
  /// The name of the field.
  package static let field = "record"

  /// Stood in the first export.
  case exported
  /// Was in none of the exports before.
  case created
  /// Is no longer in the export.
  case gone
  /// Is in the export again.
  case returned
}
