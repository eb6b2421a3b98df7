import PQLModel

/// What had become of leads by a day.
struct LeadEvents {
  private let rewind: Rewind
  private let table: EntityTable

  init(_ rewind: Rewind, _ table: EntityTable) {
    self.rewind = rewind
    self.table = table
  }

  /// A day of an event, missing before it; what only an event brings, missing or false before it.
  func column(
    _ field: EntityField, _ tracking: HistoryKnowledge.Tracking, _ rows: [Int32]
  ) -> PastColumn {
    switch (tracking, field.name) {
    case (.event, _):
      guard let days = PastDays(field.column) else { break }
      return picked(field, rows) { days[$0].map { $0 <= rewind.day } ?? false }
    case (_, "converted"):
      guard case .boolean(let truths) = field.column else { break }
      let isConverted = converted
      let values = Bitmap(count: rows.count) { row in
        let record = Int(rows[row])
        return truths.values[record] && isConverted(record)
      }
      return PastColumn(
        column: .boolean(BooleanColumn(values: values, validity: truths.validity?.gathered(rows))),
        unknown: nil)
    case (_, "converted_deal"): return picked(field, rows, where: converted)
    case (_, "disqualified_reason"): return picked(field, rows, where: disqualified)
    default:
      // A status that a later event may have brought is not that of then.
      let (isConverted, isDisqualified) = (converted, disqualified)
      let (wasConverted, wasDisqualified) = (known("converted"), day("disqualified_at"))
      var past = picked(field, rows) { record in
        (isConverted(record) || !wasConverted(record))
          && (isDisqualified(record) || wasDisqualified?[record] == nil)
      }
      let missing = (0..<rows.count).filter {
        !past.column.isPresent($0) && field.column.isPresent(Int(rows[$0]))
      }
      if !missing.isEmpty {
        var unknown = Bitmap(repeating: false, count: rows.count)
        for row in missing { unknown[row] = true }
        past.unknown = unknown
      }
      return past
    }
    return PastColumn(column: rewind.gathered(field, table), unknown: nil)
  }

  private func picked(
    _ field: EntityField, _ rows: [Int32], where isSeen: (Int) -> Bool
  ) -> PastColumn {
    let seen = rows.map { isSeen(Int($0)) ? $0 : -1 }
    return PastColumn(column: field.column.gathered(seen), unknown: nil)
  }

  private func day(_ name: String) -> PastDays? {
    table.field(name).flatMap { PastDays($0.column) }
  }

  private func known(_ name: String) -> (Int) -> Bool {
    guard case .boolean(let truths)? = table.field(name)?.column else {
      return { _ in false }
    }
    return { truths.values[$0] && truths.validity?[$0] ?? true }
  }

  /// Whether a lead was converted by then: by its own day, else by that of the deal it became.
  private var converted: (Int) -> Bool {
    let own = day("converted_at")
    let link = rewind.base.link(.leads, "converted_deal")
    let made = rewind.base[.deals]?.field("created").flatMap { PastDays($0.column) }
    return { lead in
      if let day = own?[lead] { return day <= rewind.day }
      guard let deal = link?.rows[lead], deal >= 0, let day = made?[Int(deal)] else { return false }
      return day <= rewind.day
    }
  }

  private var disqualified: (Int) -> Bool {
    let days = day("disqualified_at")
    return { lead in days?[lead].map { $0 <= rewind.day } ?? false }
  }
}
