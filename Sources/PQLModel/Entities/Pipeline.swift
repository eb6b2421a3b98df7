/// The ordered stages a deal goes through.
package struct Pipeline: Sendable, Hashable {
  package var name: String
  package var stages: [Stage]
  /// What the data call the pipeline, where that is not its name.
  package var id: String?

  package init(name: String, stages: [Stage], id: String? = nil) {
    self.name = name
    self.stages = stages
    self.id = id
  }

  /// The place of a stage in the pipeline, by its exact name.
  package func position(of stage: String) -> Int? { stages.firstIndex { $0.name == stage } }
}

/// A stage of a pipeline.
package struct Stage: Sendable, Hashable {
  /// How a deal ends in a stage, if it does.
  package enum Outcome: String, Sendable, Hashable, CaseIterable {
    case won, lost
  }

  package var name: String
  /// The stage's chance to win, a fraction of 1.
  package var probability: Double?
  package var outcome: Outcome?
  /// The forecast category, as `pipeline` or `commit`.
  package var category: String?
  /// What the data call the stage, where that is not its name.
  package var id: String?
  /// How many days a deal may stand in the stage before it is stalled, as the model file says.
  package var limitDays: Double?

  package init(
    name: String, probability: Double? = nil, outcome: Outcome? = nil, category: String? = nil,
    id: String? = nil, limitDays: Double? = nil
  ) {
    self.name = name
    self.probability = probability
    self.outcome = outcome
    self.category = category
    self.id = id
    self.limitDays = limitDays
  }
}
