import PQLModel
import PQLSyntax

extension Resolver {
  /// Binds a name: an aggregate or metric where groups are asked, else a value of the row.
  mutating func resolveNameOrAggregate(
    _ parts: [Name], in scope: Scope, span: Span
  ) -> Term? {
    guard let first = parts.first else { return nil }
    guard let collector else {
      if parts.count == 1, !first.isQuoted, fieldType(first, in: scope) == nil,
        let metric = environment.metrics[first.text].map({ _ in first.text })
          ?? catalog.aggregate(first.text)?.name
      {
        report(.aggregateMisplaced(metric, span))
        return nil
      }
      return resolveName(parts, in: scope, span: span)
    }
    if parts.count == 1, !first.isQuoted {
      if environment.metrics[first.text] != nil {
        return resolveMetric(first, in: scope)
      }
      if let aggregate = catalog.aggregate(first.text) {
        return resolveAggregate(aggregate, Call(function: first, arguments: []), span: span)
      }
      if openMetrics.contains(first.text) {
        report(.definitionCycle(first.text, span))
        return nil
      }
    }
    if let key = collector.keys.firstIndex(where: {
      $0.name == parts.map(\.text).joined(separator: ".")
    }) {
      return .column(key, name: collector.keys[key].name, collector.keys[key].term.type)
    }
    let known = catalog.aggregates.map(\.name) + environment.metricNames
    report(
      .fieldOutsideAggregate(
        parts.map(\.text).joined(separator: "."), span,
        candidates: ForeignNames.meant(by: first.text, among: known), known: known,
        type: fieldType(first, in: collector.rows)))
    return nil
  }

  private mutating func resolveMetric(_ name: Name, in scope: Scope) -> Term? {
    guard let definition = environment.metrics[name.text] else { return nil }
    guard !openMetrics.contains(name.text) else {
      report(.definitionCycle(name.text, name.span))
      return nil
    }
    openMetrics.append(name.text)
    defer { openMetrics.removeLast() }
    return inSource(definition.source, of: name.text, at: name.span) { resolver in
      resolver.resolveValue(definition.content, in: scope)
    }
  }

  /// Binds a function, aggregate or window with its brackets.
  mutating func resolveCall(_ call: Call, in scope: Scope, span: Span) -> Term? {
    let name = call.function.text
    if let window = catalog.window(name) { return resolveWindow(window, call, in: scope) }
    if let aggregate = catalog.aggregate(name) {
      if collector != nil { return resolveAggregate(aggregate, call, span: span) }
      if call.over != nil { return resolveWindowAggregate(aggregate, call, in: scope, span: span) }
      return resolveRelated(aggregate, call, in: scope, span: span)
    }
    if let field = scope.entity.flatMap({ catalog.field(name, of: $0) }),
      case .notYet(let reason) = field.source
    {
      report(.notYet("`\(name)`", span, because: reason))
      return nil
    }
    if let reason = Resolver.callsNotYet[name] {
      report(.notYet("`\(name)`", span, because: reason))
      return nil
    }
    guard let function = catalog.function(name) else {
      let known = catalog.functions.map(\.name) + catalog.aggregates.map(\.name)
      report(
        .unknownFunction(
          call.function, candidates: ForeignNames.meant(by: name, among: known), known: known))
      return nil
    }
    return resolveFunction(function, call, in: scope, span: span)
  }

  /// Calls that belong to the language and wait for a later part of it.
  static let callsNotYet = [
    "score": "policies are read and formatted, but not scored yet",
    "grade": "policies are read and formatted, but not scored yet",
    "entered": "it needs the stage history",
    "days_in": "it needs the stage history",
  ]

  private mutating func resolveFunction(
    _ function: FunctionDefinition, _ call: Call, in scope: Scope, span: Span
  ) -> Term? {
    guard call.condition == nil, call.during == nil, call.over == nil else {
      report(.notAnAggregate(function.name, span))
      return nil
    }
    let parameters = function.parameters
    let takesMore = parameters.last?.isRepeated ?? false
    let least = parameters.count - (takesMore ? 1 : 0)
    guard call.arguments.count >= least, takesMore || call.arguments.count == parameters.count
    else {
      report(.wrongArgumentCount(function, call.arguments.count, span))
      return nil
    }
    var arguments: [Term] = []
    for (index, argument) in call.arguments.enumerated() {
      let parameter = parameters[min(index, parameters.count - 1)]
      guard
        let term = resolveArgument(
          argument, parameter, function, besides: arguments.first, call, in: scope)
      else { return nil }
      arguments.append(term)
    }
    return .call(
      FunctionTerm(
        name: function.name, arguments: arguments,
        type: function.result(arguments.map(\.type))))
  }

  private mutating func resolveArgument(
    _ argument: Expression, _ parameter: FunctionDefinition.Parameter,
    _ function: FunctionDefinition, besides first: Term?, _ call: Call, in scope: Scope
  ) -> Term? {
    guard let term = resolveValue(argument, in: scope) else { return nil }
    guard parameter.families.contains(where: { $0.contains(term.type) }) else {
      report(.wrongArgument(function.name, parameter, term.type, argument.span))
      return nil
    }
    guard parameter.isConstant else { return term }
    if let first, isCounted(first), readsAsThousands(argument, of: baseOf(first)) { return nil }
    let adapted = first?.type == .money ? asMoney(term) ?? term : term
    if let first, first.type != adapted.type {
      report(
        .typeMismatch(
          function.name, first.type, adapted.type, call.arguments[0].span, argument.span))
      return nil
    }
    guard adapted.isConstant, let value = folded(adapted) else {
      report(.constantExpected(function.name, parameter.name, argument.span))
      return nil
    }
    return .constant(value, adapted.type)
  }
}
