import PQLModel
import PQLSyntax

extension Term {
  /// The term as a query would say it, in footers and plans; bound names stand for themselves.
  package var text: String {
    switch self {
    case .constant(let value, _): value.text
    case .field(let field): field.name
    case .computed(let field): field.name
    case .column(_, let name, _): name
    case .follow(let relation, let inner): "\(relation.field).\(inner.operand)"
    case .related(let related): related.text
    case .window(let window): window.text
    case .call(let call): "\(call.name)(\(call.arguments.map(\.text).joined(separator: ", ")))"
    case .not(.present(let inner)): "\(inner.operand) is missing"
    case .not(let inner): "not \(inner.operand)"
    case .all(let parts): parts.map(\.operand).joined(separator: " and ")
    case .some(let parts): parts.map(\.operand).joined(separator: " or ")
    case .comparison(let sign, let left, let right):
      "\(left.operand) \(sign.rawValue) \(right.operand)"
    case .record: "record"
    case .ofStage(.reached, let stages): "reached \(stages.joined(separator: " or "))"
    case .ofStage(let measure, let stages):
      "\(measure.rawValue)(\(stages.joined(separator: " or ")))"
    case .stageOrder(let sign, let stage): "stage \(sign.rawValue) \(stage)"
    case .membership(let left, let values) where values.count == 1:
      "\(left.operand) = \(values[0].text)"
    case .membership(let left, let values):
      "\(left.operand) in (\(values.map(\.text).joined(separator: ", ")))"
    case .listContains(let left, let value): "\(value.text) in \(left.operand)"
    case .within(let inner, let range): "\(inner.operand) in \(range.text)"
    case .present(let inner): "\(inner.operand) is present"
    case .textTest(.matches, let left, let text, let ignoresCase):
      "\(left.operand) matches /\(text)/\(ignoresCase ? "i" : "")"
    case .textTest(let test, let left, let text, _):
      "\(left.operand) \(test.rawValue) \"\(text)\""
    case .arithmetic(let sign, let left, let right, _):
      "\(left.operand) \(sign.rawValue) \(right.operand)"
    case .negated(let inner): "-\(inner.operand)"
    case .shifted(let inner, let step, let count):
      "\(inner.operand) + \(count)\(step == .months ? "mo" : "bd")"
    case .conditional(let test, let then, let otherwise, _):
      "if \(test.text) then \(then.text) else \(otherwise.text)"
    case .coalesce(let first, let second, _): "\(first.operand) ?? \(second.operand)"
    }
  }

  /// The text as a part of something longer, in brackets where it has parts of its own.
  private var operand: String {
    switch self {
    case .all, .some, .arithmetic, .conditional, .coalesce, .shifted: "(\(text))"
    default: text
    }
  }
}

extension RelatedAggregate {
  fileprivate var text: String {
    let records = relation.from.rawValue
    let rows = argument.map { "\(records).\($0.text)" } ?? records
    return "\(aggregate)(\(rows)\(condition.map { " where \($0.text)" } ?? ""))"
  }
}

extension WindowTerm {
  fileprivate var text: String {
    let name =
      switch kind {
      case .aggregate(let name, _): name
      case .rank: "rank"
      case .running: "running"
      case .previous: "previous"
      }
    let keys = over.isEmpty ? "all" : over.map(\.text).joined(separator: ", ")
    let rows = argument.map(\.text) ?? ""
    return "\(name)(\(rows)\(condition.map { " where \($0.text)" } ?? "") over \(keys))"
  }
}

extension AggregateTerm {
  /// The aggregate as a query would say it.
  package var text: String {
    let asked = argument.map(\.text) ?? ""
    let rows = condition.map { "\(asked.isEmpty ? "" : asked + " where ")\($0.text)" } ?? asked
    return rows.isEmpty ? aggregate : "\(aggregate)(\(rows))"
  }
}

extension DayRange {
  /// The days as a query would say them.
  package var text: String {
    CivilDate(dayNumber: start).text + ".." + CivilDate(dayNumber: end - 1).text
  }
}
