/// Operands: literals, names, brackets and what begins with a word.
extension Parser {
  /// operand = literal | period | name | call | conditional | "(" expression ")" | list | record.
  func operand() -> Expression {
    height = 0
    switch kind {
    case .number, .percent, .duration, .date, .timestamp, .period, .text, .parameter, .pattern:
      return literal()
    case .quotedWord: return nameOrCall()
    case .word: return wordOperand()
    case .sign: return signOperand()
    case .unknown:
      let start = position
      lastReported = position
      advance()
      return Expression(.unreadable, span(from: start))
    case .end: return missingOperand()
    }
  }

  private func signOperand() -> Expression {
    switch sign {
    case .openRound: return parenthesized()
    case .openSquare: return list()
    case .openBrace where allowsRecords: return record()
    case .plus:
      report(.signBeforeValue(at: span))
      while sign == .plus { advance() }
      return operand()
    case .star where sign(at: position + 1) == .closeRound:
      report(.starInBrackets(at: span, call: callBehindStar()))
      lastReported = position + 1
      let start = position
      advance()
      return Expression(.unreadable, span(from: start))
    default: return missingOperand()
    }
  }

  private func callBehindStar() -> (name: String, span: Span)? {
    guard sign(at: position - 1) == .openRound, kind(at: position - 2) == .word else { return nil }
    return (
      text(at: position - 2), span(at: position - 2).through(span(at: position + 1))
    )
  }

  /// Nothing was there to be read; the token stays for whoever can use it.
  func missingOperand() -> Expression {
    report(.missingExpression(found: found(), after: before(), at: span))
    let place = Span(span.start, span.start)
    return Expression(.unreadable, place)
  }

  private func wordOperand() -> Expression {
    guard let keyword else { return moneyBefore() ?? nameOrCall() }
    let start = position
    switch keyword {
    case .true, .false:
      advance()
      return Expression(.boolean(keyword == .true), span(from: start))
    case .missing:
      advance()
      return Expression(.missing, span(from: start))
    case .if where conditionals.contains(position): return conditional()
    case .last, .next, .past, .this:
      if let period = relativePeriod() { return period }
    case .today, .yesterday, .tomorrow, .now:
      if sign(at: position + 1) != .dot, sign(at: position + 1) != .openRound,
        let moment = keyword.moment
      {
        advance()
        return Expression(.moment(moment), span(from: start))
      }
    case .reached where beginsReached(): return reached()
    default: break
    }
    return keyword.isReserved ? missingOperand() : nameOrCall()
  }

  /// conditional = "if" expression "then" expression "else" expression.
  private func conditional() -> Expression {
    let start = position
    advance()
    let condition = expression()
    let conditionHeight = height
    guard take(.then) else { return expectedWord("then", start) }
    let yes = expression()
    let yesHeight = height
    guard take(.else) else { return expectedWord("else", start) }
    let no = expression()
    height = max(conditionHeight, yesHeight, height) + 1
    return Expression(.conditional(condition, yes, no), span(from: start))
  }

  private func expectedWord(_ word: String, _ start: Int) -> Expression {
    report(.expected("`\(word)`", found: found(), at: span, because: span(at: start)))
    return Expression(.unreadable, span(from: start))
  }

  private func beginsReached() -> Bool {
    let next = position + 1
    switch kind(at: next) {
    case .text, .parameter, .quotedWord: return true
    case .word:
      guard let keyword = keyword(at: next) else { return true }
      switch keyword {
      case .then, .else, .over, .on, .with, .because, .max, .fading, .when: return false
      default: return !keyword.isReserved && keyword.clause == nil && Operators.row(keyword) == nil
      }
    default: return false
    }
  }

  /// reached = "reached" ( name | text | parameter ).
  private func reached() -> Expression {
    let start = position
    advance()
    let stage = kind == .word || kind == .quotedWord ? nameOrCall() : operand()
    height = 1
    return Expression(.reached(stage), span(from: start))
  }

  // MARK: - Names

  /// path = name { "." name }; call = name "(" … ")".
  private func nameOrCall() -> Expression {
    let start = position
    var parts = [name(at: position)]
    advance()
    while sign == .dot {
      guard kind(at: position + 1) == .word || kind(at: position + 1) == .quotedWord else {
        advance()
        report(.expected("the name of a field after the dot", found: found(), at: span))
        return Expression(.unreadable, span(from: start))
      }
      parts.append(name(at: position + 1))
      position += 2
      if parts.count > Self.longestPath { return pathTooLong(start) }
    }
    if sign == .openRound, parts.count == 1 { return call(parts[0], start) }
    return Expression(.name(parts), span(from: start))
  }

  /// Passes over the rest of a path that is too long, with a message.
  private func pathTooLong(_ start: Int) -> Expression {
    while sign == .dot, kind(at: position + 1) == .word || kind(at: position + 1) == .quotedWord {
      position += 2
    }
    let whole = span(from: start)
    diagnostics.append(.pathTooLong(at: whole))
    return Expression(.unreadable, whole)
  }

  // MARK: - Brackets

  /// Elements parted by commas between brackets; the first bracket is at hand.
  func bracketed<Element>(
    _ opener: Sign, _ element: (Parser) -> Element
  ) -> [Element] {
    let open = position
    advance()
    brackets += 1
    defer { brackets -= 1 }
    var elements: [Element] = []
    var highest = 0
    if sign != opener.closer {
      repeat {
        if sign == opener.closer, !elements.isEmpty { break }
        elements.append(element(self))
        highest = max(highest, height)
      } while take(.comma)
    }
    height = highest + 1
    close(opener, open)
    return elements
  }

  /// Takes the bracket that closes another, or says that it is missing.
  func close(_ opener: Sign, _ open: Int) {
    guard let closer = opener.closer, !take(closer) else { return }
    if isAtEnd || kind == .end {
      report(.unclosedBracket(opener.rawValue, closer.rawValue, at: span(at: open), end: span))
    } else {
      unexpected(inside: (opener.rawValue, closer.rawValue, span(at: open)))
    }
    skip(to: closer)
  }

  /// Skips to behind a closing bracket, over whole brackets, and stops before `|`.
  private func skip(to closer: Sign) {
    var depth = 0
    while let lexeme = lexeme(at: position) {
      if lexeme.sign == closer, depth == 0 {
        position += 1
        return
      }
      if lexeme.sign?.closer != nil { depth += 1 }
      if lexeme.sign?.isCloser == true {
        guard depth > 0 else { return }
        depth -= 1
      }
      if lexeme.sign == .pipe, depth == 0 { return }
      position += 1
    }
  }

  private func parenthesized() -> Expression {
    let start = position
    advance()
    brackets += 1
    let inner = expression()
    brackets -= 1
    if sign == .comma {
      report(.listWithoutIn(at: span, open: span(at: start)))
      lastReported = position
      skip(to: .closeRound)
      return Expression(.unreadable, span(from: start))
    }
    close(.openRound, start)
    height += 1
    return Expression(.parenthesized(inner), span(from: start))
  }

  /// list = "[" [ expression { "," expression } ] "]".
  func list() -> Expression {
    let start = position
    let elements = bracketed(.openSquare) { $0.expression() }
    return Expression(.list(elements), span(from: start))
  }

  /// record = "{" [ entry { "," entry } ] "}".
  func record() -> Expression {
    guard nesting < Self.deepestNesting else { return expression() }
    nesting += 1
    defer { nesting -= 1 }
    let start = position
    let entries = bracketed(.openBrace) { $0.entry() }
    return Expression(.record(entries), span(from: start))
  }

  /// entry = name { "." name } ":" expression.
  private func entry() -> RecordEntry {
    var path: [Name] = []
    repeat {
      guard let name = takeName() else {
        report(.expected("the name of a field", found: found(), at: span))
        break
      }
      path.append(name)
    } while take(.dot)
    guard take(.colon) else {
      report(.expected("`:` and a value", found: found(), at: span))
      return RecordEntry(path: path, value: Expression(.unreadable, span))
    }
    return RecordEntry(path: path, value: expression())
  }
}
