package import PQLModel

/// A model as it stood at the end of a day: again a model, with fewer rows and the values of then.
///
/// Fields keep their places, so that what was bound to the model of today can be asked of it. Columns
/// are made when they are first asked for.
package struct PastModel: Sendable {
  package let model: Model
  /// The last day of which anything is seen.
  package let day: Int32
  /// By entity the records that were there, as rows of the model of today; absent where all are.
  package let records: [EntityKind: [Int32]]
  /// How many deals have neither a day of creation nor a change up to that day or behind it, so that
  /// nobody knows whether they were there.
  package let undatedDeals: Int
  /// What is known of each field.
  package let knowledge: HistoryKnowledge
  /// The deals, by row, of which nobody knows whether they were closed; nil when there are none.
  package let unknownOutcomes: Deferred<Bitmap?>
  /// By entity and field the rows of which nobody knows the value.
  let unknowns: [EntityKind: [Deferred<Bitmap?>]]

  /// The rows whose value of a field nobody knows; nil when there are none.
  package func unknown(_ field: Int, of entity: EntityKind) -> Bitmap? {
    unknowns[entity]?[field].value
  }
}
