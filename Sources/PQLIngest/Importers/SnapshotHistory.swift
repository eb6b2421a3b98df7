import PQLModel

/// Makes changes of snapshots: rows that repeat what a deal was, each from its moment on.
///
/// A field changed where it differs from the row before; the first row of a deal enters its values.
/// What a row says the value was before (`previous`) counts more than the row before it.
struct SnapshotHistory {
  /// A field that snapshots hold, and the field that says what it was before.
  struct Tracked {
    var field: String
    var previous: String?
  }

  static let usual = [
    Tracked(field: "stage"), Tracked(field: "amount", previous: "previous_amount"),
    Tracked(field: "close_date", previous: "previous_close_date"),
  ]

  /// The fields that a table of snapshots has beside those of a history.
  static let fields: [CanonicalField] = [
    CanonicalField("stage", .category), CanonicalField("amount", .money),
    CanonicalField("close_date", .date), CanonicalField("previous_amount", .money),
    CanonicalField("previous_close_date", .date),
  ]

  private var changes = ChangeList()
  private var texts = ChangeTexts()
  private let table: DraftTable

  /// The changes of all deals, deal by deal and in time; rows of one moment keep their order.
  ///
  /// Rows without a deal or a moment say nothing and are left out. O(rows × fields).
  static func changes(of table: DraftTable, tracked: [Tracked] = usual) -> DraftTable {
    var history = SnapshotHistory(table)
    history.derive(tracked)
    let names = Dictionary(
      ["deal", "at", "by"].map { name in
        (name, table.fields.first { $0.name == name }?.aliases ?? [])
      }, uniquingKeysWith: { first, _ in first })
    return history.changes.table(fileName: table.fileName, names: names)
  }

  private init(_ table: DraftTable) {
    self.table = table
  }

  private mutating func derive(_ tracked: [Tracked]) {
    guard let deals = table.text("deal"), let index = table.index(of: "at"),
      case .second(let at) = table.fields[index].column
    else { return }
    let dealCodes = deals.dictionary.values.map { changes.deals.code(of: $0) }
    let people = table.text("by")
    let byCodes = people?.dictionary.values.map { changes.people.code(of: $0) } ?? []
    var columns: [(field: Int32, now: [Int32], before: [Int32])] = []
    for item in tracked {
      guard let now = codes(item.field) else { continue }
      columns.append(
        (changes.fields.code(of: item.field), now, item.previous.flatMap { codes($0) } ?? []))
    }
    for rows in grouped(deals, at) {
      var last = [Int32](repeating: -1, count: columns.count)
      for (place, row) in rows.enumerated() {
        let by = people.map { $0.codes[row] < 0 ? -1 : byCodes[Int($0.codes[row])] } ?? -1
        for (number, column) in columns.enumerated() {
          let now = column.now[row]
          defer { last[number] = now }
          if place > 0 ? now == last[number] : now < 0 { continue }
          let before = column.before.isEmpty ? -1 : column.before[row]
          changes.add(
            deal: dealCodes[Int(deals.codes[row])], at: at.values[row], field: column.field,
            from: before >= 0 ? before : last[number], to: now, by: by)
        }
      }
    }
  }

  /// The rows of each deal in time, deals by first appearance.
  private func grouped(_ deals: TextColumn, _ at: SecondColumn) -> [[Int]] {
    var groups = [[Int]](repeating: [], count: deals.dictionary.count)
    var order: [Int] = []
    for (row, code) in deals.codes.enumerated() where code >= 0 && at.validity?[row] ?? true {
      if groups[Int(code)].isEmpty { order.append(Int(code)) }
      groups[Int(code)].append(row)
    }
    return order.map { groups[$0].sorted { (at.values[$0], $0) < (at.values[$1], $1) } }
  }

  /// A field's values as codes of texts; nil for a field that the table lacks.
  private mutating func codes(_ name: String) -> [Int32]? {
    guard let field = table.fields.first(where: { $0.name == name }) else { return nil }
    return texts.codes(of: field, among: &changes.values)
  }
}
