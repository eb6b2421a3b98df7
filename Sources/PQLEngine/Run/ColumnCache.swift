import PQLAnalytics
import PQLModel
import PQLPlan
import Synchronization

/// What follows from the data alone, kept between queries: the way of the deals through the stages,
/// indexes of texts, codes of texts that have several, the last closing day.
package final class ColumnCache: Sendable {
  private struct Key: Hashable {
    var model: ModelIdentity
    var entity: EntityKind
    var name: String
  }

  private let paths: Mutex<(model: ModelIdentity, paths: Deferred<StagePaths?>)?>
  private let closeDates: Mutex<(model: ModelIdentity, paths: Deferred<CloseDatePaths?>)?>
  /// Nil for a column that was asked of once.
  private let indexes = Mutex<[Key: TextIndex?]>([:])
  private let distinct = Mutex<[Key: Deferred<TextColumn>]>([:])
  private let searchable = Mutex<[Key: Bool]>([:])
  private let lastClosing = Mutex<(model: ModelIdentity, day: Int32?)?>(nil)

  /// Models of past days.
  let pasts = PastModels()

  package init() {
    paths = Mutex(nil)
    closeDates = Mutex(nil)
  }

  /// What is computed from the model of a past day, whose paths are a part of those of today.
  init(of model: Model, paths: Deferred<StagePaths?>, closeDates: Deferred<CloseDatePaths?>) {
    self.paths = Mutex((model.identity, paths))
    self.closeDates = Mutex((model.identity, closeDates))
  }

  /// The deals' way through the stages, made at the first call for a model; nil without a history.
  func stagePaths(of model: Model) -> StagePaths? { laterStagePaths(of: model).value }

  /// The same, made when somebody asks for it.
  func laterStagePaths(of model: Model) -> Deferred<StagePaths?> {
    paths.withLock { kept in
      if let kept, kept.model == model.identity { return kept.paths }
      let later = Deferred { StagePaths(model) }
      kept = (model.identity, later)
      return later
    }
  }

  /// How the deals' close dates moved, made when somebody asks for it.
  func closeDatePaths(of model: Model) -> Deferred<CloseDatePaths?> {
    closeDates.withLock { kept in
      if let kept, kept.model == model.identity { return kept.paths }
      let later = Deferred { CloseDatePaths(model) }
      kept = (model.identity, later)
      return later
    }
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

  /// A text column with one code for each text, made at the first call; others wait for it.
  func distinct(_ column: TextColumn, _ field: FieldReference, in model: Model) -> TextColumn {
    guard !column.isDistinct else { return column }
    let key = key(field, model)
    let awaited = distinct.withLock { kept in
      let awaited = kept[key] ?? Deferred { column.distinct }
      kept[key] = awaited
      return awaited
    }
    return awaited.value
  }

  /// The last day of the deals' closing days, found once; nil when there is none.
  func lastDay(of closings: DayColumn, in model: Model) -> Int32? {
    if let known = lastClosing.withLock({ $0 }), known.model == model.identity { return known.day }
    let last = bounds(closings)?.upperBound
    lastClosing.withLock { $0 = (model.identity, last) }
    return last
  }

  /// Whether the texts of a field may be searched as they lie in the arena, asked once.
  func isSearchable(_ texts: TextDictionary, of field: FieldReference, in model: Model) -> Bool {
    let key = key(field, model)
    if let known = searchable.withLock({ $0[key] }) { return known }
    let made = ArenaSearch.canSearch(texts)
    searchable.withLock { $0[key] = made }
    return made
  }

  private func key(_ field: FieldReference, _ model: Model) -> Key {
    Key(model: model.identity, entity: field.entity, name: field.name)
  }
}
