import PQLModel

/// What the ids of stages and pipelines mean, for systems that keep both by id.
struct StageBook {
  private var pipelineNames: [String: String] = [:]
  private var stageNames: [String: String] = [:]

  /// The ids that pipelines and their stages bear.
  init(_ pipelines: [Pipeline]) {
    for pipeline in pipelines {
      if let id = pipeline.id { pipelineNames[id] = pipeline.name }
      for stage in pipeline.stages {
        if let id = stage.id { stageNames[id] = stage.name }
      }
    }
  }

  /// The ids of all stages, in a fixed order.
  var stageIds: [String] { stageNames.keys.sorted() }

  /// What people call a stage; nil for an id that no pipeline has.
  func stage(_ id: String) -> String? { stageNames[id] }

  /// What people call a pipeline.
  func pipeline(_ id: String) -> String? { pipelineNames[id] }

  /// Adds stages that no pipeline offers any more; deals of former days may have stood in them.
  mutating func add(gone stages: [Stage]) {
    for stage in stages {
      if let id = stage.id, stageNames[id] == nil { stageNames[id] = stage.name }
    }
  }

  /// Puts names in place of the ids in `stage` and `pipeline` of the deals, and says so.
  ///
  /// An id that no pipeline has stays as it is; the check of stages that follows tells of it.
  func name(_ deals: inout DraftTable, _ notes: inout NoteBook) {
    for (field, names) in [("pipeline", pipelineNames), ("stage", stageNames)] {
      guard let column = deals.text(field), let index = deals.index(of: field) else { continue }
      let (named, changed) = column.replacing { names[$0] == $0 ? nil : names[$0] }
      guard let first = changed.first else { continue }
      deals.fields[index].column = .text(named)
      let rows = changed.reduce(0) { $0 + $1.2 }
      notes.add(
        .deals,
        "deals.\(field): ids became names in \(rows) deals, as `\(first.0)` became `\(first.1)`")
    }
  }
}
