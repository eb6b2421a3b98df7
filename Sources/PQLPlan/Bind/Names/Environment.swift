package import PQLModel
package import PQLSyntax

/// What a session or script has defined so far.
package struct Environment: Sendable {
  /// A definition and the text it stands in.
  package struct Definition<Content: Sendable>: Sendable {
    package var content: Content
    package var source: SourceText

    package init(_ content: Content, source: SourceText) {
      self.content = content
      self.source = source
    }
  }

  /// What a defined field belongs to.
  package struct FieldKey: Sendable, Hashable {
    package var entity: EntityKind
    package var name: String
  }

  package var queries: [String: Definition<Query>] = [:]
  package var lists: [String: [Value]] = [:]
  package var fields: [FieldKey: Definition<Expression>] = [:]
  package var metrics: [String: Definition<Expression>] = [:]
  package var metricDescriptions: [String: String] = [:]
  package private(set) var rules: [FieldKey: Rule] = [:]
  /// How many rules were kept so far.
  private var keptRules = 0
  package var parameters: [String: Parameter] = [:]
  /// Values given from outside, as `--param region=APAC`, by name.
  package var suppliedParameters: [String: String] = [:]
  /// Whether a name may be defined anew, as at a prompt.
  package var allowsRedefinition = false

  /// A rule: its condition, and what is said of the records that meet it.
  package struct Rule: Sendable {
    package var condition: Definition<Expression>
    package var severity: RuleSeverity
    package var because: String?
    /// Its place among the rules defined here.
    fileprivate(set) var place = 0
  }

  /// A parameter's value.
  package struct Parameter: Sendable, Hashable {
    package var type: ValueType
    package var value: Value
    /// Whether the number was written with a point before three digits, which money and counts
    /// refuse beside them.
    package var readsAsThousands = false
  }

  package init() {}

  /// Whether something bears the name already.
  package func defines(_ name: String) -> Bool {
    queries[name] != nil || lists[name] != nil || metrics[name] != nil
      || EntityKind.allCases.contains {
        let key = FieldKey(entity: $0, name: name)
        return fields[key] != nil || rules[key] != nil
      }
  }

  /// The rule of a name, whatever its entity; no two share one.
  package func rule(named name: String) -> (entity: EntityKind, rule: Rule)? {
    EntityKind.allCases.lazy.compactMap { entity in
      rules[FieldKey(entity: entity, name: name)].map { (entity, $0) }
    }.first
  }

  /// Keeps a rule; one that was defined anew stays where it stood.
  mutating func keep(_ rule: Rule, named name: String, for entity: EntityKind) {
    var rule = rule
    rule.place = self.rule(named: name)?.rule.place ?? keptRules
    keptRules += 1
    forget(name)
    rules[FieldKey(entity: entity, name: name)] = rule
  }

  /// Gives a name up, so that it means one thing when it is defined anew.
  ///
  /// Of a field only that of `entity` goes: other entities may have fields of its name.
  mutating func forget(_ name: String, asField entity: EntityKind? = nil) {
    queries[name] = nil
    lists[name] = nil
    metrics[name] = nil
    metricDescriptions[name] = nil
    for kind in entity.map({ [$0] }) ?? EntityKind.allCases {
      fields[FieldKey(entity: kind, name: name)] = nil
    }
    for kind in EntityKind.allCases { rules[FieldKey(entity: kind, name: name)] = nil }
  }

  /// The names of one kind in a fixed order, for messages and completion.
  package var queryNames: [String] { queries.keys.sorted() }
  package var metricNames: [String] { metrics.keys.sorted() }
  package var listNames: [String] { lists.keys.sorted() }
  package var parameterNames: [String] { parameters.keys.sorted() }
  /// The rules in the order they were first defined in.
  package var ruleNames: [String] {
    rules.sorted { $0.value.place < $1.value.place }.map(\.key.name)
  }
}
