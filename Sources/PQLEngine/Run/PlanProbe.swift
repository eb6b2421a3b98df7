import PQLModel
import PQLPlan

/// Watches the nodes of a plan while they run.
final class PlanProbe {
  private struct Step {
    var operation: PlanOperation
    var choice: Choice
    var rowsIn: Int?
    var rowsOut: Int
    var nanoseconds: UInt64
  }

  /// A node that has begun and has not ended.
  private struct Open {
    var start: UInt64
    /// The rows and the time of the nodes below it that have ended.
    var rowsIn: Int?
    var inner: UInt64 = 0
    /// What was settled while it ran, each once.
    var told: [String] = []
  }

  let clock: (@Sendable () -> UInt64)?
  private var open: [Open] = []
  private var steps: [Step] = []

  /// Without a clock no times are told.
  init(clock: (@Sendable () -> UInt64)?) {
    self.clock = clock
  }

  func begin() { open.append(Open(start: clock?() ?? 0)) }

  /// Adds to the method of the node that runs what only the run could settle.
  func tell(_ method: String) {
    guard let last = open.indices.last, !open[last].told.contains(method) else { return }
    open[last].told.append(method)
  }

  func end(_ operation: PlanOperation, _ choice: Choice, rows: Int) {
    guard let mine = open.popLast() else { return }
    let whole = (clock?() ?? 0) &- mine.start
    var choice = choice
    choice.method = ([choice.method] + mine.told).filter { !$0.isEmpty }.joined(separator: "; ")
    steps.append(
      Step(
        operation: operation, choice: choice, rowsIn: mine.rowsIn, rowsOut: rows,
        nanoseconds: whole &- min(mine.inner, whole)))
    if !open.isEmpty {
      open[open.count - 1].inner += whole
      open[open.count - 1].rowsIn = (open[open.count - 1].rowsIn ?? 0) + rows
    }
  }

  /// Adds a node whose work was done inside the one that is open, on the rows of the one before.
  func add(
    _ operation: PlanOperation, _ choice: Choice, rowsIn: Int?, rowsOut: Int, _ nanoseconds: UInt64
  ) {
    steps.append(
      Step(
        operation: operation, choice: choice, rowsIn: rowsIn, rowsOut: rowsOut,
        nanoseconds: nanoseconds))
    guard !open.isEmpty else { return }
    open[open.count - 1].inner += nanoseconds
    open[open.count - 1].rowsIn = rowsOut
  }

  /// A row for each node in the order they ended, each with its own time in milliseconds; below it what
  /// the plan reads of `model`.
  func answer(_ notes: [Note], reads: ReadSet, of model: Model) -> Answer {
    var columns = [
      Self.text("operator", steps.map(\.operation.name)),
      Self.text("detail", steps.map(\.operation.detail)),
      Self.text("method", steps.map(\.choice.method)), Self.text("why", steps.map(\.choice.why)),
      Self.numbers("rows_in", steps.map { $0.rowsIn.map(Double.init) }),
      Self.numbers("rows_out", steps.map { Double($0.rowsOut) }),
    ]
    if clock != nil {
      columns.append(Self.numbers("ms", steps.map { Double($0.nanoseconds / 1000) / 1000 }))
    }
    let unread = model.knownEntities.filter { !reads.reads($0) }.map { Value.text($0.rawValue) }
    let told = unread.isEmpty ? [] : [Note(.tablesNotRead, [.init("tables", .list(unread))])]
    return Answer(
      columns: columns, rowCount: steps.count, notes: notes + told,
      sections: [Self.reads(reads, of: model)], calendar: model.calendar)
  }

  /// A row for each table that is read: its fields, missing where its rows alone are asked for.
  private static func reads(_ reads: ReadSet, of model: Model) -> AnswerSection {
    let kinds = model.entities.filter { reads.reads($0) }
    let fields = kinds.map { kind in
      (model[kind]?.fields ?? []).map(\.name).filter { reads.reads($0, of: kind) }
        .joined(separator: ", ")
    }
    return AnswerSection(
      name: "reads",
      columns: [
        text("table", kinds.map(\.rawValue)), text("fields", fields),
        numbers("rows", kinds.map { model[$0].map { Double($0.rowCount) } }),
      ], rowCount: kinds.count)
  }

  private static func text(_ name: String, _ values: [String]) -> AnswerColumn {
    AnswerColumn(
      name: name, type: .text,
      column: .text(TextColumn(values.map { $0.isEmpty ? nil : $0 })))
  }

  private static func numbers(_ name: String, _ values: [Double?]) -> AnswerColumn {
    AnswerColumn(name: name, type: .number, column: .number(NumberColumn(values)))
  }
}
