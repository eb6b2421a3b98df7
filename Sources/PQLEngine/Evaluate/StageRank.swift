import PQLModel
import PQLPlan

/// Where each deal stands: its pipeline, and its place in the pipeline's order.
enum StageRank {
  /// A won deal is past every stage.
  static let won = Int32.max
  /// A lost deal, or one whose stage no pipeline knows, is nowhere.
  static let none: Int32 = -1

  /// The ranks that stand so to a stage's rank; nil for none, and for `!=`, which is never asked.
  static func range(_ sign: ComparisonOperator, _ rank: Int32) -> ClosedRange<Int32>? {
    switch sign {
    case .equal: rank...rank
    case .notEqual: nil
    case .less: rank > 0 ? 0...(rank - 1) : nil
    case .lessOrEqual: 0...rank
    case .greater: rank < won ? (rank + 1)...won : nil
    case .greaterOrEqual: rank...won
    }
  }

  /// Each deal's rank, -1 where there is none.
  static func ranks(_ input: FieldInput) -> Buffer<Int32> {
    byStage(input, unknown: none) { pipeline, place in
      switch pipeline.stages[place].outcome {
      case .won: won
      case .lost: none
      case nil: Int32(place)
      }
    }
  }

  /// A value for each deal from its pipeline and the place of its stage there; `unknown` without
  /// one.
  static func byStage<Value: BitwiseCopyable & Sendable>(
    _ input: FieldInput, unknown: Value, _ value: (Pipeline, Int) -> Value
  ) -> Buffer<Value> {
    let texts = input.stages
    guard case .text(let stages)? = input.column("stage") else {
      return Buffer(repeating: unknown, count: input.rowCount)
    }
    let codes = stages.codes
    guard texts.namedPipelines != nil else {
      let byCode = byCode(texts, unknown: unknown, value)
      return codes.mapped { byCode[Int($0) + 1] }
    }
    let (table, width) = (texts.table(unknown: unknown, value), texts.tableWidth)
    let pipelines = pipelineNumbers(input)
    return Buffer(
      pipelines.indices.map { row in
        let pipeline = Int(pipelines[row])
        return pipeline < 0 ? unknown : table[pipeline &* width &+ Int(codes[row]) &+ 1]
      })
  }

  /// The same by code of a stage plus one, where the stage alone says what the pipeline is.
  static func byCode<Value>(
    _ texts: StageTexts, unknown: Value, _ value: (Pipeline, Int) -> Value
  ) -> [Value] {
    let (table, width) = (texts.table(unknown: unknown, value), texts.tableWidth)
    return texts.usualPipelines.enumerated().map { place, pipeline in
      pipeline < 0 ? unknown : table[Int(pipeline) * width + place]
    }
  }

  /// Each deal's pipeline, -1 for none.
  static func pipelineNumbers(_ input: FieldInput) -> Buffer<Int32> {
    pipelineNumbers(
      input.stages, rowCount: input.rowCount, stages: input.column("stage")?.texts,
      named: input.column("pipeline")?.texts)
  }

  /// The same by the columns of stages and pipelines whose texts are known.
  static func pipelineNumbers(
    _ texts: StageTexts, rowCount: Int, stages: TextColumn?, named recorded: TextColumn?
  ) -> Buffer<Int32> {
    let usual = texts.usualPipelines
    let byStage =
      stages.map { $0.codes.mapped { usual[Int($0) + 1] } }
      ?? Buffer(repeating: usual[0], count: rowCount)
    guard let named = texts.namedPipelines, let codes = recorded?.codes else { return byStage }
    return Buffer(
      codes.indices.map { row in
        let number = named[Int(codes[row]) + 1]
        return number < 0 ? byStage[row] : number
      })
  }
}
