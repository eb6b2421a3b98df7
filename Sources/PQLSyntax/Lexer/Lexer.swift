/// Cuts a text into tokens.
///
/// Never fails: what is no token becomes one of kind `unknown` and a diagnostic.
package struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  var offset = 0
  var lineStart = 0
  var lexemes: [Lexeme] = []
  var diagnostics: [Diagnostic] = []

  /// Cuts the whole text.
  package static func lex(_ source: SourceText) -> LexedText {
    var lexer = Lexer(source: source, bytes: Array(source.text.utf8))
    lexer.lexemes.reserveCapacity(lexer.bytes.count / 5)
    lexer.run()
    return LexedText(
      source: source, bytes: lexer.bytes, lexemes: lexer.lexemes, diagnostics: lexer.diagnostics)
  }

  private init(source: SourceText, bytes: [UInt8]) {
    self.source = source
    self.bytes = bytes
  }

  private mutating func run() {
    while true {
      let triviaStart = offset
      let lineBreak = skipTrivia()
      let indentation = indentation(at: offset)
      guard offset < bytes.count else {
        append(.end, from: offset, triviaStart, lineBreak, indentation)
        return
      }
      let start = offset
      let kind = scanToken()
      assert(offset > start, "a token has at least one byte")
      append(kind, from: start, triviaStart, lineBreak, indentation)
    }
  }

  private mutating func append(
    _ kind: TokenKind, from start: Int, _ triviaStart: Int, _ lineBreak: Lexeme.Break,
    _ indentation: Int
  ) {
    let span = Span(start, offset)
    var lexeme = Lexeme(
      token: Token(kind, triviaStart: triviaStart, span: span), lineBreak: lineBreak,
      indentation: indentation)
    if kind == .word, span.end - span.start <= Keyword.longest {
      lexeme.keyword = Keyword(word: text(span))
    }
    if kind == .sign { lexeme.sign = sign(span) }
    lexemes.append(lexeme)
  }

  /// The sign at a place, also one that only looks like it.
  private func sign(_ span: Span) -> Sign? {
    if let sign = Sign.bySpelling[Array(bytes[span.start..<span.end])] { return sign }
    return scalar(at: span.start).flatMap { Self.lookalikes[$0.scalar] }
      .flatMap { Sign(rawValue: $0) }
  }

  private mutating func scanToken() -> TokenKind {
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return scanNumber()
    case UInt8(ascii: "\""): return scanText()
    case UInt8(ascii: "'"): return scanSingleQuoted()
    case UInt8(ascii: "`"): return scanQuotedWord()
    case UInt8(ascii: "$"): return scanParameter()
    case UInt8(ascii: "/") where patternMayBegin(): return scanPattern()
    case UInt8(ascii: ".") where isDigit(peek(1)) && !followsOperand(): return scanBareFraction()
    default: break
    }
    if isNameStart(at: offset) { return scanWord() }
    return scanSign() ?? scanUnknown()
  }

  // MARK: - Signs

  private mutating func scanSign() -> TokenKind? {
    for length in [3, 2, 1] where offset + length <= bytes.count {
      guard let sign = Sign.bySpelling[Array(bytes[offset..<offset + length])] else { continue }
      let span = Span(offset, offset + length)
      offset += length
      if let native = sign.native {
        report(.foreignOperator(sign.rawValue, native: native, at: span))
      }
      return .sign
    }
    return nil
  }

  /// Characters the language has no use for; a run of them is one token.
  private mutating func scanUnknown() -> TokenKind {
    let start = offset
    let first = scalar(at: offset)
    if let opening = first?.scalar, let closing = Self.curlyQuotes[opening] {
      return scanCurlyQuoted(closing: closing, doubled: Self.curlyDoubles.contains(opening))
    }
    if let replacement = first.flatMap({ Self.lookalikes[$0.scalar] }), let length = first?.length {
      offset += length
      report(
        .lookalike(text(Span(start, offset)), replacement: replacement, at: Span(start, offset)))
      return .sign
    }
    repeat {
      offset += scalar(at: offset)?.length ?? 1
    } while offset < bytes.count && !canBeginToken(at: offset)
    report(.unexpectedCharacter(text(Span(start, offset)), at: Span(start, offset)))
    return .unknown
  }

  private func canBeginToken(at place: Int) -> Bool {
    let byte = bytes[place]
    if byte < 0x80 {
      return byte <= 0x20 || isNameStart(at: place) || isDigit(byte)
        || Self.beginners.contains(byte) || Sign.bySpelling[[byte]] != nil
    }
    guard let found = scalar(at: place)?.scalar else { return false }
    return isNameStart(at: place) || found.properties.isWhitespace
      || Self.curlyQuotes[found] != nil || Self.lookalikes[found] != nil
  }

  private static let beginners: Set<UInt8> = Set("\"'`$#".utf8)
  static let curlyQuotes: [Unicode.Scalar: Set<Unicode.Scalar>] = [
    "\u{201C}": ["\u{201D}", "\u{201C}", "\""], "\u{201D}": ["\u{201D}", "\""],
    "\u{201E}": ["\u{201C}", "\u{201D}", "\""], "\u{00AB}": ["\u{00BB}"],
    "\u{2018}": ["\u{2019}", "'"], "\u{2019}": ["\u{2019}", "'"],
  ]
  static let curlyDoubles: Set<Unicode.Scalar> = [
    "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}",
  ]
  /// Characters that look like a sign of the language, or stand for one elsewhere.
  static let lookalikes: [Unicode.Scalar: String] = [
    "\u{2264}": "<=", "\u{2265}": ">=", "\u{2260}": "!=", "\u{2212}": "-", "\u{2013}": "-",
    "\u{2014}": "-", "\u{00D7}": "*", "\u{00F7}": "/", "\u{2026}": "..",
  ]
}

extension Lexer {
  // MARK: - Trivia

  /// Skips white space and comments, and says what they part.
  mutating func skipTrivia() -> Lexeme.Break {
    if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
      lineStart = 3
    }
    var found = Lexeme.Break.none
    var lineIsBare = false
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0C, 0x0B:
        offset += 1
      case 0x0A, 0x0D:
        if found == .none { found = .line } else if lineIsBare { found = .blank }
        lineIsBare = true
        passLineEnd()
      case UInt8(ascii: "#"):
        lineIsBare = false
        while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
      default:
        guard skipForeignSpace() else { return found }
      }
    }
    return found
  }

  private mutating func passLineEnd() {
    let isPair = bytes[offset] == 0x0D && peek(1) == 0x0A
    offset += isPair ? 2 : 1
    lineStart = offset
  }

  /// White space that is no plain space: read as one, with an error.
  private mutating func skipForeignSpace() -> Bool {
    guard bytes[offset] >= 0x80, let found = scalar(at: offset),
      found.scalar.properties.isWhitespace || found.scalar == "\u{FEFF}"
        || found.scalar == "\u{200B}"
    else { return false }
    let span = Span(offset, offset + found.length)
    report(.foreignSpace(found.scalar, at: span))
    offset = span.end
    return true
  }

  private func indentation(at place: Int) -> Int {
    var end = lineStart
    while end < place, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    return end - lineStart
  }

  // MARK: - Characters

  /// The byte so many places on; 0 behind the end.
  func peek(_ distance: Int) -> UInt8 {
    offset + distance < bytes.count ? bytes[offset + distance] : 0
  }

  func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  func text(_ span: Span) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  mutating func report(_ diagnostic: Diagnostic) {
    guard diagnostics.count < Parser.mostDiagnostics else { return }
    diagnostics.append(diagnostic)
  }

  /// The character at a place and how many bytes it takes.
  func scalar(at place: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard place < bytes.count else { return nil }
    let first = bytes[place]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard place + length <= bytes.count else { return nil }
    var value = length == 1 ? UInt32(first) : UInt32(first) & (0xFF >> UInt32(length + 1))
    for next in bytes[(place + 1)..<(place + length)] { value = value << 6 | UInt32(next & 0x3F) }
    return Unicode.Scalar(value).map { ($0, length) }
  }

  /// Whether the token before is one that a value ends with, without a gap.
  func followsOperand() -> Bool {
    guard let last = lexemes.last, last.token.span.end == offset else { return false }
    switch last.token.kind {
    case .word, .quotedWord, .parameter: return true
    default: return last.sign == .closeRound || last.sign == .closeSquare
    }
  }
}
