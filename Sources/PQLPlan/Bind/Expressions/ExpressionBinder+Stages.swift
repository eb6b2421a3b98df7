import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds what a deal's way through the stages says of one: `reached proposal`, `entered(proposal)`.
  mutating func resolveMeasure(
    _ measure: StageMeasure, of stage: Expression, in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard place.grouping == nil, place.scope.entity == .deals else {
      throw report(.measureOfOthers(measure.rawValue, span))
    }
    try requireNeeds(measure.needs, of: measure.rawValue, span)
    return .ofStage(measure, stages: try stages(stage, operand: span, in: place))
  }

  /// The stages that a word, a text or a parameter names; `won` may be several.
  private mutating func stages(
    _ expression: Expression, operand: Span, in place: Place
  ) throws(Reported) -> [String] {
    let domain = ValueDomain(name: "stage", values: names.stageNames)
    let stage = Term.computed(ComputedReference(entity: .deals, name: "stage", type: .stage))
    var values: [Value] = []
    switch expression.kind {
    case .name where expression.word?.isQuoted == false, .text:
      values = try resolveValues(
        expression, of: domain, opposite: stage,
        operand: Expression(expression.kind, operand), in: place)
    case .parameter(let name):
      values = environment.parameters[name.text].map { [$0.value] } ?? []
    default: break
    }
    let stages = values.compactMap { value -> String? in
      if case .text(let text) = value, domain.values.contains(text) { text } else { nil }
    }
    guard !stages.isEmpty else {
      throw report(unknownStage(text(of: expression), expression.span, operand: operand))
    }
    return stages
  }
}

extension Call {
  /// Whether nothing stands in the brackets but arguments.
  var isPlain: Bool { condition == nil && during == nil && over == nil }
}

extension Diagnostic {
  /// `entered()` names no stage.
  static func measureNeedsStage(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .wrongArguments, span, "`\(name)` takes a stage", label: "one stage stands in the brackets",
      suggestions: [Suggestion("as in `\(name)(proposal)`")])
  }

  /// `count of leads where reached proposal` asks it of records that are no deals.
  fileprivate static func measureOfOthers(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(name)` is asked of a deal, and these are no deals",
      label: "only deals go through stages")
  }
}
