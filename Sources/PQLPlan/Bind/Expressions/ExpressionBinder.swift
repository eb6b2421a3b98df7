import PQLModel
package import PQLSyntax

/// Binds expressions to terms, and checks every type.
///
/// Where an expression stands is passed in as a `Place`; what is kept here is what one statement gathers
/// as it is bound: messages, definitions, aggregates, and how much was asked so far.
package struct ExpressionBinder: Sendable, Binding {
  package internal(set) var names: NameBinder
  /// Day number of `today`.
  package private(set) var today: Int32
  /// Seconds of `now` on the model's wall clock.
  package private(set) var now: Int64
  /// The day from which a past one is looked at, so that nothing behind that one is seen.
  private(set) var lookedFrom: Int32?
  package var source: SourceText
  package var sink = MessageSink()

  /// Bound terms of built-in and defined fields, by reference.
  private(set) var definitions: [ComputedReference: Term] = [:]
  /// How deep each bound definition is, unfolded.
  private var heights: [ComputedReference: Int] = [:]
  /// How many expressions each bound definition is, those in it unfolded.
  private var sizes: [ComputedReference: Int] = [:]
  /// Fields being bound right now, to find a definition that leads back to itself.
  private(set) var openDefinitions: [ComputedReference] = []
  /// Metrics being bound right now.
  var openMetrics: [String] = []
  /// Named queries being bound right now.
  var openQueries: [String] = []
  /// The aggregates of the grouping being bound.
  var collected = CollectedAggregates()
  /// The columns made so far that count something.
  var countNames = ExpressionBinder.counting
  /// What the footer of the query being bound will say besides what its parts note.
  var remarks: [Note] = []

  /// How many expressions were bound: a bound on what definitions of definitions may cost.
  private var boundCount = 0
  /// How many steps and columns of `let` were bound: each stands on the one before.
  private var stepCount = 0
  /// How deep the expression being bound lies in others, definitions unfolded.
  private var depth = 0
  /// The deepest that was met so far.
  private var deepest = 0

  init(names: NameBinder, today: Int32, now: Int64, source: SourceText) {
    self.names = names
    self.today = today
    self.now = now
    self.source = source
  }

  package var openCount: Int { openDefinitions.count + openMetrics.count + openQueries.count }

  var catalog: Catalog { names.catalog }
  var model: Model { names.model }
  var environment: Environment { names.environment }

  /// Begins a plan: what was gathered for another does not belong to it.
  mutating func beginPlan() {
    definitions = [:]
    remarks = []
  }

  /// A node as of the day that it was bound for.
  func branch(_ node: PlanNode) -> Branch {
    Branch(node: node, today: today, now: now, lookedFrom: lookedFrom, definitions: definitions)
  }

  /// Goes to the end of a past day: what is bound from here on sees nothing behind it.
  mutating func goBack(to day: Int32) {
    lookedFrom = lookedFrom ?? today
    today = day
    now = (Int64(day) + 1) * 86_400 - 1
    definitions = [:]
  }

  /// Takes what another binder told and counted of the same statement, as of another day.
  mutating func take(_ other: ExpressionBinder) {
    sink = other.sink
    remarks = other.remarks
    countNames = other.countNames
    (boundCount, stepCount, deepest) = (other.boundCount, other.stepCount, other.deepest)
  }

  // MARK: - How much is asked

  /// Counts one more step or column of `let`.
  mutating func countStep(_ span: Span) throws(Reported) {
    stepCount += 1
    guard stepCount > BindingLimits.mostSteps else { return }
    throw report(.tooManySteps(span))
  }

  /// Goes one level deeper, into the expression at a span; `endExpression` comes back.
  mutating func beginExpression(at span: Span) throws(Reported) {
    try count(1, at: span)
    depth += 1
    do {
      try reach(1, at: span)
    } catch {
      depth -= 1
      throw error
    }
  }

  mutating func endExpression() { depth -= 1 }

  /// Counts so many more expressions, which whoever computes the statement works out one by one.
  private mutating func count(_ expressions: Int, at span: Span) throws(Reported) {
    let isTold = boundCount > BindingLimits.largestExpression
    boundCount += expressions
    guard boundCount > BindingLimits.largestExpression else { return }
    throw isTold ? Reported() : report(.expressionTooLarge(span))
  }

  /// Goes on to a part so many levels high, unless that is too deep.
  private mutating func reach(_ height: Int, at span: Span) throws(Reported) {
    deepest = max(deepest, depth + height)
    guard deepest > BindingLimits.deepestUnfolding else { return }
    throw report(.unfoldedTooDeep(span))
  }

  // MARK: - Definitions

  /// The field that was bound before under this name; nil when none was.
  mutating func knownDefinition(
    _ name: String, of entity: EntityKind, at span: Span
  ) throws(Reported) -> Term? {
    guard let known = definitions.keys.first(where: { $0.entity == entity && $0.name == name })
    else { return nil }
    try reach(heights[known] ?? 0, at: span)
    try count(sizes[known] ?? 0, at: span)
    return .computed(known)
  }

  /// Binds a field's definition, which `body` does on the text of `source`, and keeps it.
  mutating func bind(
    _ reference: ComputedReference, source: SourceText, at span: Span,
    _ body: (inout ExpressionBinder) throws(Reported) -> Term
  ) throws(Reported) -> Term {
    openDefinitions.append(reference)
    let outer = deepest
    let before = boundCount
    deepest = depth
    defer {
      openDefinitions.removeLast()
      deepest = max(deepest, outer)
    }
    let term = try inSource(source, of: reference.name, at: span, body)
    var bound = reference
    bound.type = term.type
    definitions[bound] = term
    heights[bound] = deepest - depth
    sizes[bound] = boundCount - before
    return .computed(bound)
  }

  /// Binds what a field is about to be defined as, so that what is wrong is told where it is written.
  mutating func resolveDefinition(
    _ value: Expression, of open: ComputedReference
  ) throws(Reported) {
    beginPlan()
    openDefinitions.append(open)
    defer { openDefinitions.removeLast() }
    guard model[open.entity] != nil else { return }
    _ = try resolveValue(value, in: Place(Scope(entity: open.entity), dates: .usual))
  }

  /// Binds the condition that a rule is about to be defined with.
  mutating func resolveRule(
    _ condition: Expression, named name: String, of entity: EntityKind
  ) throws(Reported) {
    beginPlan()
    guard model[entity] != nil else { return }
    let rows = Place(Scope(entity: entity), dates: .usual)
    _ = try resolveCondition(condition, ofRule: name, for: entity, in: rows)
  }

  /// Binds the condition of a rule, in which the rule's own name means what it would mean without it.
  mutating func resolveCondition(
    _ condition: Expression, ofRule name: String, for entity: EntityKind, in rows: Place
  ) throws(Reported) -> Term {
    openDefinitions.append(ComputedReference(rule: name, of: entity))
    defer { openDefinitions.removeLast() }
    return try resolveCondition(condition, in: rows)
  }

  /// Binds what a metric is about to be defined as.
  ///
  /// It may speak of any entity, and must fit one of those there are.
  mutating func resolveMetric(_ value: Expression, named name: String) throws(Reported) {
    beginPlan()
    openMetrics.append(name)
    defer { openMetrics.removeLast() }
    var first: [Diagnostic]?
    for entity in model.entities {
      let place = Place(
        Scope(entity: nil), dates: .usual,
        grouping: Grouping(rows: Scope(entity: entity), keys: []))
      collected = CollectedAggregates()
      let attempt = speculating { binder throws(Reported) in
        try binder.resolveValue(value, in: place)
      }
      if attempt.bound != nil { return }
      first = first ?? attempt.messages
    }
    guard let first else { return }
    for message in first { sink.add(message) }
    throw Reported()
  }

  /// Binds what must be so, with the groupings its aggregates come from.
  mutating func resolveExpectation(
    _ condition: Expression
  ) throws(Reported) -> (term: Term, nodes: [PlanNode]) {
    beginPlan()
    collected = CollectedAggregates()
    let place = Place(Scope(entity: nil), dates: .usual, grouping: .scalar)
    let term = try resolveValue(condition, in: place)
    return (term, collected.scalarNodes)
  }
}
