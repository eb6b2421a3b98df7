import PQLHistory
import PQLModel
import PQLPlan
import PQLSyntax

/// `describe history`: what is known of past days, a row a field.
enum DescribeHistoryPlan {
  static let columns: [PlannedColumn] = [
    PlannedColumn(name: "entity", type: .category), PlannedColumn(name: "field", type: .text),
    PlannedColumn(name: "known", type: .category), PlannedColumn(name: "since", type: .date),
    PlannedColumn(name: "last", type: .date), PlannedColumn(name: "changes", type: .number),
    PlannedColumn(name: "records", type: .number), PlannedColumn(name: "gap_days", type: .number),
    PlannedColumn(name: "gap_from", type: .date), PlannedColumn(name: "reset_on", type: .date),
    PlannedColumn(name: "about", type: .text),
  ]

  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    let entries = columns.enumerated().map { index, column in
      Scope.ColumnEntry(
        name: column.name, type: column.type, words: words[column.name] ?? [], index: index)
    }
    let node = OperatorNode("describe history", columns: columns, reads: .everything)
    let result = ResolvedQuery(node: .operate(node), scope: Scope(entity: nil, columns: entries))
    return try binder.arrangeRows(result, by: request.clauses)
  }

  private static let words = [
    "entity": EntityKind.allCases.map(\.rawValue), "known": HistoryFact.knowns,
  ]
}

/// Reads off the model what it knows of its fields' past.
enum DescribeHistoryRun {
  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    let (model, knowledge) = (context.model, context.historyKnowledge)
    var facts: [HistoryFact] = []
    for entity in model.entities where entity != .history {
      try context.checkCancelled()
      guard let table = model[entity] else { continue }
      for (index, field) in table.fields.enumerated() {
        facts.append(
          HistoryFact(entity, field.name, knowledge.tracking(of: index, in: entity), table))
      }
    }
    if let last = knowledge.lastDay { context.note(Note(.freshTo, [.day("day", last)])) }
    func numbers(_ value: (HistoryFact) -> Int?) -> Column {
      .number(NumberColumn(facts.map { value($0).map(Double.init) }))
    }
    func days(_ value: (HistoryFact) -> Int32?) -> Column { .day(DayColumn(facts.map(value))) }
    func texts(_ value: (HistoryFact) -> String?) -> Column { .text(TextColumn(facts.map(value))) }
    let made: [Column] = [
      texts { $0.entity.rawValue }, texts(\.field), texts(\.known), days { $0.record?.first },
      days { $0.record?.last }, numbers { $0.record?.changes }, numbers { $0.record?.records },
      numbers { $0.record?.gap.map { Int($0.days) } }, days { $0.record?.gap?.from },
      days { $0.record?.reset?.day }, texts { $0.about.isEmpty ? nil : $0.about },
    ]
    return Rows(
      count: facts.count,
      columns: zip(context.node.columns, made).map { Rows.Named($0.name, $0.type, $1) })
  }
}

/// What is known of the past of one field.
private struct HistoryFact {
  var entity: EntityKind
  var field: String
  var known: String
  var about: String
  /// Of a field whose changes are recorded.
  var record: FieldRecord?

  /// What `known` can be.
  static let knowns = ["tracked", "fixed", "as recorded", "unknown"]

  init(
    _ entity: EntityKind, _ field: String, _ tracking: HistoryKnowledge.Tracking,
    _ table: EntityTable
  ) {
    self.entity = entity
    self.field = field
    switch tracking {
    case .tracked(let log, _):
      let record = FieldRecord(log, of: table)
      self.record = record
      known = "tracked"
      about =
        record.reset.map {
          "on \(CivilDate(dayNumber: $0.day).text) \($0.records) records changed at once"
        } ?? ""
    case .fixed: (known, about) = ("fixed", "it does not change")
    case .outcomeDay: (known, about) = ("fixed", "the day of the outcome then, of closed deals")
    case .knownWhereClosed:
      (known, about) = ("unknown", "of deals closed by then as recorded, else not known")
    case .knownAtClose: (known, about) = ("fixed", "missing before the deal closed")
    case .ofStage: (known, about) = ("unknown", "the stage's own stands for it")
    case .event, .afterEvent: (known, about) = ("fixed", "missing before it happened")
    case .asRecorded: (known, about) = ("as recorded", "today's value stands for that of then")
    }
  }
}

extension NoteForm {
  fileprivate static let freshTo = NoteForm(
    "fresh-to", "the last day on which anything happened in the data is {day}")
}
