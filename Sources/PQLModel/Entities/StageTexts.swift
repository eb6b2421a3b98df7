/// What the texts of the deals' stages and pipelines mean in a model's pipelines, asked once of each
/// text and looked up by its code.
///
/// A deal belongs to the pipeline that it names, if the model knows it; else to the only one; else to
/// the first that knows its stage.
package struct StageTexts: Sendable {
  /// By code of a stage plus one, the pipeline of a deal that names none the model knows; -1 for none.
  ///
  /// The first is of deals without a stage.
  package let usualPipelines: [Int32]
  /// By code of a pipeline plus one its number, -1 for one that the model does not know; nil when
  /// the stage alone says which pipeline it is.
  package let namedPipelines: [Int32]?
  private let pipelines: [Pipeline]
  private let names: [String]

  /// O(texts × stages).
  package init(_ model: Model) {
    pipelines = model.pipelines
    let deals = model[.deals]
    if case .text(let stages)? = deals?.field("stage")?.column {
      names = stages.dictionary.values
    } else {
      names = []
    }
    guard pipelines.count != 1 else {
      usualPipelines = [Int32](repeating: 0, count: names.count + 1)
      namedPipelines = nil
      return
    }
    let known = pipelines
    usualPipelines =
      [-1] + names.map { name in Int32(known.firstIndex { $0.position(of: name) != nil } ?? -1) }
    guard case .text(let named)? = deals?.field("pipeline")?.column else {
      namedPipelines = nil
      return
    }
    namedPipelines =
      [-1]
      + named.dictionary.values.map { name in Int32(known.firstIndex { $0.name == name } ?? -1) }
  }

  /// By pipeline, and in it by code of a stage plus one, what a function makes of the stage;
  /// `unknown` for the missing stage and those that the pipeline does not have.
  package func table<Value>(
    unknown: Value, _ value: (_ pipeline: Pipeline, _ place: Int) -> Value
  ) -> [Value] {
    pipelines.flatMap { pipeline in
      [unknown]
        + names.map { name in pipeline.position(of: name).map { value(pipeline, $0) } ?? unknown }
    }
  }

  /// The length of a pipeline's row in such a table.
  package var tableWidth: Int { names.count + 1 }
}
