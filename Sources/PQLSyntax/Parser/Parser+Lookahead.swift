/// What the tokens ahead can begin; keywords are names unless these say otherwise.
extension Parser {
  /// The words a single field may follow, so that what stands behind one is a field even when it
  /// is a clause word: `sum sort by owner`.
  static let fieldTakers: Set<String> = [
    "any", "avg", "distinct", "first", "last", "max", "median", "min", "share", "sum",
  ]

  /// Whether a value can begin at a place.
  func canBeginOperand(at place: Int) -> Bool {
    switch kind(at: place) {
    case .number, .percent, .duration, .date, .timestamp, .period, .text, .parameter, .quotedWord,
      .pattern, .unknown:
      return true
    case .sign:
      switch sign(at: place) {
      case .openRound, .openSquare, .minus, .bang: return true
      case .openBrace: return allowsRecords
      default: return false
      }
    case .word:
      guard let keyword = keyword(at: place), keyword.isReserved else { return true }
      return keyword == .true || keyword == .false || keyword == .missing || keyword == .not
    case .end: return false
    }
  }

  /// Whether a further operand of a head begins here: `need 20 wins`.
  func beginsSideOperand() -> Bool {
    switch kind {
    case .number, .percent, .duration, .date, .timestamp, .period, .text, .parameter, .quotedWord:
      return true
    case .word:
      guard !beginsForeignClause(at: position) else { return false }
      guard let keyword else { return true }
      if keyword.isReserved { return keyword == .true || keyword == .false || keyword == .missing }
      return keyword.clause == nil || !beginsClause(at: position)
    default: return false
    }
  }

  /// Whether a word behind a head's word is a clause's, because what follows can be its content.
  func beginsClause(at place: Int) -> Bool {
    guard let keyword = keyword(at: place), let clause = keyword.clause else { return false }
    if keyword == .where || keyword == .by { return true }
    let next = place + 1
    if sign(at: next) == .colon || sign(at: next) == .dot { return false }
    if isBehindFieldTaker(place), endsName(at: next) { return false }
    switch clause {
    case .let, .export: return false
    case .inCurrency: return isCurrencyClause(at: place)
    case .asFormat: return self.keyword(at: next) == .of || isName(at: next)
    case .top: return isCount(at: next)
    case .limit: return isCount(at: next) || sign(at: next) == .minus
    default: return canBeginOperand(at: next)
    }
  }

  func isCount(at place: Int) -> Bool {
    kind(at: place) == .number || kind(at: place) == .parameter
  }

  /// Whether the token before is a word that takes a field.
  func isBehindFieldTaker(_ place: Int) -> Bool {
    guard kind(at: place - 1) == .word else { return false }
    return Self.fieldTakers.contains(text(at: place - 1).asciiLowercased)
  }

  /// Whether a name ends before this token for sure: a clause word, a comma, `|` or the end.
  private func endsName(at place: Int) -> Bool {
    switch kind(at: place) {
    case .end: return true
    case .sign: return sign(at: place) == .comma || sign(at: place) == .pipe
    case .word: return keyword(at: place)?.clause != nil
    default: return false
    }
  }

  /// `in EUR` outside brackets, where nothing but a clause, `|` or the end follows.
  func isCurrencyClause(at place: Int) -> Bool {
    guard isInQuery, brackets == 0, keyword(at: place) == .in, isCurrencyCode(at: place + 1) else {
      return false
    }
    switch kind(at: place + 2) {
    case .end: return true
    case .sign: return sign(at: place + 2) == .pipe
    case .word: return keyword(at: place + 2)?.clause != nil || beginsForeignClause(at: place + 2)
    default: return false
    }
  }

  /// Three upper-case letters.
  func isCurrencyCode(at place: Int) -> Bool {
    kind(at: place) == .word && bytes(at: place).count == 3
      && bytes(at: place).allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
  }

  /// A currency code that stands beside a number and so is no keyword.
  func isMoneyCode(at place: Int) -> Bool {
    isCurrencyCode(at: place) && keyword(at: place) == nil
  }

  /// `group by`, `order by`, `sort by`, `having x`.
  func beginsForeignClause(at place: Int) -> Bool {
    guard kind(at: place) == .word, !isBehindFieldTaker(place) else { return false }
    switch text(at: place).asciiLowercased {
    case "group", "order", "sort": return keyword(at: place + 1) == .by
    case "having": return canBeginOperand(at: place + 1)
    default: return false
    }
  }

  /// Marks the `if`s that have their `then`, by brackets, once a statement.
  func matchConditionals() {
    conditionals = []
    var open: [[Int]] = [[]]
    for place in position..<stop {
      let level = open.count - 1
      switch lexemes[place].keyword {
      case .if where conditionMayFollow(place, isInside: !open[level].isEmpty):
        open[level].append(place)
      case .then where open[level].last != place - 1 && !isOperandPlace(place):
        if let conditional = open[level].popLast() { conditionals.insert(conditional) }
      default: break
      }
      switch lexemes[place].sign {
      case .openRound, .openSquare, .openBrace: open.append([])
      case .closeRound, .closeSquare, .closeBrace: if level > 0 { open.removeLast() }
      case .comma, .pipe: open[level] = []
      default: break
      }
    }
  }

  /// Whether what follows an `if` can be its condition, so that the word is not a field's name.
  private func conditionMayFollow(_ place: Int, isInside: Bool) -> Bool {
    canBeginOperand(at: place + 1) && !(isInside && keyword(at: place + 1) == .then)
  }

  /// Whether the token before leaves an operand to be read.
  private func isOperandPlace(_ place: Int) -> Bool {
    guard let before = lexeme(at: place - 1) else { return true }
    if let sign = before.sign { return !sign.isCloser }
    guard let keyword = before.keyword, keyword.isReserved else { return false }
    return keyword != .true && keyword != .false && keyword != .missing
  }
}
