import PQLModel
import PQLPlan
import PQLSyntax

/// A field that help is asked about, and questions that show what can be asked of it.
struct AskedField {
  var name: String
  var type: ValueType
  var entity: EntityKind

  init(_ name: String, _ type: ValueType, of entity: EntityKind) {
    self.name = name
    self.type = type
    self.entity = entity
  }

  /// As a query names it.
  var written: String {
    name.split(separator: ".", omittingEmptySubsequences: false)
      .map { TextLiteral.name(String($0)) }.joined(separator: ".")
  }

  /// Whether its values lie between a smallest and a largest.
  var hasRange: Bool {
    switch type {
    case .number, .money, .percent, .duration, .date, .timestamp: true
    default: false
    }
  }

  /// Two questions; `value` is one of its values, as a query writes it.
  func examples(value: String?) -> [Example] {
    let of = entity == .deals ? "" : " of \(entity.rawValue)"
    let list = entity.rawValue
    switch type {
    case .money, .number, .percent, .duration:
      return [
        Example("avg \(written)\(of)", "the mean"),
        Example("\(list) sort -\(written) limit 10", "the ten largest"),
      ]
    case .date, .timestamp:
      return [
        Example("count\(of) by month(\(written))", "by its month"),
        Example("\(list) where \(written) in this quarter", "those of this quarter"),
      ]
    case .boolean:
      return [
        Example("count\(of) where \(written)", "how many are"),
        Example("\(list) where not \(written)", "those that are not"),
      ]
    case .stage, .category:
      let all = Example("count\(of) by \(written)", "how many have each value")
      guard let value else { return [all] }
      return [all, Example("\(list) where \(written) = \(value)", "those of one value")]
    case .text:
      return [
        Example("count\(of) by \(written)", "how many have each value"),
        Example("\(list) where \(written) contains \"a\"", "by a part of the text"),
      ]
    case .list:
      return [Example("\(list) where \(written) contains \"a\"", "those that hold a value")]
    case .period:
      return [Example("count\(of) by \(written)", "how many have each value")]
    }
  }
}
