package import PQLSyntax

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
