import PQLModel
import PQLSyntax
import PQLText

extension ExpressionBinder {
  /// Binds a dotted name as a value of the row.
  mutating func resolveName(_ parts: [Name], in place: Place, span: Span) throws(Reported) -> Term {
    guard let first = parts.first else { throw Reported() }
    if let column = names.madeColumn(parts, in: place.scope) { return column }
    guard let entity = place.scope.entity else {
      throw report(.unknownColumn(parts, span, candidates: place.scope.columns.map(\.name)))
    }
    if first.text == "raw", parts.count > 1, !first.isQuoted {
      return try storedField(Array(parts.dropFirst()), of: entity, span: span)
    }
    return try resolvePath(parts, of: entity, in: place, span: span)
  }

  private mutating func resolvePath(
    _ parts: [Name], of entity: EntityKind, in place: Place, span: Span
  ) throws(Reported) -> Term {
    guard let first = parts.first else { throw Reported() }
    if parts.count == 1 {
      return try resolveField(first, in: place.rows(of: entity), of: entity, span: span)
    }
    if let stored = names.nestedField(parts, of: entity) { return stored }
    guard let table = model[entity], let field = table.field(first.text),
      let target = field.target
    else {
      guard EntityKind(word: first.text) != nil else {
        throw report(unknownField(parts, of: entity, span: span))
      }
      throw report(
        .relationNeedsAggregate(parts, span, paths: names.fieldsBehindRelations(parts, of: entity)))
    }
    guard model.link(entity, field.name) != nil else {
      throw report(.noRecords(of: target, for: first, path: span))
    }
    let relation = RelationReference(from: entity, field: field.name, to: target)
    let rest = try resolvePath(Array(parts.dropFirst()), of: target, in: place, span: span)
    return .follow(relation, rest)
  }

  private mutating func resolveField(
    _ name: Name, in rows: Place, of entity: EntityKind, span: Span
  ) throws(Reported) -> Term {
    if let rule = environment.rules[.init(entity: entity, name: name.text)],
      !isOpen(ruleOf: name, entity)
    {
      return try resolveRule(name, rule, in: rows, of: entity)
    }
    if !name.isQuoted, let builtin = catalog.field(name.text, of: entity) {
      return try resolveBuiltin(builtin, in: rows, span: span)
    }
    if openDefinitions.contains(where: { $0.entity == entity && $0.name == name.text })
      || isOpen(ruleOf: name, entity)
    {
      throw report(.definitionCycle(name.text, span))
    }
    if let definition = environment.fields[.init(entity: entity, name: name.text)] {
      return try resolveDefined(name, definition, in: rows, of: entity)
    }
    return try storedField([name], of: entity, span: span)
  }

  private mutating func storedField(_ parts: [Name], of entity: EntityKind, span: Span)
    throws(Reported) -> Term
  {
    if let stored = names.nestedField(parts, of: entity) { return stored }
    throw report(unknownField(parts, of: entity, span: span))
  }

  private mutating func resolveBuiltin(
    _ field: FieldDefinition, in rows: Place, span: Span
  ) throws(Reported) -> Term {
    let reference = ComputedReference(entity: field.entity, name: field.name, type: field.type)
    try requireNeeds(field.needs, of: field.name, span)
    switch field.source {
    case .kernel: return .computed(reference)
    case .table(_, let needs):
      for need in needs {
        if let lack = names.lack(of: need, for: field.name, span) { throw report(lack) }
      }
      return .computed(reference)
    case .notYet(let what):
      throw report(.notYet("`\(field.name)`", span, because: what))
    case .expression(let text):
      if let known = try knownDefinition(field.name, of: field.entity, at: span) { return known }
      // A line of the catalog that leads back to its own name means the data's column.
      if openDefinitions.contains(reference) {
        return try storedField([Name(field.name, span)], of: field.entity, span: span)
      }
      let source = SourceText(name: "<built-in>", text: text)
      return try bind(reference, source: source, at: span) { binder throws(Reported) in
        try binder.resolveOnlyExpression(of: source, in: rows)
      }
    }
  }

  private mutating func resolveDefined(
    _ name: Name, _ definition: Environment.Definition<Expression>, in rows: Place,
    of entity: EntityKind
  ) throws(Reported) -> Term {
    if let known = try knownDefinition(name.text, of: entity, at: name.span) { return known }
    let open = ComputedReference(entity: entity, name: name.text, type: .text)
    return try bind(open, source: definition.source, at: name.span) { binder throws(Reported) in
      try binder.resolveValue(definition.content, in: rows)
    }
  }

  /// Whether the condition of a rule is being bound: in it the rule's own name means what it would
  /// mean without the rule.
  private func isOpen(ruleOf name: Name, _ entity: EntityKind) -> Bool {
    openDefinitions.contains(ComputedReference(rule: name.text, of: entity))
  }

  private mutating func resolveRule(
    _ name: Name, _ rule: Environment.Rule, in rows: Place, of entity: EntityKind
  ) throws(Reported) -> Term {
    let reference = ComputedReference(rule: name.text, of: entity)
    if let known = try knownDefinition(reference.name, of: entity, at: name.span) { return known }
    return try bind(reference, source: rule.condition.source, at: name.span) {
      binder throws(Reported) in
      try binder.resolveCondition(rule.condition.content, in: rows)
    }
  }

  /// Binds the condition of a rule as it is written.
  mutating func resolveCondition(
    of rule: KnownRule, in rows: Place
  ) throws(Reported) -> Term {
    guard let own = environment.rules[.init(entity: rule.entity, name: rule.name)] else {
      let line = catalog.rule(rule.name)?.condition ?? ""
      return try resolveOnlyExpression(of: SourceText(name: "<built-in>", text: line), in: rows)
    }
    let outer = source
    source = own.condition.source
    defer { source = outer }
    return try resolveCondition(
      own.condition.content, ofRule: rule.name, for: rule.entity, in: rows)
  }

  /// Binds an expression written in the catalog, which stands alone in its source.
  mutating func resolveOnlyExpression(
    of source: SourceText, in rows: Place
  ) throws(Reported) -> Term {
    let tree = parse(source)
    guard case .query(let query)? = tree.statements.first?.kind,
      let expression = query.head.first?.operands.first
    else { throw Reported() }
    return try resolveValue(expression, in: rows)
  }

  private func unknownField(_ parts: [Name], of entity: EntityKind, span: Span) -> Diagnostic {
    let name = parts.dotted
    let near = Spelling.nearest(to: name, in: names.fieldNames(of: entity))
    let led = names.fieldsBehindRelations(parts, of: entity)
    // What other records have under this very name is what is meant, and no field of these.
    let isFieldElsewhere = model.entities.contains { model[$0]?.field(name) != nil }
    let meant =
      isFieldElsewhere ? near : ForeignNames.meant(by: name, among: names.fieldNames(of: entity))
    return .unknownField(
      name, of: entity, span, candidates: led.isEmpty ? meant : led,
      known: names.known(in: Scope(entity: entity)).map(\.name), hasTable: model[entity] != nil)
  }
}
