import PQLModel

/// Changes of deals of Pipedrive.
///
/// Pipedrive keeps the outcome apart from the stage; here a deal that is won enters `Won`, and one
/// that is opened again goes back to the stage it stood in.
struct PipedriveHistory {
  /// What PQL calls the fields that a flow speaks of.
  private static let names = [
    "value": "amount", "expected_close_date": "close_date", "user_id": "owner",
    "owner_id": "owner", "pipeline": "pipeline", "pipeline_id": "pipeline", "title": "name",
    "org_id": "account",
  ]

  private let book: StageBook
  private var changes = ChangeList()

  init(_ book: StageBook) {
    self.book = book
  }

  /// How many changes there are.
  var count: Int { changes.count }

  /// Of how many deals there are changes.
  var dealCount: Int { changes.deals.count }

  /// The history.
  func table(fileName: String) -> DraftTable { changes.table(fileName: fileName) }

  // MARK: - flows

  /// Adds the changes of flows; tells which deals they are of.
  ///
  /// A deal enters its first stage on the day it was added. Rows about something other than a change
  /// of a deal, without a moment, or of the deals `gone` are passed over. O(n log n).
  mutating func add(
    _ flow: DraftTable, deals: [DraftTable], gone: Set<String>
  ) -> Set<String> {
    guard let records = flow.text("deal"), let fields = flow.text("field"),
      let index = flow.index(of: "at"), case .second(let at) = flow.fields[index].column
    else { return [] }
    let objects = flow.text("object")
    var rows: [String: [Int]] = [:]
    var order: [String] = []
    for row in 0..<flow.rowCount where at.validity?[row] ?? true {
      guard let deal = records[row], !gone.contains(deal), fields.codes[row] >= 0,
        objects?[row] ?? "dealChange" == "dealChange"
      else { continue }
      if rows[deal] == nil { order.append(deal) }
      rows[deal, default: []].append(row)
    }
    let starts = PipedriveHistory.starts(deals)
    let columns = FlowColumns(
      field: fields, from: flow.column("from"), to: flow.column("to"), by: flow.column("by"), at: at
    )
    for deal in order {
      let inTime = (rows[deal] ?? []).sorted { (at.values[$0], $0) < (at.values[$1], $1) }
      add(deal, inTime, columns, starts[deal])
    }
    return Set(order)
  }

  /// When each deal was added, and the id of the stage it stands in.
  private static func starts(_ deals: [DraftTable]) -> [String: (at: Int64?, stage: String?)] {
    var starts: [String: (at: Int64?, stage: String?)] = [:]
    for table in deals {
      let (ids, added) = (table.column("id"), table.column("add_time"))
      let stages = table.column("stage")
      for row in 0..<table.rowCount {
        guard let id = ids?.written(row) else { continue }
        starts[id] = (added?.moment(row), stages?.written(row))
      }
    }
    return starts
  }

  private struct FlowColumns {
    var field: TextColumn
    var from: Column?
    var to: Column?
    var by: Column?
    var at: SecondColumn
  }

  private mutating func add(
    _ deal: String, _ rows: [Int], _ flow: FlowColumns, _ start: (at: Int64?, stage: String?)?
  ) {
    let added = rows.first { flow.field[$0] == "add_time" }.map { flow.at.values[$0] }
    let first = rows.lazy.filter { flow.field[$0] == "stage_id" }
      .compactMap { flow.from?.written($0) }.first
    var stage = named(first ?? start?.stage)
    var isOpen = true
    var shown: String?
    if let begin = start?.at ?? added, let stage {
      enter(deal, begin, &shown, stage, by: nil)
    }
    for row in rows {
      let (moment, to) = (flow.at.values[row], flow.to?.written(row))
      let by = flow.by?.written(row)
      switch flow.field[row] {
      case "add_time": continue
      case "stage_id":
        stage = named(to)
        if isOpen, let stage { enter(deal, moment, &shown, stage, by: by) }
      case "status":
        isOpen = to == "open"
        let end = to == "won" ? "Won" : to == "lost" ? "Lost" : isOpen ? stage : nil
        if let end { enter(deal, moment, &shown, end, by: by) }
      case let field?:
        add(deal, moment, field, from: flow.from?.written(row), to: to, by: by)
      case nil: continue
      }
    }
  }

  private func named(_ stage: String?) -> String? { stage.map { book.stage($0) ?? $0 } }

  private mutating func enter(
    _ deal: String, _ at: Int64, _ shown: inout String?, _ stage: String, by: String?
  ) {
    guard shown != stage else { return }
    change(deal, at, "stage", from: shown, to: stage, by: by)
    shown = stage
  }

  private mutating func add(
    _ deal: String, _ at: Int64, _ field: String, from: String?, to: String?, by: String?
  ) {
    let own = PipedriveHistory.names[field] ?? field
    func value(_ text: String?) -> String? {
      own == "pipeline" ? text.map { book.pipeline($0) ?? $0 } : text
    }
    change(deal, at, own, from: value(from), to: value(to), by: by)
  }

  private mutating func change(
    _ deal: String, _ at: Int64, _ field: String, from: String?, to: String?, by: String? = nil
  ) {
    changes.add(
      deal: changes.deals.code(of: deal), at: at, field: changes.fields.code(of: field),
      from: from.map { changes.values.code(of: $0) } ?? -1,
      to: to.map { changes.values.code(of: $0) } ?? -1,
      by: by.map { changes.people.code(of: $0) } ?? -1)
  }

  // MARK: - moments of the deals

  /// Adds what deals themselves tell: when they entered the stage they stand in, and when they ended.
  ///
  /// The stages before are told only where the times spent in each add up to the day of the last
  /// change, so that each was entered once and in the pipeline's order.
  mutating func addEntries(of deals: DraftTable, except told: Set<String>) {
    let (added, changed) = (deals.column("add_time"), deals.column("stage_change_time"))
    guard added != nil || changed != nil, let ids = deals.column("id"),
      let stages = deals.column("stage")
    else { return }
    let (stays, outcomes) = (Stays(deals), PipedriveOutcomes(deals))
    for row in 0..<deals.rowCount {
      guard let id = ids.written(row), !told.contains(id), let stage = stages.written(row) else {
        continue
      }
      var shown: String?
      let (begin, last) = (added?.moment(row), changed?.moment(row))
      if let entries = stays?.entries(row, stage, begin, last) {
        for entry in entries { enter(id, entry.at, &shown, named(entry.stage) ?? stage, by: nil) }
      } else if let at = last ?? begin {
        enter(id, at, &shown, named(stage) ?? stage, by: nil)
      }
      if let end = outcomes?[row] { enter(id, end.at, &shown, end.stage, by: nil) }
    }
  }

  /// `stay_in_pipeline_stages`: how many seconds a deal spent in each stage, and their order.
  private struct Stays {
    private static let times = "stay_in_pipeline_stages.times_in_stages."
    /// Clocks of the two fields may differ by the time a request takes.
    private static let tolerance: Double = 60

    private let order: ListColumn
    private let columns: [String: NumberColumn]

    init?(_ deals: DraftTable) {
      guard let index = deals.index(of: "stay_in_pipeline_stages.order_of_stages"),
        case .list(let order) = deals.fields[index].column
      else { return nil }
      self.order = order
      var columns: [String: NumberColumn] = [:]
      for field in deals.fields where field.name.hasPrefix(Stays.times) {
        if case .number(let column) = field.column {
          columns[String(field.name.dropFirst(Stays.times.count))] = column
        }
      }
      self.columns = columns
    }

    /// The stages a deal went through, and when it entered each; nil where that cannot be known.
    func entries(
      _ row: Int, _ stage: String, _ added: Int64?, _ changed: Int64?
    ) -> [(stage: String, at: Int64)]? {
      guard let added, let changed else { return nil }
      var entries: [(stage: String, at: Int64)] = []
      var spent = 0.0
      for place in order.offsets[row]..<order.offsets[row + 1] {
        guard let id = order.elements[Int(place)] else { continue }
        if id == stage {
          guard abs(spent - Double(changed - added)) <= Stays.tolerance else { return nil }
          return entries + [(id, changed)]
        }
        guard let column = columns[id], column.validity?[row] ?? true, column.values[row] > 0 else {
          continue
        }
        guard spent.magnitude < 1e12 else { return nil }
        entries.append((id, added + Int64(spent)))
        spent += column.values[row]
      }
      return nil
    }
  }
}

/// How and when deals of Pipedrive ended, where their status says that they did.
struct PipedriveOutcomes {
  private let status: TextColumn
  private let won: Column?
  private let lost: Column?
  private let closed: Column?

  /// Nil for deals without a status.
  init?(_ deals: DraftTable) {
    guard let status = deals.text("status") else { return nil }
    self.status = status
    won = deals.column("won_time")
    lost = deals.column("lost_time")
    closed = deals.column("close_time")
  }

  /// The stage of the outcome, and its moment; nil for a deal that is open or has no moment.
  subscript(row: Int) -> (stage: String, at: Int64)? {
    let word = status[row]?.lowercased()
    guard word == "won" || word == "lost" else { return nil }
    let own = (word == "won" ? won : lost)?.moment(row) ?? closed?.moment(row)
    return own.map { (word == "won" ? "Won" : "Lost", $0) }
  }
}
