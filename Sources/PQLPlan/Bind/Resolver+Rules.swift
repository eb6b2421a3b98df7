import PQLModel
import PQLSyntax

extension Resolver {
  /// Binds a rule once, so that what is wrong is told where it is written, and keeps it.
  mutating func define(_ rule: RuleStatement) throws(Reported) -> ResolvedStatement {
    let entity = try entity(rule.entity)
    // A rule of the library gives its place to one of its name.
    if catalog.rule(rule.name.text) == nil {
      try requireFree(rule.name, asField: entity)
    } else if !environment.allowsRedefinition, environment.defines(rule.name.text) {
      throw report(.nameTaken(rule.name, "defined already"))
    }
    let severity = try severity(rule.severity)
    try expressions.resolveRule(rule.when, named: rule.name.text, of: entity)
    environment.keep(
      Environment.Rule(
        condition: .init(rule.when, source: source), severity: severity, because: rule.because),
      named: rule.name.text, for: entity)
    return .definition(rule.name.text)
  }

  private mutating func severity(_ name: Name?) throws(Reported) -> RuleSeverity {
    guard let name else { return .warn }
    guard let severity = RuleSeverity(rawValue: name.text.lowercased()) else {
      throw report(.unknownSeverity(name, known: RuleSeverity.allCases.map(\.rawValue)))
    }
    return severity
  }
}

extension Diagnostic {
  /// `rule stale for deals when idle > 45 days blocker`.
  fileprivate static func unknownSeverity(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownSetting, name.span, "`\(name.text)` does not say how grave a rule is",
      label: "not a severity", notes: ["a rule says " + known.joined(separator: " or ")],
      suggestions: replacements(
        ForeignNames.meant(by: name.text, among: known), at: name.span, kind: "a severity"))
  }
}
