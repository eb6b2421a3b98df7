import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax

extension CompletionContext {
  // MARK: - Statements and heads

  /// What a statement may begin with.
  var statementWords: [Completer.Candidate] {
    let definitions: [Completer.Candidate] = [
      .init("let", "names a query or a list", space: true),
      .init("define", "a further field", space: true),
      .init("metric", "names a figure", space: true),
      .init("rule", "what records must not be", space: true),
      .init("param", "a value from outside", space: true),
      .init("set", "fixes today", space: true),
      .init("use", "definitions of another file", space: true),
      .init("expect", "fails when a condition does not hold", space: true),
    ]
    let commands = ShellCommand.all.map {
      Completer.Candidate($0.name, $0.summary, space: !$0.arguments.isEmpty)
    }
    return sources + headWords + verbs + definitions
      + [.init("help", "what can be asked, and of each word")] + commands
  }

  private var verbs: [Completer.Candidate] {
    catalog.verbs.filter { $0.resolve != nil }.map { .init($0.name, $0.summary, space: true) }
  }

  /// The aggregates, then the user's own figures.
  var headWords: [Completer.Candidate] {
    let aggregates = catalog.aggregates.map { aggregate in
      let opens =
        aggregate.argument.needsBrackets || frame.part == .figure || frame.part == .condition
      return Completer.Candidate(
        aggregate.name + (opens ? "(" : ""), aggregate.summary, space: !opens)
    }
    return metrics + aggregates
  }

  private var metrics: [Completer.Candidate] {
    resolver.environment.metricNames.map {
      .init($0, resolver.environment.metricDescriptions[$0] ?? "metric", space: true)
    }
  }

  var sources: [Completer.Candidate] {
    resolver.environment.queryNames.map { .init($0, "named query", space: true) } + entities
  }

  var entities: [Completer.Candidate] {
    resolver.model.entities.map { kind in
      .init(kind.rawValue, "\(resolver.model[kind]?.rowCount ?? 0) records", space: true)
    }
  }

  // MARK: - Fields

  /// The names of the scope, of some types only if so wished.
  func fields(_ isWanted: (ValueType) -> Bool = { _ in true }) -> [Completer.Candidate] {
    fields(resolver.names.known(in: scope).filter { $0.type.map(isWanted) ?? true })
  }

  func fields(_ names: [KnownName]) -> [Completer.Candidate] {
    names.compactMap { known in
      let parts = known.name.split(separator: ".", omittingEmptySubsequences: false)
        .map { TextLiteral.name(String($0)) }
      guard VisibleText.shown(known.name) == known.name else { return nil }
      var detail = known.type?.keyword ?? (known.target == nil ? "" : "records")
      if let target = known.target, known.type != nil { detail += ", one of \(target.rawValue)" }
      if !known.summary.isEmpty { detail += detail.isEmpty ? known.summary : ": \(known.summary)" }
      return .init(parts.joined(separator: "."), detail)
    }
  }

  /// What a condition may begin with.
  var conditions: [Completer.Candidate] {
    fields() + rowAggregates + functions
      + [.init("not", "the opposite", space: true), .init("if", "if C then A else B", space: true)]
  }

  /// Aggregates of the records that belong to a row, when there are any.
  var rowAggregates: [Completer.Candidate] {
    guard !resolver.names.records(in: scope).isEmpty else { return [] }
    return catalog.aggregates.filter { $0.argument.takesRecords }
      .map { .init($0.name + "(", $0.summary) }
  }

  var functions: [Completer.Candidate] {
    catalog.functions.map { .init($0.name + "(", $0.summary) }
  }

  var windows: [Completer.Candidate] { catalog.windows.map { .init($0.name + "(", $0.summary) } }

  /// What may stand in the brackets of a call.
  var arguments: [Completer.Candidate] {
    guard let name = frame.function else { return conditions }
    if let aggregate = catalog.aggregate(name) {
      if countsEntities { return entities }
      let records = fields(resolver.names.records(in: scope))
      switch aggregate.argument {
      case .rows: return records + conditions
      case .value(let families), .valueAndPercentile(let families):
        let isGroup = scope.entity == nil
        return (isGroup ? [] : records) + fields { fits($0, families) } + functions
      case .share: return fields { fits($0, [.number, .money, .duration]) }
      case .variants(let variants):
        return variants.filter { !$0.word.isEmpty }.map { .init($0.word, $0.counted) }
      }
    }
    if let function = catalog.function(name) {
      let families = function.parameters.flatMap(\.families)
      return fields { fits($0, families) } + functions
    }
    return fields() + functions
  }

  // MARK: - Words of clauses

  var units: [Completer.Candidate] {
    PeriodUnit.allCases.map {
      .init($0.rawValue.replacing(" ", with: "_"), "a column for each \($0.rawValue)")
    }
  }

  var currencies: [Completer.Candidate] {
    resolver.names.currencies.enumerated().map {
      .init($1, $0 == 0 ? "the model's own" : "by its rates")
    }
  }

  var formats: [Completer.Candidate] {
    let words = catalog.formats.map { Completer.Candidate($0, "format") }
    return walk.stepCount == 0
      ? words + [.init("of", "as of DAY: what was known then", space: true)] : words
  }

  var parameters: [Completer.Candidate] {
    resolver.environment.parameterNames.map { name in
      .init("$" + name, resolver.environment.parameters[name]?.type.keyword ?? "")
    }
  }
}

extension AggregateDefinition.Argument {
  /// Whether the aggregate is written with brackets always.
  fileprivate var needsBrackets: Bool {
    if case .valueAndPercentile = self { true } else { false }
  }

  /// Whether it can be asked of the records that belong to a row.
  fileprivate var takesRecords: Bool {
    switch self {
    case .rows, .value, .valueAndPercentile: true
    case .share, .variants: false
    }
  }
}
