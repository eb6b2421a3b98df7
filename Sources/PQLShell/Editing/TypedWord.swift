import PQLSyntax

/// A token of a statement that is being typed, with what the walk asks of it.
struct TypedWord {
  var kind: TokenKind
  var text: String
  var keyword: Keyword?
  var sign: Sign?
  var span: Span

  init(_ token: Token, in bytes: [UInt8]) {
    kind = token.kind
    span = token.span
    text = String(decoding: bytes[token.span.start..<token.span.end], as: UTF8.self)
    keyword = token.kind == .word ? Keyword(word: text) : nil
    sign = token.kind == .sign ? Sign(rawValue: text) : nil
  }

  /// The name that the token is, without its backticks.
  var name: String {
    guard kind == .quotedWord else { return text }
    return text.filter { $0 != "`" }
  }

  var isName: Bool { kind == .word || kind == .quotedWord }
}

/// The statement at the cursor: its tokens before the word being typed, and that word.
struct TypedStatement {
  /// The whole text.
  var text: String
  /// Every token of the statement.
  var words: [TypedWord]
  /// How many of them stand before the word being typed.
  var count: Int
  /// What was typed of the word at the cursor.
  var typed: String
  /// What a candidate replaces.
  var range: Range<Int>
  /// Where the statement begins and ends.
  var span: Span
  /// Its place among the statements of the text.
  var index: Int

  init(_ text: String, at cursor: Int) {
    let tree = parse(SourceText(typed: text))
    let bytes = Array(text.utf8)
    let cursor = min(max(cursor, 0), bytes.count)
    let tokens = tree.tokens.filter { $0.kind != .end }
    let statements = tree.statements.map { $0.tokens }
    let before = statements.lastIndex { tokens[$0.lowerBound].span.start <= cursor }
    index = before ?? 0
    let range = before.map { statements[$0] } ?? 0..<0
    var words = tokens[range].map { TypedWord($0, in: bytes) }
    // Behind `;` or a blank line another statement begins.
    if let last = words.last, last.span.end < cursor,
      Self.endsStatement(bytes[last.span.end..<cursor])
    {
      words = []
      index += 1
    }
    let place =
      words.firstIndex { $0.span.start < cursor && cursor <= $0.span.end && Self.isTyped($0) }
    self.text = text
    self.words = words
    count = words.count { $0.span.end <= cursor }
    typed = ""
    self.range = cursor..<cursor
    span = Span(words.first?.span.start ?? cursor, words.last?.span.end ?? cursor)
    guard let place else { return }
    let word = words[place]
    count = place
    typed = String(decoding: bytes[word.span.start..<cursor], as: UTF8.self)
    // A text without its end takes in what stands behind the cursor.
    let isOpen = word.kind == .text && (word.text.count < 2 || word.text.last != "\"")
    self.range = word.span.start..<(isOpen ? cursor : word.span.end)
  }

  /// Whether a token can be a word that somebody has begun to type.
  private static func isTyped(_ word: TypedWord) -> Bool {
    switch word.kind {
    case .word, .quotedWord, .parameter: true
    case .text: word.text.count < 2 || word.text.last != "\""
    case .unknown: word.text == "$"
    default: false
    }
  }

  private static func endsStatement(_ gap: ArraySlice<UInt8>) -> Bool {
    if gap.contains(UInt8(ascii: ";")) { return true }
    let rows = gap.split(separator: 0x0A, omittingEmptySubsequences: false)
    return rows.count > 2 && rows.dropFirst().dropLast().contains { $0.allSatisfy { $0 <= 0x20 } }
  }
}
