import PQLModel
import PQLPlan
import PQLSyntax

extension VerbDefinition {
  /// How far the deals came, what became of them on the way, and how long it took.
  static let funnel = VerbDefinition(
    name: "funnel",
    summary: "counts how many reached each stage and went on, and how long they stayed",
    clauses: [
      .of, .where, .by, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .asOf,
    ],
    examples: [
      Example("funnel", "every deal, stage by stage"),
      Example("funnel where amount > 50k during last year", "large deals created last year"),
      Example("funnel by source | where stage = proposal", "one stage, compared by source"),
    ],
    resolve: { request, resolver in FunnelPlan.resolve(request, &resolver) })
}

/// The cohort by `where` and `during`, which speaks of creation; then an operator of its own.
enum FunnelPlan {
  private static let figures: [(name: String, type: ValueType)] = [
    ("reached", .number), ("rate", .percent), ("here", .number), ("lost", .number),
    ("median_days", .duration),
  ]

  static func resolve(_ request: VerbRequest, _ resolver: inout Resolver) -> ResolvedQuery? {
    guard isAnswerable(request, &resolver) else { return nil }
    let source =
      request.clauses.source
      ?? Expression(.name([Name("deals", request.verbSpan)]), request.verbSpan)
    let cohort = resolver.goingByCreation { resolver -> (ResolvedQuery, [GroupKey])? in
      guard let rows = resolver.resolveRows(source, clauses: request.clauses) else { return nil }
      guard rows.scope.entity == .deals else {
        resolver.report(.verbNeedsDeals(request.verbSpan))
        return nil
      }
      return resolver.resolveKeys(request.clauses, in: rows.scope).map { (rows, $0.keys) }
    }
    guard let (rows, keys) = cohort else { return nil }
    let pipeline = chosenPipeline(rows.node, resolver.model)
    let tellsPipeline =
      pipeline == nil && resolver.model.pipelines.count > 1
      && !keys.contains { $0.term.isPipeline }
    let node = FunnelNode(
      input: rows.node, keys: keys, pipeline: pipeline, tellsPipeline: tellsPipeline)
    let stages = (tellsPipeline ? [("pipeline", ValueType.category)] : []) + [("stage", .stage)]
    let scope = resolver.scope(of: keys, then: stages + figures)
    guard resolver.hasUniqueNames(scope, at: request.verbSpan) else { return nil }
    return resolver.arrangeGroups(
      ResolvedQuery(
        node: .funnel(node), scope: scope, keyCount: keys.count, notes: rows.notes),
      by: request.clauses)
  }

  /// Whether the data can say how deals went; reports what is missing.
  private static func isAnswerable(_ request: VerbRequest, _ resolver: inout Resolver) -> Bool {
    if let operand = request.operands.first {
      resolver.report(.unexpectedOperand("funnel", operand.span))
      return false
    }
    if case .name(let parts)? = request.clauses.source?.kind, parts.count == 1,
      EntityKind(word: parts[0].text) == .leads
    {
      resolver.report(
        .notYet(
          "`funnel of leads`", parts[0].span,
          because: "it follows leads from creation to their first touch and to the deal they become"
        ))
      return false
    }
    guard resolver.model[.deals] == nil || StagePaths.areRecorded(in: resolver.model) else {
      resolver.report(.verbNeedsHistory("funnel", request.verbSpan))
      return false
    }
    return true
  }

  /// The pipeline that the condition names, if it names one.
  private static func chosenPipeline(_ node: PlanNode, _ model: Model) -> String? {
    guard case .filter(let input, let condition) = node else { return nil }
    let parts = if case .all(let parts) = condition { parts } else { [condition] }
    for part in parts {
      switch part {
      case .comparison(.equal, let left, .constant(.text(let name), _)) where left.isPipeline,
        .comparison(.equal, .constant(.text(let name), _), let left) where left.isPipeline:
        if model.pipelines.contains(where: { $0.name == name }) { return name }
      case .membership(let left, let values) where left.isPipeline && values.count == 1:
        guard case .text(let name)? = values.first else { continue }
        if model.pipelines.contains(where: { $0.name == name }) { return name }
      default: continue
      }
    }
    return chosenPipeline(input, model)
  }
}

extension Term {
  /// Whether the term is the deals' pipeline as recorded.
  var isPipeline: Bool {
    guard case .field(let field) = self else { return false }
    return field.entity == .deals && field.name == "pipeline"
  }
}
