import PQLHistory
import PQLModel
import PQLPlan

/// What an answer of a past day rests on: values that nobody knows any more, and values of today that
/// stand for those of then.
struct PastGround {
  let execution: Execution
  let past: PastModel
  let catalog: Catalog
  private(set) var notes: [Note] = []

  init(_ execution: Execution, _ past: PastModel) {
    self.execution = execution
    catalog = execution.library.catalog(formats: [])
    self.past = past
  }

  /// What an answer as of a day begins with: between two exports it is that of the earlier one.
  static func note(of day: Int32, _ model: Model) -> Note {
    guard let exported = model.time.exportDays.last(where: { $0 <= day }), exported < day else {
      return Note(.asOf, [.day("day", day)])
    }
    return Note(.asExported, [.day("day", day), .day("exported", exported)])
  }

  /// Looks at everything that a branch asks, and refuses what could only be asked of values that nobody
  /// knows.
  mutating func check(_ branch: Branch) throws(EvaluationFailure) {
    try checkRecords(branch.node)
    let reads = branch.reads(catalog).tables
    if readsUnknown(reads) { try check(branch.node, isOwn: true) }
    noteRecorded(reads)
  }

  /// Whether a field is read that is not known of some record.
  private func readsUnknown(_ reads: ReadSet) -> Bool {
    execution.model.entities.contains { entity in
      (execution.model[entity]?.fields ?? []).enumerated().contains { index, field in
        reads.reads(field.name, of: entity) && past.unknown(index, of: entity) != nil
      }
    }
  }

  /// Refuses to count records of which nobody knows when they were made.
  private mutating func checkRecords(_ node: PlanNode) throws(EvaluationFailure) {
    if case .scan(let entity) = node {
      switch entity {
      case .deals where past.undatedDeals > 0 && past.undatedDeals == counted(.deals):
        throw .unknownThen("when deals were made", day: past.day, map: "created")
      case .accounts, .contacts:
        guard execution.model[entity]?.field("created") != nil else {
          throw .unknownThen(
            "which \(entity.rawValue) there were", day: past.day, map: "created")
        }
      default: break
      }
      if entity == .deals, past.undatedDeals > 0 {
        notes.append(Note(.dealsUndated, [.count("n", past.undatedDeals)]))
      }
      if entity == .deals, let first = past.knowledge.firstDay, past.day < first {
        notes.append(Note(.beforeData, [.day("first", first)]))
      }
    }
    switch node {
    case .pair, .asOf: return
    default: break
    }
    for input in node.inputs { try checkRecords(input) }
  }

  /// How many records there are today.
  private func counted(_ entity: EntityKind) -> Int { execution.standpoint.baseCount(of: entity) }

  /// Looks at the conditions, keys and figures of a node; a verb's own figures are missing where they
  /// are not known, and are not refused.
  private mutating func check(_ node: PlanNode, isOwn: Bool) throws(EvaluationFailure) {
    switch node {
    case .pair, .asOf: return
    case .operate(let operate):
      for input in operate.inputs { try check(input, isOwn: false) }
      return
    case .aggregate(let group):
      if let rows = try rows(of: group.input, isOwn) {
        try check(group, rows, isOwn)
      }
    case .extend(let input, let terms), .show(let input, let terms),
      .project(let input, let terms):
      guard input.isOfRecords, let rows = try rows(of: input, isOwn) else { break }
      for named in terms { noteUnknown(named.term, rows) }
      return
    case .filter:
      _ = try rows(of: node, isOwn)
      if node.isOfRecords { return }
    default: break
    }
    for input in node.inputs where !input.isOfRecords { try check(input, isOwn: isOwn) }
  }

  private mutating func check(
    _ group: AggregateNode, _ rows: Frame, _ isOwn: Bool
  ) throws(EvaluationFailure) {
    for key in group.keys { noteUnknown(key.term, rows) }
    for aggregate in group.aggregates {
      var asked = rows
      if let condition = aggregate.condition {
        asked = try known(condition, rows, isOwn)
      }
      guard let argument = aggregate.argument else { continue }
      let unknown = unknownRows(argument, asked)
      guard unknown.count > 0 else { continue }
      if isOwn, unknown.count == asked.count { throw refused(argument, asked) }
      noteUnknown(argument, asked)
    }
  }

  /// The records that a chain of conditions leaves; nil for rows that are no records.
  private mutating func rows(
    of node: PlanNode, _ isOwn: Bool
  ) throws(EvaluationFailure) -> Frame? {
    guard let chosen = node.chosenRecords else { return nil }
    var frame = execution.wholeFrame(chosen.entity)
    for condition in chosen.conditions { frame = try known(condition, frame, isOwn) }
    return frame
  }

  /// The rows for which a condition holds.
  ///
  /// Parts of it that ask of values that nobody knows come last: where they leave nothing, of rows of
  /// which some are not known, there is no answer.
  private mutating func known(
    _ condition: Term, _ frame: Frame, _ isOwn: Bool
  ) throws(EvaluationFailure) -> Frame {
    let parts = if case .all(let parts) = condition { parts } else { [condition] }
    let doubtful = parts.filter { unknownRows($0, frame).count > 0 }
    var rows = frame
    for part in parts where !doubtful.contains(part) {
      rows = rows.filtered(try execution.condition(part, in: rows))
    }
    for part in doubtful {
      let unknown = unknownRows(part, rows)
      let kept = rows.filtered(try execution.condition(part, in: rows))
      if isOwn, unknown.count > 0, unknown.count == rows.count || kept.count == 0 {
        throw refused(part, rows)
      }
      noteUnknown(part, rows)
      rows = kept
    }
    return rows
  }

  private func refused(_ term: Term, _ rows: Frame) -> EvaluationFailure {
    let field = unknownFields(term, rows).first
    let name = field.map { "`\($0.name)` of these \($0.entity.rawValue)" } ?? "what is asked"
    return .unknownThen(name, day: past.day, map: nil)
  }

  private mutating func noteUnknown(_ term: Term, _ rows: Frame) {
    for field in unknownFields(term, rows) {
      let count = unknownRows(field, rows).count
      let figures: [Note.Figure] = [.day("day", past.day), .count("n", count)]
      let note =
        isOfOutcome(field)
        ? Note(.outcomesUnknown, figures)
        : Note(
          .valuesUnknown,
          figures + [
            .text("field", field.name),
            .text("of", count == 1 ? field.entity.singular : field.entity.rawValue),
          ])
      let isSaid = notes.contains {
        $0.form == note.form && $0["field"] == note["field"] && $0["of"] == note["of"]
      }
      if !isSaid { notes.append(note) }
    }
  }

  /// Tells which fields are as they are today.
  private mutating func noteRecorded(_ reads: ReadSet) {
    var names: [String] = []
    for entity in execution.model.entities {
      for (index, field) in (execution.model[entity]?.fields ?? []).enumerated()
      where reads.reads(field.name, of: entity) {
        switch past.knowledge.tracking(of: index, in: entity) {
        case .asRecorded:
          names.append(entity == .deals ? field.name : "\(entity.rawValue).\(field.name)")
        case .knownWhereClosed where execution.model.time.takesUntrackedAsRecorded:
          names.append(field.name)
        // Only dated events take a status back; where none did it is that of today.
        case .afterEvent where field.name == "status" && isKnown(index, of: entity):
          names.append("\(entity.rawValue).\(field.name)")
        case .ofStage: notes.append(Note(.stageOwn, [.text("field", field.name)]))
        default: continue
        }
      }
    }
    guard !names.isEmpty else { return }
    notes.append(
      Note(
        .asRecorded,
        [.text("fields", names.joined(separator: ", ")), .count("n", names.count)]))
  }
}

// What a footer says of fields as a whole.
extension PastGround {
  /// Whether the value of a field is known of any record.
  private func isKnown(_ index: Int, of entity: EntityKind) -> Bool {
    past.unknown(index, of: entity)?.isAllSet != true
  }
}

extension Execution {
  /// Looks at what a branch of a past day rests on, and tells it.
  func checkPast(_ branch: Branch) throws(EvaluationFailure) {
    guard branch.isPast else { return }
    guard let past = standpoint.past else { return }
    var ground = PastGround(self, past)
    try ground.check(branch)
    for note in ground.notes { self.note(note) }
  }
}

extension PlanNode {
  /// Whether the rows are records under conditions.
  fileprivate var isOfRecords: Bool { chosenRecords != nil }

  /// Of which records rows are, and under which conditions, whatever their order and however few of
  /// them are kept; nil for rows that are no records.
  fileprivate var chosenRecords: (entity: EntityKind, conditions: [Term])? {
    switch self {
    case .scan(let entity): return (entity, [])
    case .filter(let input, let condition):
      return input.chosenRecords.map { ($0.entity, $0.conditions + [condition]) }
    case .sort(let input, _), .limit(let input, _): return input.chosenRecords
    case .top(let node): return node.withOthers ? nil : node.input.chosenRecords
    default: return nil
    }
  }
}

extension NoteForm {
  fileprivate static let asExported = NoteForm(
    "as-exported", "as of {day}: as exported on {exported}, the last export before it")
  static let asOf = NoteForm("as-of", "as of {day}: what had happened by the end of that day")
  fileprivate static let beforeData = NoteForm("before-data", "the data begin on {first}")
  fileprivate static let dealsUndated = NoteForm(
    "deals-undated",
    "{n:# deal has|# deals have} neither a day of creation nor a recorded change, and {n:is|are} "
      + "not counted")
  fileprivate static let valuesUnknown = NoteForm(
    "values-unknown", "{field} on {day} is not known of {n:one|#} {of}, and reads as missing")
  fileprivate static let outcomesUnknown = NoteForm(
    "outcomes-unknown",
    "whether {n:# deal was|# deals were} closed on {day} is not known, and {n:it counts|they count} "
      + "as open")
  fileprivate static let asRecorded = NoteForm(
    "as-recorded", "as recorded today, for want of a history of {n:it|them}: {fields}")
  fileprivate static let stageOwn = NoteForm(
    "stage-own", "{field} is the stage's own: no change of it is recorded")
}
