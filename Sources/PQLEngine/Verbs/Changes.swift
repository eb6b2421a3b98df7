import PQLAnalytics
import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// What led from the pipeline of one day to that of another.
  static let changes = Verb(
    VerbDefinition(
      name: "changes", summary: "leads from an opening pipeline to a closing one, by cause",
      clauses: [
        .of, .where, .by, .during, .since, .until, .show, .sort, .top, .limit, .inCurrency,
        .asFormat, .asOf,
      ],
      examples: [
        Example("changes", "of the deals due this fiscal quarter, since it began"),
        Example("changes where amount > 10k since 14 days ago", "in the past two weeks"),
        Example("changes by owner during last quarter", "owner by owner, over the quarter"),
      ],
      spellings: "waterfall bridge walk movement veränderung cambios",
      needs: [.history(of: "stage"), .history(of: "close_date"), .history(of: "amount")],
      reads: ["stage", "pipeline", "created", "closed_on", "close_date", "amount", "currency"],
      resolve: ChangesPlan.resolve),
    operators: [Operator("changes", parts: ChangesRun.parts, run: ChangesRun.run)])
}

/// All deals as of both ends, each with what it was there, then an operator that sets one against the
/// other.
enum ChangesPlan {
  static let figures: [PlannedColumn] = [
    PlannedColumn(name: "cause", type: .category), PlannedColumn(name: "deals", type: .number),
    PlannedColumn(name: "amount", type: .money),
  ]

  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    if let operand = request.operands.first {
      throw binder.report(.unexpectedOperand(request.name, operand.span))
    }
    let period = try binder.periodOrFiscalQuarter(request.clauses)
    let days = try days(of: request, period, &binder)
    let opening = try end(days.lowerBound, request, period, since: days.lowerBound, &binder)
    let closing = try end(days.upperBound, request, period, since: days.lowerBound, &binder)
    let node = OperatorNode(
      "changes", inputs: [opening.node, closing.node], keys: opening.keys,
      settings: ["since": .date(days.lowerBound), "until": .date(days.upperBound)],
      columns: opening.keys.map { PlannedColumn(name: $0.name, type: $0.term.type) } + figures)
    var changes = try binder.operated(node, verb: request.verbSpan)
    if let cause = changes.scope.columns.firstIndex(where: { $0.name == "cause" }) {
      changes.scope.columns[cause].words = PipelineChanges.Cause.allCases.map(\.text)
    }
    changes.period = AskedPeriod(range: period.range, dateBasis: "close_date")
    changes.notes = notes(request, period, days, binder)
    return try binder.arrangeGroups(changes, by: request.clauses)
  }

  /// The days that are compared, each at its end.
  private static func days(
    of request: VerbRequest, _ period: ResolvedPeriod, _ binder: inout QueryBinder
  ) throws(Reported) -> Range<Int32> {
    var (since, until) = (period.range.start - 1, min(period.range.end - 1, binder.today))
    if case .since(let day)? = request.clauses[.since]?.content {
      since = try binder.pastDay(day)
    }
    if case .until(let day)? = request.clauses[.until]?.content {
      until = try binder.pastDay(day)
    }
    let clause = request.clauses[.since] ?? request.clauses[.until] ?? request.clauses[.during]
    guard since < until else {
      throw binder.report(
        .endsBeforeBeginning(since: since, until: until, clause?.span ?? request.verbSpan))
    }
    for field in ["stage", "close_date", "amount"] {
      guard let first = binder.firstChange(of: field), since < first else { continue }
      throw binder.report(
        .historyBeginsLater(field, first: first, since: since, clause?.span ?? request.verbSpan))
    }
    return since..<until
  }

  /// All deals as of the end of a day, with the keys and with what the changes go by.
  private static func end(
    _ day: Int32, _ request: VerbRequest, _ period: ResolvedPeriod, since: Int32,
    _ binder: inout QueryBinder
  ) throws(Reported) -> (node: PlanNode, keys: [GroupKey]) {
    try binder.goingBack(to: day) { binder throws(Reported) in
      let rows = try binder.resolveDeals(
        request.source, clauses: ClauseSet([]), verb: request.verbSpan)
      guard let chain = rows.node.conditionsOnRecords, rows.scope.columns.isEmpty else {
        throw binder.report(.verbNeedsDeals(request.verbSpan))
      }
      var conditions = chain
      if let condition = request.clauses.condition {
        conditions.append(try binder.resolveCondition(condition, in: rows.scope))
      }
      let keys = try binder.resolveKeys(request.clauses, in: rows.scope).keys
      let after = CivilDate(dayNumber: since).text
      let lines = try binder.resolveLines(
        [
          ("open", "open"),
          ("due", "close_date in \(period.range.text)"), ("won", "won"),
          ("booked", "closed_on > \(after) and closed_on in \(period.range.text)"),
          ("undated", "open and close_date is missing"), ("amount", "amount"),
          ("closed_on", "closed_on"),
        ], in: rows.scope, verb: request.verbSpan)
      let terms =
        keys.map { NamedTerm($0.name, $0.term) }
        + [NamedTerm("record", .record), NamedTerm("meant", .all(conditions))] + lines
      let columns = keys.enumerated().map { index, key in
        GroupKey(
          name: key.name, term: .column(index, name: key.name, key.term.type), order: key.order,
          range: key.range)
      }
      let node = PlanNode.project(.scan(.deals), terms)
      return (.asOf(binder.branch(node)), columns)
    }
  }

  private static func notes(
    _ request: VerbRequest, _ period: ResolvedPeriod, _ days: Range<Int32>, _ binder: QueryBinder
  ) -> [Note] {
    let figures: [Note.Figure] = [
      .text("period", period.text), .day("first", period.range.start),
      .day("last", period.range.end - 1), .day("since", days.lowerBound),
      .day("until", days.upperBound),
    ]
    let isOver = period.range.end <= binder.today
    return [Note(.changesScope, figures)]
      + (isOver && request.clauses[.since] == nil
        ? [Note(.changesOver, [.text("period", period.text)])] : [])
  }
}

/// Sets the deals of both ends against each other, and lays out a row for each group and cause.
struct ChangesRun {
  private let ends: ChangesEnds
  private let pairs: [ChangesEnds.Pair]
  private let groups: OperatorGroups
  private let changes: PipelineChanges
  /// The rows, each a group and a cause.
  private let order: [(group: Int, cause: PipelineChanges.Cause)]

  private init(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) {
    ends = ChangesEnds(inputs[0], inputs[1], keyCount: context.node.keys.count)
    (pairs, groups) = try ends.grouped(context)
    var changes = PipelineChanges(groupCount: groups.count)
    for pair in pairs {
      changes.add(
        pair.record, opening: ends.opening(pair, groups), closing: ends.closing(pair, groups),
        exchange: try ends.exchange(pair, context))
    }
    self.changes = changes
    let hasExchange = changes.hasExchange
    let causes = PipelineChanges.Cause.allCases.filter { $0 != .exchange || hasExchange }
    order = groups.order.flatMap { group in causes.map { (group: Int(group), cause: $0) } }
  }

  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    let run = try ChangesRun(inputs, context)
    for note in run.ends.notes(run.changes, context) { context.note(note) }
    return run.table(context)
  }

  /// The deals of a cause, each with what it was worth at both ends.
  static func parts(
    _ cell: OperatorCell, _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> OperatorParts? {
    let run = try ChangesRun(inputs, context)
    guard run.order.indices.contains(cell.row), ["deals", "amount"].contains(cell.column) else {
      return nil
    }
    let (group, cause) = run.order[cell.row]
    let parts = run.changes.parts.filter { $0.group == group && $0.cause == cause }
    let worth = run.ends.amounts(of: parts.map(\.deal), run.pairs)
    let part: Rows.Named
    if cell.column == "deals" {
      part = Rows.Named("part", .number, .number(NumberColumn(values: parts.map { _ in 1 })))
    } else {
      part = Rows.Named("part", .money, .exact(ExactColumn(values: parts.map(\.amount))))
    }
    let rows = Rows(
      count: parts.count,
      columns: context.named(
        parts.map { Int32($0.deal) }, in: context.execution.standpoint.baseTable(.deals)) + worth
        + [part])
    return OperatorParts([OperatorParts.Step(cause.text, rows)])
  }

  private func table(_ context: OperatorContext) -> Rows {
    let cells = order.map { changes.cell($0.group, $0.cause) }
    let named = zip(context.node.columns, groups.keys).map { column, key in
      Rows.Named(column.name, column.type, key.gathered(order.map { Int32($0.group) }))
    }
    return Rows(
      count: order.count,
      columns: named + [
        Rows.Named("cause", .category, .text(TextColumn(order.map { Optional($0.cause.text) }))),
        Rows.Named(
          "deals", .number, .number(NumberColumn(values: cells.map { Double(changes.deals[$0]) }))),
        Rows.Named(
          "amount", .money, .exact(ExactColumn(values: cells.map { changes.amounts[$0] }))),
      ])
  }
}

extension PlanNode {
  /// The conditions on all records of an entity that leave these rows; nil for other rows.
  fileprivate var conditionsOnRecords: [Term]? {
    filteredScan.map { chain in chain.filters.map(\.condition) }
  }
}

extension Diagnostic {
  fileprivate static func endsBeforeBeginning(
    since: Int32, until: Int32, _ span: Span
  ) -> Diagnostic {
    let (first, last) = (CivilDate(dayNumber: since).text, CivilDate(dayNumber: until).text)
    return Diagnostic(
      .dayToCome, span, "the changes would end on \(last), and begin only behind \(first)",
      label: "no day lies between",
      suggestions: [Suggestion("`since` names the day whose end is the opening")])
  }

  fileprivate static func historyBeginsLater(
    _ field: String, first: Int32, since: Int32, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .unknownSource, span,
      "the history of `\(field)` begins on \(CivilDate(dayNumber: first).text), and the pipeline of "
        + "\(CivilDate(dayNumber: since).text) is not known",
      label: "before the history",
      suggestions: [
        Suggestion("`since \(CivilDate(dayNumber: first).text)` is the first that can be asked")
      ])
  }
}

extension NoteForm {
  fileprivate static let changesScope = NoteForm(
    "changes-scope",
    "deals due in {period}, {first} to {last}; compared are the ends of {since} and {until}")
  fileprivate static let changesOver = NoteForm(
    "changes-over",
    "{period} is over: `changes since DAY` tells what changed since a day in what is due now")
}
