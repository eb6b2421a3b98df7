import PQLSyntax

/// Goes through the tokens before the cursor and says what may come next.
///
/// It follows the parser's grammar loosely: what is being typed is seldom a whole statement.
struct StatementWalk {
  /// The part of a statement that a place belongs to.
  enum Part: Hashable {
    /// nothing yet: of a text, of `let x =`, of `| `
    case begin, source, step
    case head
    case clause(ClauseKeyword)
    /// of `top`: the number, the keys, behind `per`, behind `with`
    case topCount, topKeys, topGroups, topOthers
    /// behind `on`
    case dateField
    /// in the brackets of a call, and behind its words
    case arguments, callWhere, callDuring, callOn, callOver
    case brackets, list
    /// of `in (`
    case members
    /// a name of the user's own
    case newName
    /// behind `for`; behind `param x:`; behind `set`; behind `set today =`
    case entity, type, setting, day
    /// behind `use`
    case file
    /// behind `=` of `define` and `metric`, behind `expect` and `when`
    case value, figure, condition
    /// between the parts of a policy, rule, table or test
    case definition
  }

  /// A comparison whose right side is being typed.
  struct Comparison {
    /// The tokens of its left side.
    var left: Range<Int>
    /// The operator; `reached` for the word before a stage.
    var sign: String
    /// Whether the upper end of `between` is being typed.
    var hasUpperEnd = false
    /// Whether the right side is more than one operand.
    var isComputed = false
  }

  /// What is open: the statement itself, then each bracket.
  struct Frame {
    var part: Part
    /// The word before the bracket and its place.
    var function: String?
    var start: Int
    /// Where the operand at hand, or the one before, begins.
    var operandStart: Int?
    var comparison: Comparison?
    /// Whether an operand is expected, and not what may follow one.
    var awaits = true
    /// Whether a dot stands before the cursor.
    var followsDot = false
    /// Whether `not` stands behind an operand.
    var isNegated = false
  }

  let words: [TypedWord]
  var frames: [Frame]
  /// The definition's word, if the statement is one.
  var statement: Keyword?
  var stepCount = 0
  /// The clause words of the query or step at hand, in their order.
  var clauses: [ClauseKeyword] = []
  /// The first word of the head at hand.
  var headWord: Int?
  /// What stands behind `for`.
  var entityWord: String?

  init(_ words: some Sequence<TypedWord>) {
    self.words = Array(words)
    frames = [Frame(part: .begin, start: 0)]
    for place in self.words.indices { take(place) }
  }

  var top: Frame {
    get { frames[frames.count - 1] }
    set { frames[frames.count - 1] = newValue }
  }

  var isOutside: Bool { frames.count == 1 }

  // MARK: - Steps

  private mutating func take(_ place: Int) {
    let word = words[place]
    if let sign = word.sign {
      take(sign, place)
    } else if let keyword = word.keyword, !top.followsDot, take(keyword, place) {
      return
    } else {
      operand(place)
    }
  }

  mutating func operand(_ place: Int) {
    let isBegin = top.part == .begin || top.part == .source || top.part == .step
    if isBegin { top.part = .head }
    if top.part == .head, isBegin || (top.awaits && !top.followsDot && top.operandStart == nil) {
      headWord = place
    }
    if top.part == .entity { entityWord = words[place].name }
    if top.operandStart == nil || (!top.awaits && !top.followsDot) {
      top.operandStart = place
      if !top.awaits { top.comparison = nil }
    }
    top.awaits = false
    top.followsDot = false
  }

  /// Begins an operand, or a list's next one.
  mutating func expectOperand() {
    top.operandStart = nil
    top.comparison = nil
    top.awaits = true
    top.followsDot = false
    top.isNegated = false
  }

  mutating func enter(_ part: Part) {
    top.part = part
    expectOperand()
  }

  mutating func enter(_ clause: ClauseKeyword) {
    clauses.append(clause)
    enter(clause == .top ? .topCount : .clause(clause))
  }

  /// Finds that `as` is the first word of `as of`.
  mutating func replaceLastClause(by clause: ClauseKeyword) {
    if !clauses.isEmpty { clauses.removeLast() }
    enter(clause)
  }

  // MARK: - Signs

  private mutating func take(_ sign: Sign, _ place: Int) {
    switch sign {
    case .openRound, .openSquare, .openBrace: open(sign, place)
    case .closeRound, .closeSquare, .closeBrace:
      if frames.count > 1 { frames.removeLast() }
      top.awaits = false
    case .comma:
      let comparison = top.part == .members ? top.comparison : nil
      if [.callWhere, .callDuring, .callOn].contains(top.part) { top.part = .arguments }
      expectOperand()
      top.comparison = comparison
    case .pipe, .pipes: if isOutside { beginStep() }
    case .colon: enter(statement == .param ? .type : top.part)
    case .dot: (top.awaits, top.followsDot) = (true, true)
    case .plus, .minus, .star, .slash, .coalesce, .range, .halfOpenRange: compute()
    case .arrow: expectOperand()
    case .semicolon: enter(.begin)
    default: compare(sign.native ?? sign.rawValue, place)
    }
  }

  private mutating func beginStep() {
    stepCount += 1
    clauses = []
    headWord = nil
    enter(.step)
  }

  private mutating func open(_ sign: Sign, _ place: Int) {
    let before = place > 0 ? words[place - 1] : nil
    var frame = Frame(part: .brackets, start: place)
    if let comparison = top.comparison, comparison.sign == "in", top.awaits {
      frame.part = .members
      frame.comparison = comparison
    } else if sign == .openSquare {
      frame.part = .list
    } else if sign == .openBrace {
      frame.part = .definition
    } else if let before, before.isName, !top.awaits, before.span.end == words[place].span.start {
      frame.part = .arguments
      frame.function = before.text
    } else if top.part == .begin || top.part == .step {
      top.part = .head
    }
    frames.append(frame)
  }

  private mutating func compute() {
    if !top.awaits { top.comparison?.isComputed = true }
    top.awaits = true
  }

  mutating func compare(_ sign: String, _ place: Int) {
    if sign == "=", isOutside, let statement, takesBody(statement) { return }
    if sign == "=", top.part == .clause(.let), top.operandStart == place - 1, top.comparison == nil
    {
      return expectOperand()
    }
    let start = top.operandStart ?? place
    top.comparison = Comparison(left: start..<(top.isNegated ? place - 1 : place), sign: sign)
    top.awaits = true
    top.isNegated = false
  }

  /// What stands behind the `=` of a definition.
  private mutating func takesBody(_ statement: Keyword) -> Bool {
    guard [.newName, .entity, .type, .setting].contains(top.part) else { return false }
    switch statement {
    case .let: enter(.source)
    case .define, .param: enter(.value)
    case .metric: enter(.figure)
    case .set: enter(.day)
    default: return false
    }
    return true
  }
}
