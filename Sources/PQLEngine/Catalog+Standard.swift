package import PQLPlan

extension Catalog {
  /// The language as it stands: every verb, aggregate, function, window and built-in field.
  ///
  /// `formats` are the words behind `as`, which those who render know.
  package static func standard(formats: [String]) -> Catalog {
    Catalog(
      verbs: VerbDefinition.all, aggregates: AggregateDefinition.all,
      functions: (FunctionDefinition.calendar + FunctionDefinition.numbers
        + FunctionDefinition.texts).sorted { $0.name < $1.name },
      windows: WindowDefinition.all, fields: FieldDefinition.all, formats: formats,
      formatsNotYet: ["chart", "html"], patternProblem: TextPattern.problem)
  }
}
