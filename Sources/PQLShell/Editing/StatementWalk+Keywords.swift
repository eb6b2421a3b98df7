import PQLSyntax

extension StatementWalk {
  /// Takes a word that the grammar gives a meaning; false when it is a name here.
  mutating func take(_ keyword: Keyword, _ place: Int) -> Bool {
    if top.part == .begin, isOutside, place == 0, beginsDefinition(keyword) { return true }
    return takesLogic(keyword) || takesComparison(keyword, place) || takesInCall(keyword)
      || takesInDefinition(keyword) || takesInTop(keyword) || takesClause(keyword)
  }

  private mutating func beginsDefinition(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .let, .define, .metric, .param, .policy, .rule, .table: enter(.newName)
    case .set: enter(.setting)
    case .use: enter(.file)
    case .expect: enter(.condition)
    case .test: enter(.definition)
    default: return false
    }
    statement = keyword
    return true
  }

  private mutating func takesLogic(_ keyword: Keyword) -> Bool {
    switch keyword {
    case .and:
      if top.comparison?.sign == "between", top.comparison?.hasUpperEnd == false {
        top.comparison?.hasUpperEnd = true
        top.awaits = true
      } else {
        expectOperand()
      }
    case .or, .then, .else: expectOperand()
    case .if where top.awaits: expectOperand()
    case .not: if top.awaits { expectOperand() } else { top.isNegated = true }
    default: return false
    }
    return true
  }

  private mutating func takesComparison(_ keyword: Keyword, _ place: Int) -> Bool {
    switch keyword {
    case .reached where top.awaits:
      top.comparison = Comparison(left: place..<place, sign: "reached")
      top.operandStart = place
    case .between, .contains, .matches, .starts, .ends, .is:
      guard !top.awaits else { return false }
      compare(keyword.rawValue, place)
    case .in:
      guard !top.awaits, top.comparison == nil, takesConditions else { return false }
      compare("in", place)
    case .with where top.comparison.map { ["starts", "ends"].contains($0.sign) } ?? false: break
    case .missing, .present, .true, .false: operand(place)
    default: return false
    }
    return true
  }

  /// Whether an operand here can be a condition's.
  var takesConditions: Bool {
    switch top.part {
    case .clause(.where), .clause(.show), .clause(.let), .arguments, .callWhere, .brackets,
      .value, .figure, .condition, .definition, .members:
      true
    default: false
    }
  }

  private mutating func takesInCall(_ keyword: Keyword) -> Bool {
    guard !isOutside else { return false }
    let isCall = [.arguments, .callWhere, .callDuring, .callOn, .callOver].contains(top.part)
    guard isCall else { return false }
    switch keyword {
    case .where: enter(.callWhere)
    case .during where !top.awaits || top.operandStart == nil: enter(.callDuring)
    case .over where !top.awaits || top.operandStart == nil: enter(.callOver)
    case .on where top.part == .callDuring && !top.awaits: enter(.callOn)
    default: return false
    }
    return true
  }

  private mutating func takesInDefinition(_ keyword: Keyword) -> Bool {
    guard statement != nil, statement != .let else { return false }
    switch keyword {
    case .for: enter(.entity)
    case .when: enter(.condition)
    case .because: enter(.newName)
    default: return false
    }
    return true
  }

  private mutating func takesInTop(_ keyword: Keyword) -> Bool {
    switch (keyword, top.part) {
    case (.by, .topCount): enter(.topKeys)
    case (.per, .topKeys) where !top.awaits: enter(.topGroups)
    case (.with, .topKeys) where !top.awaits, (.with, .topGroups) where !top.awaits:
      enter(.topOthers)
    case (.on, .clause(.during)) where !top.awaits: enter(.dateField)
    case (.of, .clause(.asFormat)) where top.awaits:
      replaceLastClause(by: .asOf)
    default: return false
    }
    return true
  }

  private mutating func takesClause(_ keyword: Keyword) -> Bool {
    guard isOutside, let clause = keyword.clause else { return false }
    guard statement == nil || statement == .let else { return false }
    if statement == .let, [.newName, .source].contains(top.part) { return false }
    let mayBegin: Bool =
      switch top.part {
      case .begin, .step: true
      default: !top.awaits || keyword.isReserved || top.part == .topOthers
      }
    guard mayBegin, clause != .let && clause != .export || top.part == .step else { return false }
    enter(clause)
    return true
  }
}
