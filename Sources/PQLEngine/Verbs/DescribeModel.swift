import PQLModel
import PQLPlan
import PQLSyntax

/// `describe model`: what the data were recognised as, mapped to and left aside for, a row a fact.
enum DescribeModelPlan {
  static let columns: [PlannedColumn] = [
    PlannedColumn(name: "part", type: .category), PlannedColumn(name: "name", type: .text),
    PlannedColumn(name: "rows", type: .number), PlannedColumn(name: "about", type: .text),
  ]

  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    let entries = columns.enumerated().map {
      Scope.ColumnEntry(
        name: $0.element.name, type: $0.element.type,
        words: $0.element.name == "part" ? ModelFacts.parts : [], index: $0.offset)
    }
    let node = OperatorNode("describe model", columns: columns)
    let result = ResolvedQuery(
      node: .operate(node), scope: Scope(entity: nil, columns: entries))
    return try binder.arrangeRows(result, by: request.clauses)
  }
}

/// Reads the facts off the model; it needs no rows.
enum DescribeModelRun {
  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    let facts = ModelFacts(context.model).all
    func text(_ value: (ModelFacts.Fact) -> String?) -> Column {
      .text(TextColumn(facts.map(value)))
    }
    let counts = NumberColumn(
      values: facts.map { Double($0.rows ?? 0) }, validity: Bitmap(facts.map { $0.rows != nil }))
    let made = [text(\.part), text(\.name), Column.number(counts), text(\.about)]
    return Rows(
      Frame(entity: nil, rows: nil, count: facts.count, columns: made), context.node.columns)
  }
}

/// What there is to say of a model, part by part.
struct ModelFacts {
  /// One line of it.
  struct Fact {
    var part: String
    var name: String
    /// How many rows or stages there are, where that is a number.
    var rows: Int?
    var about: String
  }

  /// What `part` can be, in the order of the answer.
  static let parts = [
    "model", "table", "file", "history", "pipeline", "stage", "field", "own field", "left aside",
    "note",
  ]

  let model: Model

  init(_ model: Model) {
    self.model = model
  }

  var all: [Fact] {
    settings + tables + files + [history] + pipelines + fields(areKnown: true)
      + fields(areKnown: false)
      + leftAside + notes
  }

  private var settings: [Fact] {
    let calendar = model.calendar
    return [
      Fact(
        part: "model", name: model.name, rows: nil,
        about: "currency \(model.currency.base), time zone \(calendar.timeZone), "
          + "\(calendar.fiscalText), week from " + BusinessCalendar.weekdays[calendar.weekStarts])
    ]
  }

  private var tables: [Fact] {
    model.report.tables.map { table in
      let name = table.system.map { "\($0) \(table.name)" } ?? "by its name or fields"
      let use = table.isEntity ? "" : "; says what \(table.entity.rawValue) hold"
      let taken = model[table.entity]?.rowCount ?? 0
      return Fact(
        part: "table", name: table.entity.rawValue, rows: table.rowCount,
        about: "\(name), in \(table.files.joined(separator: ", "))\(use)"
          + (isAlone(table) && taken != table.rowCount ? "; \(taken) taken" : ""))
    }
  }

  private var files: [Fact] {
    model.report.files.map { file in
      Fact(part: "file", name: file.name, rows: file.read, about: file.sum)
    }
  }

  /// Whether the rows of an entity are those of this table and no other.
  private func isAlone(_ table: LoadReport.Table) -> Bool {
    table.isEntity && table.entity != .history
      && model.report.tables.filter { $0.isEntity && $0.entity == table.entity }.count == 1
  }

  /// What the load has decided, or found odd; the name says which.
  private var notes: [Fact] {
    model.notes.map {
      Fact(
        part: "note", name: "\($0.severity.rawValue) \($0.code.rawValue)", rows: nil,
        about: $0.message)
    }
  }

  private var history: Fact {
    let exports = model.time.exportDays.count
    return Fact(
      part: "history", name: model.historyQuality.rawValue, rows: model[.history]?.rowCount ?? 0,
      about: exports == 0
        ? model.historyQuality.about
        : "made of \(exports) exports; a change counts from the export that shows it")
  }

  private var pipelines: [Fact] {
    model.pipelines.flatMap { pipeline in
      [
        Fact(
          part: "pipeline", name: pipeline.name, rows: pipeline.stages.count,
          about: "stages from \(model.report.pipelineOrigin)")
      ] + pipeline.stages.map { stage($0, of: pipeline) }
    }
  }

  private func stage(_ stage: Stage, of pipeline: Pipeline) -> Fact {
    let words = [
      stage.outcome?.rawValue ?? "open", stage.probability.map { "probability \($0.percentText)" },
      stage.category.map { "category \($0)" }, stage.id.map { "`\($0)` in the data" },
    ]
    return Fact(
      part: "stage", name: "\(pipeline.name): \(stage.name)", rows: nil,
      about: words.compactMap { $0 }.joined(separator: ", "))
  }

  /// Fields that PQL knows the meaning of and their names in the data, or all the others.
  private func fields(areKnown: Bool) -> [Fact] {
    model.entities.flatMap { kind in
      let known = Set(kind.canonicalFields.map(\.name))
      let fields = (model[kind]?.fields ?? []).filter { known.contains($0.name) == areKnown }
      return fields.map { field in
        let source =
          field.aliases.isEmpty ? "" : ", in `\(field.aliases.joined(separator: "`, `"))`"
        return Fact(
          part: areKnown ? "field" : "own field", name: "\(kind.rawValue).\(field.name)",
          rows: field.column.count - field.column.missingCount,
          about: field.type.keyword + source)
      }
    }
  }

  private var leftAside: [Fact] {
    model.report.leftAside.map {
      Fact(part: "left aside", name: $0.file, rows: nil, about: $0.reason)
    }
  }
}
