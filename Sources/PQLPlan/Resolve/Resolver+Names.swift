package import PQLModel
import PQLSyntax
import PQLText

extension Resolver {
  /// Binds a dotted name as a value of the row.
  mutating func resolveName(_ parts: [Name], in scope: Scope, span: Span) -> Term? {
    guard let first = parts.first else { return nil }
    if let column = madeColumn(parts, in: scope) { return column }
    guard let entity = scope.entity else {
      report(.unknownColumn(parts, span, candidates: scope.columns.map(\.name)))
      return nil
    }
    if first.text == "raw", parts.count > 1, !first.isQuoted {
      return storedField(Array(parts.dropFirst()), of: entity, span: span)
    }
    return resolvePath(parts, of: entity, span: span)
  }

  /// Whether a single word is a field here, and of which type; reports nothing.
  mutating func fieldType(_ name: Name, in scope: Scope) -> ValueType? {
    if let column = scope.columns.first(where: { $0.name == name.text }) { return column.type }
    guard let entity = scope.entity else { return nil }
    if let builtin = catalog.field(name.text, of: entity) { return builtin.type }
    if environment.fields[.init(entity: entity, name: name.text)] != nil { return .text }
    return model[entity]?.field(name.text)?.type
  }

  private func madeColumn(_ parts: [Name], in scope: Scope) -> Term? {
    let name = parts.map(\.text).joined(separator: ".")
    guard let column = scope.columns.first(where: { $0.name == name }) else { return nil }
    return .column(column.index, name: column.name, column.type)
  }

  private mutating func resolvePath(_ parts: [Name], of entity: EntityKind, span: Span) -> Term? {
    guard let first = parts.first else { return nil }
    if parts.count == 1 { return resolveField(first, of: entity, span: span) }
    if let stored = nestedField(parts, of: entity) { return stored }
    guard let table = model[entity], let field = table.field(first.text),
      let target = field.target
    else {
      if EntityKind(word: first.text) != nil {
        report(
          .relationNeedsAggregate(
            parts, span, paths: fieldsBehindRelations(parts, of: entity)))
      } else {
        report(unknownField(parts, of: entity, span: span))
      }
      return nil
    }
    guard model.link(entity, field.name) != nil else {
      report(.noRecords(of: target, for: first, path: span))
      return nil
    }
    let relation = RelationReference(from: entity, field: field.name, to: target)
    guard let rest = resolvePath(Array(parts.dropFirst()), of: target, span: span) else {
      return nil
    }
    return .follow(relation, rest)
  }

  private mutating func resolveField(_ name: Name, of entity: EntityKind, span: Span) -> Term? {
    if !name.isQuoted, let builtin = catalog.field(name.text, of: entity) {
      if let term = resolveBuiltin(builtin, span: span) { return term }
      return nil
    }
    if openDefinitions.contains(where: { $0.entity == entity && $0.name == name.text }) {
      report(.definitionCycle(name.text, span))
      return nil
    }
    if let definition = environment.fields[.init(entity: entity, name: name.text)] {
      return resolveDefined(name, definition, of: entity)
    }
    return storedField([name], of: entity, span: span)
  }

  private mutating func storedField(_ parts: [Name], of entity: EntityKind, span: Span) -> Term? {
    if let stored = nestedField(parts, of: entity) { return stored }
    report(unknownField(parts, of: entity, span: span))
    return nil
  }

  private func nestedField(_ parts: [Name], of entity: EntityKind) -> Term? {
    let name = parts.map(\.text).joined(separator: ".")
    guard let table = model[entity], let index = table.index(of: name) else { return nil }
    let field = table.fields[index]
    return .field(
      FieldReference(entity: entity, index: index, name: field.name, type: field.type))
  }

  private mutating func resolveBuiltin(_ field: FieldDefinition, span: Span) -> Term? {
    let reference = ComputedReference(entity: field.entity, name: field.name, type: field.type)
    switch field.source {
    case .kernel: return .computed(reference)
    case .notYet(let what):
      report(.notYet("`\(field.name)`", span, because: what))
      return nil
    case .expression(let text):
      if definitions[reference] != nil {
        return reaches(heights[reference] ?? 0, at: span) ? .computed(reference) : nil
      }
      // A line of the catalog that leads back to its own name means the data's column.
      if openDefinitions.contains(reference) {
        return nestedField([Name(field.name, span)], of: field.entity)
      }
      let source = SourceText(name: "<built-in>", text: text)
      return bind(reference, source: source, at: span) { resolver in
        resolver.resolveOnlyExpression(of: source, entity: field.entity)
      }
    }
  }

  private mutating func resolveDefined(
    _ name: Name, _ definition: Environment.Definition<Expression>, of entity: EntityKind
  ) -> Term? {
    if let known = definitions.keys.first(where: { $0.entity == entity && $0.name == name.text }) {
      return reaches(heights[known] ?? 0, at: name.span) ? .computed(known) : nil
    }
    let open = ComputedReference(entity: entity, name: name.text, type: .text)
    return bind(open, source: definition.source, at: name.span) { resolver in
      resolver.resolveValue(definition.content, in: Scope(entity: entity))
    }
  }

  private mutating func bind(
    _ reference: ComputedReference, source: SourceText, at span: Span,
    _ body: (inout Resolver) -> Term?
  ) -> Term? {
    openDefinitions.append(reference)
    let outer = (collector, deepest)
    collector = nil
    deepest = depth
    defer {
      openDefinitions.removeLast()
      collector = outer.0
      deepest = max(deepest, outer.1)
    }
    guard let term = inSource(source, of: reference.name, at: span, body) else { return nil }
    var bound = reference
    bound.type = term.type
    definitions[bound] = term
    heights[bound] = deepest - depth
    return .computed(bound)
  }

  /// Whether a part so many levels high may stand here; false after a report.
  mutating func reaches(_ height: Int, at span: Span) -> Bool {
    deepest = max(deepest, depth + height)
    guard deepest > Resolver.deepestUnfolding else { return true }
    report(.unfoldedTooDeep(span))
    return false
  }

  private mutating func resolveOnlyExpression(of source: SourceText, entity: EntityKind) -> Term? {
    let tree = parse(source)
    guard case .query(let query)? = tree.statements.first?.kind,
      let expression = query.head.first?.operands.first
    else { return nil }
    return resolveValue(expression, in: Scope(entity: entity))
  }

  /// Every name that may stand where a field of the entity is expected.
  package func fieldNames(of entity: EntityKind) -> [String] {
    let builtin = catalog.fields.filter { $0.entity == entity }.map(\.name)
    let defined = environment.fields.keys.filter { $0.entity == entity }.map(\.name).sorted()
    let stored = model[entity]?.knownNames ?? []
    return stored + builtin.filter { !stored.contains($0) } + defined
  }

  private func unknownField(_ parts: [Name], of entity: EntityKind, span: Span) -> Diagnostic {
    let name = parts.map(\.text).joined(separator: ".")
    let near = Spelling.nearest(to: name, in: fieldNames(of: entity))
    let led = fieldsBehindRelations(parts, of: entity)
    // What other records have under this very name is what is meant, and no field of these.
    let isFieldElsewhere = model.entities.contains { model[$0]?.field(name) != nil }
    let meant =
      isFieldElsewhere ? near : ForeignNames.meant(by: name, among: fieldNames(of: entity))
    return .unknownField(
      name, of: entity, span, candidates: led.isEmpty ? meant : led,
      known: names(in: Scope(entity: entity)).map(\.name), hasTable: model[entity] != nil)
  }

  /// The paths to a field that the records have to which these lead: `industry` of a deal is
  /// `account.industry`, and `accounts.industry` too.
  func fieldsBehindRelations(_ parts: [Name], of entity: EntityKind) -> [String] {
    guard let name = parts.last?.text, parts.count <= 2 else { return [] }
    return (model[entity]?.fields ?? []).compactMap { relation in
      guard let target = relation.target, model.link(entity, relation.name) != nil,
        model[target]?.field(name) != nil,
        parts.count == 1 || EntityKind(word: parts[0].text) == target
      else { return nil }
      // Every record has an id and a name of its own.
      return name == "id" || name == "name" ? nil : "\(relation.name).\(name)"
    }
  }
}
