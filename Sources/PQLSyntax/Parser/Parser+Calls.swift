/// Functions and aggregates with brackets.
extension Parser {
  /// call = name "(" [ expression { "," expression } ] { call-clause } ")".
  func call(_ function: Name, _ start: Int) -> Expression {
    guard nesting < Self.deepestNesting else { return expression() }
    nesting += 1
    brackets += 1
    defer {
      nesting -= 1
      brackets -= 1
    }
    let open = position
    advance()
    var call = Call(function: function, arguments: [])
    var highest = 0
    if !beginsCallClause(first: true), sign != .closeRound {
      repeat {
        call.arguments.append(expression())
        highest = max(highest, height)
      } while take(.comma)
    }
    while beginsCallClause(first: false) {
      callClause(&call)
      highest = max(highest, height)
    }
    close(.openRound, open)
    height = highest + 1
    return Expression(.call(call), span(from: start))
  }

  /// Whether `where`, `during` or `over` begins here; the first token may also be a field's name.
  private func beginsCallClause(first: Bool) -> Bool {
    switch keyword {
    case .where: true
    case .during, .over: !first || (canBeginOperand(at: position + 1) && !isNameBeforeCallClause)
    default: false
    }
  }

  /// `sum(over over over)`: the first is a field.
  private var isNameBeforeCallClause: Bool {
    switch keyword(at: position + 1) {
    case .during, .over: canBeginOperand(at: position + 2)
    default: false
    }
  }

  /// call-clause = "where" expression | "during" operand [ "on" path ]
  ///   | "over" ( "all" | expression { "," expression } ).
  private func callClause(_ call: inout Call) {
    let place = span
    let word = text(at: position)
    let isRepeated =
      switch keyword {
      case .where: call.condition != nil
      case .during: call.during != nil
      default: call.over != nil
      }
    if isRepeated { report(.repeatedWord(word.asciiLowercased, at: place)) }
    if take(.where) {
      call.condition = expression()
    } else if take(.during) {
      call.during = binary(.range)
      if take(.on) { call.on = binary(.range) }
    } else {
      advance()
      call.over = overKeys()
    }
  }

  private func overKeys() -> [Expression] {
    if keyword == .all, sign(at: position + 1) == .closeRound || beginsCallClause(at: position + 1)
    {
      advance()
      height = 0
      return []
    }
    var keys: [Expression] = []
    var highest = 0
    repeat {
      keys.append(expression())
      highest = max(highest, height)
    } while take(.comma)
    height = highest
    return keys
  }

  private func beginsCallClause(at place: Int) -> Bool {
    keyword(at: place) == .where || keyword(at: place) == .during
  }
}
