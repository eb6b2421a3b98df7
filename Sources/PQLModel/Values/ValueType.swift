/// What a value is, as the language sees it.
package indirect enum ValueType: Sendable, Hashable {
  case text
  /// text with few different values, which bare words may name
  case category
  case number
  case money
  /// a share of one, held as a fraction
  case percent
  case boolean
  case date
  case timestamp
  /// an exact length of time, held in days
  case duration
  /// a stretch of the calendar, held as the ordinal of its grain
  case period(Grain)
  /// a stage of a pipeline, held as its name
  case stage
  case list

  /// What a message calls the type.
  package var name: String {
    switch self {
    case .text: "text"
    case .category: "a category"
    case .number: "a number"
    case .money: "money"
    case .percent: "a percent"
    case .boolean: "a condition"
    case .date: "a date"
    case .timestamp: "a timestamp"
    case .duration: "a duration"
    case .period: "a period"
    case .stage: "a stage"
    case .list: "a list"
    }
  }

  /// The word for the type in a model file, `.schema` and `param`.
  package var keyword: String {
    switch self {
    case .text: "text"
    case .category: "category"
    case .number: "number"
    case .money: "money"
    case .percent: "percent"
    case .boolean: "boolean"
    case .date: "date"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .period: "period"
    case .stage: "stage"
    case .list: "list"
    }
  }

  /// Whether the values are text in storage.
  package var isTextual: Bool {
    switch self {
    case .text, .category, .stage: true
    default: false
    }
  }

  /// The types a model file may name, by keyword.
  package static let declarable: [ValueType] = [
    .text, .category, .number, .money, .percent, .boolean, .date, .timestamp, .duration,
  ]
}
