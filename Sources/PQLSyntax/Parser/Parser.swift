/// Reads a text into its tree.
///
/// Never fails: what is wrong becomes a diagnostic and an `unreadable` node.
package func parse(_ source: SourceText) -> SyntaxTree {
  let lexed = Lexer.lex(source)
  var layout = Layout(lexemes: lexed.lexemes)
  let parser = Parser(lexed: lexed)
  var statements: [Statement] = []
  for range in layout.statements() {
    statements.append(parser.statement(in: range, isFirst: statements.isEmpty))
  }
  let diagnostics = (lexed.diagnostics + parser.diagnostics).enumerated().sorted {
    ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
  }
  return SyntaxTree(
    source: source, tokens: lexed.tokens, statements: statements,
    diagnostics: diagnostics.map(\.element))
}

/// Goes through the tokens of one statement after the other.
///
/// A class, as it lives only while one text is read: a value would be copied at every look ahead,
/// and the stack that nesting needs would grow with it.
final class Parser {
  /// How deep brackets, conditions and `not` may nest, so that no reader of the tree runs out of
  /// stack.
  static let deepestNesting = 120
  /// How many operators may stand in a chain, as each makes the tree one level higher.
  static let highestTree = 500
  /// How many names dots may join to one.
  static let longestPath = 32
  /// Where a text is so wrong that more messages would not help.
  static let mostDiagnostics = 1000

  let lexed: LexedText
  let lexemes: [Lexeme]
  var position = 0
  /// where the statement at hand begins.
  var begin = 0
  /// where the statement or the item of a definition at hand ends.
  var stop = 0
  var diagnostics: [Diagnostic] = []
  /// the token of the last message, which gets no second one.
  var lastReported = -1
  var nesting = 0
  /// how high the expression read last is.
  var height = 0
  /// how many round and square brackets are open.
  var brackets = 0
  /// whether clauses may follow an expression outside brackets.
  var isInQuery = false
  /// whether `{…}` is a value, as behind `given`.
  var allowsRecords = false
  /// the `if`s of the statement that a `then` belongs to.
  var conditionals: Set<Int> = []

  init(lexed: LexedText) {
    self.lexed = lexed
    lexemes = lexed.lexemes
  }

  // MARK: - Looking

  var isAtEnd: Bool { position >= stop }

  func lexeme(at place: Int) -> Lexeme? {
    place >= begin && place < stop ? lexemes[place] : nil
  }

  func kind(at place: Int) -> TokenKind { lexeme(at: place)?.token.kind ?? .end }
  func keyword(at place: Int) -> Keyword? { lexeme(at: place)?.keyword }
  func sign(at place: Int) -> Sign? { lexeme(at: place)?.sign }

  var kind: TokenKind { kind(at: position) }
  var keyword: Keyword? { keyword(at: position) }
  var sign: Sign? { sign(at: position) }

  /// The span of the token at a place; behind the last one the empty span at its end.
  func span(at place: Int) -> Span {
    if let lexeme = lexeme(at: place) { return lexeme.token.span }
    guard stop > 0 else { return Span(0, 0) }
    let end = lexemes[stop - 1].token.span.end
    return Span(end, end)
  }

  var span: Span { span(at: position) }

  /// The text of the token at a place.
  func text(at place: Int) -> String {
    lexeme(at: place).map { lexed.text($0.token.span) } ?? ""
  }

  func bytes(at place: Int) -> ArraySlice<UInt8> {
    let span = span(at: place)
    return lexed.bytes[span.start..<span.end]
  }

  /// From a start to the end of the token read last.
  func span(from start: Int) -> Span {
    let begin = start < lexemes.count ? lexemes[start].token.span.start : lexed.bytes.count
    let end = position > start ? lexemes[position - 1].token.span.end : begin
    return Span(begin, end)
  }

  // MARK: - Taking

  func advance() {
    if position < stop { position += 1 }
  }

  func take(_ wanted: Sign) -> Bool {
    guard sign == wanted else { return false }
    position += 1
    return true
  }

  func take(_ wanted: Keyword) -> Bool {
    guard keyword == wanted else { return false }
    position += 1
    return true
  }

  /// The name at hand, quoted or not; reserved words are none.
  func takeName() -> Name? {
    guard isName(at: position) else { return nil }
    let name = name(at: position)
    position += 1
    return name
  }

  func isName(at place: Int) -> Bool {
    switch kind(at: place) {
    case .quotedWord: true
    case .word: keyword(at: place)?.isReserved != true
    default: false
    }
  }

  func name(at place: Int) -> Name {
    let span = span(at: place)
    guard kind(at: place) == .quotedWord else { return Name(lexed.text(span), span) }
    var content = lexed.bytes[span.start..<span.end].dropFirst()
    if content.last == UInt8(ascii: "`") { content = content.dropLast() }
    return Name(String(decoding: content, as: UTF8.self), span, isQuoted: true)
  }

  /// The text at hand, unescaped.
  func takeText() -> (String, Span)? {
    guard kind == .text else { return nil }
    let value = TextLiteral.value(bytes(at: position))
    let span = span
    position += 1
    return (value, span)
  }

  // MARK: - Telling

  func report(_ diagnostic: Diagnostic) {
    guard position != lastReported, diagnostics.count < Self.mostDiagnostics else { return }
    lastReported = position
    diagnostics.append(diagnostic)
  }

  /// Whether the lexer already said what is wrong with the token at hand.
  var isKnownWrong: Bool { kind == .unknown }
}
