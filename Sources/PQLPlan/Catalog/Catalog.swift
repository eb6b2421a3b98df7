package import PQLModel
import PQLText

/// Everything that has a name in the language besides the user's own: the one place from which
/// resolution, help, completion and the reference are made.
package struct Catalog: Sendable {
  package var verbs: [VerbDefinition]
  package var aggregates: [AggregateDefinition]
  package var functions: [FunctionDefinition]
  package var windows: [WindowDefinition]
  package var fields: [FieldDefinition]
  /// The rules that ship with the program, in the order they are told; each has a field of its
  /// name.
  package var rules: [RuleDefinition]
  /// The words behind `as`, and those that are not built yet.
  package var formats: [String]
  package var formatsNotYet: [String]
  /// What is wrong with a pattern of `matches`; nil when it can be used.
  package var patternProblem: @Sendable (String) -> String?

  package init(
    verbs: [VerbDefinition], aggregates: [AggregateDefinition], functions: [FunctionDefinition],
    windows: [WindowDefinition], fields: [FieldDefinition], rules: [RuleDefinition] = [],
    formats: [String], formatsNotYet: [String],
    patternProblem: @escaping @Sendable (String) -> String?
  ) {
    self.verbs = verbs
    self.aggregates = aggregates
    self.functions = functions
    self.windows = windows
    self.fields = fields
    self.rules = rules
    self.formats = formats
    self.formatsNotYet = formatsNotYet
    self.patternProblem = patternProblem
  }

  // The words of the language do not ask for case; fields, which are the data's, do.

  package func verb(_ name: String) -> VerbDefinition? {
    let name = name.lowercased()
    return verbs.first { $0.name == name }
  }

  /// The verbs that are called so elsewhere, without regard to case and marks.
  package func verbs(called word: String) -> [String] {
    let folded = Spelling.folded(word)
    return verbs.filter { verb in
      verb.spellings.split(separator: " ").contains { Spelling.folded(String($0)) == folded }
    }.map(\.name)
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

  package func rule(_ name: String) -> RuleDefinition? { rules.first { $0.name == name } }
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

  package init(
    name: String, summary: String, argument: Argument, examples: [Example],
    result: @escaping @Sendable (ValueType?) -> ValueType
  ) {
    self.name = name
    self.summary = summary
    self.argument = argument
    self.examples = examples
    self.result = result
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

  package init(
    name: String, summary: String, parameters: [Parameter], examples: [Example],
    result: @escaping @Sendable ([ValueType]) -> ValueType, keySuffix: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.examples = examples
    self.result = result
    self.keySuffix = keySuffix
  }
}

/// A built-in field of an entity.
package struct FieldDefinition: Sendable {
  package enum Source: Sendable {
    /// computed from other fields, as a line of PQL
    case expression(String)
    /// computed by a kernel of the engine, each value from its own row, out of these loaded fields;
    /// `ofStage` when from nothing else than the stage of a deal and its pipeline
    case kernel(reads: [String], ofStage: Bool)
    /// computed for all records of the entity at once, since each value hangs on other records too:
    /// out of these fields and tables
    case table(reads: [String], needs: [VerbNeed])
    /// belongs to the language, waits for history or learning
    case notYet(String)
  }

  package var entity: EntityKind
  package var name: String
  package var type: ValueType
  package var summary: String
  package var source: Source
  /// What the data must have.
  package var needs: [VerbNeed]
  /// Whether it is the condition of a rule of the library.
  package var isRule: Bool

  package init(
    entity: EntityKind, name: String, type: ValueType, summary: String, source: Source,
    needs: [VerbNeed] = [], isRule: Bool = false
  ) {
    self.needs = needs
    self.isRule = isRule
    self.entity = entity
    self.name = name
    self.type = type
    self.summary = summary
    self.source = source
  }
}
