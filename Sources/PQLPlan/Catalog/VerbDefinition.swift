package import PQLModel
package import PQLSyntax

/// A verb: what it answers, its clauses, what it needs, and how it becomes a plan.
package struct VerbDefinition: Sendable {
  package var name: String
  /// One line, without a full stop.
  package var summary: String
  package var clauses: Set<ClauseKeyword>
  package var examples: [Example]
  /// What it is called elsewhere, parted by spaces: suggested, never accepted.
  package var spellings: String
  /// What the data must have; the resolver tells what they lack before the verb is asked.
  package var needs: [VerbNeed]
  /// The fields that it reads besides those it needs and those the question names; nil: any.
  package var reads: [String]?
  /// What it reads besides where the question is about records of an entity.
  package var readsOf: [EntityKind: [String]]
  /// Whether a whole question stands behind the verb's word.
  package var asksQuestion: Bool
  /// Nil when the verb belongs to the language but is not built yet.
  package var resolve: Resolve?

  /// How a verb's own file makes a plan of a request.
  package typealias Resolve =
    @Sendable (VerbRequest, inout QueryBinder) throws(Reported) -> ResolvedQuery

  package init(
    name: String, summary: String, clauses: Set<ClauseKeyword>, examples: [Example],
    spellings: String = "", needs: [VerbNeed] = [], reads: [String]? = nil,
    readsOf: [EntityKind: [String]] = [:],
    asksQuestion: Bool = false, resolve: Resolve?
  ) {
    self.asksQuestion = asksQuestion
    self.name = name
    self.summary = summary
    self.clauses = clauses
    self.examples = examples
    self.spellings = spellings
    self.needs = needs
    self.reads = reads
    self.readsOf = readsOf
    self.resolve = resolve
  }
}

/// What a verb or a built-in field cannot do without.
package enum VerbNeed: Sendable, Hashable {
  /// a field of the deals: `amount`
  case field(String)
  /// recorded changes of a field of the deals: `stage`
  case history(of: String)
  /// whether somebody was in touch with a lead: `touched_at`, or activities that name leads
  case touch
}

/// A verb as it was called.
package struct VerbRequest: Sendable {
  /// The verb's word.
  package var name: String
  /// The operands behind the verb's word.
  package var operands: [Expression]
  package var verbSpan: Span
  package var clauses: ClauseSet
  /// What stands behind the verb's word and before its clauses.
  package var head: [HeadItem]

  package init(
    name: String, operands: [Expression], verbSpan: Span, clauses: ClauseSet,
    head: [HeadItem] = []
  ) {
    self.head = head
    self.name = name
    self.operands = operands
    self.verbSpan = verbSpan
    self.clauses = clauses
  }

  /// The rows that the question is about: those behind `of`, else the deals.
  package var source: Expression {
    clauses.source ?? Expression(.name([Name("deals", verbSpan)]), verbSpan)
  }
}

extension QueryBinder {
  /// Tells what the data lack that a verb needs.
  mutating func requireNeeds(_ needs: [VerbNeed], of verb: Name) throws(Reported) {
    try expressions.requireNeeds(needs, of: verb.text, verb.span)
  }
}

extension StageMeasure {
  /// What the data must have for it.
  var needs: [VerbNeed] { [.history(of: "stage")] }
}

extension ExpressionBinder {
  /// Tells what the data lack that a verb or a field needs.
  mutating func requireNeeds(
    _ needs: [VerbNeed], of name: String, _ span: Span
  ) throws(Reported) {
    guard model[.deals] != nil else { return }
    for need in needs {
      if let lack = names.lack(of: need, for: name, span) { throw report(lack) }
    }
  }
}

extension FieldDefinition {
  /// What the data must have, whatever computes it.
  var allNeeds: [VerbNeed] {
    if case .table(_, let own) = source { needs + own } else { needs }
  }
}

extension NameBinder {
  /// What to tell where the data lack what somebody needs; nil where they have it.
  func lack(of need: VerbNeed, for asker: String, _ span: Span) -> Diagnostic? {
    switch need {
    case .field(let name):
      model[.deals]?.field(name) == nil ? .verbNeedsField(asker, name, span) : nil
    case .history(let field):
      model.recordsChanges(of: field) ? nil : .verbNeedsHistory(asker, of: field, span)
    case .touch:
      model[.leads]?.field("touched_at") == nil
        && model.backRelation(from: .activities, to: .leads) == nil
        ? .fieldNeedsTouch(asker, span) : nil
    }
  }
}
