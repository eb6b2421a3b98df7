/// Policies and rules.
extension Parser {
  /// policy = "policy" name [ "v" number ] [ "for" name ] [ text ] "{" { policy-item } "}".
  func policy() -> StatementKind {
    advance()
    let name = definedName()
    let version = takeVersion()
    let entity = entity(.policy)
    let title = takeText()?.0
    var items: [PolicyItem] = []
    guard need(.openBrace, .policy) else { return .unreadable }
    inBraces(.policy) { parser in
      if let item = parser.policyItem() { items.append(item) }
    }
    return .policy(
      PolicyStatement(name: name, version: version, entity: entity, title: title, items: items))
  }

  /// `v3`.
  private func takeVersion() -> Int? {
    guard kind == .word, let first = bytes(at: position).first, first | 0x20 == UInt8(ascii: "v"),
      let version = Int(text(at: position).dropFirst())
    else { return nil }
    advance()
    return version
  }

  /// Reads items up to the closing brace; the opening one is taken.
  ///
  /// Each item has the tokens up to a line's end, unless a bracket is open, the line ends in an
  /// operator or a comma, or the next begins with `because`.
  func inBraces(
    _ shape: DefinitionShape, isTable: Bool = false, _ item: (Parser) -> Void
  ) {
    let open = position - 1
    let outerStop = stop
    while position < outerStop, sign != .closeBrace {
      if take(.semicolon) { continue }
      let before = position
      stop = Layout.itemEnd(lexemes, from: position, before: outerStop, isTable: isTable)
      item(self)
      if !isAtEnd {
        unexpected(inside: nil)
        position = stop
      }
      stop = outerStop
      assert(position > before, "an item has at least one token")
      if position == before { position += 1 }
    }
    if !take(.closeBrace) {
      report(.unclosedBracket("{", "}", at: span(at: open), end: span))
    }
  }

  /// policy-item = start | bounds | group | reject | grade | route | points.
  private func policyItem() -> PolicyItem? {
    if sign(at: position + 1) != .colon {
      switch keyword {
      case .start:
        advance()
        return .start(expression())
      case .bounds:
        advance()
        return .bounds(expression())
      case .group: return group()
      case .reject: return reject()
      case .grade: return grade()
      case .route: return route()
      default: break
      }
    }
    return pointRule().map { .points($0) }
  }

  /// group = "group" name [ "first" ] [ "cap" range ] "{" { points } "}".
  private func group() -> PolicyItem? {
    advance()
    guard let name = takeName() else {
      malformed(.policy, expected: "the name of the group")
      return nil
    }
    let isFirst = take(.first)
    let cap = take(.cap) ? expression() : nil
    var rules: [PointRule] = []
    guard need(.openBrace, .policy) else { return nil }
    inBraces(.policy) { parser in
      if let rule = parser.pointRule() { rules.append(rule) }
    }
    return .group(name, isFirst: isFirst, cap: cap, rules)
  }

  /// reject = "reject" "when" expression [ because ].
  private func reject() -> PolicyItem? {
    advance()
    guard take(.when) else {
      malformed(.policy, expected: "`when` and a condition after `reject`")
      return nil
    }
    let condition = expression()
    return .reject(when: condition, because: because(.policy))
  }

  /// grade = "grade" grade-step { "," grade-step }.
  private func grade() -> PolicyItem {
    advance()
    return .grade(commaSeparated { $0.gradeStep() }.compactMap(\.self))
  }

  /// grade-step = name ( "from" expression | "otherwise" ).
  private func gradeStep() -> GradeStep? {
    guard let name = takeName() else {
      malformed(.policy, expected: "a grade, as in `A from 80`")
      return nil
    }
    if take(.otherwise) { return GradeStep(grade: name, from: nil) }
    if take(.from) { return GradeStep(grade: name, from: expression()) }
    malformed(.policy, expected: "`from` or `otherwise` after `\(name.text)`")
    return nil
  }

  /// route = "route" route-step { "," route-step }.
  private func route() -> PolicyItem {
    advance()
    return .route(commaSeparated { $0.routeStep() }.compactMap(\.self))
  }

  /// route-step = "to" text ( "when" expression | "otherwise" ).
  private func routeStep() -> RouteStep? {
    guard take(.to), let (queue, _) = takeText() else {
      malformed(.policy, expected: "`to` and a name in quotes")
      return nil
    }
    if take(.otherwise) { return RouteStep(to: queue, when: nil) }
    if take(.when) { return RouteStep(to: queue, when: expression()) }
    malformed(.policy, expected: "`when` or `otherwise` after the queue")
    return nil
  }

  // MARK: - Points

  /// points = [ name ":" ] ( "+" | "-" ) operand { point-part }.
  func pointRule() -> PointRule? {
    let label = label()
    let start = position
    if sign != .plus, sign != .minus {
      guard kind == .number else {
        malformed(.policy, expected: "points with a sign, as in `+25 when …`")
        return nil
      }
      malformed(.policy, expected: "a sign before the points, as in `+\(text(at: position))`")
    }
    _ = take(.plus)
    let points = binary(.product)
    var rule = PointRule(
      label: label, points: Expression(points.kind, span(from: start)), per: nil, maximum: nil,
      fadingOver: nil, when: nil, because: nil)
    while !isAtEnd, pointPart(&rule) {}
    return rule
  }

  /// point-part = "per" … | "max" operand | "fading" "over" operand | "when" expression | because.
  private func pointPart(_ rule: inout PointRule) -> Bool {
    switch keyword {
    case .per where rule.per == nil:
      advance()
      rule.per = pointRepeat()
    case .max where rule.maximum == nil:
      advance()
      rule.maximum = binary(.range)
    case .fading where rule.fadingOver == nil:
      advance()
      if !take(.over) { malformed(.policy, expected: "`over` after `fading`") }
      rule.fadingOver = binary(.range)
    case .when where rule.when == nil:
      advance()
      rule.when = expression()
    case .because where rule.because == nil:
      rule.because = because(.policy)
    default: return false
    }
    return true
  }

  /// point-repeat = unit "since" operand | path [ "where" expression ] [ "during" operand ].
  private func pointRepeat() -> PointRepeat {
    if let unit = keyword?.durationUnit, keyword(at: position + 1) == .since {
      position += 2
      return .unit(unit, since: binary(.range))
    }
    let events = binary(.range)
    let condition = take(.where) ? expression() : nil
    let during = take(.during) ? binary(.range) : nil
    return .events(events, condition: condition, during: during)
  }

  // MARK: - Rules

  /// rule = "rule" name [ "for" name ] "when" expression [ name ] [ because ].
  func rule() -> StatementKind {
    advance()
    let name = definedName()
    let entity = entity(.rule)
    guard take(.when) else {
      malformed(.rule, expected: "`when` and a condition")
      return .unreadable
    }
    let condition = expression()
    let severity = keyword == .because ? nil : takeName()
    return .rule(
      RuleStatement(
        name: name, entity: entity, when: condition, severity: severity, because: because(.rule)))
  }
}
