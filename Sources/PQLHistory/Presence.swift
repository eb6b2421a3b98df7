import PQLModel

/// Which records were there on a day.
struct Presence {
  private let base: Model
  private let day: Int32
  private var end: Int64 { (Int64(day) + 1) * 86_400 }
  /// Deals that nothing dates.
  private(set) var undatedDeals = 0

  init(_ base: Model, _ day: Int32) {
    self.base = base
    self.day = day
  }

  /// By entity the rows that were there; absent where all were.
  mutating func records() -> [EntityKind: [Int32]] {
    var records: [EntityKind: [Int32]] = [:]
    for entity in base.entities {
      guard let table = base[entity] else { continue }
      let rows: [Int32]? =
        switch entity {
        case .deals: exported(made(table, orChanged: true), of: table)
        case .leads: made(table, orChanged: true)
        case .accounts, .contacts: table.field("created").flatMap { _ in made(table) }
        case .activities, .history: upTo(table.field("at"), table, keepsUndated: false)
        case .campaigns: upTo(table.field("from"), table, keepsUndated: true)
        default: nil
        }
      if let rows, rows.count < table.rowCount { records[entity] = rows }
    }
    for entity in [EntityKind.items] { follow(.deals, from: entity, &records) }
    return records
  }

  /// Records whose day of creation is not later; of one without it the first change counts.
  private mutating func made(_ table: EntityTable, orChanged: Bool = false) -> [Int32] {
    let created = table.field("created").flatMap { PastDays($0.column) }
    if let created, created.isComplete || !orChanged {
      return created.rows(until: day, keepsUndated: false)
    }
    var firstChange: [Int64]?
    var rows: [Int32] = []
    for row in 0..<table.rowCount {
      if let day = created?[row] {
        if day <= self.day { rows.append(Int32(row)) }
        continue
      }
      guard orChanged else { continue }
      let changes = firstChange ?? firstChanges(of: table)
      firstChange = changes
      if changes[row] < end { rows.append(Int32(row)) }
      if changes[row] == .max, table.kind == .deals { undatedDeals += 1 }
    }
    return rows
  }

  /// The deals that exports show, where a history was made of those: from the day on which it says
  /// that one came, and not while it is gone.
  private func exported(_ rows: [Int32], of table: EntityTable) -> [Int32] {
    guard !base.time.exportDays.isEmpty,
      let changes = RecordedChanges(base, of: RecordChange.field)
    else { return rows }
    let told = changes.to.dictionary.values.map(RecordChange.init)
    var isAway = Bitmap(repeating: false, count: table.rowCount)
    // Changes of one record stand in the order of time, as exports do.
    changes.forEachChange { row, record, moment in
      guard changes.to.codes[row] >= 0, let change = told[Int(changes.to.codes[row])] else {
        return
      }
      switch change {
      case .exported, .returned: if moment < end { isAway[record] = false }
      case .created: isAway[record] = moment >= end
      case .gone: if moment < end { isAway[record] = true }
      }
    }
    return rows.filter { !isAway[Int($0)] }
  }

  /// By record the moment of its first change, the last there can be for none.
  private func firstChanges(of table: EntityTable) -> [Int64] {
    var first = [Int64](repeating: .max, count: table.rowCount)
    guard let history = base[.history],
      let link = base.link(.history, table.kind.singular), link.target == table.kind,
      case .second(let at)? = history.field("at")?.column
    else { return first }
    for (row, record) in link.rows.enumerated() where record >= 0 {
      guard at.validity?[row] ?? true else { continue }
      first[Int(record)] = min(first[Int(record)], at.values[row])
    }
    return first
  }

  private func upTo(
    _ field: EntityField?, _ table: EntityTable, keepsUndated: Bool
  ) -> [Int32]? {
    field.flatMap { PastDays($0.column) }?.rows(until: day, keepsUndated: keepsUndated)
  }

  /// Leaves out the records whose parent was not there.
  private func follow(
    _ parent: EntityKind, from child: EntityKind, _ records: inout [EntityKind: [Int32]]
  ) {
    guard let parents = records[parent], let table = base[child],
      let link = base.link(child, parent.singular), link.target == parent,
      let count = base[parent]?.rowCount
    else { return }
    var isThere = Bitmap(repeating: false, count: count)
    for row in parents { isThere[Int(row)] = true }
    records[child] = (0..<Int32(table.rowCount)).filter { row in
      let parent = link.rows[Int(row)]
      return parent < 0 || isThere[Int(parent)]
    }
  }
}
