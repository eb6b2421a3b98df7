/// A question: a head with its clauses, then steps.
package struct Query: Sendable, Hashable {
  package var head: [HeadItem]
  package var clauses: [Clause]
  package var steps: [Step]
  package var span: Span

  package init(head: [HeadItem], clauses: [Clause], steps: [Step], span: Span) {
    self.head = head
    self.clauses = clauses
    self.steps = steps
    self.span = span
  }
}

/// One item of a head: `count`, `sum amount`, `part: sum(amount) / count`, `need 20 wins`.
///
/// The parser knows no verbs: what stands side by side becomes operands, and resolution says what
/// the first word means.
package struct HeadItem: Sendable, Hashable {
  package var label: Name?
  /// One or more, side by side.
  package var operands: [Expression]
  package var span: Span

  package init(label: Name?, operands: [Expression], span: Span) {
    self.label = label
    self.operands = operands
    self.span = span
  }
}

/// What stands behind one `|`: aggregates with their clauses, or clauses alone.
package struct Step: Sendable, Hashable {
  /// empty for `| where …`, `| sort …` and the like.
  package var head: [HeadItem]
  package var clauses: [Clause]
  package var span: Span

  package init(head: [HeadItem], clauses: [Clause], span: Span) {
    self.head = head
    self.clauses = clauses
    self.span = span
  }
}

/// One clause with its word.
package struct Clause: Sendable, Hashable {
  package var content: ClauseContent
  /// the clause word (or words: `as of`).
  package var keywordSpan: Span
  package var span: Span

  package init(_ content: ClauseContent, keywordSpan: Span, span: Span) {
    self.content = content
    self.keywordSpan = keywordSpan
    self.span = span
  }

  /// The clause's word.
  package var keyword: ClauseKeyword { content.keyword }
}

/// An expression with an optional label, as in `show late: today - close_date`.
package struct NamedExpression: Sendable, Hashable {
  package var label: Name?
  package var expression: Expression
  package var span: Span

  package init(label: Name?, expression: Expression, span: Span) {
    self.label = label
    self.expression = expression
    self.span = span
  }
}

/// A key of `sort`.
package struct SortKey: Sendable, Hashable {
  package var isDescending: Bool
  package var expression: Expression

  package init(isDescending: Bool, expression: Expression) {
    self.isDescending = isDescending
    self.expression = expression
  }
}

/// What a clause says.
package enum ClauseContent: Sendable, Hashable {
  /// `of leads`, `of big`, `of won`
  case of(Expression)
  case `where`(Expression)
  /// `by owner, month(created)`, `show late: today - close_date`: of every clause of expressions
  case expressions(ClauseKeyword, [NamedExpression])
  /// `per month`, `per product`
  case per(NamedExpression)
  /// `during last quarter on created`
  case during(Expression, on: Expression?)
  case since(Expression)
  case until(Expression)
  /// `as of 2026-03-31`
  case asOf(Expression)
  /// `vs last quarter`, `vs 1 year ago`
  case vs(Expression)
  /// `using recorded`, `using inbound_fit v2`: operands side by side, lists by comma
  case using([HeadItem])
  case sort([SortKey])
  /// `top 3 by amount per owner with others`; `per` and `with others` may be absent
  case top(count: Expression, by: [SortKey], per: [Expression], withOthers: Bool)
  case limit(Expression)
  /// `in EUR`
  case inCurrency(Name)
  /// `as json`
  case asFormat(Name)
  /// `| let part = a / b, place = rank(a)`: only in steps
  case `let`([NamedExpression])
  /// `| export "deals.csv"`: only in steps
  case export(String, Span)
  /// a clause word whose content could not be read; a message says why
  case unreadable(ClauseKeyword)

  /// The clause's word.
  package var keyword: ClauseKeyword {
    switch self {
    case .expressions(let keyword, _): keyword
    case .of: .of
    case .where: .where
    case .per: .per
    case .during: .during
    case .since: .since
    case .until: .until
    case .asOf: .asOf
    case .vs: .vs
    case .using: .using
    case .sort: .sort
    case .top: .top
    case .limit: .limit
    case .inCurrency: .inCurrency
    case .asFormat: .asFormat
    case .let: .let
    case .export: .export
    case .unreadable(let keyword): keyword
    }
  }
}

/// The clause words, in the order the formatter puts them.
package enum ClauseKeyword: String, Sendable, Hashable, CaseIterable {
  case of, `where`, by, per, during, since, until
  case asOf = "as of"
  case vs, using
  case `let`
  case show, sort, top, limit
  case inCurrency = "in"
  case asFormat = "as"
  case export
}
