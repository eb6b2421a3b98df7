/// Clauses of queries and steps.
extension Parser {
  /// Clauses in any order, each once; what is none is told and skipped.
  func clauses(inStep: Bool) -> [Clause] {
    var clauses: [Clause] = []
    while !isAtEnd, sign != .pipe {
      let before = position
      if let clause = foreignClause() ?? clause(inStep: inStep) {
        add(clause, to: &clauses)
      } else {
        unexpected(inside: nil)
        skipToClause()
      }
      assert(position > before, "a clause has at least one token")
      if position == before { advance() }
    }
    return clauses
  }

  private func add(_ clause: Clause, to clauses: inout [Clause]) {
    guard let first = clauses.first(where: { $0.keyword == clause.keyword }) else {
      clauses.append(clause)
      return
    }
    guard diagnostics.count < Self.mostDiagnostics else { return }
    diagnostics.append(
      .repeatedClause(
        clause.keyword.rawValue, at: clause.keywordSpan, first: first.keywordSpan,
        isCondition: clause.keyword == .where))
  }

  private func skipToClause() {
    advance()
    var depth = 0
    while !isAtEnd {
      if depth == 0 {
        if sign == .pipe { return }
        if keyword?.clause != nil, beginsClause(at: position) { return }
        if beginsForeignClause(at: position) { return }
      }
      if sign?.closer != nil { depth += 1 }
      if sign?.isCloser == true { depth = max(0, depth - 1) }
      advance()
    }
  }

  /// clause = "of" expression | "where" expression | "by" named { "," named } | "per" named
  ///   | "during" … | "since" … | "until" … | "as" … | "vs" … | "using" … | "show" … | "sort" …
  ///   | "top" … | "limit" … | "in" currency | "let" … | "export" text.
  private func clause(inStep: Bool) -> Clause? {
    guard let word = keyword?.clause else { return nil }
    if word == .inCurrency, kind(at: position + 1) != .word { return nil }
    if word == .let || word == .export, !inStep { return nil }
    let start = position
    advance()
    var keywordSpan = span(from: start)
    let content: ClauseContent
    if word == .asFormat, keyword == .of {
      advance()
      keywordSpan = span(from: start)
      content = hasContent(.asOf, keywordSpan) ? .asOf(binary(.range)) : .unreadable(.asOf)
    } else {
      content = hasContent(word, keywordSpan) ? clauseContent(word) : .unreadable(word)
    }
    return Clause(content, keywordSpan: keywordSpan, span: span(from: start))
  }

  /// Whether something stands behind a clause's word; tells it when nothing does.
  private func hasContent(_ clause: ClauseKeyword, _ word: Span) -> Bool {
    if canBeginOperand(at: position) || sign == .plus { return true }
    report(.clauseWithoutContent(clause, found: found(), at: span, word: word))
    return false
  }

  private func clauseContent(_ clause: ClauseKeyword) -> ClauseContent {
    switch clause {
    case .of: return .of(expression())
    case .where: return .where(expression())
    case .per: return .per(namedExpression())
    case .during: return during()
    case .since: return .since(binary(.range))
    case .until: return .until(binary(.range))
    case .asOf: return .asOf(binary(.range))
    case .vs: return .vs(binary(.range))
    case .using: return .using(head())
    case .sort: return .sort(commaSeparated { $0.sortKey() })
    case .top: return top()
    case .limit: return .limit(expression())
    case .inCurrency: return nameContent(clause) { .inCurrency($0) }
    case .asFormat: return nameContent(clause) { .asFormat($0) }
    case .let: return .let(commaSeparated { $0.column() })
    case .export: return export()
    default: return .expressions(clause, commaSeparated { $0.namedExpression() })
    }
  }

  /// during = "during" operand [ "on" path ].
  private func during() -> ClauseContent {
    let period = binary(.range)
    return .during(period, on: take(.on) ? binary(.range) : nil)
  }

  private func nameContent(
    _ clause: ClauseKeyword, _ content: (Name) -> ClauseContent
  ) -> ClauseContent {
    if let name = takeName() { return content(name) }
    report(
      .expected(
        clause == .inCurrency ? "a currency, as in `in EUR`" : "a format, as in `as json`",
        found: found(), at: span))
    return .unreadable(clause)
  }

  /// sort-key = [ "-" ] expression.
  func sortKey() -> SortKey {
    let isDescending = take(.minus)
    let expression = expression()
    guard kind == .word else { return SortKey(isDescending: isDescending, expression: expression) }
    let direction = text(at: position).asciiLowercased
    guard
      direction == "desc" || direction == "asc" || direction == "descending"
        || direction == "ascending"
    else { return SortKey(isDescending: isDescending, expression: expression) }
    let down = direction.hasPrefix("desc")
    let key = lexed.text(expression.span)
    report(
      .foreignDirection(
        direction, key: (down ? "-" : "") + key, at: span, replacing: expression.span.through(span))
    )
    advance()
    return SortKey(isDescending: isDescending || down, expression: expression)
  }

  /// top = "top" number "by" sort-key { "," sort-key } [ "per" expression { "," expression } ]
  ///   [ "with" "others" ].
  private func top() -> ClauseContent {
    let count = binary(.range)
    var keys: [SortKey] = []
    if take(.by) {
      keys = commaSeparated { $0.sortKey() }
    } else {
      report(.topWithoutKey(lexed.text(count.span), found: found(), at: span))
    }
    let groups = take(.per) ? commaSeparated { $0.expression() } : []
    var withOthers = false
    if take(.with) {
      withOthers = take(.others)
      if !withOthers {
        report(.expected("`others`", found: found(), at: span, because: span(at: position - 1)))
      }
    }
    return .top(count: count, by: keys, per: groups, withOthers: withOthers)
  }

  /// column = name "=" expression.
  func column() -> NamedExpression {
    let start = position
    guard let name = takeName(), take(.equal) else {
      report(.expected("a column as in `let part = a / b`", found: found(), at: span))
      return NamedExpression(
        label: nil, expression: Expression(.unreadable, span(from: start)), span: span(from: start))
    }
    let expression = expression()
    return NamedExpression(label: name, expression: expression, span: span(from: start))
  }

  /// export = "export" text.
  private func export() -> ClauseContent {
    if let (path, span) = takeText() { return .export(path, span) }
    report(.expected("the name of a file, as in `export \"deals.csv\"`", found: found(), at: span))
    return .unreadable(.export)
  }
}
