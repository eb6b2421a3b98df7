import PQLModel
import PQLThreads

extension LoadSession {
  /// Makes the model that a model file describes.
  mutating func model(
    _ members: [JSONMember], _ source: Source
  ) throws(LoadFailure) -> Model {
    let reader = ModelFileReader(file: source.path, bytes: source.bytes)
    var settings = try reader.settings(members)
    if !readsHistory, settings.sayWhatAHistoryWould {
      settings.entities.removeAll { $0.kind == .history }
    }
    let folder = LoadSession.folder(of: source.path)
    var read = try readParts(
      settings.entities.flatMap { $0.files.map { LoadSession.join(folder, $0) } })
    var tables: [RawTable] = []
    for entity in settings.entities {
      if tables.contains(where: { $0.kind == entity.kind }) {
        throw LoadFailure("`\(entity.kind.rawValue)` is described twice", file: source.path)
      }
      var parts: [RawPart] = []
      parts += read.prefix(entity.files.count)
      read.removeFirst(entity.files.count)
      if let offset = entity.recordsOffset {
        parts.append(try arrayPart(source, at: offset, isWhole: false))
      }
      if parts.isEmpty {
        throw LoadFailure(
          "`\(entity.kind.rawValue)` has neither `file`, `files` nor `records`", file: source.path,
          field: "entities.\(entity.kind.rawValue)")
      }
      tables.append(RawTable(kind: entity.kind, parts: parts))
    }
    var name = settings.name ?? LoadSession.fileName(folder)
    if name.isEmpty { name = LoadSession.stem(source.path) }
    return try assemble(tables, settings, name: name, modelFile: source.path)
  }

  /// Reads data files side by side; of several failures the first file's is told.
  private mutating func readParts(_ paths: [String]) throws(LoadFailure) -> [RawPart] {
    let session = self
    let results = SideBySide.results(paths.count, threads: threads) {
      index -> Result<(source: Source, part: RawPart), LoadFailure> in
      do throws(LoadFailure) {
        let source = try session.read(paths[index])
        return .success((source, try session.part(source)))
      } catch {
        return .failure(error)
      }
    }
    var parts: [RawPart] = []
    for result in results {
      let (source, part) = try result.get()
      count(source)
      parts.append(part)
    }
    return parts
  }

  /// Makes a model of bare data files; what each holds is guessed and said.
  mutating func model(bare sources: [Source]) throws(LoadFailure) -> Model {
    var partsOf: [EntityKind: [RawPart]] = [:]
    for source in sources {
      let part = try part(source)
      guard let kind = EntityGuess.entity(path: source.path, part) else {
        throw LoadFailure(
          "neither the name of the file nor its fields tell what it holds", file: source.path,
          advice:
            "name it after an entity (\(EntityKind.allCases.map(\.rawValue).joined(separator: ", "))), "
            + "or write a model file")
      }
      notes.add(kind, "\(kind.rawValue): taken from \(source.name)")
      partsOf[kind, default: []].append(part)
    }
    let tables = EntityKind.allCases.compactMap { kind in
      partsOf[kind].map { RawTable(kind: kind, parts: $0) }
    }
    return try assemble(
      tables, ModelSettings(), name: LoadSession.stem(sources[0].path), modelFile: nil)
  }

  private mutating func assemble(
    _ raw: [RawTable], _ settings: ModelSettings, name: String, modelFile: String?
  ) throws(LoadFailure) -> Model {
    let zoneName = settings.timeZone ?? "UTC"
    let zone = ZoneClock(try timeZone(zoneName, modelFile))
    let present = Set(raw.map(\.kind))
    var drafts: [EntityKind: DraftTable] = [:]
    var signs: [String] = []
    var (loaded, rejections): ([LoadedFile], [Rejection]) = ([], [])
    for table in raw {
      let entity =
        settings.entities.first { $0.kind == table.kind }
        ?? ModelSettings.Entity(kind: table.kind)
      var builder = try EntityBuilder(
        table, entity, present: present, zone: zone, modelFile: modelFile ?? "", notes: notes,
        keepsRejects: keepsRejects)
      var draft = try builder.build()
      notes = builder.notes
      loaded += builder.rejects.files
      rejections += builder.rejects.rejections
      for sign in builder.signs where !signs.contains(sign) { signs.append(sign) }
      Importer.stripReferences(&draft)
      drafts[table.kind] = draft
    }
    if var history = drafts[.history] {
      HistorySettling.normalise(&history, &notes)
      drafts[.history] = history
    }
    var settling = PipelineSettling(declared: settings.pipelines)
    var (settledDeals, history) = (drafts[.deals], drafts[.history])
    settling.settle(&settledDeals, &history, &notes)
    drafts[.history] = history
    drafts[.deals] = settledDeals
    if var deals = settledDeals {
      HistorySettling.settleClosedOn(&deals, drafts[.history], settling.pipelines, &notes)
      drafts[.deals] = deals
    }
    let currency = settleCurrency(settings, &drafts, signs)
    try settleRelations(settings, &drafts, modelFile)
    var model = Model(
      name: name, currency: currency, calendar: LoadSession.calendar(settings, zoneName),
      pipelines: settling.pipelines,
      tables: EntityKind.allCases.compactMap { drafts[$0]?.entityTable },
      keyFields: Dictionary(
        settings.relations.map { ("\($0.entity.rawValue).\($0.field)", $0.key) },
        uniquingKeysWith: { $1 }),
      notes: notes.ordered, fingerprint: fingerprint)
    model.files = loaded
    model.rejections = rejections
    return model
  }

  private mutating func settleCurrency(
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
  private func settleRelations(
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

  private func timeZone(
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

  private static func calendar(_ settings: ModelSettings, _ zone: String) -> BusinessCalendar {
    BusinessCalendar(
      timeZone: zone, fiscalYearStarts: settings.fiscalYearStarts ?? 1,
      fiscalYearNamedBy: settings.fiscalYearNamedBy ?? .end,
      weekStarts: settings.weekStarts ?? 0)
  }

  private static func stem(_ path: String) -> String {
    let name = fileName(path)
    return name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}

extension ModelSettings {
  /// Whether the model file names the stages and the deals' own field for the day they closed, so
  /// that neither is taken from a history.
  fileprivate var sayWhatAHistoryWould: Bool {
    !pipelines.isEmpty
      && entities.contains { entity in
        entity.kind == .deals && entity.fields.contains { $0.name == "closed_on" }
      }
  }
}
