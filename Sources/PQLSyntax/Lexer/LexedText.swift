/// A token with what the parser asks about it.
struct Lexeme: Sendable {
  /// How a token stands to the one before it.
  enum Break: UInt8, Sendable {
    /// on the same line
    case none
    /// on a later line
    case line
    /// with a blank line between
    case blank
  }

  var token: Token
  var keyword: Keyword?
  var sign: Sign?
  var lineBreak: Break
  /// how far the token's line is indented, in bytes.
  var indentation: Int
}

/// A text cut into tokens; every byte belongs to a token or to the trivia before one.
package struct LexedText: Sendable {
  package var source: SourceText
  var bytes: [UInt8]
  /// ends with the token `.end`.
  var lexemes: [Lexeme]
  package var diagnostics: [Diagnostic]

  /// The tokens alone.
  package var tokens: [Token] { lexemes.map(\.token) }

  /// What stands at a place of the text.
  func text(_ span: Span) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }
}
