/// Expressions: one climbing loop over the operator table.
extension Parser {
  /// An operator found in the text.
  struct FoundOperator {
    var row: OperatorRow
    var isNegated: Bool
    /// how many tokens it takes.
    var length: Int
  }

  /// expression = operand { operator operand } | "not" expression.
  func expression() -> Expression {
    binary(.or)
  }

  /// Reads operands and the operators between them that bind at least so tightly.
  func binary(_ minimum: Precedence) -> Expression {
    guard nesting < Self.deepestNesting else { return tooDeep() }
    nesting += 1
    defer { nesting -= 1 }
    let start = position
    var left = prefix()
    var compared = false
    while let found = operatorHere(atLeast: minimum) {
      let isComparison = found.row.precedence == .comparison
      if isComparison, compared {
        left = chainedComparison(left, found, start)
        continue
      }
      compared = isComparison || (compared && found.row.precedence > .comparison)
      let leftHeight = height
      left = operation(found, left, start)
      height = max(height, leftHeight) + 1
      if height > Self.highestTree { return tooDeep() }
    }
    return left
  }

  /// prefix = "not" prefix | "-" prefix | operand.
  private func prefix() -> Expression {
    let start = position
    if keyword == .not || sign == .bang {
      advance()
      let operand = binary(.not)
      height += 1
      return Expression(.unary(.not, operand), span(from: start))
    }
    if sign == .minus {
      advance()
      guard nesting < Self.deepestNesting else { return tooDeep() }
      nesting += 1
      defer { nesting -= 1 }
      let operand = prefix()
      height += 1
      return Expression(.unary(.minus, operand), span(from: start))
    }
    return operand()
  }

  // MARK: - Finding operators

  /// The operator at hand, when it binds at least so tightly.
  func operatorHere(atLeast minimum: Precedence) -> FoundOperator? {
    var place = position
    var isNegated = false
    if keyword == .not, Precedence.comparison >= minimum {
      place += 1
      isNegated = true
    }
    if let sign = sign(at: place) {
      guard !isNegated, let row = Operators.row(sign), row.precedence >= minimum else { return nil }
      return FoundOperator(row: row, isNegated: false, length: 1)
    }
    guard let keyword = keyword(at: place), let row = Operators.row(keyword),
      row.precedence >= minimum
    else { return nil }
    let length = place - position + (keyword == .starts || keyword == .ends ? 2 : 1)
    switch keyword {
    case .and, .or, .is: if isNegated { return nil }
    case .in: if !isNegated && isCurrencyClause(at: place) { return nil }
    default:
      guard isOperatorWord(keyword, at: place) else { return nil }
    }
    return FoundOperator(row: row, isNegated: isNegated, length: length)
  }

  /// Whether `between`, `contains` and their like are operators here and not names.
  private func isOperatorWord(_ keyword: Keyword, at place: Int) -> Bool {
    var next = place + 1
    if keyword == .starts || keyword == .ends {
      guard self.keyword(at: next) == .with else { return false }
      next += 1
    }
    guard canBeginOperand(at: next) else { return false }
    return !(isBehindFieldTaker(place) && self.keyword(at: next)?.clause != nil)
  }

  // MARK: - Making nodes

  private func operation(
    _ found: FoundOperator, _ left: Expression, _ start: Int
  ) -> Expression {
    let operatorStart = position
    position += found.length
    let operatorSpan = span(from: operatorStart)
    switch found.row.operation {
    case .binary(let operation):
      let right = binary(found.row.precedence.tighter)
      return Expression(.binary(operation, operatorSpan, left, right), span(from: start))
    case .range(let includesEnd):
      let right = binary(.coalesce)
      return Expression(.range(left, right, includesEnd: includesEnd), span(from: start))
    case .between: return between(left, found.isNegated, operatorSpan, start)
    case .membership:
      let right = membershipOperand()
      return Expression(
        .membership(left, right, isNegated: found.isNegated), span(from: start))
    case .presence: return presence(left, operatorSpan, start)
    case .text(let test):
      let right = binary(.range)
      return Expression(
        .textTest(test, left, right, isNegated: found.isNegated), span(from: start))
    }
  }

  /// between = "between" operand "and" operand.
  private func between(
    _ left: Expression, _ isNegated: Bool, _ operatorSpan: Span, _ start: Int
  ) -> Expression {
    let low = binary(.coalesce)
    let lowHeight = height
    guard take(.and) else {
      report(.expected("`and` and the upper end", found: found(), at: span, because: operatorSpan))
      return Expression(.unreadable, span(from: start))
    }
    let high = binary(.coalesce)
    height = max(lowHeight, height)
    return Expression(.between(left, low, high, isNegated: isNegated), span(from: start))
  }

  /// presence = "is" [ "not" ] ( "missing" | "present" ).
  private func presence(
    _ left: Expression, _ operatorSpan: Span, _ start: Int
  ) -> Expression {
    let isNegated = take(.not)
    if take(.missing) {
      height = 0
      return Expression(.presence(left, isPresent: isNegated), span(from: start))
    }
    if take(.present) {
      height = 0
      return Expression(.presence(left, isPresent: !isNegated), span(from: start))
    }
    let isSpan = isNegated ? operatorSpan.through(span(at: position - 1)) : operatorSpan
    let right = binary(.range)
    return Expression(
      .isValue(left, right, isNegated: isNegated, operatorSpan: isSpan), span(from: start))
  }

  /// membership = "in" ( "(" expression { "," expression } ")" | list | operand ).
  func membershipOperand() -> Expression {
    guard sign == .openRound else { return binary(.range) }
    let start = position
    if sign(at: position + 1) == .closeRound {
      advance()
      let nothing = missingOperand()
      advance()
      return Expression(nothing.kind, span(from: start))
    }
    let elements = bracketed(.openRound) { $0.expression() }
    return Expression(.tuple(elements), span(from: start))
  }

  // MARK: - What cannot be read

  /// `a < b < c`: read to its end, and told how it is written.
  private func chainedComparison(
    _ left: Expression, _ found: FoundOperator, _ start: Int
  ) -> Expression {
    let operatorStart = position
    let messages = diagnostics.count
    let second = operation(found, left, start)
    let whole = span(from: start)
    if messages == diagnostics.count, left.kind != .unreadable {
      let sign = lexed.text(lexemes[operatorStart].token.span)
      let chain = ComparisonChain(
        left, sign, second, lexed, isNegated: keyword(at: start - 1) == .not)
      diagnostics.append(chain.diagnostic(at: whole, second: span(at: operatorStart)))
    }
    return Expression(.unreadable, whole)
  }

  /// Gives the statement up, with a message.
  private func tooDeep() -> Expression {
    let start = position
    report(.nestedTooDeep(at: span))
    position = stop
    lastReported = stop
    height = 0
    return Expression(.unreadable, span(from: start))
  }
}
