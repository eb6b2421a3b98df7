/// Clauses that other languages write: told with the fix, and read as what they mean.
extension Parser {
  /// `group by`, `order by`, `sort by`, `having`.
  func foreignClause() -> Clause? {
    guard beginsForeignClause(at: position) else { return nil }
    switch text(at: position).asciiLowercased {
    case "group": return groupBy()
    case "having": return having()
    default: return orderBy()
    }
  }

  private func groupBy() -> Clause {
    let start = position
    position += 2
    let words = span(from: start)
    let messages = diagnostics.count
    let keys = commaSeparated { $0.namedExpression() }
    let whole = span(from: start)
    let text = lexed.text(Span(words.end, whole.end))
    insert(.foreignClause("group by", native: "by\(text)", at: words, edit: "by"), at: messages)
    return Clause(.expressions(.by, keys), keywordSpan: words, span: whole)
  }

  private func orderBy() -> Clause {
    let start = position
    let spelling = "\(text(at: start).asciiLowercased) by"
    position += 2
    let words = span(from: start)
    let messages = diagnostics.count
    let keys = commaSeparated { $0.sortKey() }
    let whole = span(from: start)
    let text = keys.map { ($0.isDescending ? "-" : "") + lexed.text($0.expression.span) }
    let native = "sort \(text.joined(separator: ", "))"
    diagnostics.removeSubrange(messages...)
    insert(
      .foreignClause(spelling, native: native, at: words, replacing: whole, edit: native),
      at: messages)
    return Clause(.sort(keys), keywordSpan: words, span: whole)
  }

  private func having() -> Clause {
    let start = position
    advance()
    let word = span(from: start)
    let messages = diagnostics.count
    let condition = expression()
    let whole = span(from: start)
    let text = lexed.text(condition.span)
    insert(
      .foreignClause("having", native: "| where \(text)", at: word, edit: "| where"), at: messages)
    return Clause(.unreadable(.where), keywordSpan: word, span: whole)
  }

  private func insert(_ diagnostic: Diagnostic, at place: Int) {
    guard diagnostics.count < Self.mostDiagnostics else { return }
    diagnostics.insert(diagnostic, at: min(place, diagnostics.count))
  }

  /// `select … from …` and `from … select …`: told as a whole, and not read further.
  func foreignQuery() -> Query? {
    guard kind == .word, canBeginOperand(at: position + 1) || sign(at: position + 1) == .star else {
      return nil
    }
    let word = text(at: position).asciiLowercased
    guard word == "select" || word == "from", sign(at: position + 1) != .openRound else {
      return nil
    }
    let start = position
    let native = word == "select" ? fromSelect() : fromSource()
    report(.foreignQuery(word, native: native, at: span, whole: span(from: start, to: stop)))
    position = stop
    lastReported = stop
    let whole = span(from: start)
    let item = HeadItem(label: nil, operands: [Expression(.unreadable, whole)], span: whole)
    return Query(head: [item], clauses: [], steps: [], span: whole)
  }

  private func span(from start: Int, to end: Int) -> Span {
    lexemes[start].token.span.through(lexemes[max(start, end - 1)].token.span)
  }

  /// `select a, b from deals …` as `deals show a, b …`.
  private func fromSelect() -> String? {
    guard let from = (position..<stop).first(where: { keyword(at: $0) == .from }),
      kind(at: from + 1) == .word, from > position + 1
    else { return nil }
    let columns = lexed.text(span(from: position + 1, to: from))
    let rest = from + 2 < stop ? " " + lexed.text(span(from: from + 2, to: stop)) : ""
    let show = columns == "*" ? "" : " show \(columns)"
    return "\(text(at: from + 1))\(rest)\(show)"
  }

  /// `from deals …` as `deals …`, with `select` as `show`.
  private func fromSource() -> String? {
    guard kind(at: position + 1) == .word else { return nil }
    return (position + 1..<stop).map { place in
      text(at: place).asciiLowercased == "select" ? "show" : text(at: place)
    }.reduce(into: "") { result, word in
      let sticks = result.isEmpty || word == "," || word == "." || result.hasSuffix(".")
      result += sticks ? word : " \(word)"
    }
  }
}
