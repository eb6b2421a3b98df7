package import PQLModel
package import PQLSyntax

/// Everything that has a name in the language besides the user's own: the one place from which
/// resolution, help, completion and the reference are made.
package struct Catalog: Sendable {
  package var verbs: [VerbDefinition]
  package var aggregates: [AggregateDefinition]
  package var functions: [FunctionDefinition]
  package var windows: [WindowDefinition]
  package var fields: [FieldDefinition]
  /// The words behind `as`, and those that are not built yet.
  package var formats: [String]
  package var formatsNotYet: [String]
  /// What is wrong with a pattern of `matches`; nil when it can be used.
  package var patternProblem: @Sendable (String) -> String?

  package init(
    verbs: [VerbDefinition], aggregates: [AggregateDefinition], functions: [FunctionDefinition],
    windows: [WindowDefinition], fields: [FieldDefinition], formats: [String],
    formatsNotYet: [String], patternProblem: @escaping @Sendable (String) -> String?
  ) {
    self.verbs = verbs
    self.aggregates = aggregates
    self.functions = functions
    self.windows = windows
    self.fields = fields
    self.formats = formats
    self.formatsNotYet = formatsNotYet
    self.patternProblem = patternProblem
  }

  // The words of the language do not ask for case; fields, which are the data's, do.

  package func verb(_ name: String) -> VerbDefinition? {
    let name = name.lowercased()
    return verbs.first { $0.name == name }
  }

  package func window(_ name: String) -> WindowDefinition? {
    let name = name.lowercased()
    return windows.first { $0.name == name }
  }

  package func aggregate(_ name: String) -> AggregateDefinition? {
    let name = name.lowercased()
    return aggregates.first { $0.name == name }
  }

  package func function(_ name: String) -> FunctionDefinition? {
    let name = name.lowercased()
    return functions.first { $0.name == name }
  }

  package func field(_ name: String, of entity: EntityKind) -> FieldDefinition? {
    fields.first { $0.name == name && $0.entity == entity }
  }
}

/// A line that shows a definition at work, run as a test.
package struct Example: Sendable, Hashable {
  package var query: String
  package var shows: String

  package init(_ query: String, _ shows: String) {
    self.query = query
    self.shows = shows
  }
}

/// A verb: what it answers, its clauses, and how it becomes a plan.
package struct VerbDefinition: Sendable {
  package var name: String
  /// One line, without a full stop.
  package var summary: String
  package var clauses: Set<ClauseKeyword>
  package var examples: [Example]
  /// Nil when the verb belongs to the language but is not built yet.
  package var resolve: (@Sendable (VerbRequest, inout Resolver) -> ResolvedQuery?)?

  package init(
    name: String, summary: String, clauses: Set<ClauseKeyword>, examples: [Example],
    resolve: (@Sendable (VerbRequest, inout Resolver) -> ResolvedQuery?)?
  ) {
    self.name = name
    self.summary = summary
    self.clauses = clauses
    self.examples = examples
    self.resolve = resolve
  }
}

/// A verb as it was called.
package struct VerbRequest: Sendable {
  /// The operands behind the verb's word.
  package var operands: [Expression]
  package var verbSpan: Span
  package var clauses: ClauseSet

  package init(operands: [Expression], verbSpan: Span, clauses: ClauseSet) {
    self.operands = operands
    self.verbSpan = verbSpan
    self.clauses = clauses
  }
}

/// An aggregate: values of a group to one value.
package struct AggregateDefinition: Sendable {
  /// What may stand in the brackets.
  package enum Argument: Sendable, Hashable {
    /// nothing, a condition or a relation: `count`
    case rows
    /// nothing or one of these words, each a line of PQL that it stands for: `win_rate(value)`
    case variants([RateVariant])
    /// a total as a part of the whole: `share amount`
    case share
    case value([TypeFamily])
    /// a value and a number from 0 through 100: `percentile(x, 90)`
    case valueAndPercentile([TypeFamily])
  }

  package var name: String
  package var summary: String
  package var argument: Argument
  package var examples: [Example]
  /// The type of the result for an argument's type.
  package var result: @Sendable (ValueType?) -> ValueType
  package var kernel: AggregateKernel
  /// The aggregate that makes one figure of those of several parts of the rows; nil when all rows
  /// are needed together.
  package var mergedBy: String?

  package init(
    name: String, summary: String, argument: Argument, examples: [Example],
    result: @escaping @Sendable (ValueType?) -> ValueType, kernel: @escaping AggregateKernel,
    mergedBy: String? = nil
  ) {
    self.mergedBy = mergedBy
    self.name = name
    self.summary = summary
    self.argument = argument
    self.examples = examples
    self.result = result
    self.kernel = kernel
  }
}

/// One meaning of a rate.
package struct RateVariant: Sendable, Hashable {
  /// The word in the brackets, empty for none.
  package var word: String
  package var numerator: String
  package var denominator: String
  /// What the denominator counts, for the footer.
  package var counted: String

  package init(word: String, numerator: String, denominator: String, counted: String) {
    self.word = word
    self.numerator = numerator
    self.denominator = denominator
    self.counted = counted
  }
}

/// A function over the rows of the answer in their order.
package struct WindowDefinition: Sendable {
  package var name: String
  package var summary: String
  package var kind: WindowTerm.Kind
  package var examples: [Example]

  package init(name: String, summary: String, kind: WindowTerm.Kind, examples: [Example]) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.examples = examples
  }
}

/// Folds an argument column by groups.
package typealias AggregateKernel =
  @Sendable (AggregateInput) throws(EvaluationFailure) -> Column

/// What an aggregate kernel folds.
///
/// `groups[i]` is the group of the i-th input row, 0 ..< `groupCount`, or -1 for a row that is left
/// out; `argument` has one value an input row, nil for `count`; `order` gives each row's place in
/// time for `first` and `last`, and the columns that settle ties behind it; `rowCounts` are the rows of each group, where somebody has counted them.
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

/// Kinds of types a function or aggregate takes.
package enum TypeFamily: Sendable, Hashable {
  case text, number, money, percent, boolean, date, timestamp, duration, period, list

  /// Whether a type belongs to the family.
  package func contains(_ type: ValueType) -> Bool {
    switch (self, type) {
    case (.text, .text), (.text, .category), (.text, .stage), (.number, .number),
      (.money, .money), (.percent, .percent), (.boolean, .boolean), (.date, .date),
      (.timestamp, .timestamp), (.duration, .duration), (.period, .period), (.list, .list):
      true
    default: false
    }
  }

  /// What messages call the family.
  package var name: String {
    switch self {
    case .text: "text"
    case .number: "a number"
    case .money: "money"
    case .percent: "a percent"
    case .boolean: "a condition"
    case .date: "a date"
    case .timestamp: "a timestamp"
    case .duration: "a duration"
    case .period: "a period"
    case .list: "a list"
    }
  }
}

/// A scalar function: one value a row from the values of that row.
package struct FunctionDefinition: Sendable {
  package struct Parameter: Sendable, Hashable {
    package var name: String
    package var families: [TypeFamily]
    /// Whether the argument must be the same for every row.
    package var isConstant: Bool
    /// Whether it may be left out or repeated; only the last one.
    package var isRepeated: Bool

    package init(
      _ name: String, _ families: [TypeFamily], isConstant: Bool = false, isRepeated: Bool = false
    ) {
      self.name = name
      self.families = families
      self.isConstant = isConstant
      self.isRepeated = isRepeated
    }
  }

  package var name: String
  package var summary: String
  package var parameters: [Parameter]
  package var examples: [Example]
  package var result: @Sendable ([ValueType]) -> ValueType
  /// The suffix of a key's name: `created_month`; nil names it by its text.
  package var keySuffix: String?
  package var kernel: FunctionKernel

  package init(
    name: String, summary: String, parameters: [Parameter], examples: [Example],
    result: @escaping @Sendable ([ValueType]) -> ValueType, keySuffix: String? = nil,
    kernel: @escaping FunctionKernel
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.examples = examples
    self.result = result
    self.keySuffix = keySuffix
    self.kernel = kernel
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

/// A built-in field of an entity.
package struct FieldDefinition: Sendable {
  package enum Source: Sendable {
    /// computed from other fields, as a line of PQL
    case expression(String)
    /// computed by a kernel, each value from its own row; `ofStage` when from nothing else than the
    /// stage of a deal and its pipeline
    case kernel(FieldKernel, ofStage: Bool = false)
    /// belongs to the language, waits for history or learning
    case notYet(String)
  }

  package var entity: EntityKind
  package var name: String
  package var type: ValueType
  package var summary: String
  package var source: Source

  package init(
    entity: EntityKind, name: String, type: ValueType, summary: String, source: Source
  ) {
    self.entity = entity
    self.name = name
    self.type = type
    self.summary = summary
    self.source = source
  }
}

/// A built-in column of the rows that are asked for.
package typealias FieldKernel =
  @Sendable (FieldInput) throws(EvaluationFailure) -> Column

/// The rows that a built-in column is asked of.
package struct FieldInput {
  package var rowCount: Int
  package var stages: StageTexts
  /// The values of a loaded field in these rows, by its name; nil when the data have none.
  package var column: (_ name: String) -> Column?
  /// The same of some of the rows, by their places among these.
  package var part: (_ rows: [Int32]) -> FieldInput

  package init(
    rowCount: Int, stages: StageTexts, column: @escaping (_ name: String) -> Column?,
    part: @escaping (_ rows: [Int32]) -> FieldInput
  ) {
    self.rowCount = rowCount
    self.stages = stages
    self.column = column
    self.part = part
  }
}
