import PQLAnalytics
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
  /// What the deals' ways through the stages say; nil without a history of stages.
  let visits: Deferred<StageVisits?>
  /// How long is too long in each stage; nil without a history of stages.
  let limits: Deferred<StageLimits?>
  /// How close dates moved; nil without a history of them.
  private let closeDates: Deferred<CloseDatePaths?>
  /// The day whose end is what is seen, and from which; nil when all is.
  private let view: View?
  private let base: Model
  /// The model that past days are made from, whose first records are those of today.
  private let root: Model
  private let baseCache: ColumnCache

  init(_ base: Model, _ cache: ColumnCache, of branch: Branch) {
    (self.base, baseCache) = (base, cache)
    view = View(branch)
    let (root, kept) = cache.pasts.root(of: base, cache)
    self.root = root
    let past = view.flatMap { view in
      cache.pasts.past(
        root, to: view.day, lookedFrom: view.lookedFrom, paths: kept.laterStagePaths(of: root),
        closeDates: kept.closeDatePaths(of: root))
    }
    let model = past?.past.model ?? base
    self.model = model
    self.cache = past?.cache ?? cache
    self.past = past?.past
    let texts = Deferred { StageTexts(model) }
    stageTexts = texts
    let (own, deals) = (self.cache, model[.deals])
    visits = Deferred {
      guard let paths = own.stagePaths(of: model) else { return nil }
      let stages = deals?.field("stage")?.column.texts
      let pipelines = StageRank.pipelineNumbers(
        texts.value, rowCount: deals?.rowCount ?? 0, stages: stages,
        named: deals?.field("pipeline")?.column.texts)
      var closedOn: DayColumn?
      if case .day(let days)? = deals?.field("closed_on")?.column { closedOn = days }
      return StageVisits(
        paths, model.pipelines, pipelines: pipelines, stages: stages, closedOn: closedOn)
    }
    let visits = visits
    limits = Deferred {
      visits.value.map {
        StageLimits($0, model.pipelines, inBusinessDays: model.time.agesInBusinessDays)
      }
    }
    closeDates = own.closeDatePaths(of: model)
  }

  /// What the kernel of a built-in field is asked of, on a day.
  func fieldInput(_ entity: EntityKind, _ frame: Frame, today: Int32) -> FieldInput {
    let table = model[entity]
    return FieldInput(
      rowCount: frame.count, stages: stageTexts.value,
      column: { name in
        table.flatMap { table in table.index(of: name).flatMap { frame.loaded($0, of: table) } }
      }, part: { self.fieldInput(entity, frame.selecting($0), today: today) },
      history: {
        DealHistory(
          deals: frame.records, today: today, visits: self.visits.value,
          limits: { self.limits.value },
          closeDates: self.closeDates.value)
      })
  }

  /// How many records of an entity there are or ever were.
  func baseCount(of entity: EntityKind) -> Int { root[entity]?.rowCount ?? 0 }

  /// The records of an entity as they are today, and those that are gone.
  func baseTable(_ entity: EntityKind) -> EntityTable? { root[entity] }

  /// That of another branch.
  func moved(to branch: Branch) -> Standpoint {
    view == View(branch)
      ? self : Standpoint(base, baseCache, of: branch)
  }
}

/// A day at whose end a branch stands, and the one from which it looks back.
private struct View: Equatable {
  var day: Int32
  var lookedFrom: Int32

  init?(_ branch: Branch) {
    guard let lookedFrom = branch.lookedFrom else { return nil }
    (day, self.lookedFrom) = (branch.today, lookedFrom)
  }
}
