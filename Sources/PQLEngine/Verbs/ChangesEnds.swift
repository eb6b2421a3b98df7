import PQLAnalytics
import PQLModel
import PQLPlan

/// The deals at both ends of a stretch of days, side by side.
struct ChangesEnds {
  private let before: Side
  private let after: Side
  private let keyCount: Int

  /// A deal with its row at each end, -1 where it was not there, and the row of its group.
  struct Pair {
    var record: Int
    var before: Int
    var after: Int
    /// Where its keys stand among those of all pairs.
    var beforeKey: Int
    var afterKey: Int
  }

  init(_ before: Rows, _ after: Rows, keyCount: Int) {
    self.before = Side(before)
    self.after = Side(after)
    self.keyCount = keyCount
  }

  /// The deals that either end is about, and the groups of their keys there.
  func grouped(
    _ context: OperatorContext
  ) throws(EvaluationFailure) -> ([Pair], OperatorGroups) {
    var pairs: [Pair] = []
    var beforeRows: [Int32] = []
    var afterRows: [Int32] = []
    let last = max(before.records.last ?? -1, after.records.last ?? -1)
    var rowBefore = [Int32](repeating: -1, count: last + 1)
    for (row, record) in before.records.enumerated() { rowBefore[record] = Int32(row) }
    func add(_ record: Int, _ before: Int, _ after: Int) {
      pairs.append(
        Pair(
          record: record, before: before, after: after, beforeKey: beforeRows.count,
          afterKey: afterRows.count))
      if before >= 0 { beforeRows.append(Int32(before)) }
      if after >= 0 { afterRows.append(Int32(after)) }
    }
    var isMet = [Bool](repeating: false, count: last + 1)
    for (row, record) in after.records.enumerated() {
      isMet[record] = true
      let earlier = Int(rowBefore[record])
      let concerns =
        after.isInScope(row) || earlier >= 0 && before.isInScope(earlier)
        || after.booked[row] && after.meant[row] && !after.open[row]
      if concerns { add(record, earlier, row) }
    }
    for (row, record) in before.records.enumerated()
    where !isMet[record] && before.isInScope(row) {
      add(record, row, -1)
    }
    let keys = try context.stacked(
      before.rows.columns.prefix(keyCount).map { $0.column.gathered(beforeRows) },
      beforeRows.count,
      after.rows.columns.prefix(keyCount).map { $0.column.gathered(afterRows) }, afterRows.count)
    let named = zip(before.rows.columns, keys).map { Rows.Named($0.name, $0.type, $1) }
    let groups = try context.groups(
      of: Rows(count: beforeRows.count + afterRows.count, columns: named))
    for place in pairs.indices { pairs[place].afterKey += beforeRows.count }
    return (pairs, groups)
  }

  func opening(_ pair: Pair, _ groups: OperatorGroups) -> PipelineChanges.End? {
    pair.before < 0 ? nil : before.end(pair.before, Int(groups.groupOf[pair.beforeKey]))
  }

  func closing(_ pair: Pair, _ groups: OperatorGroups) -> PipelineChanges.End? {
    pair.after < 0 ? nil : after.end(pair.after, Int(groups.groupOf[pair.afterKey]))
  }

  /// What a deal's opening amount gained by the rates of the closing, in the answer's currency.
  func exchange(_ pair: Pair, _ context: OperatorContext) throws(EvaluationFailure) -> Int128 {
    guard pair.before >= 0, pair.after >= 0, before.isInScope(pair.before),
      let known = before.amounts[pair.before],
      case .date(let until)? = context.node.settings["until"]
    else { return 0 }
    let day = after.closedOn[pair.after] ?? until
    let worth = try context.worth(ofDeal: pair.before, asOf: 0, on: day)
    return worth.map { $0 - known } ?? 0
  }

  /// What deals were worth at both ends, missing where they were not there.
  func amounts(of records: [Int], _ pairs: [Pair]) -> [Rows.Named] {
    let pairOf = Dictionary(
      pairs.map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
    func amounts(_ name: String, _ side: Side, _ row: (Pair) -> Int) -> Rows.Named {
      let values = records.map { record -> Int128? in
        guard let row = pairOf[record].map(row), row >= 0 else { return nil }
        return side.amounts[row]
      }
      return Rows.Named(
        name, .money,
        .exact(
          ExactColumn(
            values: values.map { $0 ?? 0 },
            validity: packedBits(count: values.count) { values[$0] != nil })))
    }
    return [
      amounts("amount_before", before) { $0.before }, amounts("amount_after", after) { $0.after },
    ]
  }

  /// What the causes leave out.
  func notes(_ changes: PipelineChanges, _ context: OperatorContext) -> [Note] {
    var notes: [Note] = []
    if changes.leftWon + changes.leftLost > 0 {
      notes.append(
        Note(
          .leftClosed, [.count("won", changes.leftWon), .count("lost", changes.leftLost)]))
    }
    for (side, name) in [(before, "since"), (after, "until")] {
      let undated = side.undated.setRows
      guard !undated.isEmpty, case .date(let day)? = context.node.settings[name] else { continue }
      let worth = undated.reduce(Int128(0)) { $0 + (side.amounts[Int($1)] ?? 0) }
      notes.append(
        Note(
          .undatedThen,
          [
            .count("n", undated.count), .day("day", day),
            Note.Figure(
              "amount", .money(Money.rounded(worth, places: 0), currency: context.currency)),
          ]))
    }
    return notes
  }
}

extension ChangesEnds {
  /// All deals of one end, column by column.
  private struct Side {
    let rows: Rows
    let records: [Int]
    let open, due, won, meant, booked, undated: Bitmap
    let amounts: [Int128?]
    let closedOn: [Int32?]

    init(_ rows: Rows) {
      self.rows = rows
      func bits(_ name: String) -> Bitmap {
        if case .boolean(let column)? = rows[name] { return column.values }
        return Bitmap(repeating: false, count: rows.count)
      }
      (open, due, won, meant) = (bits("open"), bits("due"), bits("won"), bits("meant"))
      (booked, undated) = (bits("booked"), bits("undated"))
      if case .number(let numbers)? = rows["record"] {
        records = numbers.values.map(Int.init)
      } else {
        records = []
      }
      if case .day(let days)? = rows["closed_on"] {
        closedOn = days.values.indices.map { days.validity?[$0] ?? true ? days.values[$0] : nil }
      } else {
        closedOn = [Int32?](repeating: nil, count: rows.count)
      }
      let exact = rows["amount"]?.exactValues ?? []
      let validity = rows["amount"]?.validity
      amounts = exact.indices.map { validity?[$0] ?? true ? exact[$0] : nil }
    }

    func isInScope(_ row: Int) -> Bool { open[row] && due[row] && meant[row] }

    func end(_ row: Int, _ group: Int) -> PipelineChanges.End {
      PipelineChanges.End(
        group: group, isOpen: open[row], isDue: due[row], isMeant: meant[row], isWon: won[row],
        isBooked: booked[row], amount: amounts[row] ?? 0)
    }
  }
}

extension NoteForm {
  fileprivate static let leftClosed = NoteForm(
    "left-closed",
    "of those under left, {won:one was|# were} won and {lost:one was|# were} lost without meeting "
      + "the condition")
  fileprivate static let undatedThen = NoteForm(
    "undated-then",
    "{n:# open deal|# open deals} without a close date on {day}, worth {amount}, "
      + "{n:is|are} in no row")
}
