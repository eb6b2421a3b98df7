import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// The rules of good data and practice, with the records that break each and the money at stake.
  static let problems = Verb(
    VerbDefinition(
      name: "problems",
      summary: "counts the records that break each rule of good data and practice, and their money",
      clauses: [
        .of, .where, .by, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf,
      ],
      examples: [
        Example("problems", "every rule, those of the program and those defined here"),
        Example("problems where owner is missing | where deals > 0", "what else nobody works on"),
        Example("problems by owner | where rule = overdue", "one rule, by owner"),
        Example("deals where overdue and amount > 50k", "the deals of a rule"),
      ],
      spellings: "issues hygiene warnings checks probleme mängel problemas",
      reads: ["amount", "currency", "close_date", "closed_on", "created"]
        + RuleLibrary.rules.flatMap { [$0.name, $0.entity.rawValue] },
      resolve: ProblemsPlan.resolve),
    operators: [Operator("problems", run: ProblemsRun.run)])
}

/// Rows of each entity that rules are about, and an operator that asks every rule of them.
enum ProblemsPlan {
  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    if let operand = request.operands.first {
      throw binder.report(.unexpectedOperand(request.name, operand.span))
    }
    var question = ProblemsQuestion(rules: binder.rules)
    let keys = try question.bind(request, &binder)
    let keyColumns = keys.map { PlannedColumn(name: $0.name, type: $0.term.type) }
    let node = OperatorNode(
      "problems", inputs: question.inputs, keys: keys, settings: question.settings,
      asked: question.asked.compactMap { asked in
        asked.condition.map { NamedTerm(asked.rule.name, $0) }
      },
      columns: keyColumns + columns, reads: reads(binder.model))
    var problems = try binder.operated(node, verb: request.verbSpan, notes: question.notes)
    problems.period = question.period
    for place in problems.scope.columns.indices {
      switch problems.scope.columns[place].name {
      case "rule": problems.scope.columns[place].words = question.asked.map(\.rule.name)
      case "severity":
        problems.scope.columns[place].words = RuleSeverity.allCases.map(\.rawValue)
      default: break
      }
    }
    return try binder.arrangeGroups(problems, by: request.clauses)
  }

  private static let columns: [PlannedColumn] = [
    PlannedColumn(name: "rule", type: .category), PlannedColumn(name: "deals", type: .number),
    PlannedColumn(name: "amount", type: .money), PlannedColumn(name: "because", type: .text),
    PlannedColumn(name: "severity", type: .category),
  ]

  private static func reads(_ model: Model) -> ReadSet {
    var reads = ReadSet()
    if model[.deals]?.field("amount") != nil { reads.add("amount", of: .deals) }
    return reads
  }
}

/// The rules that a question asks, entity by entity, and what it cannot ask.
private struct ProblemsQuestion {
  private let rules: [KnownRule]
  private(set) var inputs: [PlanNode] = []
  private var entities: [EntityKind] = []
  private(set) var asked: [AskedRule] = []
  private(set) var notes: [Note] = []
  private(set) var period: AskedPeriod?

  init(rules: [KnownRule]) { self.rules = rules }

  /// Binds the rows, gives the keys of the groups.
  ///
  /// The records that the question names must bind. Without `of` these are the deals, and rules of other
  /// records are asked where the question fits them, too: an answer by groups holds one kind alone.
  mutating func bind(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> [GroupKey] {
    let rows = try binder.resolveRows(request.source, clauses: request.clauses)
    guard let first = rows.scope.entity else { throw Reported() }
    let keys = try binder.resolveKeys(request.clauses, in: rows.scope).keys
    notes += rows.notes
    period = rows.period
    ask(rows, first, request, &binder)
    if request.clauses.source == nil {
      for entity in EntityKind.allCases
      where entity != first && rules.contains(where: { $0.entity == entity }) {
        askBeside(entity, isGrouped: !keys.isEmpty, request, &binder)
      }
    }
    asked = rules.compactMap { rule in asked.first { $0.rule == rule } }
    tellOwn()
    return keys
  }

  private mutating func ask(
    _ rows: ResolvedQuery, _ entity: EntityKind, _ request: VerbRequest,
    _ binder: inout QueryBinder
  ) {
    inputs.append(rows.node)
    entities.append(entity)
    for rule in rules where rule.entity == entity && !rule.isOff {
      asked.append(binder.asked(rule, in: rows.scope, at: request.verbSpan))
    }
  }

  /// Asks the rules of other records than those of the question, if it fits them.
  private mutating func askBeside(
    _ entity: EntityKind, isGrouped: Bool, _ request: VerbRequest, _ binder: inout QueryBinder
  ) {
    let source = Expression(.name([Name(entity.rawValue, request.verbSpan)]), request.verbSpan)
    let (rows, lack) = binder.attemptRows(source, clauses: request.clauses)
    if let rows, !isGrouped { return ask(rows, entity, request, &binder) }
    let reason =
      lack ?? "groups are of one kind of records; `problems of \(entity.rawValue)` asks them"
    for rule in rules where rule.entity == entity && !rule.isOff {
      asked.append(AskedRule(rule: rule, lack: reason))
    }
  }

  private mutating func tellOwn() {
    func tell(_ form: NoteForm, _ told: [KnownRule]) {
      guard !told.isEmpty else { return }
      notes.append(Note(form, [.text("rules", told.map(\.name).joined(separator: ", "))]))
    }
    let told = asked.map(\.rule)
    tell(.rulesDefinedHere, told.filter(\.isOwn))
    tell(.rulesOff, rules.filter(\.isOff))
  }

  /// By rule, in their order: its name, its reason, how grave it is, which input it is asked of, and
  /// why it cannot be asked.
  var settings: [String: Value] {
    func list(_ text: (AskedRule) -> String?) -> Value {
      .list(asked.map { text($0).map(Value.text) ?? .missing })
    }
    return [
      "rules": list(\.rule.name), "because": list(\.rule.because),
      "severity": list(\.rule.severity.rawValue), "lack": list(\.lack),
      "input": .list(
        asked.map { asked in
          entities.firstIndex(of: asked.rule.entity).map { .number(Double($0)) } ?? .missing
        }),
    ]
  }
}

/// Counts the records of each group that break each rule.
enum ProblemsRun {
  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    var run = ProblemsFold(inputs, context)
    for place in run.rules.indices { try run.ask(place) }
    try run.addAmounts()
    run.tell()
    return try run.rows()
  }
}

/// The fold of `problems`: by rule the records of its input that break it.
private struct ProblemsFold {
  struct Rule {
    var name: String
    var because: String?
    var severity: String?
    var input: Int?
    var lack: String?
    /// The rows that break it; nil where it is not asked.
    var broken: Bitmap?
  }

  private let inputs: [Rows]
  private let context: OperatorContext
  private(set) var rules: [Rule]
  /// By row of the deals' input its amount; nil where the data have none.
  private var amounts: Column?

  init(_ inputs: [Rows], _ context: OperatorContext) {
    self.inputs = inputs
    self.context = context
    func texts(_ setting: String) -> [Value] {
      if case .list(let values)? = context.node.settings[setting] { values } else { [] }
    }
    let columns = ["because", "severity", "lack"].map(texts)
    let places = texts("input")
    rules = texts("rules").enumerated().map { place, name in
      Rule(
        name: name.written ?? "", because: columns[0][place].written,
        severity: columns[1][place].written,
        input: places[place].place, lack: columns[2][place].written)
    }
  }

  mutating func ask(_ place: Int) throws(EvaluationFailure) {
    guard let input = rules[place].input,
      let condition = context.node.asked.first(where: { $0.name == rules[place].name })?.term
    else { return }
    do throws(EvaluationFailure) {
      rules[place].broken = try context.condition(condition, of: inputs[input])
    } catch .missingRate(let currency, let base, _) {
      // The other rules have an answer all the same.
      rules[place].lack = "there is no rate between \(currency) and \(base)"
    }
  }

  /// Reads the amounts of the deals that break a rule, and of no others, which may lack a rate.
  mutating func addAmounts() throws(EvaluationFailure) {
    guard let deals = inputs.firstIndex(where: { $0.frame.entity == .deals }) else { return }
    let broken = broken(of: deals)
    do throws(EvaluationFailure) {
      amounts = try context.amounts(of: inputs[deals], where: broken)
    } catch .missingRate(let currency, let base, _) {
      context.note(
        Note(.problemsWithoutRate, [.text("currency", currency), .text("base", base)]))
    }
  }

  /// The rows of an input that break a rule.
  private func broken(of input: Int) -> Bitmap {
    rules.filter { $0.input == input }.compactMap(\.broken)
      .reduce(Bitmap(repeating: false, count: inputs[input].count), |)
  }

  // MARK: - Rows

  func rows() throws(EvaluationFailure) -> Rows {
    let groups = try context.groups(of: inputs[0])
    var picks: [Int32] = []
    var texts: [[String?]] = [[], [], []]
    var counts: [Int?] = []
    var sums: [Int128?] = []
    var figures: [[Figures]?] = []
    for rule in rules { figures.append(try self.figures(of: rule, groups)) }
    for group in groups.order {
      for (rule, figures) in zip(rules, figures) {
        picks.append(group)
        texts[0].append(rule.name)
        texts[1].append(rule.because)
        texts[2].append(rule.severity)
        counts.append(figures?[Int(group)].count)
        sums.append(figures?[Int(group)].amount)
      }
    }
    let made: [Column] = [
      .text(TextColumn(texts[0])), .number(NumberColumn(counts.map { $0.map(Double.init) })),
      .exact(
        ExactColumn(
          values: sums.map { $0 ?? 0 }, validity: Bitmap(sums.map { $0 != nil }))),
      .text(TextColumn(texts[1])), .text(TextColumn(texts[2])),
    ]
    let columns = groups.keys.map { $0.gathered(picks) } + made
    return Rows(
      count: picks.count,
      columns: zip(context.node.columns, columns).map { Rows.Named($0.name, $0.type, $1) })
  }

  private typealias Figures = (count: Int, amount: Int128?)

  /// By group how many records break a rule, and their money: missing where none of them has an
  /// amount.
  private func figures(
    of rule: Rule, _ groups: OperatorGroups
  ) throws(EvaluationFailure) -> [Figures]? {
    guard let broken = rule.broken, let input = rule.input else { return nil }
    let amounts = inputs[input].frame.entity == .deals ? self.amounts : nil
    let values = amounts?.exactValues
    var figures = [Figures](repeating: (0, amounts == nil ? nil : 0), count: groups.count)
    var valued = [Bool](repeating: false, count: groups.count)
    for row in broken.setRows.map(Int.init) {
      let group = input == 0 ? Int(groups.groupOf[row]) : 0
      figures[group].count += 1
      guard let amounts, let values, amounts.isPresent(row) else { continue }
      valued[group] = true
      let (sum, overflow) = (figures[group].amount ?? 0).addingReportingOverflow(values[row])
      if overflow { throw .overflow("the money of \(rule.name)") }
      figures[group].amount = sum
    }
    for group in figures.indices where figures[group].count > 0 && !valued[group] {
      figures[group].amount = nil
    }
    return figures
  }

  // MARK: - Notes

  func tell() {
    for (place, input) in inputs.enumerated() {
      let broken = broken(of: place)
      guard let entity = input.frame.entity,
        place == 0 || input.count > 0,
        rules.contains(where: { $0.input == place && $0.broken != nil })
      else { continue }
      context.note(
        Note(
          .recordsWithProblems,
          [
            .count("n", broken.setCount), .count("of", input.count),
            .text("records", entity.rawValue),
          ]))
      guard entity == .deals, let amounts else { continue }
      let unvalued = broken.setRows.count { !amounts.isPresent(Int($0)) }
      if unvalued > 0 { context.note(Note(.problemsUnvalued, [.count("n", unvalued)])) }
    }
    var reasons: [String] = []
    for rule in rules {
      if let lack = rule.lack, !reasons.contains(lack) { reasons.append(lack) }
    }
    for reason in reasons {
      let names = rules.filter { $0.lack == reason }.map(\.name).joined(separator: ", ")
      context.note(Note(.rulesNotAsked, [.text("rules", names), .text("because", reason)]))
    }
  }
}

extension OperatorContext {
  fileprivate func condition(
    _ term: Term, of rows: Rows
  ) throws(EvaluationFailure) -> Bitmap {
    try execution.condition(term, in: rows.frame)
  }

  /// The amounts of some of the rows, missing in the others; nil where the data have no amounts.
  fileprivate func amounts(
    of rows: Rows, where isAsked: Bitmap
  ) throws(EvaluationFailure) -> Column? {
    guard let deals = model[.deals], let index = deals.index(of: "amount"),
      deals.fields[index].type == .money
    else { return nil }
    let field = FieldReference(entity: .deals, index: index, name: "amount", type: .money)
    let some = try execution.evaluate(.field(field), in: rows.frame.filtered(isAsked))
    var places = [Int32](repeating: -1, count: rows.count)
    for (place, row) in isAsked.setRows.enumerated() { places[Int(row)] = Int32(place) }
    return some.gathered(places)
  }
}

extension Value {
  fileprivate var written: String? { if case .text(let text) = self { text } else { nil } }
  fileprivate var place: Int? { if case .number(let number) = self { Int(number) } else { nil } }
}

extension NoteForm {
  fileprivate static let recordsWithProblems = NoteForm(
    "records-with-problems",
    "{n} of {of} {records} break a rule; one that breaks several stands in each of them")
  fileprivate static let problemsUnvalued = NoteForm(
    "problems-unvalued",
    "{n:# of these deals has|# of these deals have} no amount, and {n:adds|add} nothing")
  fileprivate static let problemsWithoutRate = NoteForm(
    "problems-without-rate", "amount is missing: there is no rate between {currency} and {base}")
  fileprivate static let rulesNotAsked = NoteForm(
    "rules-not-asked", "not asked: {rules}: {because}")
  fileprivate static let rulesDefinedHere = NoteForm("rules-defined-here", "defined here: {rules}")
  fileprivate static let rulesOff = NoteForm("rules-off", "switched off here: {rules}")
}
