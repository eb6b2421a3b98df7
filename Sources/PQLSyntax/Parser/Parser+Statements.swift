/// Statements: definitions by their first words, all else is a query.
extension Parser {
  /// Reads the tokens of one statement.
  func statement(in range: Range<Int>, isFirst: Bool) -> Statement {
    begin = range.lowerBound
    position = range.lowerBound
    stop = range.upperBound
    lastReported = -1
    nesting = 0
    brackets = 0
    isInQuery = false
    matchConditionals()
    let kind = statementKind(isFirst: isFirst)
    if !isAtEnd { unexpected(inside: nil) }
    position = stop
    return Statement(kind, span: span(from: range.lowerBound), tokens: range)
  }

  /// statement = version | let | define | metric | param | use | set | expect | explain | policy
  ///   | rule | table | test | query.
  private func statementKind(isFirst: Bool) -> StatementKind {
    switch keyword {
    case .pql where kind(at: position + 1) == .number: version(isFirst: isFirst)
    case .let where definesName(before: [.equal]): letStatement()
    case .define where definesName(before: [.equal]): define()
    case .metric where definesName(before: [.equal]): metric()
    case .param where definesName(before: [.equal, .colon]): param()
    case .set where definesName(before: [.equal]): set()
    case .use where kind(at: position + 1) == .text: use()
    case .expect where canBeginOperand(at: position + 1) && sign(at: position + 1) != .minus:
      expect()
    case .explain where beginsCell(at: position + 1): explain()
    case .policy where definesName(before: [.openBrace]): policy()
    case .rule where definesName(before: []): rule()
    case .table where definesName(before: [.openBrace]): table()
    case .test where kind(at: position + 1) == .text: test()
    default: .query(query())
    }
  }

  /// Whether the word at hand defines a name: one that is no clause stands behind it, or any word
  /// and then one of the signs.
  private func definesName(before signs: [Sign]) -> Bool {
    let next = position + 1
    guard kind(at: next) == .word || kind(at: next) == .quotedWord else { return false }
    if let sign = sign(at: position + 2), signs.contains(sign) { return true }
    return isName(at: next) && !(keyword(at: next)?.clause != nil && beginsClause(at: next))
  }

  /// The name a definition gives; clause words and reserved ones are told and taken.
  func definedName() -> Name {
    let name = name(at: position)
    if let keyword = keyword(at: position), keyword.isReserved || keyword.clause != nil {
      report(.nameIsWord(name.text, isReserved: keyword.isReserved, at: span))
    } else if name.isQuoted, let keyword = Keyword(word: name.text),
      keyword.isReserved || keyword.clause != nil
    {
      report(.nameIsWord(name.text, isReserved: keyword.isReserved, at: span))
    }
    advance()
    return name
  }

  /// Takes a sign a definition needs, or says what shape it has.
  func need(_ sign: Sign, _ shape: DefinitionShape) -> Bool {
    if take(sign) { return true }
    malformed(shape, expected: "`\(sign.rawValue)`")
    return false
  }

  /// Says what was expected in a definition and what its shape is.
  func malformed(_ shape: DefinitionShape, expected: String) {
    guard !isKnownWrong else { return }
    report(.malformedDefinition(shape, expected: expected, found: found(), at: span))
  }

  // MARK: - One function a statement

  /// version = "pql" number.
  private func version(isFirst: Bool) -> StatementKind {
    let word = span
    advance()
    let text = text(at: position)
    if !isFirst {
      diagnostics.append(.versionNotFirst(at: word.through(span)))
    } else if text != "1" {
      diagnostics.append(.unsupportedVersion(text, at: span))
    }
    let value = Int(text) ?? 0
    advance()
    return .version(value)
  }

  /// let = "let" name "=" ( list | query ).
  private func letStatement() -> StatementKind {
    advance()
    let name = definedName()
    guard need(.equal, .let) else { return .unreadable }
    if sign == .openSquare { return .letList(name, list()) }
    guard !isAtEnd else {
      malformed(.let, expected: "a query or a list")
      return .unreadable
    }
    return .letQuery(name, query())
  }

  /// define = "define" name [ "for" name ] "=" expression.
  private func define() -> StatementKind {
    advance()
    let name = definedName()
    let entity = entity(.define)
    guard need(.equal, .define) else { return .unreadable }
    let value = expression()
    if kind == .text { malformed(.define, expected: "the end; only `metric` takes a description") }
    return .define(name, entity: entity, value)
  }

  /// entity = "for" name.
  func entity(_ shape: DefinitionShape) -> Name? {
    guard take(.for) else { return nil }
    if let name = takeName() { return name }
    malformed(shape, expected: "an entity, such as `deals`")
    return nil
  }

  /// metric = "metric" name "=" expression [ text ].
  private func metric() -> StatementKind {
    advance()
    let name = definedName()
    guard need(.equal, .metric) else { return .unreadable }
    let value = expression()
    let description = takeText()?.0
    if description != nil, kind == .text {
      malformed(.metric, expected: "the end, as a metric has one description")
    }
    return .metric(name, value, description: description)
  }

  /// param = "param" name ( "=" expression | ":" name [ "=" expression ] ).
  private func param() -> StatementKind {
    advance()
    let name = definedName()
    var type: Name?
    if take(.colon) {
      type = takeName()
      if type == nil { malformed(.param, expected: "a type, such as `text`") }
      if isAtEnd { return .param(name, type: type, default: nil) }
    }
    guard need(.equal, .param) else { return .unreadable }
    return .param(name, type: type, default: expression())
  }

  /// use = "use" text.
  private func use() -> StatementKind {
    advance()
    return takeText().map { .use($0.0, $0.1) } ?? .unreadable
  }

  /// set = "set" name "=" expression.
  private func set() -> StatementKind {
    advance()
    let name = name(at: position)
    advance()
    guard need(.equal, .set) else { return .unreadable }
    return .set(name, expression())
  }

  /// expect = "expect" expression [ because ].
  private func expect() -> StatementKind {
    advance()
    let condition = expression()
    return .expect(condition, because: because(.expect))
  }

  /// Whether a cell of an answer begins here, and no question.
  private func beginsCell(at place: Int) -> Bool {
    switch kind(at: place) {
    case .number, .text, .date, .period: return true
    default:
      let keyword = keyword(at: place)
      return keyword == .true || keyword == .false || keyword == .missing
    }
  }

  /// explain = "explain" cell.
  private func explain() -> StatementKind {
    advance()
    return cell().map { .explain($0) } ?? .unreadable
  }

  /// cell = cell-key { "," cell-key } "." name { "." name }.
  private func cell() -> Cell? {
    let start = position
    let keys = commaSeparated { $0.cellKey() }
    var column: [Name] = []
    while take(.dot) {
      guard let name = takeName() else {
        report(.expected("the name of a column", found: found(), at: span))
        return nil
      }
      column.append(name)
    }
    if column.isEmpty {
      report(
        .expected("`.` and a column, as in `explain 2.count`", found: found(), at: span))
      return nil
    }
    return Cell(keys: keys, column: column, span: span(from: start))
  }

  /// cell-key = number | text | date | "true" | "false" | "missing".
  private func cellKey() -> Expression {
    guard beginsCell(at: position) else {
      report(.expected("a key of the row", found: found(), at: span))
      return Expression(.unreadable, span)
    }
    return operand()
  }

  /// because = "because" text.
  func because(_ shape: DefinitionShape) -> String? {
    guard take(.because) else { return nil }
    if let (reason, _) = takeText() { return reason }
    malformed(shape, expected: "a reason in quotes after `because`")
    return nil
  }
}
