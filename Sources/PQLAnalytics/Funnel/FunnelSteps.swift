package import PQLModel

/// The steps of every pipeline one after the other: its open stages in order, then its won ones.
package struct FunnelSteps: Sendable {
  package struct Step: Sendable {
    package var pipeline: Int
    package var stage: String
    package var isWon: Bool
  }

  /// Stands for a stage that its pipeline does not have.
  package static let unknown: Int32 = -1
  /// Stands for a stage in which deals are lost: no step of the way.
  package static let lost: Int32 = -2

  package let steps: [Step]
  package let pipelineNames: [String]
  /// By pipeline, where its steps begin; behind them where the last ones end.
  package let firsts: [Int]
  /// By pipeline, how many of its steps are open stages.
  package let openCounts: [Int]
  /// By pipeline and name, the step, `unknown` or `lost`.
  private let table: [Int32]
  private let nameCount: Int

  /// `names` are the stages of all pipelines, as `StagePaths` numbers them.
  package init(_ pipelines: [Pipeline], names: [String]) {
    pipelineNames = pipelines.map(\.name)
    var steps: [Step] = []
    var firsts = [0]
    for (number, pipeline) in pipelines.enumerated() {
      for isWon in [false, true] {
        for stage in pipeline.stages where stage.outcome == (isWon ? .won : nil) {
          steps.append(Step(pipeline: number, stage: stage.name, isWon: isWon))
        }
      }
      firsts.append(steps.count)
    }
    openCounts = pipelines.map { pipeline in pipeline.stages.count { $0.outcome == nil } }
    table = pipelines.enumerated().flatMap { number, pipeline in
      names.map { name in
        guard let position = pipeline.position(of: name) else { return Self.unknown }
        if pipeline.stages[position].outcome == .lost { return Self.lost }
        let own = firsts[number]..<firsts[number + 1]
        return Int32(own.first { steps[$0].stage == name } ?? -1)
      }
    }
    self.steps = steps
    self.firsts = firsts
    nameCount = names.count
  }

  package var count: Int { steps.count }
  package var pipelineCount: Int { openCounts.count }

  /// The step of a stage in a pipeline; `name` may be -1.
  @inline(__always)
  package func step(_ name: Int32, in pipeline: Int) -> Int32 {
    name < 0 ? Self.unknown : table[pipeline &* nameCount &+ Int(name)]
  }
}
