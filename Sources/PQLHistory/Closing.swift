import PQLModel

/// Which deals were closed on a day, and the fields that hang on it.
///
/// `Deferred` parts are made once for all fields.
struct Closing: Sendable {
  private let rewind: Rewind
  private let table: EntityTable
  private let stageIndex: Int?
  private let stageLog: Deferred<Standing?>
  private let stage: Deferred<Stages>
  /// By row whether the deal was closed then.
  private let closed: Deferred<Bitmap>

  /// The changes of stage round the day.
  private struct Standing: Sendable {
    var log: FieldLog
    var since: Int64
    var standings: FieldLog.Standings
  }

  /// The stages of then, and the rows of which nobody knows whether they were closed.
  private struct Stages: Sendable {
    var past: PastColumn
    var unknownOutcomes: Bitmap?
  }

  init(_ rewind: Rewind, _ table: EntityTable) {
    self.rewind = rewind
    self.table = table
    let index = table.index(of: "stage")
    stageIndex = index
    let standing = Deferred<Standing?> {
      guard let index,
        case .tracked(let log, let since) = rewind.knowledge.tracking(of: index, in: .deals)
      else { return nil }
      return Standing(
        log: log, since: since, standings: log.standings(at: rewind.end, records: table.rowCount))
    }
    stageLog = standing
    let stage = Deferred { Self.stages(rewind, table, standing.value) }
    self.stage = stage
    closed = Deferred {
      let rows = rewind.rows(of: table)
      let named = table.index(of: "pipeline").map { pipeline in
        rewind.values(of: pipeline, in: table, rows, nil).column
      }
      let stages = stage.value.past.column.texts
      return StageTexts(rewind.base.pipelines, stages: stages, named: named?.texts)
        .ended(stages: stages, named: named?.texts, rowCount: rows.count)
    }
  }

  /// The rows of which nobody knows whether they were closed, nil for none: of a deal whose stage is not
  /// known two dates may tell that.
  var unknownOutcomes: Bitmap? { stage.value.unknownOutcomes }

  /// The values of a field that hangs on the closing of deals; nil for another one.
  func values(
    of field: EntityField, _ tracking: HistoryKnowledge.Tracking, _ rows: [Int32]
  ) -> PastColumn? {
    if field.name == "stage" { return stage.value.past }
    switch tracking {
    case .outcomeDay: return closingDays(field, rows)
    case .tracked(let log, let since) where Self.areFinal.contains(field.name):
      return finalValues(of: field, log, since: since, rows)
    case .knownWhereClosed:
      if rewind.base.time.takesUntrackedAsRecorded { return nil }
      return ofClosed(field, rows, unknownElsewhere: true)
    case .knownAtClose: return ofClosed(field, rows, unknownElsewhere: false)
    case .ofStage: return ofStage(field, rows)
    default: return nil
    }
  }

  /// The stages of then.
  ///
  /// A deal that the history leaves in an open stage, or of which it says nothing, and that was closed
  /// later, was open: nobody recorded its closing. One that was closed by then, and of which no later
  /// change is recorded, was in the stage of today, also before the history begins. The first change of
  /// stage has no stage before it: until then the deal was in none, which is known, unless exports tell
  /// what was first seen: before the first of them nothing is.
  private static func stages(
    _ rewind: Rewind, _ table: EntityTable, _ standing: Standing?
  ) -> Stages {
    guard let field = table.field("stage") else {
      return Stages(
        past: PastColumn(
          column: .text(TextColumn(codes: [], dictionary: TextDictionary())), unknown: nil))
    }
    let rows = rewind.rows(of: table)
    let today = Outcomes(rewind, table)
    let isLater = closedLater(today, rewind, hasHistory: standing != nil)
    let isOfExports = !rewind.base.time.exportDays.isEmpty
    var unknownOutcomes: Bitmap?
    var values = PastValues(count: rows.count)
    for (row, record) in rows.enumerated() {
      let record = Int(record)
      let last = standing?.standings.last[record] ?? -1
      let next = standing?.standings.next[record] ?? -1
      let isRecorded = standing.map { rewind.end > $0.since } ?? true
      let wasClosed = !isOfExports && (today.day(record).map { $0 <= rewind.day } ?? false)
      if next < 0, !isLater[record], isRecorded || last >= 0 || wasClosed {
        values.set(row, Int64(record))
      } else if last >= 0 {
        values.set(row, PastValues.text(of: last, isFrom: false))
      } else if next >= 0, let from = standing?.log.from, from.codes[Int(next)] >= 0 {
        values.set(row, PastValues.text(of: next, isFrom: true))
      } else if next < 0 || isOfExports {
        values.setUnknown(row)
        guard today.closed[record], today.day(record) == nil else { continue }
        if unknownOutcomes == nil {
          unknownOutcomes = Bitmap(repeating: false, count: rows.count)
        }
        unknownOutcomes?[row] = true
      }
    }
    return Stages(
      past: values.column(field, rows: rows, from: standing?.log),
      unknownOutcomes: unknownOutcomes)
  }

  /// Which deals are closed today, and since when.
  private struct Outcomes {
    let closed: Bitmap
    private let days: PastDays?

    init(_ rewind: Rewind, _ table: EntityTable) {
      closed = rewind.knowledge.closed.value
      days = table.field("closed_on").flatMap { PastDays($0.column) }
    }

    /// The day of the outcome of a deal that is closed.
    func day(_ record: Int) -> Int32? { closed[record] ? days?[record] : nil }
  }

  /// By record whether it is closed today and was not yet then, as far as the day of the outcome
  /// says; without such a day nobody knows, unless a history does.
  private static func closedLater(
    _ today: Outcomes, _ rewind: Rewind, hasHistory: Bool
  ) -> Bitmap {
    var later = today.closed
    for row in later.setRows.map(Int.init) {
      if let day = today.day(row) {
        if day <= rewind.day { later[row] = false }
      } else if hasHistory {
        later[row] = false
      }
    }
    // Without a history an open deal's stage is that of today alone.
    if !hasHistory, !rewind.base.time.takesUntrackedAsRecorded { later = later | ~today.closed }
    return later
  }

  /// The day of the outcome: as recorded where it is the last, else that of the last change then.
  private func closingDays(_ field: EntityField, _ rows: [Int32]) -> PastColumn {
    let recorded = PastDays(field.column)
    let standing = stageLog.value
    var days = [Int32](repeating: 0, count: rows.count)
    var validity = Bitmap(repeating: false, count: rows.count)
    for row in closed.value.setRows.map(Int.init) {
      let record = Int(rows[row])
      let (last, next) = (
        standing?.standings.last[record] ?? -1, standing?.standings.next[record] ?? -1
      )
      var day: Int32?
      if next < 0, let own = recorded?[record], own <= rewind.day { day = own }
      if day == nil, last >= 0, let moment = standing?.log.moment(last) {
        day = CivilDate.dayNumber(ofSecond: moment)
      }
      guard let day else { continue }
      days[row] = day
      validity[row] = true
    }
    var unknown = closed.value & ~validity
    if let outcomes = unknownOutcomes { unknown = unknown | outcomes }
    return PastColumn(
      column: .day(DayColumn(values: Buffer(days), validity: validity.isAllSet ? nil : validity)),
      unknown: unknown.setCount == 0 ? nil : unknown)
  }

  /// Fields that an outcome settles.
  private static let areFinal: Set = ["amount", "close_date"]

  /// Values by their changes; those of deals that were closed before the history begins, and that it
  /// says nothing of, as they are today.
  private func finalValues(
    of field: EntityField, _ log: FieldLog, since: Int64, _ rows: [Int32]
  ) -> PastColumn {
    let standings = log.standings(at: rewind.end, records: table.rowCount)
    var values = rewind.changed(standings, log, since: since, rows)
    if let unknown = values.unknown {
      for row in (unknown & closed.value).setRows.map(Int.init)
      where standings.next[Int(rows[row])] < 0 {
        values.set(row, Int64(rows[row]))
      }
    }
    return values.column(field, rows: rows, from: log)
  }

  /// Today's values of the deals that were closed then.
  private func ofClosed(
    _ field: EntityField, _ rows: [Int32], unknownElsewhere: Bool
  ) -> PastColumn {
    let closed = closed.value
    let picked = rows.indices.map { closed[$0] ? rows[$0] : -1 }
    let isUnknown = unknownElsewhere && !closed.isAllSet
    return PastColumn(column: field.column.gathered(picked), unknown: isUnknown ? ~closed : nil)
  }

  /// What the stage of then says by itself: of a category its own; a probability is the engine's to
  /// take from the stage where none is recorded.
  private func ofStage(_ field: EntityField, _ rows: [Int32]) -> PastColumn {
    let none = field.column.gathered(rows.map { _ in -1 })
    guard field.name == "category", case .text(let stages) = stage.value.past.column else {
      return PastColumn(column: none, unknown: nil)
    }
    let categories = stages.dictionary.values.map { name in
      rewind.base.pipelines.lazy.flatMap(\.stages).first { $0.name == name }?.category
    }
    let texts = stages.codes.map { $0 < 0 ? nil : categories[Int($0)] }
    return PastColumn(column: .text(TextColumn(texts)), unknown: nil)
  }
}
