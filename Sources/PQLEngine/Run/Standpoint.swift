import PQLHistory
import PQLModel
import PQLPlan

/// The model that a branch of a plan sees, that of today or of a past day, and what is kept of it.
struct Standpoint {
  let model: Model
  let cache: ColumnCache
  /// What is known of a past day; nil where nothing in the data is later than what is seen.
  let past: PastModel?
  /// What stages mean, made when it is first asked for.
  let stageTexts: Deferred<StageTexts>
  /// The day whose end is what is seen; nil when all is.
  private let day: Int32?
  private let base: Model
  private let baseCache: ColumnCache

  init(_ base: Model, _ cache: ColumnCache, of branch: Branch) {
    (self.base, baseCache) = (base, cache)
    day = branch.isPast ? branch.today : nil
    let past = day.flatMap {
      cache.pasts.past(base, to: $0, paths: cache.laterStagePaths(of: base))
    }
    let model = past?.past.model ?? base
    self.model = model
    self.cache = past?.cache ?? cache
    self.past = past?.past
    stageTexts = Deferred { StageTexts(model) }
  }

  /// That of another branch.
  func moved(to branch: Branch) -> Standpoint {
    day == (branch.isPast ? branch.today : nil)
      ? self : Standpoint(base, baseCache, of: branch)
  }
}
