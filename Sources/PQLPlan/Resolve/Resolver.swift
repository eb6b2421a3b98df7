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
  /// How deep the expression being bound lies in others, definitions unfolded.
  var depth = 0
  /// The deepest that was met so far.
  var deepest = 0
  /// How deep each bound definition is, unfolded.
  var heights: [ComputedReference: Int] = [:]
  /// The columns made so far that count something.
  var countNames = Resolver.counting
  /// How many steps and columns of `let` were bound: each stands on the one before.
  var stepCount = 0
  /// Whether `during` and `per` go by the creation of deals where the query does not say.
  var goesByCreation = false
  /// What the footer of the query being bound will say besides what its parts note.
  var remarks: [Note] = []
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

  /// How many definitions may stand on one another.
  static let deepestDefinition = 100
  /// How deep an expression may be once every definition in it is unfolded: each level takes stack
  /// of whoever binds or computes it.
  static let deepestUnfolding = 600
  /// How many steps may stand behind one another, those of named queries counted at each use.
  static let mostSteps = 1000

  /// Counts one more step or column of `let`; false after a report.
  mutating func countStep(_ span: Span) -> Bool {
    stepCount += 1
    guard stepCount > Resolver.mostSteps else { return true }
    report(.tooManySteps(span))
    return false
  }

  /// Runs `body` on the text of another source; what is wrong there is told at `useSpan`, as a
  /// fault of the definition.
  mutating func inSource<Result>(
    _ other: SourceText, of name: String, at useSpan: Span,
    _ body: (inout Resolver) -> Result?
  ) -> Result? {
    let depth = openDefinitions.count + openMetrics.count + openQueries.count
    guard depth <= Resolver.deepestDefinition else {
      report(.definedTooDeep(useSpan))
      return nil
    }
    let mine = source
    let before = diagnostics.count
    source = other
    defer { source = mine }
    let result = body(&self)
    if diagnostics.count > before {
      var first = diagnostics[before]
      if first.code == .nestedTooDeep {
        // It is the use that is too deep, whatever stands in the definition.
        diagnostics.removeSubrange(before...)
        first.span = useSpan
        report(first)
      } else if other != mine {
        diagnostics.removeSubrange(before...)
        report(.definitionDoesNotFit(name, useSpan, because: first.message))
      }
    }
    return result
  }
}
