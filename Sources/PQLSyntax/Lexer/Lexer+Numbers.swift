extension Lexer {
  /// number = digits [ "." digits ] [ "k" | "M" | "B" ]; percent = number "%";
  /// duration = number ( "d" | "w" | "mo" | "q" | "y" | "bd" ).
  mutating func scanNumber() -> TokenKind {
    if let kind = scanDate() { return kind }
    let start = offset
    skipDigits()
    if bytes[start..<offset].count > 0, peek(0) == UInt8(ascii: "."), isDigit(peek(1)) {
      offset += 1
      skipDigits()
    }
    let suffixStart = offset
    skipName()
    let span = Span(start, offset)
    let digits = text(Span(start, suffixStart))
    let suffix = text(Span(suffixStart, offset))
    if suffix.isEmpty, peek(0) == UInt8(ascii: "%") {
      offset += 1
      return checked(.percent, digits, Span(start, offset))
    }
    switch suffix {
    case "", "k", "M", "B": return checked(.number, digits, span)
    default: break
    }
    if NumberLiteral.durationUnit(suffix: suffix) != nil {
      return checked(.duration, digits, span)
    }
    report(.unknownNumberSuffix(suffix, digits: digits, at: span))
    return .number
  }

  /// `.5`, which the language writes `0.5`.
  mutating func scanBareFraction() -> TokenKind {
    let start = offset
    offset += 1
    skipDigits()
    skipName()
    report(.bareFraction(text(Span(start, offset)), at: Span(start, offset)))
    return .number
  }

  private mutating func checked(_ kind: TokenKind, _ digits: String, _ span: Span) -> TokenKind {
    if NumberLiteral.number(text(span)) == nil, kind != .duration {
      report(.numberOutOfRange(at: span))
    }
    return kind
  }

  /// Digits, with `_` between two of them.
  private mutating func skipDigits() {
    while isDigit(peek(0)) || (peek(0) == UInt8(ascii: "_") && isDigit(peek(1))) { offset += 1 }
  }

  // MARK: - Dates

  /// date = year "-" month "-" day; timestamp = date "T" hour ":" minute [ ":" second ];
  /// period = year "-" ( month | "Q" quarter ).
  ///
  /// What has the shape of a date is one token, also when there is no such day.
  private mutating func scanDate() -> TokenKind? {
    let start = offset
    guard start + 4 < bytes.count, (1...3).allSatisfy({ isDigit(peek($0)) }),
      peek(4) == UInt8(ascii: "-")
    else { return nil }
    if peek(5) | 0x20 == UInt8(ascii: "q"), isDigit(peek(6)) {
      offset += 6
      return finishDate(.period, from: start)
    }
    let monthDigits = !isDigit(peek(5)) ? 0 : !isDigit(peek(6)) ? 1 : !isDigit(peek(7)) ? 2 : 3
    let afterMonth = 5 + monthDigits
    guard monthDigits == 1 || monthDigits == 2 else { return nil }
    if peek(afterMonth) == UInt8(ascii: "-"), isDigit(peek(afterMonth + 1)) {
      offset += afterMonth + 1
      return finishDay(from: start)
    }
    let next = start + afterMonth
    guard next >= bytes.count || !isNamePart(at: next), peek(afterMonth) != UInt8(ascii: "%"),
      !(peek(afterMonth) == UInt8(ascii: ".") && isDigit(peek(afterMonth + 1)))
    else { return nil }
    offset = next
    return finishDate(.period, from: start)
  }

  private mutating func finishDay(from start: Int) -> TokenKind {
    skipName()
    let hasTime = text(Span(start, offset)).contains("T")
    while hasTime, peek(0) == UInt8(ascii: ":"), isDigit(peek(1)) {
      offset += 1
      skipName()
    }
    return finishDate(hasTime ? .timestamp : .date, from: start)
  }

  /// `FY2026`, `FY2026-Q3`, `FY2026-P03`: a word of that shape is a period.
  mutating func fiscalPeriod(from start: Int) -> TokenKind? {
    guard offset - start == 6, bytes[start] == UInt8(ascii: "F"),
      bytes[start + 1] == UInt8(ascii: "Y"), bytes[(start + 2)..<offset].allSatisfy(isDigit)
    else { return nil }
    if peek(0) == UInt8(ascii: "-"), isDigit(peek(2)),
      peek(1) | 0x20 == UInt8(ascii: "q") || peek(1) | 0x20 == UInt8(ascii: "p")
    {
      offset += 2
      return finishDate(.period, from: start)
    }
    return .period
  }

  private mutating func finishDate(_ kind: TokenKind, from start: Int) -> TokenKind {
    skipName()
    let span = Span(start, offset)
    switch DateLiteral.read(bytes[span.start..<span.end]) {
    case .success: break
    case .failure(let failure): report(.impossibleDate(text(span), failure, at: span))
    }
    return kind
  }
}
