package import PQLModel
package import PQLSyntax

/// What a name may mean at one place of a query.
package struct Scope: Sendable {
  /// A column that an earlier part of the query made.
  package struct ColumnEntry: Sendable, Hashable {
    package var name: String
    package var type: ValueType
    /// The loaded column whose values these are, for bare words.
    package var domain: FieldReference?
    /// Its values where they are known before anything runs, for bare words; empty where they are not.
    package var words: [String]
    /// Where the column stands in the frame.
    package var index: Int

    package init(
      name: String, type: ValueType, domain: FieldReference? = nil, words: [String] = [],
      index: Int
    ) {
      self.name = name
      self.type = type
      self.domain = domain
      self.words = words
      self.index = index
    }
  }

  /// The entity of each row; nil when rows are groups.
  package var entity: EntityKind?
  /// Made columns; they come before the entity's fields.
  package var columns: [ColumnEntry]

  package init(entity: EntityKind?, columns: [ColumnEntry] = []) {
    self.entity = entity
    self.columns = columns
  }

  /// How many columns the frame has behind the entity's own.
  package var width: Int { (columns.map(\.index).max() ?? -1) + 1 }
}

/// The clauses of a query or step, each by its word.
package struct ClauseSet: Sendable {
  package private(set) var clauses: [Clause]

  package init(_ clauses: [Clause]) {
    self.clauses = clauses
  }

  /// The clause of a word.
  package subscript(keyword: ClauseKeyword) -> Clause? {
    clauses.first { $0.keyword == keyword }
  }

  /// What stands behind the word of a clause of expressions; nil without the clause.
  package func expressions(of keyword: ClauseKeyword) -> [NamedExpression]? {
    if case .expressions(_, let items)? = self[keyword]?.content { items } else { nil }
  }

  package var condition: Expression? {
    if case .where(let expression)? = self[.where]?.content { expression } else { nil }
  }

  package var keys: [NamedExpression] {
    expressions(of: .by) ?? []
  }

  package var per: NamedExpression? {
    if case .per(let key)? = self[.per]?.content { key } else { nil }
  }

  package var during: (period: Expression, on: Expression?)? {
    if case .during(let period, let on)? = self[.during]?.content { (period, on) } else { nil }
  }

  package var shown: [NamedExpression]? {
    expressions(of: .show)
  }

  package var source: Expression? {
    if case .of(let source)? = self[.of]?.content { source } else { nil }
  }

  package var format: Name? {
    if case .asFormat(let name)? = self[.asFormat]?.content { name } else { nil }
  }

  package var currency: Name? {
    if case .inCurrency(let name)? = self[.inCurrency]?.content { name } else { nil }
  }

  package var comparison: Expression? {
    if case .vs(let expression)? = self[.vs]?.content { expression } else { nil }
  }

  /// The set without one word's clause.
  package func without(_ keyword: ClauseKeyword) -> ClauseSet {
    ClauseSet(clauses.filter { $0.keyword != keyword })
  }

  /// The set with a clause put in the place of the one of its word.
  package func replacing(_ clause: Clause) -> ClauseSet {
    ClauseSet(clauses.filter { $0.keyword != clause.keyword } + [clause])
  }
}

/// A query half bound: its plan, and what the next step may name.
package struct ResolvedQuery: Sendable {
  package var node: PlanNode
  package var scope: Scope
  /// What the answer shows; nil: the entity's usual columns.
  package var shown: [NamedTerm]?
  package var keyCount: Int
  package var spreadColumn: Int?
  package var notes: [Note]
  /// The period that the question names, if any.
  package var period: AskedPeriod?

  package init(
    node: PlanNode, scope: Scope, shown: [NamedTerm]? = nil, keyCount: Int = 0,
    spreadColumn: Int? = nil, notes: [Note] = [], period: AskedPeriod? = nil
  ) {
    self.node = node
    self.scope = scope
    self.shown = shown
    self.keyCount = keyCount
    self.spreadColumn = spreadColumn
    self.notes = notes
    self.period = period
  }
}
