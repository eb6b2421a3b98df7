import PQLPlan
import PQLSyntax

extension Verb {
  /// `explain QUERY`: the rows that figures are made of; `explain plan QUERY`: how a query is carried
  /// out; `explain why "ID" not in QUERY`: what leaves a record out.
  ///
  /// The query behind it is resolved as if it stood alone, with all its clauses and steps, which
  /// `QueryBinder.plan` does before any verb is asked; what reaches this row is an `explain` that does not
  /// stand first.
  static let explain = Verb(
    VerbDefinition(
      name: "explain",
      summary:
        "takes figures down to their rows; shows a query's plan, or why a record is not in it",
      clauses: Set(ClauseKeyword.allCases),
      examples: [
        Example(
          "explain sum amount where won during last quarter", "the deals, each with its part"),
        Example("explain win_rate by owner top 1 by win_rate", "a section for each step"),
        Example("explain plan count by stage", "what is read, kept and grouped"),
        Example("explain plan deals where open top 3 by amount", "how many rows each step leaves"),
        Example(
          "explain why \"D100594\" not in deals where overdue", "which condition leaves it out"),
      ],
      resolve: { request, binder throws(Reported) in
        throw binder.report(.explainNotFirst(request.verbSpan))
      }))
}

extension Diagnostic {
  fileprivate static func explainNotFirst(_ span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "`explain` stands before a whole question", label: "not first here",
      suggestions: [Suggestion("as in `explain sum amount where won`")])
  }
}
