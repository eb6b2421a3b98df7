import PQLModel

extension LoadSession {
  /// Types the tables, lets the systems settle what they imply, and makes one model of them.
  mutating func assemble(
    _ sources: [TableSource], _ settings: ModelSettings, name: String, modelFile: String?,
    unread: Set<EntityKind> = [], exports: ExportSeries? = nil
  ) throws(LoadFailure) -> Model {
    let zoneName = settings.timeZone ?? "UTC"
    let zone = ZoneClock(try timeZone(zoneName, modelFile))
    var builder = TableBuilder(
      session: self, zone: zone, modelFile: modelFile,
      present: Set(sources.filter(\.shape.isEntity).compactMap(\.shape.kind)).union(unread))
    for source in sources {
      if watch.isStopped(afterReading: 0) { throw .stopped() }
      try builder.build(source)
    }
    notes = builder.notes
    var context = ImportContext(
      tables: builder.tables, declared: settings.pipelines, zone: zone, notes: NoteBook())
    var past: ExportedPast?
    if let exports, let source = sources.first(where: { $0.shape.role == .entity(.deals) }) {
      past = try compare(exports, source, in: &context, modelFile: modelFile)
    }
    context.notes = notes
    context.settle()
    notes = context.notes
    var drafts = context.stacked()
    settleHistory(&drafts, sources, context.tables)
    let quality = context.historyQuality(drafts[.history])
    if past == nil { say(quality, drafts) }
    let exportDays = past?.days ?? drafts[.history].map(ExportComparison.days) ?? []
    let (pipelines, inferred) = settlePipelines(context.pipelines, &drafts, exportDays.first)
    var report = context.report
    if !inferred.isEmpty { report.pipelineOrigin = inferred }
    if let splits = drafts[.splits] { SplitShares.check(splits, &notes) }
    let currency = settleCurrency(settings, &drafts, builder.signs)
    try settleRelations(settings, &drafts, modelFile)
    var time = try settleTime(settings, drafts, modelFile)
    time.exportDays = exportDays
    func built(_ drafts: [EntityKind: DraftTable]) -> Model {
      Model(
        name: name, currency: currency, calendar: LoadSession.calendar(settings, zoneName),
        pipelines: pipelines,
        tables: EntityKind.allCases.compactMap { drafts[$0]?.entityTable },
        keyFields: Dictionary(
          settings.relations.map { ("\($0.entity.rawValue).\($0.field)", $0.key) },
          uniquingKeysWith: { $1 }),
        notes: notes.ordered,
        historyQuality: quality, report: report)
    }
    var present = drafts
    if let past { present[.deals]?.remove(past.goneIds) }
    var model = built(present)
    if let past, !past.goneIds.isEmpty { model.takePast(from: built(drafts)) }
    model.time = time
    model.notes += HistoryDoubts.notes(on: model)
    model.unread = unread
    // A history that nobody has asked for is there all the same.
    if unread.contains(.history) { model.historyQuality = .full }
    model.rejections = context.tables.flatMap(\.records.rejections)
    return model
  }

  /// Brings the history to the form of the deals.
  private func settleHistory(
    _ drafts: inout [EntityKind: DraftTable], _ sources: [TableSource],
    _ tables: [ImportContext.Table]
  ) {
    guard let deals = drafts[.deals], var history = drafts[.history] else { return }
    let forms = HistoryForms(
      deals: deals, settings: sources.first { $0.shape.kind == .deals }?.settings,
      order: tables.first { $0.shape.role == .entity(.deals) }?.dates)
    forms.settle(&history)
    drafts[.history] = history
  }

  /// Says how much the history tells of the deals.
  private mutating func say(_ quality: HistoryQuality, _ drafts: [EntityKind: DraftTable]) {
    guard drafts[.deals] != nil else { return }
    notes.add(nil, .historyQuality(quality, changes: drafts[.history]?.rowCount))
  }

  private mutating func settlePipelines(
    _ known: [Pipeline], _ drafts: inout [EntityKind: DraftTable], _ firstExport: Int32?
  ) -> (pipelines: [Pipeline], inferred: String) {
    var settling = PipelineSettling(declared: known)
    var (deals, history) = (drafts[.deals], drafts[.history])
    settling.settle(&deals, &history, &notes)
    if var settled = deals {
      HistorySettling.settleClosedOn(
        &settled, history, settling.pipelines, firstExport: firstExport, &notes)
      deals = settled
    }
    (drafts[.deals], drafts[.history]) = (deals, history)
    return (settling.pipelines, settling.inferred)
  }
}

/// Types tables, and those that stand inside their records.
struct TableBuilder {
  private let session: LoadSession
  private let zone: ZoneClock
  private let modelFile: String?
  private let present: Set<EntityKind>
  private(set) var tables: [ImportContext.Table] = []
  private(set) var notes: NoteBook
  /// The currencies that stood beside amounts, by first appearance.
  private(set) var signs: [String] = []

  init(
    session: LoadSession, zone: ZoneClock, modelFile: String?, present: Set<EntityKind>
  ) {
    self.session = session
    self.zone = zone
    self.modelFile = modelFile
    self.present = present
    notes = session.notes
  }

  /// Types a table and every table inside its records.
  mutating func build(_ source: TableSource, isDerived: Bool = false) throws(LoadFailure) {
    var source = source
    if source.shape.writesFalse { FalseValues.clear(&source.raw, source.shape) }
    var builder = try EntityBuilder(
      source.raw, source.settings, present: present, zone: zone, modelFile: modelFile ?? "",
      notes: notes, keepsRejects: session.keepsRejects, watch: session.watch,
      threads: session.threads)
    var draft = try builder.build(session.demand)
    notes = builder.notes
    var records = builder.rejects
    let orders = builder.readOrders
    for sign in builder.signs where !signs.contains(sign) { signs.append(sign) }
    if source.shape.isInUTC { UTCMoments.shift(&draft, source.raw, zone) }
    Importer.dropNulls(&draft, of: source.raw)
    Importer.stripReferences(&draft)
    if source.files.count > 1 {
      let gone = RepeatedRecords.drop(&draft, source.shape.name, &notes)
      records.setAside(gone, as: \.repeated)
    }
    for nested in source.shape.children { try build(nested, in: &draft, source) }
    tables.append(
      ImportContext.Table(
        shape: source.shape, draft: draft, files: source.files, records: records,
        isDerived: isDerived, dates: orders.count == 1 ? orders.first : nil))
  }

  private mutating func build(
    _ nested: NestedTable, in parent: inout DraftTable, _ source: TableSource
  ) throws(LoadFailure) {
    guard let shape = CRMSystem.table(nested.table, of: source.shape.system), let kind = shape.kind,
      let lines = parent.lines(of: nested)
    else { return }
    parent.remove(nested)
    let name = "\(source.files.first ?? "")/\(nested.column).ndjson"
    let inner = LoadSession.Source(path: name, bytes: FileBytes(lines))
    let file = DataFile(inner, try session.part(inner))
    try build(TableSource(shape, kind, [file]), isDerived: true)
  }
}
