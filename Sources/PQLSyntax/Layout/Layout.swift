/// Says where statements end.
///
/// A statement ends at a line's end, unless a bracket is open, the line ends in an operator, `|` or
/// a comma, or the next line is indented deeper than the statement or begins with `|` or a clause
/// word. A blank line or `;` ends it for sure, except inside braces.
struct Layout {
  let lexemes: [Lexeme]
  /// Whether the statement that begins at a token is a line of another reader's: it ends with its
  /// line, whatever stands there.
  var isLine: (_ place: Int) -> Bool = { _ in false }
  /// the open brackets of the statement at hand.
  private(set) var open: [Sign] = []
  private var braces = 0

  init(lexemes: [Lexeme]) {
    self.lexemes = lexemes
  }

  /// The tokens of each statement; `;` and the end belong to none.
  mutating func statements() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    var isInLine = false
    for place in lexemes.indices {
      let lexeme = lexemes[place]
      let isEnd = lexeme.token.kind == .end
      let isSeparator = lexeme.sign == .semicolon && (braces == 0 || isInLine)
      if place > start,
        isEnd || isSeparator
          || (isInLine ? lexeme.lineBreak != .none : ends(before: place, begun: start))
      {
        result.append(start..<place)
        start = place
        reset()
      }
      if place == start { isInLine = isLine(place) }
      if isEnd || isSeparator {
        start = place + 1
        if !isEnd { reset() }
      } else {
        count(lexeme.sign)
      }
    }
    return result
  }

  private mutating func reset() {
    open = []
    braces = 0
  }

  private mutating func count(_ sign: Sign?) {
    guard let sign else { return }
    if sign.closer != nil {
      open.append(sign)
      if sign == .openBrace { braces += 1 }
    } else if sign.isCloser, open.last?.closer == sign {
      open.removeLast()
      if sign == .closeBrace { braces -= 1 }
    }
  }

  /// Whether the statement that began at a token ends before another one.
  private func ends(before place: Int, begun start: Int) -> Bool {
    let lexeme = lexemes[place]
    let isDeeper = lexeme.indentation > lexemes[start].indentation
    if braces > 0 {
      return lexeme.lineBreak != .none && !isDeeper && beginsDefinition(at: place)
    }
    switch lexeme.lineBreak {
    case .none: return false
    case .blank: return true
    case .line: break
    }
    if !open.isEmpty || isDeeper || continues(after: lexemes[place - 1]) { return false }
    return !continuesStatement(at: place)
  }

  private func continues(after lexeme: Lexeme) -> Bool {
    Self.continuesLine(lexeme)
  }

  /// Whether a line that ends in this token goes on in the next.
  static func continuesLine(_ lexeme: Lexeme) -> Bool {
    if let sign = lexeme.sign { return sign.continuesLine }
    guard let keyword = lexeme.keyword, keyword.isReserved else { return false }
    return keyword != .true && keyword != .false && keyword != .missing
  }

  /// Whether a line that begins with this token carries the statement before it on.
  private func continuesStatement(at place: Int) -> Bool {
    let lexeme = lexemes[place]
    if lexeme.sign == .pipe { return true }
    guard let clause = lexeme.keyword?.clause, clause != .let, clause != .export else {
      return false
    }
    return lexemes[min(place + 1, lexemes.count - 1)].sign != .colon
  }

  /// Whether a definition that stands for itself begins here, so that a brace left open before it
  /// does not swallow it.
  private func beginsDefinition(at place: Int) -> Bool {
    guard let keyword = lexemes[place].keyword, place + 2 < lexemes.count else { return false }
    let next = lexemes[place + 1].token.kind
    let third = lexemes[place + 2]
    switch keyword {
    case .policy, .rule, .table:
      return (next == .word || next == .quotedWord)
        && (third.token.kind == .word || third.sign == .openBrace)
    case .test: return next == .text && third.keyword == .for
    case .let, .metric, .param: return next == .word && third.sign == .equal
    case .define: return next == .word && (third.keyword == .for || third.sign == .equal)
    default: return false
    }
  }
}

/// Whether a text typed so far is a whole statement, so that Enter submits it.
///
/// The text comes without the end of its last line; an empty last line submits in any case, but
/// not inside braces.
package func isComplete(_ text: String) -> Bool {
  let lexed = Lexer.lex(SourceText(typed: text))
  var layout = Layout(lexemes: Array(lexed.lexemes.dropLast()))
  guard let end = lexed.lexemes.last, let last = layout.lexemes.last else { return true }
  layout.goThrough()
  if layout.open.contains(.openBrace) { return false }
  if last.sign == .semicolon || end.lineBreak != .none { return true }
  return layout.open.isEmpty && !Layout.continuesLine(last)
}

/// A word that begins a statement, as whoever may take its line sees it.
package struct LineWord {
  /// In lower case.
  package var word: String
  /// Whether nothing stands behind it in its statement.
  package var isAlone: Bool
  /// Whether white space stands behind it, or nothing.
  package var standsApart: Bool
}

/// Where the statements lie that belong to another reader, by the word or sign they begin with.
///
/// Such a statement ends with its line or at `;`, and need not be anything that the parser reads.
package func lineStatements(
  in source: SourceText, where isTaken: @escaping (LineWord) -> Bool
) -> [Span] {
  let lexed = Lexer.lex(source)
  var layout = Layout(lexemes: lexed.lexemes)
  layout.isLine = { isTaken(lexed.lineWord(at: $0)) }
  return layout.statements().filter { isTaken(lexed.lineWord(at: $0.lowerBound)) }.map {
    lexed.lexemes[$0.lowerBound].token.span.through(lexed.lexemes[$0.upperBound - 1].token.span)
  }
}

extension LexedText {
  fileprivate func lineWord(at place: Int) -> LineWord {
    let span = lexemes[place].token.span
    let next = place + 1 < lexemes.count ? lexemes[place + 1] : nil
    let end = next.map { $0.token.kind == .end || $0.lineBreak != .none || $0.sign == .semicolon }
    return LineWord(
      word: text(span).lowercased(), isAlone: end ?? true,
      standsApart: span.end >= bytes.count || bytes[span.end] <= 0x20 || end ?? true)
  }
}

extension Layout {
  /// Leaves in `open` what the last statement has open.
  mutating func goThrough() {
    _ = statements()
  }
}

extension Layout {
  /// Where an item inside braces ends.
  ///
  /// At a line's end, unless a bracket is open, the line ends in an operator or a comma, or the next
  /// begins with `because`. The row of a table ends with its line, as `-` may be its last cell.
  static func itemEnd(
    _ lexemes: [Lexeme], from start: Int, before stop: Int, isTable: Bool
  ) -> Int {
    var depth = 0
    var place = start
    while place < stop {
      let lexeme = lexemes[place]
      if place > start, depth == 0, lexeme.lineBreak != .none, lexeme.keyword != .because,
        isTable || !continuesLine(lexemes[place - 1])
      {
        return place
      }
      if depth == 0, lexeme.sign == .semicolon || lexeme.sign == .closeBrace { return place }
      if lexeme.sign?.closer != nil { depth += 1 }
      if lexeme.sign?.isCloser == true { depth -= 1 }
      if depth < 0 { return place + 1 }
      place += 1
    }
    return place
  }

  /// The items between a brace and the one that closes it; `;` belongs to none.
  static func items(
    _ lexemes: [Lexeme], open: Int, before stop: Int, isTable: Bool
  ) -> (items: [Range<Int>], close: Int) {
    var items: [Range<Int>] = []
    var place = open + 1
    while place < stop, lexemes[place].sign != .closeBrace {
      if lexemes[place].sign == .semicolon {
        place += 1
        continue
      }
      let end = itemEnd(lexemes, from: place, before: stop, isTable: isTable)
      items.append(place..<max(end, place + 1))
      place = max(end, place + 1)
    }
    return (items, place)
  }
}
