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
}
