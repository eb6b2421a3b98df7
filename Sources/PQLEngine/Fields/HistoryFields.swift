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
    of: "close_date", reads: ["close_date", "closed_on", "created", "stage", "pipeline"]
  ) { input, history in
    func days(_ column: Column?) -> (Int) -> Int32? {
      guard case .day(let days)? = column else { return { _ in nil } }
      return { days.validity?[$0] ?? true ? days.values[$0] : nil }
    }
    let (due, created) = (days(input.column("close_date")), days(input.column("created")))
    let closed = days(closedOn(input))
    let slipped = packedBits(count: history.deals.count) { row in
      let deal = Int(history.deals[row])
      return history.closeDates?.slipped(deal, due: due(row), today: history.today) { day in
        day < closed(row) ?? .max && day >= created(row) ?? .min
          && history.visits?.wasOpen(deal, on: day) ?? true
      } ?? false
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
