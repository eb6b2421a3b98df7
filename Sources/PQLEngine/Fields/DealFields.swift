import PQLModel
import PQLPlan

extension BuiltinField {
  /// Every built-in field, by entity and in alphabetical order; then those of whole tables.
  static let all: [BuiltinField] = deals + leads + ofTables

  private static let deals: [BuiltinField] = [
    deal(
      "age", .duration, "days since creation; of a closed deal, until it closed",
      "(if closed then closed_on else today) - created"),
    ofStage("closed", "whether the deal is won or lost") { $0 != nil },
    deal(
      "closed_on", .date, "the day of the outcome; missing while open",
      reads: ["closed_on", "stage", "pipeline"], closedOn),
    deal(
      "cycle", .duration, "days from creation to winning; won deals only",
      "if won then closed_on - created else missing"),
    daysInStage,
    waiting("expected", .money, "amount × learnt chance to win", "chances are learnt from history"),
    deal("idle", .duration, "days since the last activity", "today - date(last_activity)"),
    deal("last_activity", .timestamp, "when the last activity was", "max(activities.at)"),
    ofStage("lost", "whether the deal is lost") { $0 == .lost },
    ofStage("open", "whether the deal is neither won nor lost") { $0 == nil },
    deal("overdue", .boolean, "open, and its close date is past", "open and close_date < today"),
    deal(
      "probability", .percent, "the recorded chance to win, else the stage's",
      reads: ["probability", "stage", "pipeline"], probability),
    pushes, slipped,
    stalled,
    deal("weighted", .money, "amount × probability", "amount * probability"),
    waiting("win_chance", .percent, "the learnt chance to win", "chances are learnt from history"),
    ofStage("won", "whether the deal is won") { $0 == .won },
  ]

  private static let leads: [BuiltinField] = [
    expression(.leads, "age", .duration, "days since creation", "today - created"),
    expression(
      .leads, "last_activity", .timestamp, "when the last activity was", "max(activities.at)"),
  ]

  private static func expression(
    _ entity: EntityKind, _ name: String, _ type: ValueType, _ summary: String, _ line: String
  ) -> BuiltinField {
    BuiltinField(
      FieldDefinition(
        entity: entity, name: name, type: type, summary: summary, source: .expression(line)))
  }

  private static func deal(
    _ name: String, _ type: ValueType, _ summary: String, _ line: String
  ) -> BuiltinField {
    expression(.deals, name, type, summary, line)
  }

  private static func deal(
    _ name: String, _ type: ValueType, _ summary: String, reads: [String], isOfStage: Bool = false,
    _ kernel: @escaping FieldKernel
  ) -> BuiltinField {
    BuiltinField(
      FieldDefinition(
        entity: .deals, name: name, type: type, summary: summary,
        source: .kernel(reads: reads, ofStage: isOfStage)),
      kernel: kernel)
  }

  private static func waiting(
    _ name: String, _ type: ValueType, _ summary: String, _ reason: String
  ) -> BuiltinField {
    BuiltinField(
      FieldDefinition(
        entity: .deals, name: name, type: type, summary: summary, source: .notYet(reason)))
  }

  /// Deals whose outcome passes; a deal without a stage that a pipeline knows counts as open.
  private static func ofStage(
    _ name: String, _ summary: String, _ passes: @escaping @Sendable (Stage.Outcome?) -> Bool
  ) -> BuiltinField {
    deal(name, .boolean, summary, reads: ["stage", "pipeline"], isOfStage: true) { input in
      .boolean(BooleanColumn(values: outcomes(input, passes)))
    }
  }

  /// The deals whose last outcome passes: it is what the stage says now.
  private static func outcomes(
    _ input: FieldInput, _ passes: (Stage.Outcome?) -> Bool
  ) -> Bitmap {
    func mark(_ pipeline: Pipeline, _ place: Int) -> Bool {
      passes(pipeline.stages[place].outcome)
    }
    if input.stages.namedPipelines == nil, case .text(let stages)? = input.column("stage") {
      let marks = StageRank.byCode(input.stages, unknown: passes(nil), mark)
      return CodeSet(marked: Bitmap(marks)).rows(in: stages.codes)
    }
    return packedBits(StageRank.byStage(input, unknown: passes(nil), mark)) { $0 }
  }

  /// The recorded day of the outcome, of closed deals alone.
  static func closedOn(_ input: FieldInput) -> Column {
    guard case .day(let days)? = input.column("closed_on") else {
      return .day(
        DayColumn(
          values: Buffer(repeating: 0, count: input.rowCount),
          validity: Bitmap(repeating: false, count: input.rowCount)))
    }
    let closed = outcomes(input) { $0 != nil }
    return .day(DayColumn(values: days.values, validity: valid(closed, days.validity)))
  }

  /// The recorded probability; where there is none the stage's own, 1 in a won stage, 0 in a lost
  /// one.
  private static func probability(_ input: FieldInput) throws(EvaluationFailure) -> Column {
    let recorded: NumberColumn? =
      if case .number(let numbers)? = input.column("probability") { numbers } else { nil }
    if let recorded, recorded.validity?.isAllSet ?? true {
      return .number(NumberColumn(values: recorded.values))
    }
    let present = recorded?.validity ?? Bitmap(repeating: false, count: input.rowCount)
    let missing = (~present).setRows
    // No number stands for no chance: a stage's own is finite.
    let chances = StageRank.byStage(input.part(missing), unknown: Double.nan) { pipeline, place in
      let stage = pipeline.stages[place]
      return stage.probability ?? stage.outcome.map { $0 == .won ? 1 : 0 } ?? .nan
    }
    var unknown = Bitmap(repeating: false, count: input.rowCount)
    for place in missing.indices where chances[place].isNaN { unknown[Int(missing[place])] = true }
    // `values` has a place for each row; each is set, and some once more.
    let values = unsafe Buffer<Double>(count: input.rowCount) { values in
      if let recorded {
        _ = unsafe values.initialize(from: recorded.values)
      } else {
        unsafe values.initialize(repeating: 0)
      }
      for place in missing.indices {
        let chance = chances[place]
        unsafe values[Int(missing[place])] = chance.isNaN ? 0 : chance
      }
    }
    return .number(NumberColumn(values: values, validity: unknown.setCount == 0 ? nil : ~unknown))
  }
}
