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
    NotedField(.deals, "stage").note(
      .stageRespelt, "`\(from)` is read as `\(to)` in \(count) deals", count: count, value: from)
  }

  static func stageUnknown(_ name: String, count: Int, near: String?) -> LoadNote {
    var note = NotedField(.deals, "stage").note(
      .stageUnknown,
      "`\(name)` of \(count) deals is no stage of any pipeline"
        + (near.map { "; the nearest is `\($0)`" } ?? ""), severity: .warning, count: count,
      value: name)
    note.concerns += [.stageOrder, .outcome]
    return note
  }

  static func pipelineRespelt(_ from: String, _ to: String, count: Int) -> LoadNote {
    NotedField(.deals, "pipeline").note(
      .pipelineRespelt, "`\(from)` is read as `\(to)` in \(count) deals", count: count, value: from)
  }

  static func pipelineUnknown(_ name: String, count: Int, near: String?) -> LoadNote {
    var note = NotedField(.deals, "pipeline").note(
      .pipelineUnknown,
      "`\(name)` of \(count) deals is no pipeline"
        + (near.map { "; the nearest is `\($0)`" } ?? ""),
      severity: .warning, count: count, value: name)
    note.concerns += [.stageOrder, .outcome]
    return note
  }

  /// Several pipelines, and deals that do not say theirs.
  static func pipelineMissing(count: Int) -> LoadNote {
    var note = NotedField(.deals, "pipeline").note(
      .pipelineMissing, "missing in \(count) deals", severity: .warning, count: count)
    note.concerns += [.stageOrder, .outcome]
    return note
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
    var note = NotedField(.deals, "closed_on").note(
      .closedOnTaken, sentence, count: count, of: total)
    note.concerns.append(.records(.deals))
    return note
  }

  static func stageByStatus(count: Int) -> LoadNote {
    var note = NotedField(.deals, "stage").note(
      .stageByStatus,
      "`Won` or `Lost` for \(count) deals whose `status` says so, in place of the stage they last "
        + "stood in", count: count)
    note.concerns += [.outcome, .records(.deals)]
    return note
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
