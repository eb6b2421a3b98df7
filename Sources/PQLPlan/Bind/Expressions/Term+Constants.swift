import PQLModel

extension Term {
  /// The value of constant arithmetic on numbers; nil where the term is none.
  var folded: Value? {
    switch self {
    case .constant(let value, _): return value
    case .negated(let inner):
      guard case .number(let value)? = inner.folded else { return nil }
      return .number(-value)
    case .arithmetic(let sign, let left, let right, .number):
      guard case .number(let first)? = left.folded, case .number(let second)? = right.folded
      else { return nil }
      switch sign {
      case .add: return .number(first + second)
      case .subtract: return .number(first - second)
      case .multiply: return .number(first * second)
      case .divide: return second == 0 ? .missing : .number(first / second)
      }
    default: return nil
    }
  }

  /// A bare number as money of the answer's base currency; nil for anything else.
  var asMoney: Term? {
    guard isConstant, type == .number, case .number(let value)? = folded,
      let units = Money.exact(value)
    else { return nil }
    return .constant(.money(units, currency: nil), .money)
  }

  /// The day of a timestamp.
  var day: Term {
    .call(FunctionTerm(name: "date", arguments: [self], type: .date))
  }

  /// The condition, or where `isNegated` its opposite.
  func negated(if isNegated: Bool) -> Term {
    isNegated ? .not(self) : self
  }
}
