import PQLModel

/// Writes a loaded model down as the text of a model file that loads to the same.
struct ProposalText {
  let model: Model
  /// What was said on top of the data: the types of fields that leave a doubt.
  let settings: ModelSettings

  /// The text, with a line end at its end.
  var text: String {
    let calendar = model.calendar
    var members = [
      "  \"pql\": 1", "  \"name\": \(quoted(model.name))",
      "  \"currency\": { \"base\": \(quoted(model.currency.base)) }",
      "  \"calendar\": { \"timezone\": \(quoted(calendar.timeZone)), "
        + "\"fiscal_year_starts\": \(calendar.fiscalYearStarts), "
        + "\"week_starts\": \(quoted(BusinessCalendar.weekdays[calendar.weekStarts])) }",
    ]
    if !model.pipelines.isEmpty { members.append(pipelines) }
    let entities = model.entities.compactMap(entity)
    members.append("  \"entities\": {\n\(entities.joined(separator: ",\n"))\n  }")
    if !relations.isEmpty {
      members.append("  \"relations\": {\n\(relations.joined(separator: ",\n"))\n  }")
    }
    let supporting = files { !$0.isEntity }
    if !supporting.isEmpty { members.append("  \"supporting\": \(list(supporting))") }
    return "{\n\(members.joined(separator: ",\n"))\n}\n"
  }

  private var pipelines: String {
    let list = model.pipelines.map { pipeline in
      let stages = pipeline.stages.map { "        { \(stage($0)) }" }
      let id = pipeline.id.map { "      \"id\": \(quoted($0)),\n" } ?? ""
      return "    {\n      \"name\": \(quoted(pipeline.name)),\n\(id)      \"stages\": [\n"
        + stages.joined(separator: ",\n") + "\n      ]\n    }"
    }
    return "  \"pipelines\": [\n\(list.joined(separator: ",\n"))\n  ]"
  }

  private func stage(_ stage: Stage) -> String {
    [
      "\"name\": \(quoted(stage.name))", stage.id.map { "\"id\": \(quoted($0))" },
      stage.probability.map { "\"probability\": \($0.plainText)" },
      stage.outcome.map { "\"outcome\": \(quoted($0.rawValue))" },
      stage.category.map { "\"category\": \(quoted($0))" },
      stage.limitDays.map { "\"limit_days\": \($0.plainText)" },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// An entity with its files; nil for one that was made of the records of others.
  private func entity(_ kind: EntityKind) -> String? {
    let files = files { $0.isEntity && $0.entity == kind }
    guard !files.isEmpty else { return nil }
    var members = [
      kind == .deals ? exports : nil
    ].compactMap { $0 }
    if members.isEmpty {
      members = [
        files.count == 1
          ? "      \"file\": \(quoted(files[0]))" : "      \"files\": \(list(files))"
      ]
    }
    let fields = mapping(kind)
    if !fields.isEmpty {
      members.append("      \"fields\": {\n\(fields.joined(separator: ",\n"))\n      }")
    }
    if let dates = dates(kind) { members.append("      \"dates\": \(quoted(dates))") }
    let types = settings.entities.first { $0.kind == kind }?.types ?? []
    if !types.isEmpty {
      let list = types.map { "\(quoted($0.field)): \(quoted(words(of: $0.type)))" }
      members.append("      \"types\": { \(list.joined(separator: ", ")) }")
    }
    if kind == .deals { members.append("      \"values\": {}") }
    return "    \(quoted(kind.rawValue)): {\n\(members.joined(separator: ",\n"))\n    }"
  }

  /// The exports that made the history: by a pattern, where no other file fits it.
  private var exports: String? {
    let tables = model.report.tables
    guard let names = tables.first(where: { $0.name == LoadReport.Table.exports })?.files,
      let pattern = names.first.flatMap(DatedName.init)?.pattern
    else { return nil }
    let others = tables.flatMap(\.files) + model.report.leftAside.map(\.file)
    let fits = others.filter {
      Discovery.fits(Array($0.unicodeScalars), Array(pattern.unicodeScalars))
    }
    let said = Set(fits).isSubset(of: names) ? quoted(pattern) : list(names)
    return "      \"exports\": \(said)"
  }

  /// The order of day and month in the dates of an entity, where all its tables have one.
  private func dates(_ kind: EntityKind) -> String? {
    let own = model.report.tables.filter { $0.isEntity && $0.entity == kind && !$0.isDerived }
    let orders = Set(own.map(\.dates))
    return orders.count == 1 ? own[0].dates : nil
  }

  private func words(of type: ModelSettings.DeclaredType) -> String {
    guard case .ordered(let order)? = type.form else { return type.type.keyword }
    return type.type.keyword + (order == .dmy ? " dmy" : " mdy")
  }

  /// The files of tables, without those that stood inside others.
  private func files(_ isWanted: (LoadReport.Table) -> Bool) -> [String] {
    model.report.tables.filter { !$0.isDerived && isWanted($0) }.flatMap(\.files)
  }

  /// The canonical fields that bear another name in the data; none where several tables of a system
  /// make one entity, since each of them has its own names.
  private func mapping(_ kind: EntityKind) -> [String] {
    let tables = model.report.tables.filter { $0.isEntity && $0.entity == kind }
    guard let table = model[kind], tables.count == 1 else { return [] }
    let canonical = Set(kind.canonicalFields.map(\.name))
    return table.fields.compactMap { field in
      guard canonical.contains(field.name), let alias = field.aliases.first,
        !isStageForm(kind, field.name)
      else { return nil }
      return "        \(quoted(field.name)): \(quoted(alias))"
    }
  }

  /// Whether a field of the history was made from records that name the stage entered.
  private func isStageForm(_ kind: EntityKind, _ field: String) -> Bool {
    kind == .history && field == "to"
  }

  /// The relations whose values all find their records by one field.
  private var relations: [String] {
    model.entities.flatMap { kind in
      (model[kind]?.fields ?? []).compactMap { field in
        guard let target = field.target, let table = model[target],
          let link = model.link(kind, field.name), case .text(let values) = field.column,
          link.rows.contains(where: { $0 >= 0 })
        else { return nil }
        let key = ["id", "name"].first { name in
          table.field(name) != nil
            && RelationLink(values: values, target: table, keyField: name).rows == link.rows
        }
        return key.map {
          "    \(quoted("\(kind.rawValue).\(field.name)")): \(quoted("\(target.rawValue).\($0)"))"
        }
      }
    }
  }

  private func list(_ texts: [String]) -> String {
    "[\(texts.map(quoted).joined(separator: ", "))]"
  }

  private func quoted(_ text: String) -> String { JSONText.quoted(text) }
}
