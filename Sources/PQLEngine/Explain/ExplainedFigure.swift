import PQLModel
import PQLPlan

/// A figure of an answer, taken apart.
struct ExplainedFigure {
  /// Its value, in one row.
  var value: Column
  var steps: [ExplainedStep] = []
  /// What is made of the steps, the innermost first; none where the figure is its only step.
  var formulas: [Formula] = []

  /// A figure and what it is made of, as a query would say it.
  struct Formula: Hashable {
    var name: String
    var text: String
  }

  /// What it is called in what is made of it; nil for a key.
  var name: String? { formulas.last?.name ?? steps.first?.name }

  /// The same with another name where it is its only step.
  func named(_ name: String) -> ExplainedFigure {
    guard steps.count == 1, formulas.isEmpty else { return self }
    var figure = self
    figure.steps[0].name = name
    return figure
  }
}

/// A figure that comes from rows at once, with these.
struct ExplainedStep {
  var name: String
  var type: ValueType
  /// Its value, in one row.
  var value: Column
  /// What is shown of the rows, their parts last; as many rows as parts.
  var columns: [Rows.Named]
  var count: Int
  /// Whether the parts add up to the value.
  var addsUp: Bool
  /// How many more rows were asked that have no value in the field.
  var passedOver = 0
  var field: String?
  /// Whether the one row is the record whose value it is.
  var isRecord = false

  /// Whether another step of this name shows the same rows.
  func isSame(as other: ExplainedStep) -> Bool {
    count == other.count && value == other.value
      && columns.map(\.column) == other.columns.map(\.column)
  }

  /// What the part of a row is called.
  static let part = "part"
}

extension Column {
  /// The value of a row, and whether it is that of a row of another column; numbers may differ in what
  /// the order of their additions makes of the last digits.
  func agrees(_ row: Int, with other: Column, _ otherRow: Int) -> Bool {
    guard isPresent(row), other.isPresent(otherRow) else {
      return isPresent(row) == other.isPresent(otherRow)
    }
    switch (self, other) {
    case (.number(let one), .number(let another)):
      let (one, another) = (one.values[row], another.values[otherRow])
      return one == another || abs(one - another) <= 1e-9 * max(abs(one), abs(another), 1)
    case (.text(let one), .text(let another)): return one[row] == another[otherRow]
    case (.boolean(let one), .boolean(let another)):
      return one.values[row] == another.values[otherRow]
    case (.day(let one), .day(let another)): return one.values[row] == another.values[otherRow]
    case (.second(let one), .second(let another)):
      return one.values[row] == another.values[otherRow]
    case (.list, .list): return true
    default:
      guard isMoney, other.isMoney else { return false }
      return exactValues[row] == other.exactValues[otherRow]
    }
  }

  /// The sum of the values there are, in one row; nil for what has no sum.
  var total: Column? {
    if case .number(let numbers) = self {
      let sum = numbers.values.indices.reduce(0.0) {
        $0 + (isPresent($1) ? numbers.values[$1] : 0)
      }
      return .number(NumberColumn(values: [sum]))
    }
    guard isMoney else { return nil }
    let values = exactValues
    let sum = values.indices.reduce(Int128(0)) { $0 &+ (isPresent($1) ? values[$1] : 0) }
    return .exact(ExactColumn(values: [sum]))
  }
}
