import PQLPlan
import PQLSyntax

extension Verb {
  /// `explain plan QUERY`: how a query is carried out; `explain why "ID" not in QUERY`: what leaves a
  /// record out.
  ///
  /// The query behind these words is resolved as if it stood alone, with all its clauses and steps, which
  /// `QueryBinder.plan` does before any verb is asked; what reaches this row is another `explain`.
  static let explain = Verb(
    VerbDefinition(
      name: "explain",
      summary: "shows a query's plan with rows and times, or why a record is not in its answer",
      clauses: Set(ClauseKeyword.allCases),
      examples: [
        Example("explain plan count by stage", "what is read, kept and grouped"),
        Example("explain plan deals where open top 3 by amount", "how many rows each step leaves"),
        Example(
          "explain why \"D100594\" not in deals where overdue", "which condition leaves it out"),
      ],
      resolve: { request, binder throws(Reported) in
        throw binder.report(
          .notYet(
            "`explain` of a figure", request.verbSpan,
            because: "it takes a figure down to its rows and steps; `explain plan QUERY` is built"))
      }))
}
