import PQLEngine
import PQLModel
import PQLPlan
import PQLSyntax

/// Help on what is loaded and on what was defined.
extension Session {
  /// How many values of a field help shows.
  private static let mostValues = 6

  /// The pages of entities, fields, stages and values of the data.
  func dataPages(of subject: String) -> [HelpPage] {
    var pages: [HelpPage] = []
    if let kind = EntityKind(word: subject), let table = model[kind] {
      pages.append(page(of: table))
    }
    for (field, table) in fields(named: subject) { pages.append(page(of: field, in: table)) }
    for field in catalog.fields where subject == field.name || subject == field.path {
      pages.append(builtIn(field))
    }
    // A history names fields and stages, too, which is not what somebody asks for.
    return pages.isEmpty ? valuePages(of: subject) : pages
  }

  private func page(of table: EntityTable) -> HelpPage {
    let names = table.fields.map(\.name).joined(separator: " ")
    let kind = table.kind.rawValue
    return HelpPage(
      kind, table.rowCount == 1 ? "1 record" : "\(table.rowCount) records", ["fields: \(names)"],
      [
        Example("\(kind) limit 10", "the first records"),
        Example("count of \(kind)", "how many there are"),
        Example("describe \(kind)", "what each field holds"),
      ])
  }

  // MARK: - Fields

  /// The loaded fields that a subject names: by their name, behind that of their entity, or behind
  /// relations.
  private func fields(named subject: String) -> [(EntityField, EntityTable)] {
    let tables = model.entities.compactMap { model[$0] }
    func found(_ isWanted: (String, EntityTable) -> Bool) -> [(EntityField, EntityTable)] {
      tables.flatMap { table in
        table.fields.filter { isWanted($0.name, table) }.map { ($0, table) }
      }
    }
    let exact = found { $0 == subject || "\($1.kind.rawValue).\($0)" == subject }
    if !exact.isEmpty { return exact }
    let path = subject.split(separator: ".").map(String.init)
    if let name = path.last, path.count > 1,
      let kind = resolver().names.entity(at: path.dropLast(), in: Scope(entity: .deals)),
      let table = model[kind], let field = table.field(name)
    {
      return [(field, table)]
    }
    return found { name, _ in name.lowercased() == subject.lowercased() }
  }

  private func page(of field: EntityField, in table: EntityTable) -> HelpPage {
    let asked = AskedField(field.name, field.type, of: table.kind)
    var facts: [String] = []
    if let target = field.target { facts.append("names a record of \(target.rawValue)") }
    if !field.aliases.isEmpty {
      facts.append("in the data: " + field.aliases.joined(separator: ", "))
    }
    if let range = range(of: asked) { facts.append(range) }
    let values = resolver().names.values(of: field, in: table, limit: Self.mostValues + 1)
    if !values.isEmpty {
      let shown = values.prefix(Self.mostValues).map(\.written).joined(separator: ", ")
      facts.append("values: " + shown + (values.count > Self.mostValues ? ", …" : ""))
    }
    let missing = field.column.missingCount
    if missing > 0 { facts.append("missing in \(missing) of \(table.rowCount) records") }
    return HelpPage(
      "\(table.kind.rawValue).\(field.name)", field.type.keyword, facts,
      asked.examples(value: values.first?.written))
  }

  private func builtIn(_ field: FieldDefinition) -> HelpPage {
    let kind = field.isRule ? "a rule of the library" : "built in"
    var text = "\(field.type.keyword), \(kind): \(field.summary)"
    guard case .notYet = field.source else {
      let asked = AskedField(field.name, field.type, of: field.entity)
      let isLoaded = model[field.entity] != nil
      return HelpPage(
        field.path, text, (isLoaded ? range(of: asked) : nil).map { [$0] } ?? [],
        asked.examples(value: nil))
    }
    text += " (not yet)"
    return HelpPage(field.path, text)
  }

  /// From the smallest value to the largest, for types that have an order; nil when the question has
  /// no answer, as without rates.
  private func range(of field: AskedField) -> String? {
    guard field.hasRange else { return nil }
    let text = "min(\(field.written)), max(\(field.written)) of \(field.entity.rawValue)"
    let tree = parse(SourceText(typed: text))
    var resolver = resolver(of: tree.source)
    guard let statement = tree.statements.first,
      case .query(let plan)? = resolver.resolve(statement), resolver.diagnostics.isEmpty,
      let answer = try? engine.run(plan, isCancelled: host.isCancelled),
      answer.columns.count == 2, answer.columns.allSatisfy({ $0.column.isPresent(0) })
    else { return nil }
    return "from \(valueText(answer.columns[0])) to \(valueText(answer.columns[1]))"
  }

  // MARK: - Stages and values

  /// The values of categories that a subject names, and the stages.
  private func valuePages(of subject: String) -> [HelpPage] {
    let tables = model.entities.filter { $0 != .history }.compactMap { model[$0] }
    let names = resolver().names
    let stages = names.stageNames
    return tables.flatMap { table in
      table.fields.flatMap { field in
        names.values(of: field, in: table, named: subject, limit: Self.mostValues)
          .compactMap { page(of: $0, field, table, stages) }
      }
    }
  }

  private func page(
    of value: KnownValue, _ field: EntityField, _ table: EntityTable, _ stages: [String]
  ) -> HelpPage? {
    let isStage = field.type == .stage
    // `won` and `lost` are words for stages, and have pages of their own.
    if isStage, !stages.contains(value.value) { return nil }
    let count = value.count.map { [$0 == 1 ? "1 record" : "\($0) records"] } ?? []
    let asked = AskedField(field.name, field.type, of: table.kind)
    let kind = isStage ? "stage" : "value of \(table.kind.rawValue).\(field.name)"
    return HelpPage(
      value.value, kind, (isStage ? places(of: value.value) : []) + count,
      asked.examples(value: value.written))
  }

  /// Where a stage stands in each pipeline that has it.
  private func places(of stage: String) -> [String] {
    model.pipelines.compactMap { pipeline in
      guard let place = pipeline.position(of: stage) else { return nil }
      let found = pipeline.stages[place]
      let chance = found.probability.map { ", chance to win \($0.percentText)" } ?? ""
      return "\(place + 1) of \(pipeline.stages.count) in pipeline \(pipeline.name): "
        + (found.outcome?.rawValue ?? "open") + chance
    }
  }

  // MARK: - Definitions

  /// The page of what somebody has defined.
  func ownPages(of subject: String) -> [HelpPage] {
    var pages: [HelpPage] = []
    if let query = environment.queries[subject] {
      let text = query.source.slice(query.content.span)
      pages.append(HelpPage(subject, "a query named here", ["let \(subject) = \(text)"]))
    }
    if let list = environment.lists[subject] {
      let values = list.map(\.text).joined(separator: ", ")
      pages.append(HelpPage(subject, "a list named here", ["let \(subject) = [\(values)]"]))
    }
    for (key, field) in environment.fields.sorted(by: {
      $0.key.entity.rawValue < $1.key.entity.rawValue
    })
    where key.name == subject {
      let text = format(field.content, in: field.source)
      pages.append(
        HelpPage(
          subject, "a field defined here",
          ["define \(subject) for \(key.entity.rawValue) = \(text)"]))
    }
    if let (entity, rule) = environment.rule(named: subject) {
      let text = format(rule.condition.content, in: rule.condition.source)
      pages.append(
        HelpPage(
          subject, rule.because ?? "a rule defined here",
          [
            "rule \(subject) for \(entity.rawValue) when \(text) \(rule.severity.rawValue)"
          ]))
    }
    if let metric = environment.metrics[subject] {
      let text = format(metric.content, in: metric.source)
      pages.append(
        HelpPage(
          subject, environment.metricDescriptions[subject] ?? "a metric defined here",
          ["metric \(subject) = \(text)"]))
    }
    let name = subject.hasPrefix("$") ? String(subject.dropFirst()) : subject
    if let parameter = environment.parameters[name] {
      pages.append(
        HelpPage(
          "$" + name, "a parameter, \(parameter.type.keyword)",
          ["its value: \(parameter.value.text)"]))
    }
    return pages
  }
}

extension FieldDefinition {
  /// The field behind its entity.
  fileprivate var path: String { "\(entity.rawValue).\(name)" }
}
