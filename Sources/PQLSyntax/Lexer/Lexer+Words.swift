extension Lexer {
  /// name = letter { letter | digit | "_" } | "`" { character } "`".
  mutating func scanWord() -> TokenKind {
    let start = offset
    skipName()
    return fiscalPeriod(from: start) ?? .word
  }

  /// parameter = "$" name.
  mutating func scanParameter() -> TokenKind {
    let start = offset
    offset += 1
    guard offset < bytes.count, isNameStart(at: offset) else {
      report(.bareDollar(at: Span(start, offset), digits: isDigit(peek(0))))
      return .unknown
    }
    skipName()
    return .parameter
  }

  mutating func scanQuotedWord() -> TokenKind {
    let start = offset
    offset += 1
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      offset += 1
      guard bytes[offset - 1] == UInt8(ascii: "`") else { continue }
      if offset - start == 2 { report(.emptyName(at: Span(start, offset))) }
      return .quotedWord
    }
    report(.unterminatedName(at: Span(start, offset)))
    return .quotedWord
  }

  mutating func skipName() {
    while offset < bytes.count, isNamePart(at: offset) {
      offset += bytes[offset] < 0x80 ? 1 : scalar(at: offset)?.length ?? 1
    }
  }

  /// Whether a name may begin with what stands at a place.
  func isNameStart(at place: Int) -> Bool {
    let byte = bytes[place]
    if byte < 0x80 {
      return byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }
    return scalar(at: place)?.scalar.properties.isAlphabetic ?? false
  }

  /// Whether a name may go on with what stands at a place.
  func isNamePart(at place: Int) -> Bool {
    let byte = bytes[place]
    if byte < 0x80 { return isDigit(byte) || isNameStart(at: place) }
    guard let found = scalar(at: place)?.scalar else { return false }
    switch found.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return found.properties.isAlphabetic
    }
  }

  // MARK: - Patterns

  /// Whether `/` begins a pattern: only after the word `matches` where that is the operator.
  func patternMayBegin() -> Bool {
    guard let last = lexemes.last, last.keyword == .matches, lexemes.count >= 2 else {
      return false
    }
    let before = lexemes[lexemes.count - 2]
    switch before.token.kind {
    case .sign: return before.sign == .closeRound || before.sign == .closeSquare
    case .word:
      guard let keyword = before.keyword else { return true }
      if keyword == .not { return true }
      if keyword.isReserved { return false }
      // `show matches / 2` divides, `show matches /x/` asks a field `show`
      return keyword.clause == nil || (peek(1) != 0x20 && peek(1) != 0)
    default: return true
    }
  }

  /// pattern = "/" { character | "\/" } "/" [ "i" ].
  mutating func scanPattern() -> TokenKind {
    let start = offset
    offset += 1
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\\"), offset + 1 < bytes.count, bytes[offset + 1] >= 0x20 {
        offset += 2
        continue
      }
      offset += 1
      guard byte == UInt8(ascii: "/") else { continue }
      scanPatternFlags(start)
      return .pattern
    }
    report(.unterminatedPattern(at: Span(start, offset)))
    return .pattern
  }

  private mutating func scanPatternFlags(_ start: Int) {
    let flags = offset
    skipName()
    let found = text(Span(flags, offset))
    guard found != "", found != "i" else { return }
    report(.unknownPatternFlag(found, at: Span(flags, offset), pattern: Span(start, flags)))
  }
}
