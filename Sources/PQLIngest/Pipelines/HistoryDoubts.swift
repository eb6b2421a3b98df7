import PQLModel

/// Where the history says something else than the records, and what PQL then goes by.
///
/// One pass over the changes and one over the deals.
struct HistoryDoubts {
  private let deals: EntityTable
  private let history: EntityTable
  private let stages: TextColumn
  /// What the history says of each deal, by row.
  private var told: [Told]
  /// Whether a stage ends a deal, by its code in the history's `to`, and by its code in the deals.
  private let isEndInHistory: [Bool]
  private let isEnd: [Bool]

  private struct Told {
    /// The moment of the first change, and of the last change of stage.
    var first = Int64.max
    var last = Int64.min
    /// The last stage, by its code in the history's `to`; -1 when no change of stage is told.
    var stage: Int32 = -1
    var hasEnd = false
  }

  /// The remarks; none where a model has no deals with stages, or no changes of them.
  static func notes(on model: Model) -> [LoadNote] {
    guard let deals = model[.deals], let history = model[.history],
      let link = model.link(.history, "deal"), link.target == .deals,
      case .text(let stages)? = deals.field("stage")?.column,
      case .second(let at)? = history.field("at")?.column,
      case .text(let fields)? = history.field("field")?.column,
      case .text(let to)? = history.field("to")?.column
    else { return [] }
    var doubts = HistoryDoubts(deals, history, stages, to, model.pipelines)
    doubts.read(link.rows, at, fields, to)
    return [doubts.otherStage(to), doubts.beforeCreation(), doubts.withoutClosing()].compactMap {
      $0
    }
  }

  private init(
    _ deals: EntityTable, _ history: EntityTable, _ stages: TextColumn, _ to: TextColumn,
    _ pipelines: [Pipeline]
  ) {
    self.deals = deals
    self.history = history
    self.stages = stages
    told = Array(repeating: Told(), count: deals.rowCount)
    let ends = Set(pipelines.flatMap { $0.stages.filter { $0.outcome != nil }.map(\.name) })
    isEndInHistory = ends.codes(in: to)
    isEnd = ends.codes(in: stages)
  }

  private mutating func read(
    _ rows: Buffer<Int32>, _ at: SecondColumn, _ fields: TextColumn, _ to: TextColumn
  ) {
    let stageCode = fields.dictionary.code(of: "stage") ?? -2
    for (change, row) in rows.enumerated() where row >= 0 && at.validity?[change] ?? true {
      let (row, moment, stage) = (Int(row), at.values[change], to.codes[change])
      if moment < told[row].first { told[row].first = moment }
      guard fields.codes[change] == stageCode, stage >= 0 else { continue }
      if isEndInHistory[Int(stage)] { told[row].hasEnd = true }
      // Of one moment the later in the file counts.
      guard moment >= told[row].last else { continue }
      (told[row].last, told[row].stage) = (moment, stage)
    }
  }

  // MARK: - what disagrees

  private func otherStage(_ to: TextColumn) -> LoadNote? {
    // By code of a stage of the deals its code in the history.
    let codes = to.dictionary.codes(of: stages.dictionary)
    let rows = told.indices.filter { row in
      let own = stages.codes[row]
      return told[row].stage >= 0 && (own < 0 ? -1 : codes[Int(own)]) != told[row].stage
    }
    guard let first = rows.first else { return nil }
    return .historyOtherStage(
      count: rows.count, of: told.count { $0.stage >= 0 }, first: name(first),
      told: to.dictionary[Int(told[first].stage)], own: stages[first])
  }

  private func beforeCreation() -> LoadNote? {
    guard let created = deals.field("created") else { return nil }
    var count = 0
    var first: (row: Int, created: Int32)?
    for row in told.indices where told[row].first < Int64.max {
      guard let day = created.day(row), dayNumber(ofSeconds: told[row].first) < day else {
        continue
      }
      if first == nil { first = (row, day) }
      count += 1
    }
    guard let first else { return nil }
    return .historyBeforeCreation(
      count: count, of: told.count { $0.first < Int64.max }, first: name(first.row),
      changed: dayNumber(ofSeconds: told[first.row].first), created: first.created)
  }

  private func withoutClosing() -> LoadNote? {
    let closed = told.indices.filter { stages.codes[$0] >= 0 && isEnd[Int(stages.codes[$0])] }
    let rows = closed.filter { !told[$0].hasEnd }
    guard let first = rows.first else { return nil }
    return .historyWithoutClosing(count: rows.count, of: closed.count, first: name(first))
  }

  /// What a deal is called by: its id, else its name, else its row.
  private func name(_ row: Int) -> String {
    for field in ["id", "name"] {
      if case .text(let texts)? = deals.field(field)?.column, let text = texts[row] { return text }
    }
    return "row \(row + 1)"
  }
}

extension Set<String> {
  /// By code of a column whether its text is one of these.
  fileprivate func codes(in column: TextColumn) -> [Bool] {
    let wanted = TextDictionary(sorted())
    return wanted.codes(of: column.dictionary).map { $0 >= 0 }
  }
}
