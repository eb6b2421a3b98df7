extension Lexer {
  /// text = """ { character | escape } """.
  mutating func scanText() -> TokenKind {
    let start = offset
    offset += 1
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return .text
      case UInt8(ascii: "\\"): scanEscape()
      default: offset += 1
      }
    }
    report(.unterminatedText(at: Span(start, offset)))
    return .text
  }

  /// escape = "\" ( "n" | "t" | "\" | """ | "u{" hex digits "}" ).
  private mutating func scanEscape() {
    let start = offset
    guard let (_, length) = TextLiteral.escape(in: bytes, at: offset) else {
      offset += 1
      if offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
        offset += scalar(at: offset)?.length ?? 1
      }
      report(.unknownEscape(text(Span(start, offset)), at: Span(start, offset)))
      return
    }
    offset += length
  }

  /// `'…'`, which the language does not write; read as text.
  mutating func scanSingleQuoted() -> TokenKind {
    let start = offset
    offset += 1
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "'"), peek(1) == UInt8(ascii: "'"), offset > start + 1 {
        offset += 2
        continue
      }
      offset += 1
      guard byte == UInt8(ascii: "'") else { continue }
      let content = TextLiteral.singleQuotedContent(bytes[(start + 1)..<(offset - 1)])
      report(.singleQuotedText(content, at: Span(start, offset)))
      return .text
    }
    report(.unterminatedSingleQuote(at: Span(start, offset)))
    return .text
  }

  /// “…” and its kin, as word processors write them; read as text.
  mutating func scanCurlyQuoted(closing: Set<Unicode.Scalar>, doubled: Bool) -> TokenKind {
    let start = offset
    offset += scalar(at: offset)?.length ?? 1
    let contentStart = offset
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      guard let (found, length) = scalar(at: offset) else { break }
      offset += length
      guard closing.contains(found) else { continue }
      let content = text(Span(contentStart, offset - length))
      report(.curlyQuotes(content, at: Span(start, offset)))
      return .text
    }
    report(.unterminatedText(at: Span(start, offset)))
    return .text
  }
}
