import PQLModel

/// Settles pipelines, stages and outcomes once deals and history are typed.
struct PipelineSettling {
  var pipelines: [Pipeline]
  /// What decided the stages that nobody declared; empty when all were declared.
  private(set) var inferred = ""
  private let isDeclared: Bool

  init(declared: [Pipeline]) {
    pipelines = declared
    isDeclared = !declared.isEmpty
  }

  /// Infers what is missing, respells the stages of the data, and says what was done.
  mutating func settle(
    _ deals: inout DraftTable?, _ history: inout DraftTable?, _ notes: inout NoteBook
  ) {
    if var table = deals {
      let declared = isDeclared ? Set(pipelines.flatMap { $0.stages.map(\.name) }) : nil
      OutcomeFields.moveByStatus(&table, among: declared, &notes)
      deals = table
      if !isDeclared { infer(table, history, &notes) }
    }
    inferOutcomes(&notes)
    guard !pipelines.isEmpty else { return }
    let matching = StageMatching(pipelines)
    respellPipelines(&deals, &notes)
    respell(&deals, matching, &notes)
    respellHistory(&history, matching)
    if let deals { checkPipelines(deals, &notes) }
  }

  private mutating func infer(
    _ deals: DraftTable, _ history: DraftTable?, _ notes: inout NoteBook
  ) {
    guard let stages = deals.text("stage") else { return }
    let recorded = OutcomeFields.byCondition(deals)
    let groups = groups(deals)
    let told = history.map { PipelineSettling.stagesTold($0, deals, groups.map(\.rows)) }
    let inference = StageInference(
      stages, recorded: recorded, told: (told ?? []).reduce(into: []) { $0.formUnion($1) })
    let probability: NumberColumn? = deals.index(of: "probability").flatMap {
      if case .number(let column) = deals.fields[$0].column { column } else { nil }
    }
    let entered = history.map(PipelineSettling.meanEntry) ?? [:]
    for (place, (name, rows)) in groups.enumerated() {
      let (pipeline, basis) = inference.pipeline(
        named: name, rows: rows, probability: probability, entered: entered,
        told: told?[place] ?? [])
      guard !pipeline.stages.isEmpty else { continue }
      pipelines.append(pipeline)
      inferred = "the deals, ordered \(basis.rawValue)"
      notes.add(nil, .stagesInferred(pipeline, by: basis))
    }
  }

  /// The rows of each pipeline by first appearance; all of them without a `pipeline` field.
  private func groups(_ deals: DraftTable) -> [(name: String, rows: [Int])] {
    guard let column = deals.text("pipeline"), column.dictionary.count > 0 else {
      return [("Sales", Array(0..<deals.rowCount))]
    }
    var groups = column.dictionary.values.map { (name: $0, rows: [Int]()) }
    for (row, code) in column.codes.enumerated() where code >= 0 {
      groups[Int(code)].rows.append(row)
    }
    return groups
  }

  /// The stages that the history tells of the deals of each group of rows.
  private static func stagesTold(
    _ history: DraftTable, _ deals: DraftTable, _ groups: [[Int]]
  ) -> [Set<String>] {
    let events = StageEvents(history)
    guard let ids = deals.text("id") else { return groups.map { _ in [] } }
    let codes = events.deals.dictionary.codes(of: ids.dictionary)
    return groups.map { rows in
      var isTold = [Bool](repeating: false, count: events.stages.count)
      for row in rows where ids.codes[row] >= 0 {
        let deal = Int(codes[Int(ids.codes[row])])
        guard deal >= 0 else { continue }
        for change in events[deal] { isTold[Int(change.code)] = true }
      }
      return Set(isTold.indices.filter { isTold[$0] }.map { events.stages[$0] })
    }
  }

  /// For each stage how far along its deals' own stages it is entered, 0 for the first through 1.
  private static func meanEntry(_ history: DraftTable) -> [String: Double] {
    let events = StageEvents(history)
    var sums: [Int32: (sum: Double, count: Int)] = [:]
    for deal in 0..<events.dealCount where events[deal].count > 1 {
      let changes = events[deal]
      for (place, change) in changes.enumerated() {
        let old = sums[change.code] ?? (0, 0)
        sums[change.code] = (old.sum + Double(place) / Double(changes.count - 1), old.count + 1)
      }
    }
    return Dictionary(
      sums.map { (events.stages[Int($0.key)], $0.value.sum / Double($0.value.count)) },
      uniquingKeysWith: { first, _ in first })
  }

  private mutating func inferOutcomes(_ notes: inout NoteBook) {
    for index in pipelines.indices
    where pipelines[index].stages.allSatisfy({ $0.outcome == nil }) || !isDeclared {
      var ends: [(stage: String, outcome: Stage.Outcome, isRecorded: Bool)] = []
      for stage in pipelines[index].stages.indices {
        let name = pipelines[index].stages[stage].name
        let recorded = pipelines[index].stages[stage].outcome
        guard let outcome = StageVocabulary.outcome(of: name) ?? recorded else { continue }
        pipelines[index].stages[stage].outcome = outcome
        ends.append((name, outcome, isRecorded: StageVocabulary.outcome(of: name) == nil))
      }
      notes.add(
        nil,
        ends.isEmpty ? .noStageEnds(pipelines[index]) : .outcomesByName(pipelines[index], ends))
    }
  }

  /// Brings the names of pipelines in the data to the spelling of the model.
  private func respellPipelines(_ deals: inout DraftTable?, _ notes: inout NoteBook) {
    guard var table = deals, let column = table.text("pipeline"),
      let index = table.index(of: "pipeline")
    else { return }
    let names = pipelines.map(\.name)
    let byId = Dictionary(
      pipelines.compactMap { pipeline in pipeline.id.map { ($0, pipeline.name) } },
      uniquingKeysWith: { first, _ in first })
    let (respelt, changed) = column.replacing { text in
      if names.contains(text) { return nil }
      if let name = byId[text] { return name }
      let key = foldedName(text)
      return names.first { foldedName($0) == key }
    }
    guard !changed.isEmpty else { return }
    for (from, to, count) in changed where byId[from] == nil {
      notes.add(.deals, .pipelineRespelt(from, to, count: count))
    }
    table.fields[index].column = .text(respelt)
    deals = table
  }

  private func respell(
    _ deals: inout DraftTable?, _ matching: StageMatching, _ notes: inout NoteBook
  ) {
    guard var table = deals, let stages = table.text("stage"), let index = table.index(of: "stage")
    else { return }
    let (column, changed) = stages.replacing { matching.respelt($0) }
    for (from, to, count) in changed where matching.named(byId: from) == nil {
      notes.add(.deals, .stageRespelt(from, to, count: count))
    }
    table.fields[index].column = .text(column)
    deals = table
    let counts = column.rowsByCode
    for (code, name) in column.dictionary.values.enumerated()
    where counts[code] > 0 && !matching.isKnown(name) {
      notes.add(
        .deals, .stageUnknown(name, count: counts[code], near: matching.nearest(name)))
    }
  }

  /// Respells `from` and `to` of the changes of stage.
  private func respellHistory(_ history: inout DraftTable?, _ matching: StageMatching) {
    guard var table = history, let field = table.text("field"),
      let stageCode = field.dictionary.code(of: "stage")
    else { return }
    for name in ["from", "to"] {
      guard let column = table.text(name), let index = table.index(of: name) else { continue }
      // Only what stands in a change of stage is a stage; amounts and owners stay as they are.
      var isStage = [Bool](repeating: false, count: column.dictionary.count)
      for (row, code) in column.codes.enumerated() where code >= 0 {
        if field.codes[row] == stageCode { isStage[Int(code)] = true }
      }
      var spellings = TextDictionaryBuilder(column.dictionary)
      var respelt: [Int32: Int32] = [:]
      for code in isStage.indices where isStage[code] {
        guard let spelling = matching.respelt(column.dictionary[code]) else { continue }
        respelt[Int32(code)] = spellings.dictionary.code(of: spelling) ?? spellings.append(spelling)
      }
      guard !respelt.isEmpty else { continue }
      let codes = column.codes.enumerated().map { row, code in
        field.codes[row] == stageCode ? respelt[code] ?? code : code
      }
      table.fields[index].column = .text(
        TextColumn(codes: codes, dictionary: spellings.dictionary))
    }
    history = table
  }

  private func checkPipelines(_ deals: DraftTable, _ notes: inout NoteBook) {
    guard pipelines.count > 1 else { return }
    guard let column = deals.text("pipeline") else {
      notes.add(.deals, .noPipelineField(pipelines: pipelines.count))
      return
    }
    let missing = column.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    if missing > 0 {
      notes.add(.deals, .pipelineMissing(count: missing))
    }
    let names = pipelines.map(\.name)
    let counts = column.rowsByCode
    for (code, name) in column.dictionary.values.enumerated()
    where counts[code] > 0 && !names.contains(name) {
      notes.add(
        .deals,
        .pipelineUnknown(name, count: counts[code], near: nearestName(to: name, among: names)))
    }
  }
}
