import PQLModel
import PQLPlan

extension FieldDefinition {
  /// Every built-in field, by entity and in alphabetical order.
  static let all: [FieldDefinition] = deals + leads

  private static let deals: [FieldDefinition] = [
    deal(
      "age", .duration, "days since creation; of a closed deal, until it closed",
      "(if closed then closed_on else today) - created"),
    deal("closed", .boolean, "whether the deal is won or lost") { context in
      condition(context) { $0 != nil }
    },
    deal("closed_on", .date, "the day of the outcome; missing while open", kernel: closedOn),
    deal(
      "cycle", .duration, "days from creation to winning; won deals only",
      "if won then closed_on - created else missing"),
    waiting("days_in", .duration, "days the deal stood in a stage", "it needs the stage history"),
    waiting(
      "days_in_stage", .duration, "days since the deal entered its stage",
      "it needs the stage history"),
    waiting("entered", .date, "the day the deal entered a stage", "it needs the stage history"),
    waiting("expected", .money, "amount × learnt chance to win", "chances are learnt from history"),
    deal("idle", .duration, "days since the last activity", "today - date(last_activity)"),
    deal("last_activity", .timestamp, "when the last activity was", "max(activities.at)"),
    deal("lost", .boolean, "whether the deal is lost") { context in
      condition(context) { $0 == .lost }
    },
    deal("open", .boolean, "whether the deal is neither won nor lost") { context in
      condition(context) { $0 == nil }
    },
    deal("overdue", .boolean, "open, and its close date is past", "open and close_date < today"),
    deal(
      "probability", .percent, "the recorded chance to win, else the stage's", kernel: probability),
    waiting(
      "pushes", .number, "how often the close date moved to a later month",
      "it needs the history of close dates"),
    waiting(
      "slipped", .boolean, "a period's end passed while open", "it needs the history of close dates"
    ),
    waiting(
      "stalled", .boolean, "longer in its stage than nine of ten won deals",
      "it needs the stage history"),
    deal("weighted", .money, "amount × probability", "amount * probability"),
    waiting("win_chance", .percent, "the learnt chance to win", "chances are learnt from history"),
    deal("won", .boolean, "whether the deal is won") { context in
      condition(context) { $0 == .won }
    },
  ]

  private static let leads: [FieldDefinition] = [
    FieldDefinition(
      entity: .leads, name: "age", type: .duration, summary: "days since creation",
      source: .expression("today - created")),
    FieldDefinition(
      entity: .leads, name: "last_activity", type: .timestamp,
      summary: "when the last activity was", source: .expression("max(activities.at)")),
  ]

  private static func deal(
    _ name: String, _ type: ValueType, _ summary: String, _ expression: String
  ) -> FieldDefinition {
    FieldDefinition(
      entity: .deals, name: name, type: type, summary: summary, source: .expression(expression))
  }

  private static func deal(
    _ name: String, _ type: ValueType, _ summary: String, kernel: @escaping FieldKernel
  ) -> FieldDefinition {
    FieldDefinition(
      entity: .deals, name: name, type: type, summary: summary, source: .kernel(kernel))
  }

  private static func waiting(
    _ name: String, _ type: ValueType, _ summary: String, _ reason: String
  ) -> FieldDefinition {
    FieldDefinition(
      entity: .deals, name: name, type: type, summary: summary, source: .notYet(reason))
  }

  /// Deals whose outcome passes; a deal without a stage that a pipeline knows counts as open.
  private static func condition(
    _ context: NativeContext, _ passes: (Stage.Outcome?) -> Bool
  ) -> Column {
    let marks = [passes(nil), passes(.won), passes(.lost)]
    return .boolean(
      BooleanColumn(values: packedBits(outcomes(of: context.model)) { marks[Int($0)] }))
  }

  /// How each deal ended: 0 open, 1 won, 2 lost.
  ///
  /// The last outcome counts: it is what the stage says now.
  private static func outcomes(of model: Model) -> [Int32] {
    let pipelines = StageRank.pipelineNumbers(of: model)
    return StageRank.byStage(of: model, pipelines, unknown: 0) { pipeline, position in
      switch pipeline.stages[position].outcome {
      case .won: 1
      case .lost: 2
      case nil: 0
      }
    }
  }

  /// The recorded day of the outcome, of closed deals alone.
  private static func closedOn(_ context: NativeContext) throws(EvaluationFailure) -> Column {
    let closed = packedBits(outcomes(of: context.model)) { $0 != 0 }
    guard let field = context.model[.deals]?.field("closed_on"),
      case .day(let days) = field.column
    else {
      return .day(
        DayColumn(
          values: [Int32](repeating: 0, count: closed.count),
          validity: Bitmap(repeating: false, count: closed.count)))
    }
    return .day(DayColumn(values: days.values, validity: valid(closed, days.validity)))
  }

  /// The recorded probability; where there is none the stage's own, 1 in a won stage, 0 in a lost
  /// one.
  private static func probability(_ context: NativeContext) throws(EvaluationFailure) -> Column {
    let model = context.model
    let count = model[.deals]?.rowCount ?? 0
    var values = [Double](repeating: 0, count: count)
    var present = Bitmap(repeating: false, count: count)
    if case .number(let recorded)? = model[.deals]?.field("probability")?.column {
      guard let validity = recorded.validity else { return .number(recorded) }
      values = Array(recorded.values)
      present = validity
    }
    let pipelines = StageRank.pipelineNumbers(of: model)
    let chances: [Double?] = StageRank.byStage(of: model, pipelines, unknown: nil) {
      pipeline, position in
      let stage = pipeline.stages[position]
      return stage.probability ?? stage.outcome.map { $0 == .won ? 1 : 0 }
    }
    forEachSet(in: ~present) { values[$0] = chances[$0] ?? 0 }
    let known = present | packedBits(chances) { $0 != nil }
    return .number(NumberColumn(values: values, validity: known.isAllSet ? nil : known))
  }
}
