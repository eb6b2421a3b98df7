package import PQLSyntax

/// A rule as one question asks it.
package struct AskedRule: Sendable {
  package var rule: KnownRule
  /// The condition; nil where it cannot be asked of these data.
  package var condition: Term?
  /// Why it cannot be asked.
  package var lack: String?

  package init(rule: KnownRule, condition: Term? = nil, lack: String? = nil) {
    self.rule = rule
    self.condition = condition
    self.lack = lack
  }
}

extension NameBinder {
  /// The rules of the library, each by the one of its name that was defined here, then one's own.
  package var rules: [KnownRule] {
    let shipped = catalog.rules.map { rule in
      ownRule(rule.name)
        ?? KnownRule(
          name: rule.name, entity: rule.entity, severity: rule.severity, because: rule.because)
    }
    let own = environment.ruleNames.filter { catalog.rule($0) == nil }
    return shipped + own.compactMap(ownRule)
  }

  private func ownRule(_ name: String) -> KnownRule? {
    environment.rule(named: name).map { entity, rule in
      var isOff = false
      if case .boolean(false) = rule.condition.content.kind { isOff = true }
      return KnownRule(
        name: name, entity: entity, severity: rule.severity, because: rule.because, isOwn: true,
        isOff: isOff)
    }
  }
}

extension QueryBinder {
  /// The rules that records can break.
  package var rules: [KnownRule] { names.rules }

  /// Binds a rule's condition over rows, saying why where that fails.
  package mutating func asked(_ rule: KnownRule, in scope: Scope, at span: Span) -> AskedRule {
    let name = Expression(.name([Name(rule.name, span)]), span)
    let place = place(Scope(entity: scope.entity))
    let condition = expressions.speculating { binder throws(Reported) in
      try binder.resolveCondition(name, in: place)
    }.bound
    guard condition == nil else { return AskedRule(rule: rule, condition: condition) }
    // What is said of the name is that it does not fit; what is said of the condition, why.
    let written = expressions.speculating { binder throws(Reported) in
      try binder.resolveCondition(of: rule, in: place)
    }
    return AskedRule(rule: rule, lack: written.messages.first?.message)
  }

  /// The rows of a question, or why they cannot be had of these records; nothing is told.
  package mutating func attemptRows(
    _ source: Expression, clauses: ClauseSet
  ) -> (rows: ResolvedQuery?, lack: String?) {
    let attempt = speculating { binder throws(Reported) in
      try binder.resolveRows(source, clauses: clauses)
    }
    return (attempt.bound, attempt.messages.first?.message)
  }
}
