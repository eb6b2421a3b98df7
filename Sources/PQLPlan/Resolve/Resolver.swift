package import PQLModel
package import PQLSyntax

/// Binds every name once and checks every type, and says all that is wrong in one go.
///
/// A function that gives nil has reported why; what stands on a failed part is not reported again.
package struct Resolver: Sendable {
  package let catalog: Catalog
  package let model: Model
  /// Day number of `today`.
  package let today: Int32
  /// Seconds of `now` on the model's wall clock.
  package let now: Int64
  package internal(set) var source: SourceText
  package internal(set) var environment: Environment
  package internal(set) var diagnostics: [Diagnostic] = []

  /// Bound terms of built-in and defined fields, by reference.
  var definitions: [ComputedReference: Term] = [:]
  /// Fields being bound right now, to find a definition that leads back to itself.
  var openDefinitions: [ComputedReference] = []
  /// Metrics being bound right now.
  var openMetrics: [String] = []
  /// Named queries being bound right now.
  var openQueries: [String] = []
  /// The aggregates of the grouping being bound; nil outside of one.
  var collector: AggregateCollector?
  /// How many expressions were bound: a bound on what definitions of definitions may cost.
  var boundCount = 0
  /// The currency of the answer.
  package internal(set) var currency: String
  /// Whether `in` named it.
  var namesCurrency = false

  package init(
    catalog: Catalog, model: Model, today: Int32, now: Int64, source: SourceText,
    environment: Environment
  ) {
    self.catalog = catalog
    self.model = model
    self.today = today
    self.now = now
    self.source = source
    self.environment = environment
    currency = model.currency.base
  }

  /// Adds a message.
  package mutating func report(_ diagnostic: Diagnostic) {
    guard !diagnostics.contains(diagnostic) else { return }
    diagnostics.append(diagnostic)
  }

  /// The text of an expression as the formatter writes it: what an unlabelled column is called.
  func text(of expression: Expression) -> String {
    format(expression, in: source)
  }

  /// Runs `body` on the text of another source; what is wrong there is told at `useSpan`, as a
  /// fault of the definition.
  mutating func inSource<Result>(
    _ other: SourceText, of name: String, at useSpan: Span,
    _ body: (inout Resolver) -> Result?
  ) -> Result? {
    let mine = source
    let before = diagnostics.count
    source = other
    defer { source = mine }
    let result = body(&self)
    if diagnostics.count > before, other != mine {
      let first = diagnostics[before].message
      diagnostics.removeSubrange(before...)
      report(.definitionDoesNotFit(name, useSpan, because: first))
    }
    return result
  }
}
