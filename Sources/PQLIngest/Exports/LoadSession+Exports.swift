import PQLModel

// Reading dated exports, one after the other.
extension LoadSession {
  /// The exports that a model file names for an entity, in order of time.
  mutating func exportSeries(
    _ entity: ModelSettings.Entity, in folder: String
  ) throws(LoadFailure) -> ExportSeries {
    let found = try Discovery(files: files).found(
      entity.exports.map { LoadSession.join(folder, $0) })
    guard let column = entity.exportedOn else { return try ExportSeries(paths: found.map(\.path)) }
    var exports: [ExportSeries.Export] = []
    for file in found {
      let days = try exportDays(file.path, column, entity)
      guard let last = days.last else { throw .exportWithoutDay(file.path) }
      exports.append(ExportSeries.Export(path: file.path, day: last))
    }
    return try ExportSeries(exports, column: column)
  }

  /// The days on which the rows of a file were exported.
  private func exportDays(
    _ path: String, _ column: String, _ entity: ModelSettings.Entity
  ) throws(LoadFailure) -> [Int32] {
    let source = try read(path)
    let raw = RawTable(kind: .deals, parts: [try part(source)])
    var only = ModelSettings.Entity(kind: .deals)
    only.fields = [(column, column)]
    only.dates = entity.dates
    only.types = entity.types.filter { $0.field == column }
    var builder = try EntityBuilder(
      raw, only, present: [], zone: ZoneClock(.utc), modelFile: path, notes: NoteBook())
    guard let entry = builder.plan.entries.first(where: { $0.name == column }) else { return [] }
    let field = try builder.field(entry)
    return Set((0..<raw.rowCount).compactMap { field.day($0) }).sorted()
  }

  /// Compares the exports with each other, and the last with the deals as they are now.
  ///
  /// `deals` is the newest export, whole; of a file that holds several exports it keeps the last.
  mutating func compare(
    _ series: ExportSeries, _ source: TableSource, _ deals: inout ImportContext.Table,
    declared: [Pipeline], zone: ZoneClock, modelFile: String?
  ) throws(LoadFailure) -> ExportedPast {
    var reading = ExportReading(
      session: self, series: series, source: source, newest: deals, declared: declared, zone: zone,
      modelFile: modelFile)
    expect(series.older.map(\.path))
    let past = try reading.past(&deals)
    for note in reading.notes { notes.add(.deals, note) }
    notes.add(
      nil,
      .historyOfExports(
        series.names, days: past.days, changes: reading.comparison.changeCount,
        created: reading.comparison.createdCount))
    let gone = reading.comparison.gone
    if !gone.isEmpty { notes.add(.deals, .dealsGone(gone)) }
    return past
  }
}

/// Goes through the exports of a series; two of them are held at a time.
private struct ExportReading {
  let session: LoadSession
  let series: ExportSeries
  let source: TableSource
  let declared: [Pipeline]
  let zone: ZoneClock
  let modelFile: String?
  /// What the fields of the newest export are, which those of the older ones are read as.
  private let types: [(field: String, type: ModelSettings.DeclaredType)]
  private let dates: DateForm?
  /// The names of the stages, where they are declared.
  private let stages: Set<String>?
  private(set) var comparison = ExportComparison()
  /// What was said of older exports, once of each field.
  private(set) var notes: [LoadNote] = []
  private var previous: DraftTable?
  private var gone: [DraftTable] = []

  init(
    session: LoadSession, series: ExportSeries, source: TableSource, newest: ImportContext.Table,
    declared: [Pipeline], zone: ZoneClock, modelFile: String?
  ) {
    self.session = session
    self.series = series
    self.source = source
    self.declared = declared
    self.zone = zone
    self.modelFile = modelFile
    stages = declared.isEmpty ? nil : Set(declared.flatMap { $0.stages.map(\.name) })
    let canonical = Set(newest.shape.canonicalFields.map(\.name))
    let said = Set(source.settings.types.map(\.field))
    types = newest.draft.fields.compactMap { field in
      guard !canonical.contains(field.name), !said.contains(field.name),
        ValueType.declarable.contains(field.type)
      else { return nil }
      return (field.name, ModelSettings.DeclaredType(type: field.type))
    }
    dates = source.settings.dates ?? newest.dates.map { .ordered($0) }
  }

  mutating func past(_ newest: inout ImportContext.Table) throws(LoadFailure) -> ExportedPast {
    for export in series.older {
      if session.watch.isStopped(afterReading: 0) { throw .stopped() }
      try add(try table(export.path), export)
    }
    if let export = series.newest { try add(newest, export) }
    if let column = series.column { newest.keepLast(by: column) }
    let ids = Set(comparison.gone.map(\.id))
    return ExportedPast(
      history: comparison.history(fileName: newest.draft.fileName),
      gone: rowsOf(ids, like: newest.draft), goneIds: ids, days: comparison.days)
  }

  /// An older export as a typed table.
  private mutating func table(_ path: String) throws(LoadFailure) -> ImportContext.Table {
    let file = try session.read(path)
    let data = DataFile(file, try session.part(file))
    let shape = CRMSystem.table(of: data.shape, kind: .deals) ?? .generic(.deals)
    var table = TableSource(shape, .deals, [data])
    table.settings = settings(for: table)
    var quiet = session
    quiet.notes = NoteBook()
    quiet.keepsRejects = false
    var builder = TableBuilder(
      session: quiet, zone: zone, modelFile: modelFile ?? path, present: EntityKind.allSet)
    try builder.build(table)
    for note in builder.notes.ordered where note.severity == .warning {
      let isKnown = notes.contains { $0.code == note.code && $0.place.field == note.place.field }
      if !isKnown { notes.append(note) }
    }
    guard let deals = builder.tables.last(where: { $0.shape.role == .entity(.deals) }) else {
      throw .contentUnknown(path, "it holds no deals", isStream: false)
    }
    return deals
  }

  /// What is said of the deals, as far as an export has the fields.
  private func settings(for table: TableSource) -> ModelSettings.Entity {
    var settings = source.settings
    settings.shape = table.shape
    settings.dates = dates
    let columns = Set(table.raw.columns.flatMap { [$0.name, folded($0.name)] })
    settings.fields.removeAll {
      !columns.contains($0.dataName) && !columns.contains(folded($0.dataName))
    }
    let plan = try? FieldPlan(table.raw, settings, present: EntityKind.allSet, file: "")
    let names = Set(plan?.entries.flatMap { [$0.name] + $0.aliases } ?? [])
    settings.types = (settings.types + types).filter { names.contains($0.field) }
    settings.values.removeAll { !names.contains($0.field) }
    return settings
  }

  /// Compares an export, or each of those that a file holds, with the one before.
  private mutating func add(
    _ table: ImportContext.Table, _ export: ExportSeries.Export
  ) throws(LoadFailure) {
    guard let column = series.column else { return try add(table, on: export.day, export) }
    guard let index = table.draft.index(of: column) else { throw .exportWithoutDay(export.path) }
    let field = table.draft.fields[index]
    var rows: [Int32: [Int32]] = [:]
    for row in 0..<table.draft.rowCount {
      if let day = field.day(row) { rows[day, default: []].append(Int32(clamping: row)) }
    }
    for (day, rows) in rows.sorted(by: { $0.key < $1.key }) {
      if let last = comparison.days.last, day <= last {
        throw .exportsOfOneDay(export.path, series.names.first ?? "", on: day)
      }
      var part = table
      part.draft = table.draft.keeping(rows)
      part.draft.fields.remove(at: index)
      try add(part, on: day, export)
    }
  }

  private mutating func add(
    _ table: ImportContext.Table, on day: Int32, _ export: ExportSeries.Export
  ) throws(LoadFailure) {
    var context = ImportContext(tables: [table], declared: declared, zone: zone, notes: NoteBook())
    context.settle()
    guard var deals = context.tables.first?.draft, let ids = deals.text("id") else {
      throw .exportWithoutIds(export.path)
    }
    var unsaid = NoteBook()
    OutcomeFields.moveByStatus(&deals, among: stages, &unsaid)
    let left = Set(comparison.add(deals, ids: ids, on: day))
    if !left.isEmpty, let rows = previous?.rows(of: left) { gone.append(rows) }
    previous = table.draft
  }

  /// The last rows of the deals that are gone, with the fields that the deals have now.
  private func rowsOf(_ ids: Set<String>, like deals: DraftTable) -> [DraftTable] {
    var missing = ids
    return gone.reversed().compactMap { part in
      let own = missing.intersection(part.text("id")?.presentTexts ?? [])
      missing.subtract(own)
      guard !own.isEmpty, var rows = part.rows(of: own) else { return nil }
      rows.fields.removeAll { field in
        !deals.fields.contains {
          $0.name == field.name && Column.stacked($0.column, field.column, rows.rowCount) != nil
        }
      }
      return rows
    }
  }
}

extension ImportContext.Table {
  /// Keeps the rows of the last day of a column, and takes the column away.
  fileprivate mutating func keepLast(by column: String) {
    guard let index = draft.index(of: column) else { return }
    let days = (0..<draft.rowCount).map(draft.fields[index].day)
    let last = days.compactMap { $0 }.max()
    let older = days.indices.filter { days[$0] != last }
    draft = draft.keeping(days.indices.filter { days[$0] == last }.map { Int32(clamping: $0) })
    draft.fields.remove(at: index)
    records.setAside(older, as: \.deleted)
  }
}

extension DraftTable {
  /// The rows of these ids; nil without ids.
  fileprivate func rows(of wanted: Set<String>) -> DraftTable? {
    guard let ids = text("id") else { return nil }
    let isWanted = ids.dictionary.values.map(wanted.contains)
    return keeping(
      ids.codes.indices.filter { ids.codes[$0] >= 0 && isWanted[Int(ids.codes[$0])] }
        .map { Int32(clamping: $0) })
  }
}

extension TextColumn {
  /// The texts that rows have.
  fileprivate var presentTexts: Set<String> { Set(codes.indices.compactMap { self[$0] }) }
}

extension EntityKind {
  fileprivate static let allSet = Set(allCases)
}
