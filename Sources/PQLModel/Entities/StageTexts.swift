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
    self.init(
      model.pipelines, stages: model[.deals]?.field("stage")?.column.texts,
      named: model[.deals]?.field("pipeline")?.column.texts)
  }

  /// What the texts of a column of stages mean, beside one of the deals' pipelines, nil for none;
  /// O(texts × stages).
  package init(_ known: [Pipeline], stages: TextColumn?, named: TextColumn?) {
    pipelines = known
    names = stages?.dictionary.values ?? []
    guard pipelines.count != 1 else {
      usualPipelines = [Int32](repeating: 0, count: names.count + 1)
      namedPipelines = nil
      return
    }
    usualPipelines =
      [-1] + names.map { name in Int32(known.firstIndex { $0.position(of: name) != nil } ?? -1) }
    namedPipelines = named.map { named in
      [-1]
        + named.dictionary.values.map { name in Int32(known.firstIndex { $0.name == name } ?? -1) }
    }
  }

  /// Whether the stage of each row ends a deal; `stages` and `named` are those that this was made of.
  package func ended(stages: TextColumn?, named: TextColumn?, rowCount: Int) -> Bitmap {
    guard let stages else { return Bitmap(repeating: false, count: rowCount) }
    let ends = table(unknown: false) { $0.stages[$1].outcome != nil }
    return Bitmap(count: rowCount) { row in
      let stage = Int(stages.codes[row]) + 1
      var pipeline = usualPipelines[stage]
      if let namedPipelines, let named {
        let own = namedPipelines[Int(named.codes[row]) + 1]
        if own >= 0 { pipeline = own }
      }
      return pipeline >= 0 && ends[Int(pipeline) * tableWidth + stage]
    }
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
