import PQLModel

/// Writes a proposed model as the text of a model file.
struct ProposalText {
  let name: String
  let entities: [ProposedEntity]
  /// What loading the bare proposal inferred; nil before it has been loaded.
  var model: Model?

  init(name: String, entities: [ProposedEntity], model: Model? = nil) {
    self.name = name
    self.entities = entities
    self.model = model
  }

  /// The text, with a line end at its end.
  var text: String {
    var members = ["  \"pql\": 1", "  \"name\": \(quoted(name))"]
    if let model {
      members.append("  \"currency\": { \"base\": \(quoted(model.currency.base)) }")
      members.append(
        "  \"calendar\": { \"timezone\": \(quoted(model.calendar.timeZone)), "
          + "\"fiscal_year_starts\": 1, \"week_starts\": \"monday\" }")
      if !model.pipelines.isEmpty { members.append(pipelines(model.pipelines)) }
    }
    let list = entities.map(entity).joined(separator: ",\n")
    members.append("  \"entities\": {\n\(list)\n  }")
    return "{\n\(members.joined(separator: ",\n"))\n}\n"
  }

  private func pipelines(_ pipelines: [Pipeline]) -> String {
    let list = pipelines.map { pipeline in
      let stages = pipeline.stages.map { stage in
        let outcome = stage.outcome.map { ", \"outcome\": \(quoted($0.rawValue))" } ?? ""
        return "        { \"name\": \(quoted(stage.name))\(outcome) }"
      }
      return "    {\n      \"name\": \(quoted(pipeline.name)),\n      \"stages\": [\n"
        + stages.joined(separator: ",\n") + "\n      ]\n    }"
    }
    return "  \"pipelines\": [\n\(list.joined(separator: ",\n"))\n  ]"
  }

  private func entity(_ entity: ProposedEntity) -> String {
    var members =
      entity.files.count == 1
      ? ["      \"file\": \(quoted(entity.files[0]))"]
      : ["      \"files\": [\(entity.files.map(quoted).joined(separator: ", "))]"]
    let fields = mapping(entity.kind)
    if !fields.isEmpty {
      members.append("      \"fields\": {\n\(fields.joined(separator: ",\n"))\n      }")
    }
    if !entity.types.isEmpty {
      let types = entity.types.sorted { $0.key < $1.key }.map {
        "\(quoted($0.key)): \(quoted($0.value))"
      }
      members.append("      \"types\": { \(types.joined(separator: ", ")) }")
    }
    if entity.kind == .deals, model != nil { members.append("      \"values\": {}") }
    return "    \(quoted(entity.kind.rawValue)): {\n\(members.joined(separator: ",\n"))\n    }"
  }

  /// The canonical fields that bear another name in the data.
  private func mapping(_ kind: EntityKind) -> [String] {
    guard let table = model?[kind] else { return [] }
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

  /// A JSON string.
  private func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
