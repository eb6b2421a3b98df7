package import PQLAnalytics
package import PQLModel

/// Folds an argument column by groups.
package typealias AggregateKernel =
  @Sendable (AggregateInput) throws(EvaluationFailure) -> Column

/// What an aggregate kernel folds.
///
/// `groups[i]` is the group of the i-th input row, 0 ..< `groupCount`, or -1 for a row that is left
/// out; `argument` has one value an input row, nil for `count`; `order` gives each row's place in
/// time for `first` and `last`, and the columns that settle ties behind it; `rowCounts` are the rows of
/// each group, where somebody has counted them.
package struct AggregateInput: Sendable {
  package var argument: Column?
  package var groups: [Int32]
  package var groupCount: Int
  package var parameter: Double?
  package var order: [Column]
  package var rowCounts: [Int32]?

  package init(
    argument: Column?, groups: [Int32], groupCount: Int, parameter: Double? = nil,
    order: [Column] = [], rowCounts: [Int32]? = nil
  ) {
    self.rowCounts = rowCounts
    self.argument = argument
    self.groups = groups
    self.groupCount = groupCount
    self.parameter = parameter
    self.order = order
  }
}

/// Columns of the arguments to the column of the result, all of one length.
package typealias FunctionKernel =
  @Sendable (FunctionInput) throws(EvaluationFailure) -> Column

/// What a function kernel takes.
package struct FunctionInput: Sendable {
  package var arguments: [Column]
  package var types: [ValueType]
  package var rowCount: Int
  package var calendar: BusinessCalendar

  package init(
    arguments: [Column], types: [ValueType], rowCount: Int, calendar: BusinessCalendar
  ) {
    self.arguments = arguments
    self.types = types
    self.rowCount = rowCount
    self.calendar = calendar
  }
}

/// A built-in column of the rows that are asked for.
package typealias FieldKernel =
  @Sendable (FieldInput) throws(EvaluationFailure) -> Column

/// A built-in column of all records of an entity at once.
package typealias TableKernel =
  @Sendable (TableInput) throws(EvaluationFailure) -> Column

/// What the kernel of a whole column is asked of.
package struct TableInput {
  package var model: Model
  /// Day number of `today`.
  package var today: Int32
  /// All rows of the entity.
  package var rows: FieldInput
  /// The deals' way through the stages; nil without a history.
  package var paths: () -> StagePaths?
  /// The amounts of the rows in one currency; nil when the data have none.
  package var amounts: () throws(EvaluationFailure) -> Column?
}

/// The rows that a built-in column is asked of.
package struct FieldInput {
  package var rowCount: Int
  package var stages: StageTexts
  /// The values of a loaded field in these rows, by its name; nil when the data have none.
  package var column: (_ name: String) -> Column?
  /// The same of some of the rows, by their places among these.
  package var part: (_ rows: [Int32]) -> FieldInput
  /// What the history says of the deals behind the rows.
  var history: () -> DealHistory
}

/// What the history says of the deals behind some rows.
struct DealHistory {
  /// The deal of each row.
  var deals: [Int32]
  /// The last day that is known.
  var today: Int32
  /// Nil when the data record no change of stage.
  var visits: StageVisits?
  /// How long is too long in each stage; nil when the data record no change of stage.
  var limits: () -> StageLimits?
  /// Nil when the data record no change of close date.
  var closeDates: CloseDatePaths?
}
