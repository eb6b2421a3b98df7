import PQLModel
import PQLPlan
import Synchronization

/// What follows from the data and the day alone, kept between queries: built-in columns, the way of
/// the deals through the stages, indexes of texts.
package final class ColumnCache: Sendable {
  private struct Key: Hashable {
    var model: ModelIdentity
    var today: Int32
    var entity: EntityKind
    var name: String
  }

  private let columns = Mutex<[Key: Column]>([:])
  private let paths = Mutex<(model: ModelIdentity, paths: StagePaths?)?>(nil)
  /// Nil for a column that was asked of once.
  private let indexes = Mutex<[Key: TextIndex?]>([:])
  private let searchable = Mutex<[Key: Bool]>([:])

  package init() {}

  /// The column of a field, made at the first call for a model and day; columns of other models
  /// and days are let go.
  func column(
    _ name: String, of entity: EntityKind, model: Model, today: Int32,
    make: () throws(EvaluationFailure) -> Column
  ) throws(EvaluationFailure) -> Column {
    let key = Key(model: model.identity, today: today, entity: entity, name: name)
    if let known = columns.withLock({ $0[key] }) { return known }
    let made = try make()
    columns.withLock { kept in
      if let other = kept.keys.first, other.model != key.model || other.today != today {
        kept = [:]
      }
      kept[key] = made
    }
    return made
  }

  /// The deals' way through the stages, made at the first call for a model; nil without a history.
  func stagePaths(of model: Model) -> StagePaths? {
    if let known = paths.withLock({ $0 }), known.model == model.identity {
      return known.paths
    }
    let made = StagePaths(model)
    paths.withLock { $0 = (model.identity, made) }
    return made
  }

  /// The index of a text column, made at the second call.
  func textIndex(of column: TextColumn, _ field: FieldReference, in model: Model) -> TextIndex? {
    let key = key(field, model)
    let known = indexes.withLock { kept in
      defer { if kept[key] == nil { kept[key] = .some(nil) } }
      return kept[key]
    }
    guard let known else { return nil }
    if let index = known { return index }
    let made = TextIndex(column)
    indexes.withLock { $0[key] = made }
    return made
  }

  /// Whether the texts of a field may be searched as they lie in the arena, asked once.
  func isSearchable(_ texts: TextDictionary, of field: FieldReference, in model: Model) -> Bool {
    let key = key(field, model)
    if let known = searchable.withLock({ $0[key] }) { return known }
    let made = ArenaSearch.canSearch(texts)
    searchable.withLock { $0[key] = made }
    return made
  }

  /// What does not depend on the day.
  private func key(_ field: FieldReference, _ model: Model) -> Key {
    Key(model: model.identity, today: 0, entity: field.entity, name: field.name)
  }
}
