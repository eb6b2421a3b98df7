import PQLAnalytics
import PQLHistory
package import PQLModel
package import PQLPlan
import PQLThreads

/// What a verb computes where the algebra is not enough: rows to rows.
package struct Operator: Sendable {
  /// What `OperatorNode.name` says.
  package var name: String
  /// The rows of the node's inputs to rows with the node's columns.
  package var run: Run
  /// What a cell of these rows is made of; nil where nothing tells it.
  package var parts: Parts?
  /// Whether it gives rows of its only input with columns of the same names, so that its cells are made
  /// of what those are made of.
  package var picksRows: Bool

  package typealias Run =
    @Sendable ([Rows], OperatorContext) throws(EvaluationFailure) -> Rows
  package typealias Parts =
    @Sendable (OperatorCell, [Rows], OperatorContext) throws(EvaluationFailure) -> OperatorParts?

  package init(
    _ name: String, picksRows: Bool = false, parts: Parts? = nil, run: @escaping Run
  ) {
    self.name = name
    self.picksRows = picksRows
    self.parts = parts
    self.run = run
  }
}

/// A cell of an operator's rows.
package struct OperatorCell: Sendable {
  package var row: Int
  package var column: String
}

/// What a cell is made of: steps, and what is made of them where they are several.
package struct OperatorParts {
  /// Rows whose last column are their parts of a figure, and whether these add up to it.
  package struct Step {
    package var name: String
    package var rows: Rows
    package var addsUp: Bool

    package init(_ name: String, _ rows: Rows, addsUp: Bool = true) {
      self.name = name
      self.rows = rows
      self.addsUp = addsUp
    }
  }

  package var steps: [Step]
  package var formula: String?

  package init(_ steps: [Step], formula: String? = nil) {
    self.steps = steps
    self.formula = formula
  }
}

/// Rows as an operator takes and gives them: records of an entity, columns with names and types, or both.
package struct Rows {
  /// A column over the rows.
  package struct Named {
    package var name: String
    package var type: ValueType
    package var column: Column

    package init(_ name: String, _ type: ValueType, _ column: Column) {
      self.name = name
      self.type = type
      self.column = column
    }
  }

  package var count: Int
  package var columns: [Named]
  let frame: Frame

  /// Rows that are no records.
  package init(count: Int, columns: [Named]) {
    self.count = count
    self.columns = columns
    frame = Frame(entity: nil, rows: nil, count: count, columns: columns.map(\.column))
  }

  init(_ frame: Frame, _ planned: [PlannedColumn]) {
    count = frame.count
    columns = zip(planned, frame.columns).map { Named($0.name, $0.type, $1) }
    self.frame = frame
  }

  /// The entity's row of each row; nil when these are all its rows in order.
  package var records: [Int32]? { frame.namedRows }

  /// The column of a name.
  package subscript(name: String) -> Column? { columns.first { $0.name == name }?.column }

  /// The rows of these places, in that order, with the columns of these names.
  package func selecting(_ rows: [Int32], columns names: [String]) -> Rows {
    let kept = names.compactMap { name in columns.first { $0.name == name } }
    return Rows(
      count: rows.count, columns: kept.map { Named($0.name, $0.type, $0.column.gathered(rows)) })
  }
}

/// What an operator knows besides its rows, and may ask the engine for.
package struct OperatorContext {
  /// The node that is carried out: its keys, columns and settings.
  package let node: OperatorNode
  let execution: Execution

  package var model: Model { execution.model }
  /// Day number of `today`.
  package var today: Int32 { execution.today }
  /// The currency of money.
  package var currency: String { execution.valueCurrency }

  /// What the data know of past days.
  var historyKnowledge: HistoryKnowledge {
    execution.cache.pasts.knowledge(of: execution.model)
  }

  /// How many threads are worth having for so many rows.
  func threads(for count: Int) -> ThreadCount {
    count > execution.blockSize ? execution.threads : .one
  }

  /// Ends the run when somebody asked for that.
  package func checkCancelled() throws(EvaluationFailure) { try execution.checkCancelled() }

  /// Adds to the footer.
  package func note(_ note: Note) { execution.note(note) }

  /// Adds a table below the answer.
  package func section(_ section: AnswerSection) { execution.section(section) }

  /// What the recorded amount of a deal was on the day of an input, at the rate of another day;
  /// nil where it needs no rate.
  ///
  /// `row` is a row of the deals of that day.
  func worth(
    ofDeal row: Int, asOf input: Int, on day: Int32
  ) throws(EvaluationFailure) -> Int128? {
    guard case .asOf(let branch) = node.inputs[input],
      let deals = execution.standpoint.moved(to: branch).model[.deals],
      case .money(let money)? = deals.field("amount")?.column
    else { return nil }
    return try execution.worth(ofRow: row, in: money, on: day)
  }

  /// The ids and names of records by their rows.
  func named(_ records: [Int32], in table: EntityTable?) -> [Rows.Named] {
    ["id", "name"].compactMap { name in
      table?.field(name).map {
        Rows.Named(name, $0.type, $0.column.gathered(records))
      }
    }
  }

  /// Columns of some rows, one by one above those of others.
  func stacked(
    _ one: [Column], _ oneCount: Int, _ other: [Column], _ otherCount: Int
  ) throws(EvaluationFailure) -> [Column] {
    try execution.stacked(one, oneCount, other, otherCount)
  }

  /// The rows grouped by the node's keys.
  func groups(of rows: Rows) throws(EvaluationFailure) -> OperatorGroups {
    let (grouping, completion) = try execution.groups(of: rows.frame, by: node.keys)
    let sizes = SumKernels.count(
      AggregateInput(argument: nil, groups: grouping.groups, groupCount: completion.count))
    let order = execution.groupOrder(node.keys, completion.columns + [sizes], completion.codes)
    return OperatorGroups(
      groupOf: grouping.groups, count: completion.count, keys: completion.columns,
      order: RowOrder(order).sorted(count: completion.count))
  }

  /// The deals' way through the stages; it is kept with the model.
  func stagePaths() throws(EvaluationFailure) -> StagePaths {
    guard let paths = execution.cache.stagePaths(of: model) else {
      throw .fault("no history of stages")
    }
    return paths
  }

  /// By deal its pipeline, -1 when no pipeline knows its stage.
  func pipelineNumbers() -> Buffer<Int32> {
    StageRank.pipelineNumbers(execution.fieldInput(.deals, execution.wholeFrame(.deals)))
  }
}

/// Rows in groups by keys.
struct OperatorGroups {
  /// By row its group.
  var groupOf: [Int32]
  var count: Int
  /// The keys, a row a group.
  var keys: [Column]
  /// The groups in the order that answers show them, by size where the keys have none of their own.
  var order: [Int32]
}
