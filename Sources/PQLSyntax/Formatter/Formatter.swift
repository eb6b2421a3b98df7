/// The canonical text of a whole tree; a statement in error stays as it is, byte for byte.
package func format(_ tree: SyntaxTree) -> String {
  var formatter = Formatter(tree: tree)
  return formatter.run()
}

/// Writes statements one below the other, with their comments.
struct Formatter {
  /// Lines longer than this are broken where they can be.
  static let widest = 120

  let tree: SyntaxTree
  let lexed: LexedText
  var output = ""
  /// where errors begin, in order.
  let errors: [Int]

  init(tree: SyntaxTree) {
    self.tree = tree
    lexed = Lexer.lex(tree.source)
    errors = tree.diagnostics.filter { $0.severity == .error }.map(\.span.start).sorted()
  }

  mutating func run() -> String {
    output.reserveCapacity(lexed.bytes.count)
    var end = lexed.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var wasBroken = false
    for (place, statement) in tree.statements.enumerated() {
      var gap = Gap(lexed.bytes, Span(end, statement.span.start))
      if place > 0, let trailing = gap.takeTrailing() { output += trailing.gap + trailing.text }
      let isBroken = isInError(statement)
      let text = isBroken ? lexed.text(statement.span) : format(statement)
      let hoisted = isBroken ? [] : hoistedComments
      if place > 0 || !gap.comments.isEmpty { endLine(first: place == 0) }
      let mustPart = wasBroken && gap.hasSeparator || carriesOn(text)
      write(gap, hoisted, mustPart: mustPart && place > 0)
      output += text
      end = statement.span.end
      wasBroken = isBroken
    }
    finish(from: end)
    return output
  }

  /// Comments that stood inside the statement formatted last and go before it.
  private var hoistedComments: [Comment] = []

  private mutating func endLine(first: Bool) {
    if !first { output += "\n" }
  }

  private mutating func write(_ gap: Gap, _ hoisted: [Comment], mustPart: Bool) {
    var isFirst = output.isEmpty
    for comment in gap.comments {
      if comment.linesBefore > 1, !isFirst { output += "\n" }
      output += comment.text + "\n"
      isFirst = false
    }
    if !isFirst, gap.linesAfter > 1 || (mustPart && !gap.hasBlankLine) { output += "\n" }
    for comment in hoisted { output += comment.text + "\n" }
  }

  private mutating func finish(from end: Int) {
    var gap = Gap(lexed.bytes, Span(end, lexed.bytes.count))
    if !tree.statements.isEmpty {
      if let trailing = gap.takeTrailing() { output += trailing.gap + trailing.text }
      output += "\n"
    }
    for comment in gap.comments {
      if comment.linesBefore > 1, !output.isEmpty { output += "\n" }
      output += comment.text + "\n"
    }
  }

  /// Whether a text would carry on the statement before it.
  private func carriesOn(_ text: String) -> Bool {
    if text.hasPrefix("|") { return true }
    let word = text.prefix { $0.isLetter }
    return Keyword(word: String(word))?.clause != nil
      && !(word.lowercased() == "let" || word.lowercased() == "export")
  }

  /// Whether an error lies in a statement or at its end.
  private func isInError(_ statement: Statement) -> Bool {
    var low = 0
    var high = errors.count
    while low < high {
      let middle = (low + high) / 2
      if errors[middle] < statement.span.start { low = middle + 1 } else { high = middle }
    }
    return low < errors.count && errors[low] <= statement.span.end
  }

  // MARK: - One statement

  private mutating func format(_ statement: Statement) -> String {
    hoistedComments = []
    let range = statement.tokens
    var printer = Printer(source: lexed.bytes)
    for place in range where lexed.lexemes[place].token.kind == .text {
      let span = lexed.lexemes[place].token.span
      let value = TextLiteral.value(lexed.bytes[span.start..<span.end])
      if printer.spellings[value] == nil { printer.spellings[value] = lexed.text(span) }
    }
    switch statement.kind {
    case .query(let query): return self.query(query, prefix: "", printer, range)
    case .letQuery(let name, let query):
      return self.query(query, prefix: "let \(printer.name(name)) = ", printer, range)
    case .policy, .table, .test: return definition(statement, printer)
    default: break
    }
    guard let pieces = pieces(statement.kind, printer) else { return lexed.text(statement.span) }
    hoistedComments = comments(in: range)
    return broken(pieces)
  }

  /// The comments between the tokens of a range.
  func comments(in range: Range<Int>) -> [Comment] {
    range.dropFirst().flatMap { place -> [Comment] in
      let token = lexed.lexemes[place].token
      return Gap(lexed.bytes, Span(token.triviaStart, token.span.start)).comments
    }
  }

  /// Pieces on one line if they fit, else one below the other.
  private func broken(_ pieces: [String]) -> String {
    let line = pieces.joined(separator: " ")
    return line.count <= Self.widest ? line : pieces.joined(separator: "\n  ")
  }

  /// The parts of a definition that may stand on lines of their own.
  private func pieces(_ kind: StatementKind, _ printer: Printer) -> [String]? {
    switch kind {
    case .version(let version): return ["pql \(version)"]
    case .letList(let name, let list):
      return ["let \(printer.name(name)) =", printer.expression(list)]
    case .define(let name, let entity, let value):
      return [
        "define \(printer.name(name))\(suffix(entity, printer)) =", printer.expression(value),
      ]
    case .metric(let name, let value, let description):
      return ["metric \(printer.name(name)) =", printer.expression(value)]
        + (description.map { [printer.quoted($0)] } ?? [])
    case .param(let name, let type, let value):
      let type = type.map { ": \(printer.name($0))" } ?? ""
      let value = value.map { " = \(printer.expression($0))" } ?? ""
      return ["param \(printer.name(name))\(type)\(value)"]
    case .use(let path, _): return ["use \(printer.quoted(path))"]
    case .set(let name, let value):
      return ["set \(printer.name(name)) = \(printer.expression(value))"]
    case .expect(let condition, let reason):
      return ["expect \(printer.expression(condition))"] + because(reason, printer)
    case .explain(let cell):
      let column = cell.column.map { printer.name($0) }.joined(separator: ".")
      return ["explain \(printer.list(cell.keys)).\(column)"]
    case .rule(let rule):
      let severity = rule.severity.map { [printer.name($0)] } ?? []
      let tail = (severity + because(rule.because, printer)).joined(separator: " ")
      return [
        "rule \(printer.name(rule.name))\(suffix(rule.entity, printer))",
        "when \(printer.expression(rule.when))",
      ] + (tail.isEmpty ? [] : [tail])
    default: return nil
    }
  }

  func suffix(_ entity: Name?, _ printer: Printer) -> String {
    entity.map { " for \(printer.name($0))" } ?? ""
  }

  func because(_ reason: String?, _ printer: Printer) -> [String] {
    reason.map { ["because \(printer.quoted($0))"] } ?? []
  }

  /// Remembers comments to stand before the statement.
  mutating func hoist(_ comments: [Comment]) { hoistedComments += comments }
}
