import PQLAnalytics
import PQLModel
import PQLPlan
import PQLSyntax

/// `funnel of leads`: leads under the question's clauses with what is known of each, then an operator
/// that counts how far they came.
enum LeadFunnelPlan {
  static let figures: [PlannedColumn] = [
    PlannedColumn(name: "step", type: .category), PlannedColumn(name: "leads", type: .number),
    PlannedColumn(name: "rate", type: .percent), PlannedColumn(name: "lost", type: .number),
    PlannedColumn(name: "median_days", type: .duration), PlannedColumn(name: "cost", type: .money),
  ]

  /// The words of what it reads, for the verb's row.
  static let reads = [
    "leads", "activities", "at", "lead", "created", "touched_at", "qualified_at", "status",
    "converted", "converted_at", "converted_deal", "disqualified_at", "disqualified_reason",
    "campaign", "campaigns", "cost", "currency",
  ]

  static func resolve(
    _ request: VerbRequest, _ rows: ResolvedQuery, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    let keys = try binder.resolveKeys(request.clauses, in: rows.scope).keys
    let known = try binder.resolveLines(
      lines(of: binder.model), in: rows.scope, verb: request.verbSpan)
    let node = OperatorNode(
      "lead_funnel", inputs: [.extend(rows.node, known)], keys: keys,
      columns: keys.map { PlannedColumn(name: $0.name, type: $0.term.type) } + figures)
    var funnel = try binder.operated(node, verb: request.verbSpan, notes: rows.notes)
    funnel.period = rows.period
    funnel.keyCount = keys.count + 1
    // The steps are known before anything runs, so that bare words may name them.
    funnel.scope.columns[keys.count].words = LeadSteps.Step.allCases.map(\.rawValue)
    return try binder.arrangeGroups(funnel, by: request.clauses)
  }

  /// What is known of a lead, each where the data have it.
  private static func lines(of model: Model) -> [(name: String, text: String)] {
    var lines: [(name: String, text: String)] = []
    func add(_ fields: [String]) {
      for field in fields where model[.leads]?.field(field) != nil { lines.append((field, field)) }
    }
    add([
      "created", "touched_at", "qualified_at", "status", "converted", "converted_at",
      "converted_deal", "disqualified_at", "disqualified_reason", "campaign",
    ])
    if model.backRelation(from: .activities, to: .leads) != nil,
      model[.activities]?.field("at") != nil
    {
      lines.append(("first activity", "min(activities.at)"))
    }
    if model.link(.leads, "converted_deal") != nil {
      lines.append(("is won", "converted_deal.won"))
      lines.append(("won on", "converted_deal.closed_on"))
      if model[.deals]?.field("created") != nil {
        lines.append(("deal created", "converted_deal.created"))
      }
    }
    if model.link(.leads, "campaign") != nil, model[.campaigns]?.field("cost") != nil {
      lines.append(("campaign cost", "campaign.cost"))
    }
    return lines
  }
}

/// Counts leads by group and step, what they cost, and why they were disqualified.
enum LeadFunnelRun {
  static func run(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) -> Rows {
    let rows = inputs[0]
    let groups = try context.groups(of: rows)
    let book = LeadBook(rows, today: context.today)
    var steps = [LeadSteps](repeating: LeadSteps(), count: groups.count)
    for row in 0..<rows.count where groups.groupOf[row] >= 0 {
      steps[Int(groups.groupOf[row])].add(book.lead(row))
    }
    let costs = try costs(of: rows, groups, context)
    tell(steps, book, context)
    context.section(reasons(of: rows, groups, book, context))
    return table(steps, costs, groups, context)
  }

  /// By group what its leads' campaigns cost, each campaign once; nil where none has a cost.
  private static func costs(
    of rows: Rows, _ groups: OperatorGroups, _ context: OperatorContext
  ) throws(EvaluationFailure) -> [Int128?] {
    var costs = [Int128?](repeating: nil, count: groups.count)
    guard let cost = rows["campaign cost"], case .text(let campaigns)? = rows["campaign"] else {
      context.note(Note(.leadsWithoutCampaigns))
      return costs
    }
    var seen = Set<[Int32]>()
    let amounts = cost.exactValues
    for row in 0..<rows.count where groups.groupOf[row] >= 0 && cost.isPresent(row) {
      let group = groups.groupOf[row]
      guard seen.insert([group, campaigns.codes[row]]).inserted else { continue }
      let (sum, overflow) = (costs[Int(group)] ?? 0).addingReportingOverflow(amounts[row])
      guard !overflow else { throw .overflow("a sum of costs") }
      costs[Int(group)] = sum
    }
    if costs.contains(where: { $0 != nil }) { context.note(Note(.costOfCampaigns)) }
    return costs
  }

  private static func table(
    _ steps: [LeadSteps], _ costs: [Int128?], _ groups: OperatorGroups, _ context: OperatorContext
  ) -> Rows {
    let places = groups.order.flatMap { group in
      (0..<LeadSteps.count).map { (group: Int(group), step: $0) }
    }
    func numbers(_ value: (LeadSteps, Int) -> Double?) -> Column {
      .number(NumberColumn(places.map { value(steps[$0.group], $0.step) }))
    }
    let costs = places.map { place -> Int128? in
      let leads = steps[place.group].reached[place.step]
      return leads > 0
        ? costs[place.group].map { Money.dividedHalfEven($0, by: Int128(leads)) } : nil
    }
    let columns: [Column] = [
      .text(TextColumn(places.map { LeadSteps.Step.allCases[$0.step].rawValue as String? })),
      numbers { Double($0.reached[$1]) }, numbers { $0.rate(of: $1) },
      numbers { Double($0.lost[$1]) }, numbers { $0.medianDays(to: $1) }, .money(costs),
    ]
    let keys = zip(context.node.columns, groups.keys).map {
      Rows.Named($0.name, $0.type, $1.gathered(places.map { Int32($0.group) }))
    }
    return Rows(
      count: places.count,
      columns: keys
        + zip(LeadFunnelPlan.figures, columns).map { Rows.Named($0.name, $0.type, $1) })
  }

  /// Why leads were disqualified, the most frequent reason of each group first.
  private static func reasons(
    of rows: Rows, _ groups: OperatorGroups, _ book: LeadBook, _ context: OperatorContext
  ) -> AnswerSection {
    let disqualified = (0..<Int32(rows.count)).filter {
      groups.groupOf[Int($0)] >= 0 && book.isDisqualified(Int($0))
    }
    let reasons =
      rows["disqualified_reason"]?.gathered(disqualified)
      ?? .text(TextColumn(disqualified.map { _ in String?.none }))
    let groupKeys = groups.keys.map { key in
      key.gathered(disqualified.map { groups.groupOf[Int($0)] })
    }
    let parted = Grouping(groupKeys + [reasons], count: disqualified.count)
    var counts = [Int](repeating: 0, count: disqualified.isEmpty ? 0 : parted.count)
    for group in parted.groups { counts[Int(group)] += 1 }
    let columns = (groupKeys + [reasons]).map { $0.gathered(parted.representatives) }
    let figures = Column.number(NumberColumn(counts.map { Double($0) }))
    let order = RowOrder(
      groupKeys.indices.map { SortColumn(columns[$0], isDescending: false) } + [
        SortColumn(figures, isDescending: true),
        SortColumn(columns[groupKeys.count], isDescending: false),
      ]
    ).sorted(count: counts.count)
    let keyed = zip(context.node.columns, columns).map {
      AnswerColumn(name: $0.name, type: $0.type, column: $1.gathered(order))
    }
    return AnswerSection(
      name: "reasons",
      columns: Array(keyed.prefix(groupKeys.count)) + [
        AnswerColumn(
          name: "reason", type: .category, column: columns[groupKeys.count].gathered(order)),
        AnswerColumn(name: "leads", type: .number, column: figures.gathered(order)),
      ], rowCount: counts.count)
  }

  private static func tell(_ steps: [LeadSteps], _ book: LeadBook, _ context: OperatorContext) {
    context.note(Note(.leadMedians, [.day("today", context.today)]))
    for (place, step) in LeadSteps.Step.allCases.enumerated() {
      let count = steps.reduce(0) { $0 + $1.untimed[place] }
      guard count > 0 else { continue }
      context.note(Note(.leadsUntimed, [.count("n", count), .text("step", step.rawValue)]))
    }
    if book.undated > 0 { context.note(Note(.leadsUndated, [.count("n", book.undated)])) }
  }
}

/// What the columns of leads say of each.
private struct LeadBook {
  private let rows: Rows
  private let today: Int32
  private let qualifiedStatus: [Bool]
  private let disqualifiedStatus: [Bool]
  private let status: TextColumn?

  init(_ rows: Rows, today: Int32) {
    self.rows = rows
    self.today = today
    if case .text(let texts)? = rows["status"] { status = texts } else { status = nil }
    let words = status?.dictionary.values.map { $0.lowercased() } ?? []
    disqualifiedStatus = words.map { word in
      ["disqualif", "unqualif", "not qualif", "junk", "reject"].contains { word.contains($0) }
    }
    let isOut = disqualifiedStatus
    qualifiedStatus = words.indices.map { words[$0].contains("qualif") && !isOut[$0] }
  }

  /// How many leads have no day of creation.
  var undated: Int {
    (0..<rows.count).count { moment("created", $0) == nil }
  }

  func lead(_ row: Int) -> LeadSteps.Lead {
    let touched = moment("touched_at", row) ?? moment("first activity", row)
    let qualified = moment("qualified_at", row)
    let converted = moment("converted_at", row) ?? moment("deal created", row)
    let won = moment("won on", row)
    let isConverted =
      truth("converted", row) || moment("converted_at", row) != nil
      || rows["converted_deal"]?.isPresent(row) == true
    let created = moment("created", row)
    return LeadSteps.Lead(
      isReached: [
        true, touched != nil, qualified != nil || hasStatus(qualifiedStatus, row), isConverted,
        truth("is won", row),
      ],
      seconds: [0] + [touched, qualified, converted, won].map { Self.seconds(created, $0) },
      known: Self.seconds(created, Moment(second: Int64(today + 1) * 86_400, hasTime: true)),
      isDisqualified: isDisqualified(row))
  }

  func isDisqualified(_ row: Int) -> Bool {
    moment("disqualified_at", row) != nil || rows["disqualified_reason"]?.isPresent(row) == true
      || hasStatus(disqualifiedStatus, row)
  }

  private struct Moment {
    var second: Int64
    var hasTime: Bool
  }

  /// The time between two moments: whole days where one of them is but a day.
  private static func seconds(_ start: Moment?, _ end: Moment?) -> Int64? {
    guard let start, let end else { return nil }
    if start.hasTime, end.hasTime { return end.second - start.second }
    let days =
      CivilDate.dayNumber(ofSecond: end.second) - CivilDate.dayNumber(ofSecond: start.second)
    return Int64(days) * 86_400
  }

  private func moment(_ name: String, _ row: Int) -> Moment? {
    guard let column = rows[name], column.isPresent(row) else { return nil }
    switch column {
    case .day(let days): return Moment(second: Int64(days.values[row]) * 86_400, hasTime: false)
    case .second(let seconds): return Moment(second: seconds.values[row], hasTime: true)
    default: return nil
    }
  }

  private func truth(_ name: String, _ row: Int) -> Bool {
    guard case .boolean(let truths)? = rows[name] else { return false }
    return truths.values[row] && truths.validity?[row] ?? true
  }

  private func hasStatus(_ wanted: [Bool], _ row: Int) -> Bool {
    guard let status, status.codes[row] >= 0 else { return false }
    return wanted[Int(status.codes[row])]
  }
}

extension NoteForm {
  fileprivate static let leadMedians = NoteForm(
    "lead-medians",
    "median_days from creation by Kaplan–Meier; a lead that has not come to a step waits up to {today}"
  )
  fileprivate static let leadsUntimed = NoteForm(
    "leads-untimed",
    "of {n:# lead|# leads} nobody recorded when {n:it was|they were} {step}, and median_days passes "
      + "over {n:it|them}")
  fileprivate static let leadsUndated = NoteForm(
    "leads-undated",
    "{n:# lead has|# leads have} no day of creation, and {n:is|are} left out of median_days")
  fileprivate static let leadsWithoutCampaigns = NoteForm(
    "leads-without-campaigns", "the leads name no campaigns with a cost, so cost is missing")
  fileprivate static let costOfCampaigns = NoteForm(
    "cost-of-campaigns",
    "cost is that of the leads' campaigns as wholes ÷ the leads at the step")
}
