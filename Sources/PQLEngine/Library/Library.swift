package import PQLModel
package import PQLPlan

/// Everything of the language that has a name, each row with what carries it out.
///
/// What binds, helps and completes sees the rows' definitions alone, as a `Catalog`.
package struct Library: Sendable {
  package var verbs: [Verb]
  package var aggregates: [Aggregate]
  package var functions: [ScalarFunction]
  package var windows: [WindowDefinition]
  package var fields: [BuiltinField]
  package var rules: [RuleDefinition]

  package init(
    verbs: [Verb], aggregates: [Aggregate], functions: [ScalarFunction],
    windows: [WindowDefinition], fields: [BuiltinField], rules: [RuleDefinition]
  ) {
    self.verbs = verbs
    self.aggregates = aggregates
    self.functions = functions
    self.windows = windows
    self.fields = fields
    self.rules = rules
  }

  /// The language as it stands.
  package static let standard = Library(
    verbs: Verb.all, aggregates: Aggregate.all,
    functions: (ScalarFunction.calendar + ScalarFunction.numbers + ScalarFunction.texts)
      .sorted { $0.definition.name < $1.definition.name },
    windows: WindowDefinition.all, fields: BuiltinField.all, rules: RuleLibrary.rules)

  /// The definitions; `formats` are the words behind `as`, which those who render know.
  package func catalog(formats: [String]) -> Catalog {
    Catalog(
      verbs: verbs.map(\.definition), aggregates: aggregates.map(\.definition),
      functions: functions.map(\.definition), windows: windows,
      fields: fields.map(\.definition) + ruleFields, rules: rules, formats: formats,
      formatsNotYet: ["chart", "html"],
      patternProblem: TextPattern.problem)
  }

  /// The rules' names as conditions of their records, but those that a built-in field bears.
  private var ruleFields: [FieldDefinition] {
    rules.filter { field($0.name, of: $0.entity) == nil }.map {
      FieldDefinition(
        entity: $0.entity, name: $0.name, type: .boolean, summary: $0.because,
        source: .expression($0.condition), isRule: true)
    }
  }

  func aggregate(_ name: String) -> Aggregate? { aggregates.first { $0.definition.name == name } }

  func function(_ name: String) -> ScalarFunction? {
    functions.first { $0.definition.name == name }
  }

  func field(_ name: String, of entity: EntityKind) -> BuiltinField? {
    fields.first { $0.definition.name == name && $0.definition.entity == entity }
  }

  /// The operator of a plan's node; operators of all verbs share their names.
  func operation(_ name: String) -> Operator? {
    verbs.lazy.flatMap(\.operators).first { $0.name == name }
  }
}

/// An aggregate and its fold.
package struct Aggregate: Sendable {
  package var definition: AggregateDefinition
  package var kernel: AggregateKernel
  /// The aggregate that makes one figure of those of several parts of the rows; nil when all rows
  /// are needed together.
  package var mergedBy: String?

  package init(
    name: String, summary: String, argument: AggregateDefinition.Argument, examples: [Example],
    result: @escaping @Sendable (ValueType?) -> ValueType, kernel: @escaping AggregateKernel,
    mergedBy: String? = nil
  ) {
    definition = AggregateDefinition(
      name: name, summary: summary, argument: argument, examples: examples, result: result)
    self.kernel = kernel
    self.mergedBy = mergedBy
  }
}

/// A function and its kernel.
package struct ScalarFunction: Sendable {
  package typealias Parameter = FunctionDefinition.Parameter

  package var definition: FunctionDefinition
  package var kernel: FunctionKernel

  package init(
    name: String, summary: String, parameters: [Parameter], examples: [Example],
    result: @escaping @Sendable ([ValueType]) -> ValueType, keySuffix: String? = nil,
    kernel: @escaping FunctionKernel
  ) {
    definition = FunctionDefinition(
      name: name, summary: summary, parameters: parameters, examples: examples, result: result,
      keySuffix: keySuffix)
    self.kernel = kernel
  }
}

/// A built-in field and its kernel, of a row's own or of the whole column; both nil where the definition
/// is a line of PQL or waits.
package struct BuiltinField: Sendable {
  package var definition: FieldDefinition
  package var kernel: FieldKernel?
  package var tableKernel: TableKernel?

  package init(
    _ definition: FieldDefinition, kernel: FieldKernel? = nil, tableKernel: TableKernel? = nil
  ) {
    self.definition = definition
    self.kernel = kernel
    self.tableKernel = tableKernel
  }
}

/// A verb and the operators of its plans.
package struct Verb: Sendable {
  package var definition: VerbDefinition
  package var operators: [Operator]

  package init(_ definition: VerbDefinition, operators: [Operator] = []) {
    self.definition = definition
    self.operators = operators
  }
}
