/// A whole text, read.
///
/// The tree is lossless together with `tokens`: every byte of the source belongs to one token or to
/// the trivia before it, also where the text could not be read.
package struct SyntaxTree: Sendable {
  package var source: SourceText
  package var tokens: [Token]
  package var statements: [Statement]
  /// What is wrong with the text, by place.
  package var diagnostics: [Diagnostic]

  package init(
    source: SourceText, tokens: [Token], statements: [Statement], diagnostics: [Diagnostic]
  ) {
    self.source = source
    self.tokens = tokens
    self.statements = statements
    self.diagnostics = diagnostics
  }
}

/// One statement and the tokens it is made of.
package struct Statement: Sendable, Hashable {
  package var kind: StatementKind
  package var span: Span
  /// places in the tree's `tokens`.
  package var tokens: Range<Int>

  package init(_ kind: StatementKind, span: Span, tokens: Range<Int>) {
    self.kind = kind
    self.span = span
    self.tokens = tokens
  }
}

/// What a statement is; each case names a line that produces it.
package enum StatementKind: Sendable, Hashable {
  /// `pql 1`, only as the first statement
  case version(Int)
  /// `count by stage`
  case query(Query)
  /// `let big = deals where amount > 100k`
  case letQuery(Name, Query)
  /// `let sanctioned = ["IR", "KP"]`
  case letList(Name, Expression)
  /// `define size for accounts = if employees > 1000 then "large" else "small"`
  case define(Name, entity: Name?, Expression)
  /// `metric loss_rate = count(lost) / count(closed) "share of closed deals"`
  case metric(Name, Expression, description: String?)
  /// `param region = "EMEA"`, `param r: text`
  case param(Name, type: Name?, default: Expression?)
  /// `use "team-rules.pql"`
  case use(String, Span)
  /// `set today = 2026-06-30`
  case set(Name, Expression)
  /// `expect count(deals where amount is missing) = 0 because "every deal has an amount"`
  case expect(Expression, because: String?)
  /// `explain "Ana Ruiz".sum_amount`, of the last answer
  case explain(Cell)
  case policy(PolicyStatement)
  /// `rule stale for deals when idle > 45 days warn because "no movement"`
  case rule(RuleStatement)
  case table(TableStatement)
  case test(TestStatement)
  /// what could not be read at all; a message says why
  case unreadable
}
