/// A stretch of text and what it is, for an editor to colour.
package struct Highlight: Sendable, Hashable {
  package var span: Span
  package var kind: HighlightKind

  package init(_ span: Span, _ kind: HighlightKind) {
    self.span = span
    self.kind = kind
  }
}

/// What an editor tells apart; each case names text of that kind.
package enum HighlightKind: String, Sendable, Hashable, CaseIterable {
  /// `where`, `by`, `last`
  case keyword
  /// the first word of a head, and what stands before brackets: `sum`, `month(…)`
  case verb
  /// `amount`, `account.industry`
  case name
  /// `$region`
  case parameter
  /// `"EMEA"`
  case text
  /// `/pro/i`
  case pattern
  /// `50k`, `20%`, `30d`
  case number
  /// `2026-06-30`, `2026-Q3`
  case date
  /// `+`, `(`, `|`
  case sign
  /// `# why`
  case comment
  /// what cannot be read
  case error
}

/// What each word, literal, sign and comment of a text is, in order and without overlap.
package func highlights(_ text: String) -> [Highlight] {
  let tree = parse(SourceText(typed: text))
  let lexed = Lexer.lex(tree.source)
  var names = NameCollector()
  for statement in tree.statements { names.visit(statement.kind) }
  let wrong = Set(lexed.diagnostics.map(\.span))
  var highlights: [Highlight] = []
  for lexeme in lexed.lexemes {
    let token = lexeme.token
    let gap = Gap(lexed.bytes, Span(token.triviaStart, token.span.start))
    for comment in gap.comments {
      let end = comment.start + comment.text.utf8.count
      highlights.append(Highlight(Span(comment.start, end), .comment))
    }
    guard token.kind != .end else { continue }
    let kind = wrong.contains(token.span) ? .error : names.kind(of: lexeme)
    highlights.append(Highlight(token.span, kind))
  }
  return highlights
}

extension NameCollector {
  /// What a token is.
  func kind(of lexeme: Lexeme) -> HighlightKind {
    switch lexeme.token.kind {
    case .word:
      let start = lexeme.token.span.start
      if verbs.contains(start) { return .verb }
      return lexeme.keyword != nil && !self.names.contains(start) ? .keyword : .name
    case .quotedWord: return .name
    case .text: return .text
    case .number, .percent, .duration: return .number
    case .date, .timestamp, .period: return .date
    case .pattern: return .pattern
    case .parameter: return .parameter
    case .sign, .end: return .sign
    case .unknown: return .error
    }
  }
}
