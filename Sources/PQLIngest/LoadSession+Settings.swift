import PQLModel

extension LoadSession {
  mutating func settleCurrency(
    _ settings: ModelSettings, _ drafts: inout [EntityKind: DraftTable], _ signs: [String]
  ) -> CurrencySettings {
    let settling = CurrencySettling(
      declared: settings.base, rates: settings.rates,
      tables: EntityKind.allCases.compactMap { drafts[$0] }, signs: signs, &notes)
    for kind in EntityKind.allCases {
      guard var table = drafts[kind] else { continue }
      settling.settle(&table, &notes)
      drafts[kind] = table
    }
    return CurrencySettings(base: settling.base, rates: settings.rates)
  }

  /// Marks declared relations; their fields must exist.
  func settleRelations(
    _ settings: ModelSettings, _ drafts: inout [EntityKind: DraftTable], _ modelFile: String?
  ) throws(LoadFailure) {
    for relation in settings.relations {
      for (kind, field) in [(relation.entity, relation.field), (relation.target, relation.key)] {
        guard let table = drafts[kind] else { continue }
        if table.index(of: field) != nil { continue }
        throw .fieldNotInData(
          field, kind, among: table.fields.map(\.name), at: "relations", file: modelFile)
      }
      if let index = drafts[relation.entity]?.index(of: relation.field) {
        drafts[relation.entity]?.fields[index].target = relation.target
      }
    }
  }

  /// What is said of past days and ages, fields by their names in the model; they must exist.
  func settleTime(
    _ settings: ModelSettings, _ drafts: [EntityKind: DraftTable], _ modelFile: String?
  ) throws(LoadFailure) -> TimeSettings {
    var time = settings.time
    for entity in settings.entities {
      guard let table = drafts[entity.kind] else { continue }
      for name in entity.knownAtClose {
        guard let index = table.index(of: name) else {
          throw .fieldNotInData(
            name, entity.kind, among: table.fields.map(\.name),
            at: "entities.\(entity.kind.rawValue).known_at", file: modelFile)
        }
        time.knownAtClose[entity.kind, default: []].insert(table.fields[index].name)
      }
    }
    return time
  }

  func timeZone(
    _ name: String, _ modelFile: String?
  ) throws(LoadFailure) -> TimeZoneRules {
    if let rules = LoadSession.zone(name, files) { return rules }
    throw .unknownTimeZone(
      name, among: files.timeZoneNames(), at: "calendar.timezone", file: modelFile)
  }

  /// The rules of a zone by its name; `UTC` needs no file.
  static func timeZone(
    _ name: String, _ files: any FileReading
  ) throws(LoadFailure) -> TimeZoneRules {
    if let rules = zone(name, files) { return rules }
    throw .unknownTimeZone(name, among: files.timeZoneNames())
  }

  private static func zone(_ name: String, _ files: any FileReading) -> TimeZoneRules? {
    if ["UTC", "Etc/UTC", "Z"].contains(name) { return .utc }
    return files.timeZone(name).flatMap { TimeZoneRules(tzif: $0) }
  }

  static func calendar(_ settings: ModelSettings, _ zone: String) -> BusinessCalendar {
    BusinessCalendar(
      timeZone: zone, fiscalYearStarts: settings.fiscalYearStarts ?? 1,
      fiscalWeeks: settings.fiscalWeeks,
      fiscalYearNamedBy: settings.fiscalYearNamedBy ?? .end,
      weekStarts: settings.weekStarts ?? 0)
  }

  static func stem(_ path: String) -> String {
    let name = fileName(path)
    return name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
