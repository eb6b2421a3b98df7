package import PQLModel

/// How grave it is when a record breaks a rule.
package enum RuleSeverity: String, Sendable, Hashable, CaseIterable {
  case warn, info
}

/// A rule of the library that ships with the program; its condition is a line of PQL.
package struct RuleDefinition: Sendable, Hashable {
  package var name: String
  package var entity: EntityKind
  package var condition: String
  package var severity: RuleSeverity
  /// Why the records that it finds are a problem, without a full stop.
  package var because: String

  package init(
    name: String, entity: EntityKind, condition: String, severity: RuleSeverity, because: String
  ) {
    self.name = name
    self.entity = entity
    self.condition = condition
    self.severity = severity
    self.because = because
  }
}

/// A rule as a session knows it: one of the library, or one defined by its `rule` statement.
package struct KnownRule: Sendable, Hashable {
  package var name: String
  package var entity: EntityKind
  package var severity: RuleSeverity
  package var because: String?
  /// Whether it was defined here.
  package var isOwn = false
  /// Whether its condition is `false`, so that it asks nothing.
  package var isOff = false
}
