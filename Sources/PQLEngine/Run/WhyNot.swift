import PQLModel
import PQLPlan
import PQLSyntax

/// Goes along a plan with one record and says which condition, or which `top` or `limit`, leaves it out.
///
/// Conditions on records are asked one by one, each of the record itself, so that all that keep it out
/// are told and not the first alone. Behind a grouping it is the row of its keys that is followed.
struct WhyNot {
  /// One thing that was asked of the record.
  private struct Verdict {
    var condition: String
    var value: String
    var keeps: Bool
  }

  private var execution: Execution
  private let wanted: String
  private var verdicts: [Verdict] = []
  private var notes: [Note] = []
  /// The row that is followed, alone; nil before it is found, and where nothing follows it any more.
  private var row: Frame?
  /// The values of the keys that the followed row has, as written; nil for a record.
  private var keys: [(type: ValueType, text: String?)]?
  /// Whether it can be found again among all rows of a node, and not asked alone.
  private var isTraceable = true
  /// Whether it was followed to the end.
  private var isFollowed = true
  private var isOut = false
  private var tellsFigures = true

  private init(_ execution: Execution, _ wanted: String) {
    self.execution = execution
    self.wanted = wanted
  }

  /// A row for each condition, in the order they are asked in.
  static func answer(
    _ wanted: String, of node: PlanNode, _ execution: Execution
  ) throws(EvaluationFailure) -> Answer {
    var why = WhyNot(execution, wanted)
    let search = RecordSearch(execution: execution, wanted: wanted)
    if let found = search.found(under: node, telling: &why.notes) {
      let path = found.path
      why.execution = found.execution
      why.row = found.execution.wholeFrame(found.entity).selecting([found.row])
      // What an operator makes of figures is its own; they are not the question's.
      why.tellsFigures = !path.contains { if case .operate = $0 { true } else { false } }
      for node in path {
        try execution.checkCancelled()
        try why.follow(node)
      }
      why.conclude()
    }
    return why.answer
  }

  private var answer: Answer {
    func text(_ name: String, _ values: [String]) -> AnswerColumn {
      AnswerColumn(
        name: name, type: .text, column: .text(TextColumn(values.map { $0.isEmpty ? nil : $0 })))
    }
    return Answer(
      columns: [
        text("condition", verdicts.map(\.condition)), text("value", verdicts.map(\.value)),
        AnswerColumn(
          name: "keeps", type: .boolean,
          column: .boolean(BooleanColumn(values: Bitmap(verdicts.map(\.keeps))))),
      ], rowCount: verdicts.count, notes: notes, calendar: execution.model.calendar)
  }

  // MARK: - Nodes

  private mutating func follow(_ node: PlanNode) throws(EvaluationFailure) {
    guard row != nil else { return }
    switch node {
    case .scan, .sort, .show: return
    case .filter(let input, let condition): try ask(condition, of: input)
    case .extend(let input, let terms): try extend(input, terms)
    case .top(let top):
      let ordered = top.per.isEmpty ? PlanNode.sort(top.input, top.by) : nil
      // The row of the others stands for nobody.
      var alone = top
      alone.withOthers = false
      try cut(node, leaving: .top(alone), from: ordered, by: top.by)
    case .limit(let input, _):
      let keys = if case .sort(_, let keys) = input { keys } else { [SortTerm]() }
      try cut(node, leaving: node, from: input, by: keys)
    case .aggregate(let group): try enter(group, node)
    case .project(let input, let terms): try extend(input, terms, replacing: true)
    case .operate, .pair, .asOf, .stack: lose(at: node)
    }
  }

  /// Says that the row is not followed any further.
  private mutating func lose(at node: PlanNode) {
    row = nil
    isFollowed = false
    guard !isOut else { return }
    notes.append(Note(.rowsNotFollowed, [.text("node", node.operation.name)]))
  }

  private mutating func ask(_ condition: Term, of input: PlanNode) throws(EvaluationFailure) {
    let wasOut = isOut
    for part in execution.conjuncts(of: condition) {
      // All parts are asked of the same rows.
      guard let place = try place(for: part, in: input, isOut: wasOut) else { continue }
      let keeps = try execution.condition(part, in: place.frame)[place.row]
      verdicts.append(
        Verdict(condition: part.text, value: try values(read: [part], at: place), keeps: keeps))
      if !keeps { isOut = true }
    }
  }

  /// Where a term is asked: of the row alone, or among all rows of the node where it looks at others;
  /// nil where it does and the row is not among them any more.
  private func place(
    for term: Term, in input: PlanNode, isOut: Bool
  ) throws(EvaluationFailure) -> (frame: Frame, row: Int)? {
    guard let row else { return nil }
    guard term.looksAcrossRows else { return (row, 0) }
    guard !isOut, isTraceable else { return nil }
    let all = try run(input)
    return try place(in: all).map { (all, $0) }
  }

  private mutating func extend(
    _ input: PlanNode, _ terms: [NamedTerm], replacing: Bool = false
  ) throws(EvaluationFailure) {
    guard var after = row else { return }
    if replacing { after = Frame(entity: nil, rows: nil, count: 1, columns: []) }
    for named in terms {
      guard let place = try place(for: named.term, in: input, isOut: isOut) else {
        after.columns.append(execution.missingColumn(named.term.type, count: 1))
        continue
      }
      let column = try execution.evaluate(named.term, in: place.frame)
      after.columns.append(column.gathered([Int32(place.row)]))
    }
    row = after
    if replacing { isTraceable = false }
  }

  /// What `top` and `limit` leave of the rows before them; `ordered` where these have one order.
  private mutating func cut(
    _ node: PlanNode, leaving kept: PlanNode, from ordered: PlanNode?, by keys: [SortTerm]
  ) throws(EvaluationFailure) {
    guard !isOut, let row else { return }
    guard isTraceable else { return lose(at: node) }
    let keeps = try place(in: try run(kept)) != nil
    var value = try values(read: keys.map(\.term), at: (row, 0))
    if let before = try ordered.map(run), let place = try place(in: before) {
      value += (value.isEmpty ? "" : ", ") + "place \(place + 1) of \(before.count)"
    }
    let operation = node.operation
    verdicts.append(
      Verdict(
        condition: "\(operation.name) \(operation.detail)", value: value, keeps: keeps))
    if !keeps { isOut = true }
  }

  /// Goes on with the group of the record, after asking which figures it counts in.
  private mutating func enter(
    _ group: AggregateNode, _ node: PlanNode
  ) throws(EvaluationFailure) {
    guard let record = row else { return }
    if tellsFigures, try !counts(record, in: group.aggregates) { isOut = true }
    guard isTraceable else { return lose(at: node) }
    guard !isOut, group.keys.allSatisfy({ !$0.term.looksAcrossRows }) else {
      row = nil
      return
    }
    var followed: [(type: ValueType, text: String?)] = []
    for key in group.keys {
      let column = try execution.evaluate(key.term, in: record)
      followed.append((key.term.type, written(column, key.term.type)(0)))
    }
    keys = followed
    let groups = try run(node)
    guard let place = try place(in: groups) else { return lose(at: node) }
    row = groups.selecting([Int32(place)])
    guard !group.keys.isEmpty else { return }
    let texts = zip(group.keys, followed).map { "\($0.name) \($1.text ?? "(none)")" }
    notes.append(Note(.groupFollowed, [.text("keys", texts.joined(separator: ", "))]))
  }

  /// Asks of each figure whether the record counts in it, and says whether it does in any.
  private mutating func counts(
    _ record: Frame, in aggregates: [AggregateTerm]
  ) throws(EvaluationFailure) -> Bool {
    var countsInAny = aggregates.isEmpty
    for aggregate in aggregates {
      let asked = aggregate.condition.map(execution.conjuncts) ?? []
      let present = aggregate.argument.map { [Term.present($0)] } ?? []
      var counts = true
      for part in asked + present where !part.looksAcrossRows {
        let keeps = try execution.condition(part, in: record)[0]
        counts = counts && keeps
        verdicts.append(
          Verdict(
            condition: "\(part.text), in \(aggregate.text)",
            value: try values(read: [part], at: (record, 0)), keeps: keeps))
      }
      countsInAny = countsInAny || counts
    }
    return countsInAny
  }

  private func run(_ node: PlanNode) throws(EvaluationFailure) -> Frame {
    try execution.run(Planner(execution: execution).plan(node))
  }

  /// Where the followed row stands among the rows of a node: by its record, or by its keys, which come
  /// first among the columns.
  private func place(in frame: Frame) throws(EvaluationFailure) -> Int? {
    guard let keys else {
      guard let record = row?.namedRows?.first else { return nil }
      guard let rows = frame.namedRows else { return Int(record) }
      return rows.firstIndex(of: record)
    }
    let texts = zip(frame.columns, keys).map { written($0, $1.type) }
    return (0..<frame.count).first { place in
      zip(texts, keys).allSatisfy { $0(place) == $1.text }
    }
  }

  // MARK: - Values

  /// What terms read of a row, as `amount: 4200, stage: Proposal`.
  private func values(
    read terms: [Term], at place: (frame: Frame, row: Int)
  ) throws(EvaluationFailure) -> String {
    var told: [String] = []
    for term in terms.flatMap(leaves) {
      let column = try execution.evaluate(term, in: place.frame)
      let text = "\(term.text): \(written(column, term.type)(place.row) ?? "missing")"
      if !told.contains(text) { told.append(text) }
    }
    return told.joined(separator: ", ")
  }

  /// The values that a term is made of: fields, what is counted of other records, columns made before.
  private func leaves(of term: Term) -> [Term] {
    switch term {
    case .field, .column, .follow, .related, .window: return [term]
    case .stageOrder: return stage.map { [$0] } ?? []
    case .computed(let reference):
      let field = execution.library.field(reference.name, of: reference.entity)
      if case .kernel(_, true)? = field?.definition.source { return stage.map { [$0] } ?? [term] }
      return [term]
    default: return term.parts.flatMap(leaves)
    }
  }

  private var stage: Term? {
    execution.model[.deals]?.index(of: "stage").map { index in
      .field(FieldReference(entity: .deals, index: index, name: "stage", type: .stage))
    }
  }

  private func written(_ column: Column, _ type: ValueType) -> (Int) -> String? {
    let values = HeldValues(column, type, execution.model.calendar)
    return { values.text(column, $0) }
  }

  // MARK: - The end

  private mutating func conclude() {
    if isOut, let first = verdicts.first(where: { !$0.keeps }) {
      notes.insert(
        Note(
          first.value.isEmpty ? .recordIsOutOfAll : .recordIsOut,
          [.text("id", wanted), .text("condition", first.condition), .text("value", first.value)]),
        at: 0)
    } else if isFollowed {
      notes.insert(Note(.recordIsIn, [.text("id", wanted)]), at: 0)
    }
  }
}

extension NoteForm {
  // `explain why "D9" not in deals where open`
  fileprivate static let recordIsOut = NoteForm(
    "record-is-out", "{id} is not in it: {condition} leaves it out, {value}")
  fileprivate static let recordIsOutOfAll = NoteForm(
    "record-is-out", "{id} is not in it: {condition} leaves it out, as everything")
  fileprivate static let recordIsIn = NoteForm("record-is-in", "{id} is in it")
  fileprivate static let groupFollowed = NoteForm(
    "group-followed", "among groups it is followed as {keys}")
  fileprivate static let rowsNotFollowed = NoteForm(
    "rows-not-followed",
    "it meets every condition before {node}, whose rows are not followed to the records")
}
