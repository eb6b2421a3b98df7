import PQLModel

/// The typed tables of an import on their way to one table an entity.
///
/// A system's settling step takes what it needs from the tables of its own shapes, changes them, and
/// adds what they imply. Afterwards the tables of one entity are put under each other, and auxiliary
/// ones are gone.
struct ImportContext {
  /// One table of the import.
  struct Table {
    var shape: TableShape
    var draft: DraftTable
    /// The names of the files it came from.
    var files: [String]
    /// What became of the records of each file.
    var records: RejectBook
    /// Whether it stood inside the records of another table, or was made of one.
    var isDerived = false
    /// The one order of day and month in which dates were read.
    var dates: DateOrder?

    /// How many records the files hold, before any was left aside.
    var rowsRead: Int { records.readCount }
  }

  var tables: [Table]
  var notes: NoteBook
  /// The model's wall clock.
  let zone: ZoneClock
  /// What the data or the model file define; a model file's word counts.
  private(set) var pipelines: [Pipeline]
  /// Where the pipelines come from, for people; nil when nothing defines them.
  private(set) var pipelineOrigin: String?
  /// Whether some history was made of the first or last entry into each stage alone.
  var hasEntryOnlyHistory = false
  /// The ids of records that were left aside as deleted.
  private(set) var leftAside: [EntityKind: Set<String>] = [:]
  private let pipelinesAreDeclared: Bool

  init(tables: [Table], declared: [Pipeline], zone: ZoneClock, notes: NoteBook) {
    self.tables = tables
    self.zone = zone
    self.notes = notes
    pipelines = declared
    pipelinesAreDeclared = !declared.isEmpty
    pipelineOrigin = pipelinesAreDeclared ? "the model file" : nil
  }

  /// The places of the tables of a shape, by its name within a system.
  func places(_ name: String, of system: String) -> [Int] {
    tables.indices.filter { tables[$0].shape.name == name && tables[$0].shape.system == system }
  }

  /// The table of a shape; nil when no file has it.
  func draft(_ name: String, of system: String) -> DraftTable? {
    places(name, of: system).first.map { tables[$0].draft }
  }

  /// Whether the data have records of an entity.
  func has(_ kind: EntityKind) -> Bool {
    tables.contains { $0.shape.role == .entity(kind) }
  }

  /// Takes pipelines that the data define, unless a model file says what they are.
  mutating func define(_ found: [Pipeline], from origin: String) {
    guard !pipelinesAreDeclared, !found.isEmpty else { return }
    pipelines += found
    pipelineOrigin = pipelineOrigin.map { "\($0), \(origin)" } ?? origin
  }

  /// Adds a table that was made of others, as a history of snapshots.
  mutating func add(_ draft: DraftTable, madeFrom place: Int, named name: String) {
    var shape = TableShape(name, .entity(draft.kind))
    shape.system = tables[place].shape.system
    tables.append(
      Table(
        shape: shape, draft: draft, files: tables[place].files, records: RejectBook(),
        isDerived: true))
  }

  /// Leaves aside records that a system marks as deleted, with their number, and the mark itself; what
  /// is known about records, as a stage that is no longer offered, stays.
  mutating func dropDeleted(_ names: [String], of system: String) {
    leaveAside(names, of: system, "are marked as deleted") { mark in mark.values }
  }

  /// Leaves aside records that are not marked as the newest version of theirs.
  mutating func dropOutdated(_ names: [String], of system: String) {
    leaveAside(names, of: system, "are older versions", but: .history) { mark in
      mark.validity.map { $0 & ~mark.values } ?? ~mark.values
    }
  }

  /// Leaves aside the records of which conditions say something, with their number, and takes away
  /// the conditions.
  private mutating func leaveAside(
    _ names: [String], of system: String, _ reason: String, but exempt: EntityKind? = nil,
    where isGoneBy: (BooleanColumn) -> Bitmap
  ) {
    let wanted = Set(names.map(folded))
    for place in tables.indices
    where tables[place].shape.system == system && tables[place].shape.isEntity {
      let draft = tables[place].draft
      guard draft.kind != exempt else { continue }
      var isGone = Bitmap(repeating: false, count: draft.rowCount)
      for field in draft.fields where wanted.contains(folded(field.name)) {
        guard case .boolean(let column) = field.column else { continue }
        isGone = isGone | isGoneBy(column)
        tables[place].draft.fields.removeAll { $0.name == field.name }
      }
      leaveAside(isGone, at: place, reason)
    }
  }

  /// Leaves aside records of a table, with their number.
  ///
  /// What is known about them goes too, unless another version of them stays.
  mutating func leaveAside(_ isGone: Bitmap, at place: Int, _ reason: String) {
    let draft = tables[place].draft
    let count = isGone.setCount
    guard count > 0 else { return }
    tables[place].draft = draft.keeping((~isGone).setRows)
    if let ids = draft.text("id") {
      let kept = Set((~isGone).setRows.compactMap { ids[Int($0)] })
      let gone = isGone.setRows.compactMap { ids[Int($0)] }.filter { !kept.contains($0) }
      leftAside[draft.kind, default: []].formUnion(gone)
    }
    tables[place].records.setAside(isGone.setRows.map(Int.init), as: \.deleted)
    notes.add(
      draft.kind,
      .recordsLeftAside(
        tables[place].shape.name, draft.kind, count: count, of: draft.rowCount, reason))
  }

  /// One table an entity.
  func stacked() -> [EntityKind: DraftTable] {
    var drafts: [EntityKind: [DraftTable]] = [:]
    for table in tables {
      if case .entity(let kind) = table.shape.role { drafts[kind, default: []].append(table.draft) }
    }
    return drafts.mapValues(DraftTable.stacked)
  }
}

extension ImportContext {
  /// Lets each system settle its tables, then brings names and histories to one form.
  mutating func settle() {
    for system in CRMSystem.all
    where tables.contains(where: { $0.shape.system == system.name }) {
      dropDeleted(system.deleted, of: system.name)
      dropOutdated(system.current, of: system.name)
      system.settle(&self)
    }
    for place in tables.indices {
      PersonNames.settle(&tables[place].draft)
      if tables[place].shape.role == .entity(.history) {
        HistorySettling.normalise(&tables[place].draft, &notes)
      }
    }
  }

  /// How much a history tells: the table is what decides, however few its rows.
  func historyQuality(_ history: DraftTable?) -> HistoryQuality {
    guard let history, history.rowCount > 0 else { return .none }
    return hasEntryOnlyHistory ? .entryOnly : .full
  }

  /// Which files became which tables.
  var report: LoadReport {
    LoadReport(
      tables: tables.compactMap { table in
        guard let kind = table.shape.kind else { return nil }
        return LoadReport.Table(
          files: table.files, system: table.shape.system, name: table.shape.name, entity: kind,
          isEntity: table.shape.isEntity, isDerived: table.isDerived,
          dates: table.dates?.rawValue,
          // What was made of other tables stands in no file.
          rowCount: table.records.files.isEmpty ? table.draft.rowCount : table.rowsRead)
      }, files: tables.flatMap(\.records.files), pipelineOrigin: pipelineOrigin ?? "")
  }
}
