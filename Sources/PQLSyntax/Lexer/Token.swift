/// A word, literal or sign of the text.
package struct Token: Sendable, Hashable {
  package var kind: TokenKind
  /// Where the white space and comments before the token begin.
  package var triviaStart: Int
  package var span: Span

  package init(_ kind: TokenKind, triviaStart: Int, span: Span) {
    self.kind = kind
    self.triviaStart = triviaStart
    self.span = span
  }
}

/// What a token is; each case names text that produces it.
package enum TokenKind: Sendable, Hashable {
  /// `amount`, `where`: any name or keyword
  case word
  /// `` `Deal Amount` ``
  case quotedWord
  /// `"text"`
  case text
  /// `10k`, `2.5`
  case number
  /// `20%`
  case percent
  /// `30d`
  case duration
  /// `2026-06-30`
  case date
  /// `2026-06-30T14:05`
  case timestamp
  /// `2026-Q3`, `2026-06`, `FY2026`
  case period
  /// `/x/i`, only after `matches`
  case pattern
  /// `$region`
  case parameter
  /// `+`, `(`, `..<`, `=>`
  case sign
  /// what is no token of the language; a message says why
  case unknown
  /// the end of the text, with what trivia is left
  case end
}
