import PQLAnalytics
import PQLModel
import PQLPlan

// Built-in fields that follow from how deals changed.
extension BuiltinField {
  static let daysInStage = ofHistory(
    "days_in_stage", .duration, "days since an open deal entered its stage", of: "stage",
    reads: ["stage", "pipeline"]
  ) { _, history in
    let visits = history.visits
    return .number(
      NumberColumn(
        history.deals.map { deal in
          visits?.daysInStage(Int(deal), today: history.today).map(Double.init)
        }))
  }

  static let pushes = ofHistory(
    "pushes", .number, "how often the close date moved to a later month", of: "close_date",
    reads: []
  ) { _, history in
    let dates = history.closeDates
    return .number(
      NumberColumn(values: history.deals.map { Double(dates?.pushes(Int($0)) ?? 0) }))
  }

  static let slipped = ofHistory(
    "slipped", .boolean, "whether a month ended in which the deal was due and still open",
    of: "close_date", reads: ["close_date", "closed_on", "stage", "pipeline"]
  ) { input, history in
    let dates = history.closeDates
    let due: DayColumn? = if case .day(let days)? = input.column("close_date") { days } else { nil }
    let closed: DayColumn? = if case .day(let days) = closedOn(input) { days } else { nil }
    func day(_ column: DayColumn?, _ row: Int) -> Int32? {
      column.flatMap { $0.validity?[row] ?? true ? $0.values[row] : nil }
    }
    let slipped = packedBits(count: history.deals.count) { row in
      dates?.slipped(
        Int(history.deals[row]), due: day(due, row), closed: day(closed, row),
        today: history.today) ?? false
    }
    return .boolean(BooleanColumn(values: slipped))
  }

  static let stalled = ofHistory(
    "stalled", .boolean, "open, and longer in its stage than the stage's limit, as `aging` has it",
    of: "stage", reads: ["stage", "pipeline", "closed_on"]
  ) { _, history in
    guard let visits = history.visits, let limits = history.limits() else {
      return .boolean(
        BooleanColumn(values: Bitmap(repeating: false, count: history.deals.count)))
    }
    let stalled = packedBits(count: history.deals.count) { row in
      let deal = Int(history.deals[row])
      guard let step = visits.openStep(of: deal), let since = visits.runningSince(deal) else {
        return false
      }
      return limits.isStalled(limits.days(from: since, to: history.today), at: step)
    }
    return .boolean(BooleanColumn(values: stalled))
  }

  private static func ofHistory(
    _ name: String, _ type: ValueType, _ summary: String, of field: String, reads: [String],
    _ values: @escaping @Sendable (FieldInput, DealHistory) throws(EvaluationFailure) -> Column
  ) -> BuiltinField {
    BuiltinField(
      FieldDefinition(
        entity: .deals, name: name, type: type, summary: summary,
        source: .kernel(reads: reads, ofStage: false), needs: [.history(of: field)]),
      kernel: { input throws(EvaluationFailure) in try values(input, input.history()) })
  }
}
