import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds a name: an aggregate or metric where groups are asked, else a value of the row.
  mutating func resolveNameOrAggregate(
    _ parts: [Name], in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard let first = parts.first else { throw Reported() }
    guard let grouping = place.grouping else {
      if parts.count == 1, !first.isQuoted, names.fieldType(first, in: place.scope) == nil,
        let metric = environment.metrics[first.text].map({ _ in first.text })
          ?? catalog.aggregate(first.text)?.name
      {
        throw report(.aggregateMisplaced(metric, span))
      }
      return try resolveName(parts, in: place, span: span)
    }
    if parts.count == 1, !first.isQuoted {
      if environment.metrics[first.text] != nil {
        return try resolveMetric(first, in: place)
      }
      if let aggregate = catalog.aggregate(first.text) {
        return try resolveAggregate(
          aggregate, Call(function: first, arguments: []), in: place, span: span)
      }
      if openMetrics.contains(first.text) {
        throw report(.definitionCycle(first.text, span))
      }
    }
    let name = parts.dotted
    if let key = grouping.keys.firstIndex(where: { $0.name == name }) {
      return .column(key, name: grouping.keys[key].name, grouping.keys[key].term.type)
    }
    let known = catalog.aggregates.map(\.name) + environment.metricNames
    throw report(
      .fieldOutsideAggregate(
        name, span, candidates: ForeignNames.meant(by: first.text, among: known), known: known,
        type: names.fieldType(first, in: grouping.rows)))
  }

  private mutating func resolveMetric(_ name: Name, in place: Place) throws(Reported) -> Term {
    guard let definition = environment.metrics[name.text] else { throw Reported() }
    guard !openMetrics.contains(name.text) else {
      throw report(.definitionCycle(name.text, name.span))
    }
    openMetrics.append(name.text)
    defer { openMetrics.removeLast() }
    return try inSource(definition.source, of: name.text, at: name.span) {
      binder throws(Reported) in
      try binder.resolveValue(definition.content, in: place)
    }
  }

  /// Binds a function, aggregate or window with its brackets.
  mutating func resolveCall(_ call: Call, in place: Place, span: Span) throws(Reported) -> Term {
    let name = call.function.text
    if let window = catalog.window(name) { return try resolveWindow(window, call, in: place) }
    if let aggregate = catalog.aggregate(name) {
      if place.grouping != nil {
        return try resolveAggregate(aggregate, call, in: place, span: span)
      }
      if call.over != nil {
        return try resolveWindowAggregate(aggregate, call, in: place, span: span)
      }
      return try resolveRelated(aggregate, call, in: place, span: span)
    }
    if let field = place.scope.entity.flatMap({ catalog.field(name, of: $0) }),
      case .notYet(let reason) = field.source
    {
      throw report(.notYet("`\(name)`", span, because: reason))
    }
    if let measure = StageMeasure(rawValue: name) {
      guard call.arguments.count == 1, call.isPlain else {
        throw report(.measureNeedsStage(name, span))
      }
      return try resolveMeasure(measure, of: call.arguments[0], in: place, span: span)
    }
    if let reason = ExpressionBinder.callsNotYet[name] {
      throw report(.notYet("`\(name)`", span, because: reason))
    }
    guard let function = catalog.function(name) else {
      let known = catalog.functions.map(\.name) + catalog.aggregates.map(\.name)
      throw report(
        .unknownFunction(
          call.function, candidates: ForeignNames.meant(by: name, among: known), known: known))
    }
    return try resolveFunction(function, call, in: place, span: span)
  }

  /// Calls that belong to the language and wait for a later part of it.
  static let callsNotYet = [
    "score": "policies are read and formatted, but not scored yet",
    "grade": "policies are read and formatted, but not scored yet",
  ]

  private mutating func resolveFunction(
    _ function: FunctionDefinition, _ call: Call, in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard call.isPlain else {
      throw report(.notAnAggregate(function.name, span))
    }
    let parameters = function.parameters
    let takesMore = parameters.last?.isRepeated ?? false
    let least = parameters.count - (takesMore ? 1 : 0)
    guard call.arguments.count >= least, takesMore || call.arguments.count == parameters.count
    else {
      throw report(.wrongArgumentCount(function, call.arguments.count, span))
    }
    var arguments: [Term] = []
    for (index, argument) in call.arguments.enumerated() {
      let parameter = parameters[min(index, parameters.count - 1)]
      let term = try resolveArgument(
        argument, parameter, function, besides: arguments.first, call, in: place)
      arguments.append(term)
    }
    return .call(
      FunctionTerm(
        name: function.name, arguments: arguments,
        type: function.result(arguments.map(\.type))))
  }

  private mutating func resolveArgument(
    _ argument: Expression, _ parameter: FunctionDefinition.Parameter,
    _ function: FunctionDefinition, besides first: Term?, _ call: Call, in place: Place
  ) throws(Reported) -> Term {
    let term = try resolveValue(argument, in: place)
    guard parameter.families.contains(where: { $0.contains(term.type) }) else {
      throw report(.wrongArgument(function.name, parameter, term.type, argument.span))
    }
    guard parameter.isConstant else { return term }
    if let first, isCounted(first) { try refuseThousands(argument, of: baseOf(first)) }
    let adapted = first?.type == .money ? term.asMoney ?? term : term
    if let first, first.type != adapted.type {
      throw report(
        .typeMismatch(
          function.name, first.type, adapted.type, call.arguments[0].span, argument.span))
    }
    guard adapted.isConstant, let value = adapted.folded else {
      throw report(.constantExpected(function.name, parameter.name, argument.span))
    }
    return .constant(value, adapted.type)
  }
}
