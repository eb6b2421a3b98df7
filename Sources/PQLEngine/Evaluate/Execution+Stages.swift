import PQLAnalytics
import PQLModel
import PQLPlan

extension Execution {
  /// A measure of stages, of deals; O(rows × their changes).
  func measured(
    _ measure: StageMeasure, _ stages: [String], in frame: Frame
  ) throws(EvaluationFailure) -> Column {
    let visits = try stageVisits()
    let wanted = visits.places(of: stages)
    let deals = frame.records
    switch measure {
    case .reached: return .boolean(BooleanColumn(values: try reached(stages, in: frame)))
    case .entered:
      return .day(DayColumn(deals.map { visits.entered(wanted, Int($0)) }))
    case .daysIn:
      return .number(
        NumberColumn(
          deals.map { visits.days(in: wanted, Int($0), today: today).map(Double.init) }))
    }
  }

  /// The deals that came to one of the stages or past it.
  func reached(_ stages: [String], in frame: Frame) throws(EvaluationFailure) -> Bitmap {
    let visits = try stageVisits()
    let wanted = visits.places(of: stages)
    let deals = frame.records
    return packedBits(count: frame.count) { visits.reached(wanted, Int(deals[$0])) }
  }

  private func stageVisits() throws(EvaluationFailure) -> StageVisits {
    guard let visits = standpoint.visits.value else { throw .fault("no history of stages") }
    return visits
  }
}
