import PQLAnalytics
import PQLModel
import PQLPlan
import PQLText

/// Fields whose value hangs on other records than their own, computed for all records at once.
extension BuiltinField {
  static let ofTables: [BuiltinField] = [
    table(
      .deals, "duplicate_name", .boolean,
      "open, and another open deal of the account has this name, up to one letter or digit",
      reads: ["name", "account", "stage", "pipeline"], needs: [.field("name"), .field("account")],
      duplicateName),
    table(
      .deals, "stage_backward", .boolean,
      "the last move went to an earlier stage of the pipeline",
      reads: ["stage", "pipeline", "history"], needs: [.history(of: "stage")], stageBackward),
    table(
      .deals, "typical_amount", .money,
      "the median amount of the won deals of the pipeline; missing under \(fewestTypical) of them",
      reads: ["amount", "currency", "closed_on", "stage", "pipeline"],
      needs: [.field("amount"), .field("stage")], typicalAmount),
    table(
      .leads, "untouched", .boolean,
      "neither touched nor qualified, converted or disqualified: no day, and no activity",
      reads: [
        "touched_at", "qualified_at", "disqualified_at", "converted", "converted_at", "activities",
      ], needs: [.touch], untouched),
  ]

  private static func table(
    _ entity: EntityKind, _ name: String, _ type: ValueType, _ summary: String, reads: [String],
    needs: [VerbNeed], _ kernel: @escaping TableKernel
  ) -> BuiltinField {
    BuiltinField(
      FieldDefinition(
        entity: entity, name: name, type: type, summary: summary,
        source: .table(reads: reads, needs: needs)),
      tableKernel: kernel)
  }

  private static func truths(_ values: some Sequence<Bool>) -> Column {
    .boolean(BooleanColumn(values: Bitmap(values)))
  }

  // MARK: - Deals

  /// Letters and digits alone count, without case and accents.
  private static func duplicateName(_ input: TableInput) -> Column {
    let outcomes = StageRank.byStage(input.rows, unknown: false) { $0.stages[$1].outcome != nil }
    var groups = accounts(input)
    guard case .text(let names)? = input.rows.column("name") else {
      return truths(groups.map { _ in false })
    }
    var sizes: [Int32: Int] = [:]
    for row in groups.indices {
      if outcomes[row] { groups[row] = -1 }
      sizes[groups[row], default: 0] += 1
    }
    // A name is folded only where there is another that it could be like.
    let letters = groups.indices.map { row -> [UInt32] in
      guard groups[row] >= 0, sizes[groups[row], default: 0] > 1, let name = names[row] else {
        return []
      }
      return Spelling.folded(name).unicodeScalars.map(\.value)
    }
    return truths(NearNames.marks(letters, groups: groups))
  }

  /// By deal a number for its account, the same for an id and a name of one record; -1 for none.
  private static func accounts(_ input: TableInput) -> [Int32] {
    guard let column = input.rows.column("account") else {
      return [Int32](repeating: -1, count: input.rows.rowCount)
    }
    let codes = KeyCodes(column).codes
    guard let rows = input.model.link(.deals, "account")?.rows else { return Array(codes) }
    let count = Int32(input.model[.accounts]?.rowCount ?? 0)
    return codes.indices.map { row in
      codes[row] < 0 ? -1 : rows[row] >= 0 ? rows[row] : count &+ codes[row]
    }
  }

  /// A won deal is past every stage; a lost one, and one that the pipeline does not know, is nowhere.
  private static func stageBackward(_ input: TableInput) -> Column {
    guard let paths = input.paths() else {
      return truths((0..<input.rows.rowCount).map { _ in false })
    }
    let ranks = input.model.pipelines.map { pipeline in
      paths.names.map { name -> Int32 in
        guard let place = pipeline.position(of: name) else { return StageRank.none }
        return switch pipeline.stages[place].outcome {
        case .won: StageRank.won
        case .lost: StageRank.none
        case nil: Int32(place)
        }
      }
    }
    let pipelines = StageRank.pipelineNumbers(input.rows)
    return truths(
      pipelines.indices.map { deal in
        let moves = paths.stages[paths.changes(of: deal)].suffix(2)
        guard pipelines[deal] >= 0, moves.count == 2, moves.allSatisfy({ $0 >= 0 }),
          let from = moves.first, let to = moves.last
        else { return false }
        let ranks = ranks[Int(pipelines[deal])]
        return ranks[Int(to)] >= 0 && ranks[Int(to)] < ranks[Int(from)]
      })
  }

  /// A median of fewer deals says little of what is usual.
  private static let fewestTypical = 30

  private static func typicalAmount(_ input: TableInput) throws(EvaluationFailure) -> Column {
    let pipelines = StageRank.pipelineNumbers(input.rows)
    let won = StageRank.byStage(input.rows, unknown: false) { $0.stages[$1].outcome == .won }
    guard let amounts = try input.amounts() else { throw .fault("typical_amount without amounts") }
    var counts = [Int](repeating: 0, count: input.model.pipelines.count)
    let groups = pipelines.indices.map { deal -> Int32 in
      guard won[deal], pipelines[deal] >= 0, amounts.isPresent(deal) else { return -1 }
      counts[Int(pipelines[deal])] += 1
      return pipelines[deal]
    }
    let medians = try OrderKernels.quantile(
      AggregateInput(argument: amounts, groups: groups, groupCount: counts.count), level: 50)
    return medians.gathered(
      pipelines.map { $0 >= 0 && counts[Int($0)] >= fewestTypical ? $0 : -1 })
  }

  // MARK: - Leads

  /// A lead that came to a later step was touched, whatever is recorded of that.
  private static func untouched(_ input: TableInput) -> Column {
    var isTouched = [Bool](repeating: false, count: input.rows.rowCount)
    for name in ["touched_at", "qualified_at", "disqualified_at", "converted_at"] {
      guard let column = input.rows.column(name) else { continue }
      for lead in isTouched.indices where column.isPresent(lead) { isTouched[lead] = true }
    }
    if case .boolean(let converted)? = input.rows.column("converted") {
      forEachSet(in: valid(converted.values, converted.validity)) { isTouched[$0] = true }
    }
    if let relation = input.model.backRelation(from: .activities, to: .leads),
      let leads = input.model.link(.activities, relation)?.rows
    {
      let moments = input.model[.activities]?.field("at")?.column
      for activity in leads.indices where leads[activity] >= 0 {
        // What is planned was not done.
        if let moments, !moments.isBy(input.today, activity) { continue }
        isTouched[Int(leads[activity])] = true
      }
    }
    return truths(isTouched.map { !$0 })
  }
}

extension Column {
  /// Whether the row's day or moment is of that day or an earlier one; so is one that is missing.
  fileprivate func isBy(_ day: Int32, _ row: Int) -> Bool {
    guard isPresent(row) else { return true }
    return switch self {
    case .day(let days): days.values[row] <= day
    case .second(let seconds): CivilDate.dayNumber(ofSecond: seconds.values[row]) <= day
    default: true
    }
  }
}
