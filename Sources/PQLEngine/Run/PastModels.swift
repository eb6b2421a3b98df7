import PQLAnalytics
import PQLHistory
import PQLModel
import Synchronization

/// Models of past days, kept by use: each with what queries compute from it.
final class PastModels: Sendable {
  /// More than a comparison and a few days gone back and forth need.
  private static let mostKept = 6

  private struct Key: Hashable {
    var model: ModelIdentity
    var day: Int32
  }

  private struct Kept {
    var key: Key
    var past: PastModel
    var cache: ColumnCache
  }

  private let ground = Mutex<(model: ModelIdentity, root: Model, cache: ColumnCache)?>(nil)
  private let knowledge = Mutex<(model: ModelIdentity, known: HistoryKnowledge)?>(nil)
  /// The latest used one last.
  private let kept = Mutex<[Kept]>([])

  /// The model that past days are made from: that of today, with the deals that are gone; and what is
  /// kept of it.
  func root(of model: Model, _ cache: ColumnCache) -> (model: Model, cache: ColumnCache) {
    guard model.past != nil else { return (model, cache) }
    return ground.withLock { kept in
      if let kept, kept.model == model.identity { return (kept.root, kept.cache) }
      let (root, own) = (model.withDealsThatAreGone, ColumnCache())
      kept = (model.identity, root, own)
      return (root, own)
    }
  }

  /// What the data know of past days, found once.
  func knowledge(of model: Model) -> HistoryKnowledge {
    knowledge.withLock { known in
      if let known, known.model == model.identity { return known.known }
      let made = HistoryKnowledge(model)
      known = (model.identity, made)
      return made
    }
  }

  /// The model of the end of a day, looked at from another; nil where nothing in the data is later, so
  /// that it is the model itself.
  func past(
    _ model: Model, to day: Int32, lookedFrom today: Int32, paths: Deferred<StagePaths?>,
    closeDates: Deferred<CloseDatePaths?>
  ) -> (past: PastModel, cache: ColumnCache)? {
    let knowledge = knowledge(of: model)
    guard knowledge.hasAnything(after: day, until: today) else { return nil }
    let key = Key(model: model.identity, day: day)
    return kept.withLock { kept in
      if let place = kept.firstIndex(where: { $0.key == key }) {
        kept.append(kept.remove(at: place))
      } else {
        if kept.count >= Self.mostKept { kept.removeFirst() }
        let past = Rewind(model, knowledge, to: day).model()
        let (end, deals) = ((Int64(day) + 1) * 86_400, past.records[.deals])
        let own = ColumnCache(
          of: past.model, paths: Deferred { paths.value?.until(end, deals: deals) },
          closeDates: Deferred { closeDates.value?.until(end, deals: deals) })
        kept.append(Kept(key: key, past: past, cache: own))
      }
      return kept.last.map { ($0.past, $0.cache) }
    }
  }
}
