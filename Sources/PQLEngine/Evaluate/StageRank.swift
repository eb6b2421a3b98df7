import PQLModel
import PQLPlan

/// Where each deal stands: its pipeline, and its place in the pipeline's order.
enum StageRank {
  static let field = "<rank>"
  static let pipelineField = "<pipeline>"
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

  /// Ranks or pipeline numbers of all deals, -1 where there is none.
  static func column(_ name: String, of model: Model) -> Column {
    let pipelines = pipelineNumbers(of: model)
    guard name == field else { return .day(DayColumn(values: pipelines)) }
    return .day(
      DayColumn(
        values: byStage(of: model, pipelines, unknown: none) { pipeline, position in
          switch pipeline.stages[position].outcome {
          case .won: won
          case .lost: none
          case nil: Int32(position)
          }
        }))
  }

  /// A value for each deal from its pipeline and the place of its stage there; `unknown` without
  /// one.
  static func byStage<Value>(
    of model: Model, _ pipelines: [Int32], unknown: Value, _ value: (Pipeline, Int) -> Value
  ) -> [Value] {
    guard case .text(let stages)? = model[.deals]?.field("stage")?.column else {
      return pipelines.map { _ in unknown }
    }
    let names = stages.dictionary.values
    // A row of the table for each pipeline.
    let table = model.pipelines.flatMap { pipeline in
      names.map { name in pipeline.position(of: name).map { value(pipeline, $0) } ?? unknown }
    }
    return zip(stages.codes, pipelines).map { code, pipeline in
      code < 0 || pipeline < 0 ? unknown : table[Int(pipeline) &* names.count &+ Int(code)]
    }
  }

  /// Each deal's pipeline: the one it names, if the model knows it; else the only one; else the first that knows its
  /// stage.
  static func pipelineNumbers(of model: Model) -> [Int32] {
    let count = model[.deals]?.rowCount ?? 0
    let fallback =
      model.pipelines.count == 1
      ? [Int32](repeating: 0, count: count) : firstKnowing(of: model, count: count)
    guard case .text(let recorded)? = model[.deals]?.field("pipeline")?.column else {
      return fallback
    }
    let numbers = recorded.dictionary.values.map { name in
      Int32(model.pipelines.firstIndex { $0.name == name } ?? -1)
    }
    return recorded.codes.enumerated().map { row, code in
      code < 0 || numbers[Int(code)] < 0 ? fallback[row] : numbers[Int(code)]
    }
  }

  private static func firstKnowing(of model: Model, count: Int) -> [Int32] {
    guard case .text(let stages)? = model[.deals]?.field("stage")?.column else {
      return [Int32](repeating: none, count: count)
    }
    let first = stages.dictionary.values.map { name in
      Int32(model.pipelines.firstIndex { $0.position(of: name) != nil } ?? -1)
    }
    return stages.codes.map { $0 < 0 ? none : first[Int($0)] }
  }
}
