import PQLPlan
import PQLSyntax

extension Verb {
  /// `explain plan QUERY`: how a query is carried out.
  ///
  /// The query behind `plan` is resolved as if it stood alone, with all its clauses and steps, which
  /// `QueryBinder.plan` does before any verb is asked; what reaches this row is another `explain`.
  static let explain = Verb(
    VerbDefinition(
      name: "explain",
      summary: "shows the plan of the query behind `explain plan`: operators, rows and times",
      clauses: Set(ClauseKeyword.allCases),
      examples: [
        Example("explain plan count by stage", "what is read, kept and grouped"),
        Example("explain plan deals where open top 3 by amount", "how many rows each step leaves"),
      ],
      resolve: { request, binder throws(Reported) in
        throw binder.report(
          .notYet(
            "`explain` of a figure", request.verbSpan,
            because: "it takes a figure down to its rows and steps; `explain plan QUERY` is built"))
      }))
}
