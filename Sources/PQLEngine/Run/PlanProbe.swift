import PQLModel
import PQLPlan

/// Watches the nodes of a plan while they run.
final class PlanProbe {
  private struct Step {
    var operation: PlanOperation
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
  }

  let clock: (@Sendable () -> UInt64)?
  private var open: [Open] = []
  private var steps: [Step] = []

  /// Without a clock no times are told.
  init(clock: (@Sendable () -> UInt64)?) {
    self.clock = clock
  }

  func begin() { open.append(Open(start: clock?() ?? 0)) }

  func end(_ operation: PlanOperation, rows: Int) {
    guard let mine = open.popLast() else { return }
    let whole = (clock?() ?? 0) &- mine.start
    steps.append(
      Step(
        operation: operation, rowsIn: mine.rowsIn, rowsOut: rows,
        nanoseconds: whole &- min(mine.inner, whole)))
    if !open.isEmpty {
      open[open.count - 1].inner += whole
      open[open.count - 1].rowsIn = (open[open.count - 1].rowsIn ?? 0) + rows
    }
  }

  /// Adds a node whose work was done inside the one that is open, on the rows of the one before.
  func add(_ operation: PlanOperation, rowsIn: Int?, rowsOut: Int, _ nanoseconds: UInt64) {
    steps.append(
      Step(operation: operation, rowsIn: rowsIn, rowsOut: rowsOut, nanoseconds: nanoseconds))
    guard !open.isEmpty else { return }
    open[open.count - 1].inner += nanoseconds
    open[open.count - 1].rowsIn = rowsOut
  }

  /// A row for each node in the order they ended, each with its own time in milliseconds.
  func answer(_ notes: [Note], calendar: BusinessCalendar) -> Answer {
    var columns = [
      text("operator", steps.map(\.operation.name)), text("detail", steps.map(\.operation.detail)),
      numbers("rows_in", steps.map { $0.rowsIn.map(Double.init) }),
      numbers("rows_out", steps.map { Double($0.rowsOut) }),
    ]
    if clock != nil {
      columns.append(numbers("ms", steps.map { Double($0.nanoseconds / 1000) / 1000 }))
    }
    return Answer(columns: columns, rowCount: steps.count, notes: notes, calendar: calendar)
  }

  private func text(_ name: String, _ values: [String]) -> AnswerColumn {
    AnswerColumn(
      name: name, type: .text,
      column: .text(TextColumn(values.map { $0.isEmpty ? nil : $0 })))
  }

  private func numbers(_ name: String, _ values: [Double?]) -> AnswerColumn {
    AnswerColumn(name: name, type: .number, column: .number(NumberColumn(values)))
  }
}
