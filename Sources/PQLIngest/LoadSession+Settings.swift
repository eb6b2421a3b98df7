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
        let names = table.fields.map(\.name)
        throw LoadFailure(
          "`\(field)` is not a field of \(kind.rawValue)", file: modelFile, field: "relations",
          value: field,
          advice: nearestName(to: field, among: names).map { "perhaps `\($0)`" }
            ?? "the fields are \(names.joined(separator: ", "))")
      }
      if let index = drafts[relation.entity]?.index(of: relation.field) {
        drafts[relation.entity]?.fields[index].target = relation.target
      }
    }
  }

  func timeZone(
    _ name: String, _ modelFile: String?
  ) throws(LoadFailure) -> TimeZoneRules {
    do {
      return try LoadSession.timeZone(name, files)
    } catch {
      throw LoadFailure(
        error.message, file: modelFile, field: "calendar.timezone", value: name,
        advice: error.advice)
    }
  }

  /// The rules of a zone by its name; `UTC` needs no file.
  static func timeZone(
    _ name: String, _ files: any FileReading
  ) throws(LoadFailure) -> TimeZoneRules {
    if ["UTC", "Etc/UTC", "Z"].contains(name) { return .utc }
    if let bytes = files.timeZone(name), let rules = TimeZoneRules(tzif: bytes) { return rules }
    let names = files.timeZoneNames()
    throw LoadFailure(
      "`\(name)` is not a time zone that this machine knows", field: "timezone", value: name,
      advice: nearestName(to: name, among: names).map { "perhaps `\($0)`" }
        ?? (names.isEmpty
          ? "the machine has no time zone files (tzdata); `UTC` needs none"
          : "names are as Europe/Amsterdam"))
  }

  static func calendar(_ settings: ModelSettings, _ zone: String) -> BusinessCalendar {
    BusinessCalendar(
      timeZone: zone, fiscalYearStarts: settings.fiscalYearStarts ?? 1,
      fiscalYearNamedBy: settings.fiscalYearNamedBy ?? .end,
      weekStarts: settings.weekStarts ?? 0)
  }

  static func stem(_ path: String) -> String {
    let name = fileName(path)
    return name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
