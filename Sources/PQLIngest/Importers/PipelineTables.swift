import PQLModel

/// Pipelines as systems keep them beside their deals: a table of pipelines, and one of stages.
struct PipelineTables {
  private struct PipelineRow {
    var id: String
    var name: String
    var order: Double
  }

  private struct StageRow {
    var stage: Stage
    var pipeline: String
    var order: Double
    /// Whether the system still offers it.
    var isActive: Bool
  }

  private var pipelines: [PipelineRow] = []
  private var stages: [StageRow] = []

  /// The pipelines and their stages in the order the system shows them.
  ///
  /// A pipeline that only its stages name bears its id. A name that stands twice gets its id behind
  /// it, so that every id keeps a name of its own.
  func ordered() -> [Pipeline] {
    var known = pipelines
    for row in stages where !known.contains(where: { $0.id == row.pipeline }) {
      let name = row.pipeline.isEmpty ? "Sales" : row.pipeline
      known.append(PipelineRow(id: row.pipeline, name: name, order: .infinity))
    }
    var names: Set<String> = []
    var found: [Pipeline] = []
    for row in PipelineTables.sorted(known, by: \.order) {
      let own = stages.filter { $0.pipeline == row.id && $0.isActive }
      guard !own.isEmpty else { continue }
      let name = names.insert(row.name).inserted ? row.name : "\(row.name) (\(row.id))"
      found.append(
        Pipeline(
          name: name,
          stages: PipelineTables.distinct(PipelineTables.sorted(own, by: \.order).map(\.stage)),
          id: row.id.isEmpty ? nil : row.id))
    }
    return found
  }

  /// The stages that the system offers no more.
  var gone: [Stage] { stages.filter { !$0.isActive }.map(\.stage) }

  private static func distinct(_ stages: [Stage]) -> [Stage] {
    var names: Set<String> = []
    return stages.map { stage in
      var stage = stage
      if !names.insert(stage.name).inserted, let id = stage.id { stage.name += " (\(id))" }
      return stage
    }
  }

  private static func sorted<Row>(_ rows: [Row], by order: (Row) -> Double) -> [Row] {
    rows.enumerated().sorted {
      (order($0.element), $0.offset) < (order($1.element), $1.offset)
    }.map(\.element)
  }

  /// Adds a table of pipelines: `id`, `name` and `order`.
  mutating func add(pipelines table: DraftTable) {
    for row in 0..<table.rowCount {
      guard let id = table.written("id", row) else { continue }
      pipelines.append(
        PipelineRow(
          id: id, name: table.written("name", row) ?? id,
          order: table.written("order", row).flatMap(Double.init) ?? 0))
    }
  }

  /// Adds a table of stages: `id`, `name`, `order`, `pipeline`, `probability` (a fraction) or
  /// `percent`, `is_closed`, `is_won`, `is_active`, `is_gone`.
  ///
  /// A closed stage is won when it is certain, and lost when it is hopeless; one of a probability in
  /// between is left to its name. Where stages only say which are won, a
  /// hopeless one is lost, unless no stage of its pipeline has a chance.
  mutating func add(stages table: DraftTable) {
    func isTrue(_ name: String, _ row: Int) -> Bool? {
      table.written(name, row).map { ["true", "1"].contains($0.lowercased()) }
    }
    let saysOnlyWon = table.column("is_closed") == nil && table.column("is_won") != nil
    let hopeful = Set(
      (0..<table.rowCount).filter { PipelineTables.probability(table, $0) ?? 0 > 0 }
        .map { table.written("pipeline", $0) ?? "" })
    for row in 0..<table.rowCount {
      guard let id = table.written("id", row) else { continue }
      let probability = PipelineTables.probability(table, row)
      let isHopeless = probability == 0 && hopeful.contains(table.written("pipeline", row) ?? "")
      let isClosed = isTrue("is_closed", row) ?? (saysOnlyWon && isHopeless)
      let isWon = isTrue("is_won", row) ?? false || isClosed && probability == 1
      let outcome: Stage.Outcome? = isWon ? .won : isClosed && probability == 0 ? .lost : nil
      stages.append(
        StageRow(
          stage: Stage(
            name: table.written("name", row) ?? id, probability: probability, outcome: outcome,
            id: id),
          pipeline: table.written("pipeline", row) ?? "",
          order: table.written("order", row).flatMap(Double.init) ?? 0,
          isActive: isTrue("is_active", row) ?? !(isTrue("is_gone", row) ?? false)))
    }
  }
}

extension PipelineTables {
  /// The chance of a stage; nil where it is none.
  private static func probability(_ table: DraftTable, _ row: Int) -> Double? {
    let fraction = table.written("probability", row).flatMap(Double.init)
    let percent = table.written("percent", row).flatMap(Double.init)
    let chance = fraction ?? percent.map { $0 / 100 }
    return chance.flatMap { (0...1).contains($0) ? $0 : nil }
  }
}

extension DraftTable {
  /// The column of a field, by its name or an alias.
  func column(_ name: String) -> Column? { index(of: name).map { fields[$0].column } }

  /// What a row holds in a field, as it was written; loops over many rows ask the column instead.
  func written(_ name: String, _ row: Int) -> String? { column(name)?.written(row) }
}

extension Column {
  /// What a row holds, as it was written; nil where it is missing or no plain value.
  func written(_ row: Int) -> String? {
    guard isPresent(row) else { return nil }
    switch self {
    case .text(let column): return column[row]
    case .number(let column): return column.values[row].plainText
    case .boolean(let column): return "\(column.values[row])"
    default: return nil
    }
  }

  /// The moment that a row holds, in seconds on the wall clock; nil where it is missing or no moment.
  func moment(_ row: Int) -> Int64? {
    guard case .second(let column) = self, column.validity?[row] ?? true else { return nil }
    return column.values[row]
  }
}

extension TableShape {
  /// The fields of a table of stages that `PipelineTables` reads.
  static let stageFields: [CanonicalField] = [
    CanonicalField("id", .text), CanonicalField("name", .text), CanonicalField("order", .number),
    CanonicalField("pipeline", .text), CanonicalField("probability", .number),
    CanonicalField("percent", .number),
    CanonicalField("is_closed", .boolean), CanonicalField("is_won", .boolean),
    CanonicalField("is_active", .boolean), CanonicalField("is_gone", .boolean),
  ]

  /// The fields of a table of pipelines.
  static let pipelineFields: [CanonicalField] = [
    CanonicalField("id", .text), CanonicalField("name", .text), CanonicalField("order", .number),
  ]

  /// The fields of a table of changes that is still to be made a history.
  static let changeFields = EntityKind.history.canonicalFields

  /// The fields of a table that says which record belongs to which.
  static let linkFields: [CanonicalField] = [
    CanonicalField("record", .text), CanonicalField("target", .text),
    CanonicalField("type", .category),
  ]
}

extension ImportContext {
  /// Defines the pipelines that a system's own tables of pipelines and stages tell, and gives the
  /// stages by their ids.
  mutating func definePipelines(
    of system: String, from origin: String, adjusting adjusted: (Pipeline) -> Pipeline = { $0 }
  ) -> StageBook {
    var told = PipelineTables()
    for place in places("pipelines", of: system) { told.add(pipelines: tables[place].draft) }
    for place in places("stages", of: system) { told.add(stages: tables[place].draft) }
    define(told.ordered().map(adjusted), from: origin)
    var book = StageBook(pipelines)
    book.add(gone: told.gone)
    return book
  }
}
