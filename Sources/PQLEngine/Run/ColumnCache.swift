import PQLModel
import PQLPlan
import Synchronization

/// What follows from the data and the day alone, kept between queries: built-in columns, the way of
/// the deals through the stages.
package final class ColumnCache: Sendable {
  private struct Key: Hashable {
    var fingerprint: UInt64
    var today: Int32
    var entity: EntityKind
    var name: String
  }

  private let columns = Mutex<[Key: Column]>([:])
  private let paths = Mutex<(fingerprint: UInt64, paths: StagePaths?)?>(nil)

  package init() {}

  /// The column of a field, made at the first call for a model and day; columns of other models
  /// and days are let go.
  func column(
    _ name: String, of entity: EntityKind, model: Model, today: Int32,
    make: () throws(EvaluationFailure) -> Column
  ) throws(EvaluationFailure) -> Column {
    let key = Key(fingerprint: model.fingerprint, today: today, entity: entity, name: name)
    if let known = columns.withLock({ $0[key] }) { return known }
    let made = try make()
    columns.withLock { kept in
      if let other = kept.keys.first, other.fingerprint != key.fingerprint || other.today != today {
        kept = [:]
      }
      kept[key] = made
    }
    return made
  }

  /// The deals' way through the stages, made at the first call for a model; nil without a history.
  func stagePaths(of model: Model) -> StagePaths? {
    if let known = paths.withLock({ $0 }), known.fingerprint == model.fingerprint {
      return known.paths
    }
    let made = StagePaths(model)
    paths.withLock { $0 = (model.fingerprint, made) }
    return made
  }
}
