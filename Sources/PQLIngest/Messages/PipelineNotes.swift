import PQLModel

// Remarks on stages, outcomes, pipelines and the history.
extension LoadNote {
  static func stagesInferred(_ pipeline: Pipeline, by basis: StageInference.Basis) -> LoadNote {
    LoadNote(
      .stagesInferred,
      "pipeline `\(pipeline.name)`: its stages were inferred from the deals and ordered "
        + "\(basis.rawValue): \(pipeline.stages.map(\.name).joined(separator: ", "))",
      place: LoadPlace(
        entity: .deals, field: "stage", value: pipeline.name, count: pipeline.stages.count),
      concerns: [.stageOrder])
  }

  /// Stages that end a deal, by their names or as deals record.
  static func outcomesByName(
    _ pipeline: Pipeline, _ ends: [(stage: String, outcome: Stage.Outcome, isRecorded: Bool)]
  ) -> LoadNote {
    let said = ends.map {
      "`\($0.stage)` is \($0.outcome.rawValue)" + ($0.isRecorded ? " (as its deals record)" : "")
    }
    return LoadNote(
      .outcomesByName,
      "pipeline `\(pipeline.name)`: by the names \(said.joined(separator: ", "))",
      place: LoadPlace(entity: .deals, field: "stage", value: pipeline.name, count: ends.count),
      concerns: [.outcome])
  }

  static func noStageEnds(_ pipeline: Pipeline) -> LoadNote {
    LoadNote(
      .noStageEnds,
      "pipeline `\(pipeline.name)`: no stage ends a deal, so every deal counts as open",
      severity: .warning, place: LoadPlace(entity: .deals, field: "stage", value: pipeline.name),
      concerns: [.outcome])
  }

  static func stageRespelt(_ from: String, _ to: String, count: Int) -> LoadNote {
    respelt(.stageRespelt, "stage", from, to, count)
  }

  static func pipelineRespelt(_ from: String, _ to: String, count: Int) -> LoadNote {
    respelt(.pipelineRespelt, "pipeline", from, to, count)
  }

  private static func respelt(
    _ code: LoadCode, _ field: String, _ from: String, _ to: String, _ count: Int
  ) -> LoadNote {
    NotedField(.deals, field).note(
      code, "`\(from)` is read as `\(to)` in \(count) deals", count: count, value: from)
  }

  static func stageUnknown(_ name: String, count: Int, near: String?) -> LoadNote {
    withoutStages(
      .stageUnknown, "stage",
      "`\(name)` of \(count) deals is no stage of any pipeline", count, value: name, near: near)
  }

  static func pipelineUnknown(_ name: String, count: Int, near: String?) -> LoadNote {
    withoutStages(
      .pipelineUnknown, "pipeline", "`\(name)` of \(count) deals is no pipeline", count,
      value: name, near: near)
  }

  /// Several pipelines, and deals that do not say theirs.
  static func pipelineMissing(count: Int) -> LoadNote {
    withoutStages(.pipelineMissing, "pipeline", "missing in \(count) deals", count)
  }

  /// Deals of which no pipeline says what their stage means.
  private static func withoutStages(
    _ code: LoadCode, _ field: String, _ sentence: String, _ count: Int, value: String? = nil,
    near: String? = nil
  ) -> LoadNote {
    let nearest = near.map { "; the nearest is `\($0)`" } ?? ""
    return NotedField(.deals, field).note(
      code, sentence + nearest, severity: .warning, count: count, value: value,
      also: [.stageOrder, .outcome])
  }

  static func noPipelineField(pipelines count: Int) -> LoadNote {
    LoadNote(
      .pipelineMissing, "deals: there are \(count) pipelines and no field `pipeline`",
      severity: .warning, place: LoadPlace(entity: .deals, field: "pipeline", count: count),
      concerns: [.field(.deals, "pipeline"), .stageOrder, .outcome])
  }

  static func closedOnOfHistory(count: Int, of total: Int) -> LoadNote {
    closedOn("taken from the history for \(count) of \(total) closed deals", count, of: total)
  }

  static func closedOnOfCloseDate(count: Int, of total: Int) -> LoadNote {
    closedOn(
      "taken from close_date for \(count) of \(total) closed deals, because neither the deals nor a "
        + "history say it", count, of: total)
  }

  /// A day of closing taken from elsewhere bears on every answer about deals.
  private static func closedOn(_ sentence: String, _ count: Int, of total: Int) -> LoadNote {
    NotedField(.deals, "closed_on").note(
      .closedOnTaken, sentence, count: count, of: total, also: [.records(.deals)])
  }

  static func stageByStatus(count: Int) -> LoadNote {
    NotedField(.deals, "stage").note(
      .stageByStatus,
      "`Won` or `Lost` for \(count) deals whose `status` says so, in place of the stage they last "
        + "stood in", count: count, also: [.outcome, .records(.deals)])
  }

  /// How much the history tells; `changes` is how many it has, nil without one.
  static func historyQuality(_ quality: HistoryQuality, changes: Int?) -> LoadNote {
    let count = quality == .none ? "" : changes.map { "\($0) changes, " } ?? ""
    return LoadNote(
      .historyQuality, "history: \(quality.rawValue) (\(count)\(quality.about))",
      place: LoadPlace(entity: .history, value: quality.rawValue, count: changes),
      concerns: [.history])
  }

  /// A history that HubSpot's moments of entry make.
  static let historyOfEntries = LoadNote(
    .historyOfEntries,
    "history: made of the moments at which deals entered their stages "
      + "(`hs_v2_date_entered_…`); when a stage was entered again, the other visit is lost",
    place: LoadPlace(entity: .history), concerns: [.history])

  /// Deals of Pipedrive without a flow.
  static func historyWithoutFlow(deals count: Int) -> LoadNote {
    LoadNote(
      .historyOfEntries,
      "history: \(count) deals have no flow; of them it says when they entered the stage they stand "
        + "in, and when they ended", place: LoadPlace(entity: .history, count: count),
      concerns: [.history])
  }
}
