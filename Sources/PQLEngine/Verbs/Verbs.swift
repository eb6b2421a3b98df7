import PQLPlan

extension Verb {
  /// Every verb, in alphabetical order; those without a way to resolve wait for their turn.
  static let all: [Verb] = [
    .aging,
    .attainment,
    waiting("backtest", "shows how right a forecast or policy would have been"),
    .changes,
    .cohort,
    .coverage,
    .describe,
    waiting("diff", "shows what differs between two versions of a policy"),
    .explain,
    .forecast,
    .funnel,
    waiting("learn", "fits a short policy to what happened"),
    waiting("need", "says how many deals and leads a result takes"),
    waiting("patterns", "finds what sets deals apart"),
    waiting("potential", "estimates what each product can still sell"),
    .problems,
    waiting("score", "gives points, a grade and the reasons"),
    .series,
    .velocity,
  ]

  private static func waiting(_ name: String, _ summary: String) -> Verb {
    Verb(VerbDefinition(name: name, summary: summary, clauses: [], examples: [], resolve: nil))
  }
}
