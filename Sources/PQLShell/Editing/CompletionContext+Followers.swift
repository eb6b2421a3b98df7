import PQLModel
import PQLPlan
import PQLSyntax

extension CompletionContext {
  /// What may stand behind a whole operand: operators that fit it, then further words.
  var followers: [Completer.Candidate] {
    switch frame.part {
    case .head where isBehindHeadWord: return headArguments + furtherWords
    case .topCount: return [.init("by", "the key that decides", space: true)]
    case .topKeys:
      return [
        .init("per", "so many rows for each value", space: true),
        .init("with others", "one row for all the rest"),
      ] + furtherWords
    case .topGroups: return [.init("with others", "one row for all the rest")] + furtherWords
    case .clause(.during):
      return [.init("on", "by which date", space: true)] + furtherWords
    case .clause(.asFormat), .clause(.inCurrency): return furtherWords
    case .newName:
      let entity = Completer.Candidate("for", "of which entity", space: true)
      return walk.statement == .let ? [] : [entity] + conditionWord
    case .entity: return conditionWord
    case .file, .setting, .day, .type, .list, .definition, .source, .begin, .step: return []
    default: return (walk.takesConditions ? operators : []) + furtherWords
    }
  }

  /// What stands before the condition of a rule.
  private var conditionWord: [Completer.Candidate] {
    walk.statement == .rule ? [.init("when", "the condition", space: true)] : []
  }

  /// What stands behind the condition of a rule.
  private var ruleWords: [Completer.Candidate] {
    RuleSeverity.allCases.map { .init($0.rawValue, "how grave it is", space: true) }
      + [.init("because", "the reason, in quotes", space: true)]
  }

  /// Clause words outside brackets, the words of a call inside.
  private var furtherWords: [Completer.Candidate] {
    if walk.isOutside {
      if walk.statement == .rule, frame.part == .condition { return ruleWords }
      return walk.statement == nil || walk.statement == .let ? clauseWords() : []
    }
    switch frame.part {
    case .arguments where isAggregate(frame.function):
      return [
        .init("where", "which rows count", space: true),
        .init("during", "rows of a period", space: true),
        .init("over", "of all rows with the same key", space: true),
      ]
    case .arguments where frame.function.flatMap(catalog.window) != nil:
      return [.init("over", "of all rows with the same key", space: true)]
    case .callWhere: return [.init("during", "rows of a period", space: true)]
    case .callDuring: return [.init("on", "by which date", space: true)]
    default: return []
    }
  }

  private func isAggregate(_ name: String?) -> Bool {
    name.flatMap(catalog.aggregate) != nil
  }

  // MARK: - Clauses

  /// The clause words that are not used yet, in the formatter's order.
  func clauseWords(all: Bool = false) -> [Completer.Candidate] {
    let isInStep = walk.stepCount > 0
    var allowed = resolver.names.clauses(
      of: query ?? Query(head: [], clauses: [], steps: [], span: Span(0, 0)), inStep: isInStep)
    if isInStep, walk.headWord == nil { allowed.subtract([.by, .per]) }
    if isInStep, walk.headWord != nil { allowed.subtract([.let, .export]) }
    // Words behind the cursor are used too.
    let used = all ? [] : walk.clauses + (isInStep ? [] : query?.clauses.map(\.keyword) ?? [])
    return ClauseDefinition.all.filter {
      allowed.contains($0.keyword) && !used.contains($0.keyword)
    }.map { .init($0.keyword.rawValue, $0.summary, space: true) }
  }

  // MARK: - Heads

  /// Whether the cursor stands right behind the first word of a head.
  private var isBehindHeadWord: Bool {
    walk.isOutside && walk.headWord == walk.words.count - 1
  }

  private var headArguments: [Completer.Candidate] {
    guard let place = walk.headWord, let aggregate = catalog.aggregate(walk.words[place].text)
    else { return [] }
    let names = resolver.names.known(in: walk.stepCount > 0 ? scope : rowScope)
    switch aggregate.argument {
    case .value(let families):
      return fields(names.filter { name in name.type.map { fits($0, families) } ?? true })
    case .share:
      return fields(
        names.filter { $0.type.map { fits($0, [.number, .money, .duration]) } ?? true })
    case .rows, .variants, .valueAndPercentile: return []
    }
  }

  func fits(_ type: ValueType, _ families: [TypeFamily]) -> Bool {
    families.contains { $0.contains(type) }
  }

  // MARK: - Operators

  private var operators: [Completer.Candidate] {
    let logic: [Completer.Candidate] = [
      .init("and", "both conditions", space: true), .init("or", "either condition", space: true),
    ]
    guard frame.comparison == nil else { return isInCondition ? logic : [] }
    guard let start = frame.operandStart, let meaning = meaning(of: start..<walk.words.count) else {
      return []
    }
    if meaning.type == .boolean { return logic }
    return Operators.rows.flatMap { row in words(of: row, for: meaning.type) }
  }

  private var isInCondition: Bool { frame.part != .members }

  private func words(of row: OperatorRow, for type: ValueType) -> [Completer.Candidate] {
    guard row.fits(type) else { return [] }
    guard row.operation == .presence else {
      return [.init(row.spelling, row.meaning, space: true)]
    }
    return [.init("is missing", "holds no value"), .init("is present", "holds a value")]
  }
}

extension OperatorRow {
  /// Whether an operand of the type may stand on the left.
  fileprivate func fits(_ type: ValueType) -> Bool {
    switch operation {
    case .presence: true
    case .binary(.equal), .binary(.notEqual): type != .list
    case .binary(.less), .binary(.lessOrEqual), .binary(.greater), .binary(.greaterOrEqual):
      type != .category && type != .list
    case .between: type.isMeasured || type == .date || type == .timestamp
    case .membership: type != .list
    case .text(.contains): type.isTextual || type == .list
    case .text: type.isTextual
    case .binary(.add), .binary(.subtract):
      type.isMeasured || type == .date || type == .timestamp
    case .binary(.multiply), .binary(.divide): type.isMeasured
    case .binary, .range: false
    }
  }

  /// What the operator asks, in a few words.
  fileprivate var meaning: String {
    switch operation {
    case .binary(.equal): "is the same"
    case .binary(.notEqual): "is another"
    case .binary(.less): "less, earlier"
    case .binary(.lessOrEqual): "at most"
    case .binary(.greater): "more, later"
    case .binary(.greaterOrEqual): "at least"
    case .between: "from one through another"
    case .membership: "is one of several, lies in a period"
    case .text(.contains): "holds a text, without regard to case"
    case .text(.startsWith): "begins with a text"
    case .text(.endsWith): "ends with a text"
    case .text(.matches): "matches a pattern, as in /pro|plus/i"
    case .binary, .range, .presence: ""
    }
  }
}

extension ValueType {
  /// Whether values can be added up or scaled.
  fileprivate var isMeasured: Bool {
    switch self {
    case .number, .money, .percent, .duration: true
    default: false
    }
  }
}
