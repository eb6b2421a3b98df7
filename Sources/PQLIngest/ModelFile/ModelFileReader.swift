import PQLModel

/// Reads a model file, or a document that holds settings and records, into settings.
struct ModelFileReader {
  static let settingKeys = [
    "pql", "name", "currency", "calendar", "dates", "numbers", "pipelines", "entities",
    "relations", "supporting", "as_of", "aging",
  ]

  let file: String
  let bytes: FileBytes

  /// Takes the members of the file's top level.
  func settings(_ members: [JSONMember]) throws(LoadFailure) -> ModelSettings {
    var settings = ModelSettings()
    for member in members {
      let item = member.item
      switch member.key {
      case "pql": try readVersion(item)
      case "name": settings.name = try text(item, "name")
      case "currency": try readCurrency(item, &settings)
      case "calendar": try readCalendar(item, &settings)
      case "dates": settings.dates = try choice(item, "dates", DateForm.words)
      case "numbers": settings.numbers = try choice(item, "numbers", NumberMarks.words)
      case "pipelines": settings.pipelines = try list(item, "pipelines", pipeline)
      case "entities":
        for inner in try object(item, "entities") {
          guard let kind = EntityKind(rawValue: inner.key) else {
            throw unknownKey(inner, "an entity", EntityKind.allCases.map(\.rawValue))
          }
          settings.entities.append(try entity(kind, inner.item))
        }
      case "relations": try readRelations(item, &settings)
      case "as_of": try readAsOf(item, &settings.time)
      case "aging": try readAging(item, &settings.time)
      case "supporting":
        settings.supporting = try list(
          item, "supporting", { (item) throws(LoadFailure) in try text(item, "supporting") })
      default:
        guard let kind = EntityKind(rawValue: member.key) else {
          throw unknownKey(
            member, "a setting",
            ModelFileReader.settingKeys + EntityKind.allCases.map(\.rawValue))
        }
        settings.entities.append(try entity(kind, item))
      }
    }
    if settings.entities.contains(where: { !$0.exports.isEmpty }),
      settings.entities.contains(where: { $0.kind == .history }),
      let member = members.first(where: { ["history", "entities"].contains($0.key) })
    {
      throw failure(member.item, "entities.history", .exportsAndHistory)
    }
    for index in settings.entities.indices {
      let entity = settings.entities[index]
      settings.entities[index].dates = entity.dates ?? settings.dates
      settings.entities[index].numbers = entity.numbers ?? settings.numbers
    }
    return settings
  }

  private func readVersion(_ item: JSONItem) throws(LoadFailure) {
    guard case .number(let digits) = item.value, digits == "1" else {
      throw failure(item, "pql", .otherVersion)
    }
  }

  // MARK: - entities

  private func entity(
    _ kind: EntityKind, _ item: JSONItem
  ) throws(LoadFailure) -> ModelSettings.Entity {
    var entity = ModelSettings.Entity(kind: kind)
    let path = "entities.\(kind.rawValue)"
    if case .array = item.value {
      entity.recordsOffset = item.offset
      return entity
    }
    let keys = [
      "file", "files", "records", "id", "fields", "values", "types", "dates", "numbers", "known_at",
      "exports", "exported_on",
    ]
    for member in try object(item, path) {
      let name = "\(path).\(member.key)"
      switch member.key {
      case "file": entity.files.append(try text(member.item, name))
      case "files":
        for file in try list(
          member.item, name, { (item) throws(LoadFailure) in try text(item, name) })
        {
          entity.files.append(file)
        }
      case "exports": entity.exports = try exports(member.item, name, of: kind)
      case "exported_on": entity.exportedOn = try text(member.item, name)
      case "records":
        guard case .array = member.item.value else { throw wanted("a list", member.item, name) }
        entity.recordsOffset = member.item.offset
      case "id": entity.fields.append(("id", try text(member.item, name)))
      case "fields":
        for field in try object(member.item, name) {
          entity.fields.append((field.key, try text(field.item, "\(name).\(field.key)")))
        }
      case "dates": entity.dates = try choice(member.item, name, DateForm.words)
      case "numbers": entity.numbers = try choice(member.item, name, NumberMarks.words)
      case "values": entity.values = try values(member.item, name)
      case "known_at": entity.knownAtClose = try knownAtClose(member.item, name)
      case "types":
        for field in try object(member.item, name) {
          entity.types.append((field.key, try type(field.item, "\(name).\(field.key)")))
        }
      default: throw unknownKey(member, "a setting of an entity", keys)
      }
    }
    guard entity.files.isEmpty || entity.recordsOffset == nil else {
      throw failure(item, path, .filesAndRecords)
    }
    guard entity.exports.isEmpty || entity.files.isEmpty && entity.recordsOffset == nil else {
      throw failure(item, path, .exportsAndFiles)
    }
    guard !entity.exports.isEmpty || entity.exportedOn == nil else {
      throw failure(item, path, .exportedOnWithoutExports)
    }
    return entity
  }

  private func values(
    _ item: JSONItem, _ path: String
  ) throws(LoadFailure) -> [(field: String, replacements: [(from: String, to: String)])] {
    var values: [(field: String, replacements: [(from: String, to: String)])] = []
    for field in try object(item, path) {
      var replacements: [(from: String, to: String)] = []
      for value in try object(field.item, "\(path).\(field.key)") {
        replacements.append((value.key, try scalar(value.item, "\(path).\(field.key)")))
      }
      values.append((field.key, replacements))
    }
    return values
  }

  /// A type as `text`, `date dmy`, `timestamp epoch-ms`, `money 1.234,5`.
  private func type(
    _ item: JSONItem, _ path: String
  ) throws(LoadFailure) -> ModelSettings.DeclaredType {
    let words = try text(item, path).split(separator: " ").map(String.init)
    let names = ValueType.declarable.map(\.keyword)
    guard let first = words.first, words.count <= 2,
      let type = ValueType.declarable.first(where: { $0.keyword == first })
    else {
      throw failure(item, path, .noType(words, among: names))
    }
    guard words.count == 2 else { return ModelSettings.DeclaredType(type: type) }
    let word = words[1]
    if [.date, .timestamp].contains(type),
      let form = DateForm.words.first(where: { $0.name == word })
    {
      return ModelSettings.DeclaredType(type: type, form: form.value)
    }
    if [.number, .money, .percent, .duration].contains(type),
      let marks = NumberMarks(rawValue: word)
    {
      return ModelSettings.DeclaredType(type: type, marks: marks)
    }
    throw failure(
      item, path,
      .noWayToWrite(
        first, word, dates: listed(DateForm.words), numbers: listed(NumberMarks.words)))
  }

  private func readRelations(
    _ item: JSONItem, _ settings: inout ModelSettings
  ) throws(LoadFailure) {
    for member in try object(item, "relations") {
      let target = try text(member.item, "relations.\(member.key)")
      let left = split(member.key)
      let right = split(target)
      let names = EntityKind.allCases.map(\.rawValue)
      for (part, whole) in [(left.entity, member.key), (right.entity, target)]
      where EntityKind(rawValue: part) == nil || !whole.contains(".") {
        throw failure(member.item, "relations", .noRelation(whole, part, among: names))
      }
      guard let from = EntityKind(rawValue: left.entity),
        let to = EntityKind(rawValue: right.entity)
      else { continue }
      settings.relations.append((from, left.field, to, right.field))
    }
  }

  private func split(_ path: String) -> (entity: String, field: String) {
    guard let dot = path.firstIndex(of: ".") else { return (path, "") }
    return (String(path[..<dot]), String(path[path.index(after: dot)...]))
  }
}
