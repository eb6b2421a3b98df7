import PQLAnalytics
import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// What became of the deals that were created in the same period.
  static let cohort = Verb(
    VerbDefinition(
      name: "cohort",
      summary: "shows what became of deals created together, by period or by their age too",
      clauses: [
        .of, .where, .by, .per, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf,
      ],
      examples: [
        Example("cohort during this year", "by month of creation"),
        Example("cohort by source per quarter during last year", "quarters, compared by source"),
        Example("cohort by age_months per quarter", "each cohort as it grew older"),
      ],
      spellings: "kohorte kohorten cohorte vintage",
      needs: [.field("created"), .field("stage"), .field("amount")],
      reads: ["closed_on", "pipeline"], resolve: CohortPlan.resolve),
    operators: [
      Operator("cohort", run: CohortPlan.run), Operator("cohort_ages", run: CohortAgesRun.run),
    ])
}

/// A grouping by creation, written in PQL; with `by age_months` an operator over the deals.
enum CohortPlan {
  static let ageKey = "age_months"

  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    try binder.refuseOperands(request)
    let byAge = request.clauses.keys.contains { $0.expression.word?.text == ageKey }
    let clauses = byPeriod(request)
    let cohort = try binder.goingByCreation { binder throws(Reported) in
      try byAge
        ? ages(request, clauses, &binder) : groups(request, clauses, &binder)
    }
    return try binder.arrangeGroups(cohort, by: request.clauses)
  }

  /// The clauses that choose the cohorts, which are months where nothing else is said.
  private static func byPeriod(_ request: VerbRequest) -> ClauseSet {
    let span = request.verbSpan
    var clauses = request.clauses.clauses.filter {
      [.of, .where, .by, .per, .during].contains($0.keyword)
    }
    if request.clauses.per == nil {
      let month = Expression(.name([Name("month", span)]), span)
      clauses.append(
        Clause(
          .per(NamedExpression(label: nil, expression: month, span: span)), keywordSpan: span,
          span: span))
    }
    let keys = request.clauses.keys.filter { $0.expression.word?.text != ageKey }
    guard keys.count < request.clauses.keys.count, let by = request.clauses[.by] else {
      return ClauseSet(clauses)
    }
    let others = ClauseSet(clauses).without(.by)
    return keys.isEmpty
      ? others
      : others.replacing(
        Clause(.expressions(.by, keys), keywordSpan: by.keywordSpan, span: by.span))
  }

  private static func groups(
    _ request: VerbRequest, _ clauses: ClauseSet, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    let figures = [
      FigureLine("deals", "count"), FigureLine("won", "count(won)"),
      FigureLine("lost", "count(lost)"), FigureLine("open", "count(open)"),
      FigureLine("win_rate", "count(won) / count(closed)", isRate: true),
      FigureLine("won_amount", FigureLine.total("amount", where: "won")),
    ]
    let counts = [FigureLine("all unvalued", "count(won and amount is missing)")]
    let (grouped, groups) = try binder.resolveTemplate(
      figures + counts, clauses: clauses, verb: request.verbSpan)
    let node = OperatorNode(
      "cohort", inputs: [grouped.node], keys: groups.keys,
      columns: Array(grouped.node.columns.dropLast(counts.count)))
    var cohort = try binder.operated(node, verb: request.verbSpan, notes: grouped.notes)
    cohort.period = grouped.period
    return cohort
  }

  static func run(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) -> Rows {
    context.tell(["all unvalued": .wonUnvalued], of: inputs[0])
    return inputs[0].selecting(
      (0..<Int32(inputs[0].count)).map { $0 }, columns: context.node.columns.map(\.name))
  }

  /// Further columns of each deal: when its cohort began, what became of it, and what it brought.
  private static func ages(
    _ request: VerbRequest, _ clauses: ClauseSet, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    let rows = try binder.resolveDeals(
      request.source, clauses: clauses, verb: request.verbSpan)
    let keys = try binder.resolveKeys(clauses, in: rows.scope)
    let begun = try binder.resolveDuring(clauses)?.on ?? "created"
    let further = try binder.resolveLines(
      [
        ("begun", "date(\(begun))"), ("closed", "closed_on"), ("is won", "won"),
        ("is lost", "lost"), ("worth", "if won then amount else missing"),
      ], in: rows.scope, verb: request.verbSpan)
    let named = keys.keys.map { PlannedColumn(name: $0.name, type: $0.term.type) }
    let node = OperatorNode(
      "cohort_ages", inputs: [.extend(rows.node, further)], keys: keys.keys,
      columns: named + [PlannedColumn(name: ageKey, type: .number)] + CohortAgesRun.figures)
    var cohort = try binder.operated(
      node, verb: request.verbSpan, notes: rows.notes + keys.notes)
    cohort.period = rows.period
    cohort.keyCount += 1
    return cohort
  }
}

/// Counts each cohort as it was at every age that its oldest deal has come to.
enum CohortAgesRun {
  static let figures: [PlannedColumn] = [
    PlannedColumn(name: "deals", type: .number), PlannedColumn(name: "won", type: .number),
    PlannedColumn(name: "lost", type: .number), PlannedColumn(name: "open", type: .number),
    PlannedColumn(name: "win_rate", type: .percent),
    PlannedColumn(name: "won_amount", type: .money),
    PlannedColumn(name: "complete", type: .boolean),
  ]

  static func run(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) -> Rows {
    let groups = try context.groups(of: inputs[0])
    let members = members(of: inputs[0], in: groups, context)
    var groupOf: [Int32] = []
    var ages: [Int] = []
    var cohorts: [(count: Int, row: CohortAges.Row)] = []
    for group in groups.order {
      if members[Int(group)].isEmpty, !hasBegun(group, groups, context) { continue }
      do throws(AmountOverflow) {
        let cohort = try CohortAges(members[Int(group)], today: context.today)
        groupOf += cohort.rows.map { _ in group }
        ages += cohort.rows.indices
        cohorts += cohort.rows.map { (cohort.count, $0) }
      } catch {
        throw .overflow("a sum of amounts")
      }
    }
    if cohorts.contains(where: { !$0.row.isComplete && $0.count > 0 }) {
      context.note(Note(.agesIncomplete, [.day("today", context.today)]))
    }
    let keys = zip(context.node.columns, groups.keys).map {
      Rows.Named($0.name, $0.type, $1.gathered(groupOf))
    }
    let age = Rows.Named(
      CohortPlan.ageKey, .number, .number(NumberColumn(ages.map { Double($0) })))
    return Rows(count: ages.count, columns: keys + [age] + columns(cohorts))
  }

  /// Whether the period of a group, its last key, is known and not to come.
  private static func hasBegun(
    _ group: Int32, _ groups: OperatorGroups, _ context: OperatorContext
  ) -> Bool {
    guard let key = context.node.keys.last, let column = groups.keys.last,
      column.isPresent(Int(group))
    else { return false }
    guard case .period(let grain) = key.term.type, case .day(let days) = column else { return true }
    let period = Period(grain: grain, ordinal: days.values[Int(group)])
    return context.model.calendar.days(of: period).start <= context.today
  }

  private static func columns(_ cohorts: [(count: Int, row: CohortAges.Row)]) -> [Rows.Named] {
    func number(_ value: (CohortAges.Row) -> Int) -> Column {
      .number(NumberColumn(cohorts.map { Double(value($0.row)) }))
    }
    let rates = cohorts.map { cohort -> Double? in
      let closed = cohort.row.won + cohort.row.lost
      return closed > 0 ? Double(cohort.row.won) / Double(closed) : nil
    }
    let hasWorth = packedBits(count: cohorts.count) {
      cohorts[$0].row.won == 0 || cohorts[$0].row.valued > 0
    }
    let columns: [Column] = [
      .number(NumberColumn(cohorts.map { Double($0.count) })), number(\.won), number(\.lost),
      .number(NumberColumn(cohorts.map { Double($0.count - $0.row.won - $0.row.lost) })),
      .number(NumberColumn(rates)),
      .exact(ExactColumn(values: cohorts.map(\.row.worth), validity: hasWorth)),
      .boolean(BooleanColumn(values: Bitmap(cohorts.map(\.row.isComplete)))),
    ]
    return zip(figures, columns).map { Rows.Named($0.name, $0.type, $1) }
  }

  /// By group the deals that have an age, and what is to be said of the others.
  private static func members(
    of rows: Rows, in groups: OperatorGroups, _ context: OperatorContext
  ) -> [[CohortAges.Member]] {
    var members = [[CohortAges.Member]](repeating: [], count: groups.count)
    guard case .day(let begun)? = rows["begun"], case .day(let closed)? = rows["closed"],
      case .boolean(let won)? = rows["is won"], case .boolean(let lost)? = rows["is lost"],
      let worth = rows["worth"]
    else { return members }
    let amounts = worth.exactValues
    var (undated, unclosed, unvalued) = (0, 0, 0)
    for row in 0..<rows.count where groups.groupOf[row] >= 0 {
      guard begun.validity?[row] ?? true else {
        undated += 1
        continue
      }
      let isClosed = won.values[row] || lost.values[row]
      guard !isClosed || (closed.validity?[row] ?? true) else {
        unclosed += 1
        continue
      }
      let value = worth.isPresent(row) ? amounts[row] : nil
      if won.values[row], value == nil { unvalued += 1 }
      members[Int(groups.groupOf[row])].append(
        CohortAges.Member(
          begun: begun.values[row],
          closed: isClosed ? (closed.values[row], won.values[row]) : nil, worth: value))
    }
    for (form, count) in [
      (NoteForm.dealsUndated, undated), (.dealsUnclosed, unclosed), (.wonUnvalued, unvalued),
    ] where count > 0 { context.note(Note(form, [.count("n", count)])) }
    return members
  }
}

extension NoteForm {
  fileprivate static let dealsUndated = NoteForm(
    "deals-undated",
    "{n:# deal has|# deals have} no day of creation, and {n:is|are} in no cohort")
  fileprivate static let dealsUnclosed = NoteForm(
    "deals-unclosed",
    "{n:# closed deal has|# closed deals have} no day of closing, so no age at it, and "
      + "{n:is|are} left out")
  fileprivate static let agesIncomplete = NoteForm(
    "ages-incomplete",
    "where `complete` is false, some deals of the cohort have not passed the age by {today}")
}
