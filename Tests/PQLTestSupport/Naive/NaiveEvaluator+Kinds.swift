import PQLSyntax

extension NaiveEvaluator {
  /// What an expression holds at a place.
  func kind(of expression: Expression, _ place: NaivePlace) -> NaiveKind {
    switch place {
    case .row(let table, _): kind(of: expression, table)
    case .group(let group): kind(of: expression, group.source, keys: group.keyColumns)
    }
  }

  /// What an expression holds in the rows of a table; with `keys` in groups made of them.
  func kind(
    of expression: Expression, _ table: NaiveTable, keys: [NaiveTable.Column]? = nil
  ) -> NaiveKind {
    switch expression.kind {
    case .name(let parts): return nameKind(parts.map(\.text), table, keys)
    case .text: return .text
    case .number: return .number
    case .percent: return .percent
    case .money: return .money
    case .duration: return .duration
    case .date, .moment, .ago: return .date
    case .timestamp: return .timestamp
    case .parenthesized(let inner), .unary(.minus, let inner):
      return kind(of: inner, table, keys: keys)
    case .binary(let sign, _, let left, let right):
      return binaryKind(
        sign, kind(of: left, table, keys: keys), kind(of: right, table, keys: keys), left)
    case .conditional(_, let left, let right):
      return joint(
        kind(of: left, table, keys: keys), kind(of: right, table, keys: keys), left)
    case .call(let call): return callKind(call, table, keys)
    default: return .boolean
    }
  }

  private func nameKind(
    _ parts: [String], _ table: NaiveTable, _ keys: [NaiveTable.Column]?
  ) -> NaiveKind {
    let joined = parts.joined(separator: ".")
    if let keys {
      if let key = keys.first(where: { $0.name == joined }) { return key.kind }
      return parts[0] == "any" ? .boolean : parts[0] == "count" ? .number : .percent
    }
    if let column = table.columns.first(where: { $0.name == joined }) { return column.kind }
    guard var entity = table.entity else { return .text }
    var parts = parts
    if parts[0] == "raw" {
      return model.field(parts[1], of: entity)?.kind ?? .text
    }
    while parts.count > 1, let target = model.field(parts[0], of: entity)?.target {
      entity = target
      parts.removeFirst()
    }
    return builtinKind(parts[0], entity) ?? model.field(parts[0], of: entity)?.kind ?? .text
  }

  /// Two branches as one: `missing` goes beside anything, a bare number beside money.
  private func joint(_ left: NaiveKind, _ right: NaiveKind, _ first: Expression) -> NaiveKind {
    if case .missing = first.kind { return right }
    if left == .money || right == .money { return .money }
    if left != right, left.isTextual, right.isTextual { return .text }
    return left
  }

  private func binaryKind(
    _ sign: BinaryOperator, _ left: NaiveKind, _ right: NaiveKind, _ first: Expression
  ) -> NaiveKind {
    switch sign {
    case .coalesce: return joint(left, right, first)
    case .add, .subtract:
      if sign == .subtract,
        left == right || [left, right] == [.date, .timestamp]
          || [left, right] == [.timestamp, .date], left == .date || left == .timestamp
      {
        return .duration
      }
      return left == .money || right == .money ? .money : left == .duration ? right : left
    case .multiply:
      if left == .money || right == .money { return .money }
      if left == .duration || right == .duration { return .duration }
      return left == .percent && right == .percent ? .percent : .number
    case .divide:
      if left == right { return .number }
      return left == .money || left == .duration || left == .percent ? left : .number
    default: return .boolean
    }
  }

  private func callKind(
    _ call: Call, _ table: NaiveTable, _ keys: [NaiveTable.Column]?
  ) -> NaiveKind {
    let name = call.function.text
    if let grain = NaiveGrain(rawValue: name) { return .period(grain) }
    func argument() -> NaiveKind {
      guard let first = call.arguments.first else { return .number }
      if let entity = table.entity, let path = childPath(of: first, entity) {
        var inner = NaiveTable(entity: path.child, rows: [])
        inner.columns = []
        return kind(of: stripped(path.prefix, first), inner)
      }
      let isAggregate = NaiveEvaluator.aggregates.contains(name)
      return kind(of: first, table, keys: isAggregate ? nil : keys)
    }
    switch name {
    case "count", "distinct", "length", "rank", "days": return .number
    case "any": return .boolean
    case "share", "win_rate": return .percent
    case "date", "first_day": return .date
    case "bands", "weekday": return .category
    case "lower", "upper", "trim": return .text
    case "sum":
      let kind = argument()
      return kind == .percent ? .number : kind
    default: return argument()
    }
  }

  private func stripped(_ prefix: [String], _ expression: Expression) -> Expression {
    var result = expression
    switch expression.kind {
    case .name(let parts) where parts.map(\.text).starts(with: prefix):
      result.kind = .name(Array(parts.dropFirst(prefix.count)))
    case .parenthesized(let inner): result.kind = .parenthesized(stripped(prefix, inner))
    case .unary(let sign, let inner): result.kind = .unary(sign, stripped(prefix, inner))
    case .binary(let sign, let span, let left, let right):
      result.kind = .binary(sign, span, stripped(prefix, left), stripped(prefix, right))
    default: break
    }
    return result
  }
}
