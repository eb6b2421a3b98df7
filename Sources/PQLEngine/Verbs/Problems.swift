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
    operators: [Operator("problems", parts: ProblemsRun.parts, run: ProblemsRun.run)])
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
    let keys = try question.bind(request, of: source(request, binder), &binder)
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

  /// The records that the question is about: deals, or those there are where the data have none.
  private static func source(_ request: VerbRequest, _ binder: QueryBinder) -> Expression {
    guard request.clauses.source == nil, binder.model[.deals] == nil,
      let entity = EntityKind.allCases.first(where: { entity in
        binder.model[entity] != nil && binder.rules.contains { $0.entity == entity }
      })
    else { return request.source }
    return Expression(.name([Name(entity.rawValue, request.verbSpan)]), request.verbSpan)
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
    _ request: VerbRequest, of source: Expression, _ binder: inout QueryBinder
  ) throws(Reported) -> [GroupKey] {
    let rows = try binder.resolveRows(source, clauses: request.clauses)
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

extension NoteForm {
  fileprivate static let rulesDefinedHere = NoteForm("rules-defined-here", "defined here: {rules}")
  fileprivate static let rulesOff = NoteForm("rules-off", "switched off here: {rules}")
}
