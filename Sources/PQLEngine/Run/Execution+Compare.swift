import PQLModel
import PQLPlan

extension Execution {
  /// Both answers side by side, joined on their keys: `X`, `X_before`, `X_change`, `X_growth`.
  ///
  /// Where a side has no such group its figures are what the head says of no rows: 0 for a count
  /// or a sum, missing for the rest.
  func compare(_ node: CompareNode) throws(EvaluationFailure) -> Frame {
    guard case .aggregate(let asked) = node.current, case .aggregate(let earlier) = node.before
    else { throw .fault("a comparison of what are no groups") }
    let current = try aggregate(asked)
    let before = try aggregate(earlier)
    let keys = try stacked(current.frame, before.frame, node.keyCount)
    let pairs = joined(keys, current.frame.count, before.frame.count)
    let places = pairs.map { $0.0 >= 0 ? $0.0 : Int32(current.frame.count) + $0.1 }
    let nothingNow = try figuresOfNothing(asked, current.input)
    let nothingThen = try figuresOfNothing(earlier, before.input)
    var columns = keys.map { $0.gathered(places) }
    for (offset, type) in node.types.enumerated() {
      let index = node.keyCount + offset
      let now = try filled(current.frame.columns[index], pairs.map(\.0), nothingNow[offset])
      let then = try filled(before.frame.columns[index], pairs.map(\.1), nothingThen[offset])
      columns += [now, then] + (try changes(now, then, type))
    }
    let frame = Frame(entity: nil, rows: nil, count: pairs.count, columns: columns)
    return frame.selecting(comparedOrder(frame, node))
  }

  /// The key columns of both answers, one above the other.
  private func stacked(
    _ current: Frame, _ before: Frame, _ keyCount: Int
  ) throws(EvaluationFailure) -> [Column] {
    let count = current.count + before.count
    let upper = (0..<Int32(count)).map { $0 < current.count ? $0 : -1 }
    let lower = (0..<Int32(count)).map { $0 < current.count ? -1 : $0 - Int32(current.count) }
    let isUpper = packedBits(count: count) { $0 < current.count }
    var columns: [Column] = []
    for index in 0..<keyCount {
      columns.append(
        try choose(
          isUpper, current.columns[index].gathered(upper), before.columns[index].gathered(lower)))
    }
    return columns
  }

  /// Pairs of rows with equal keys, -1 where a side has none: the current answer's rows, then
  /// those only the earlier has.
  private func joined(
    _ keys: [Column], _ currentCount: Int, _ beforeCount: Int
  ) -> [(Int32, Int32)] {
    guard !keys.isEmpty else { return [(0, 0)] }
    let groups = Grouping(keys, count: currentCount + beforeCount).groups
    var pairs = (0..<Int32(currentCount)).map { ($0, Int32(-1)) }
    for row in 0..<beforeCount {
      // Groups are numbered by first appearance, so the current rows have the first numbers.
      let group = Int(groups[currentCount + row])
      if group < currentCount {
        pairs[group].1 = Int32(row)
      } else {
        pairs.append((-1, Int32(row)))
      }
    }
    return pairs
  }

  /// The rows of a figure, `nothing` where there is none.
  private func filled(
    _ figure: Column, _ rows: [Int32], _ nothing: Column
  ) throws(EvaluationFailure) -> Column {
    guard rows.contains(where: { $0 < 0 }) else { return figure.gathered(rows) }
    let isThere = packedBits(count: rows.count) { rows[$0] >= 0 }
    return try choose(isThere, figure.gathered(rows), nothing.gathered(rows.map { _ in 0 }))
  }

  private func changes(
    _ now: Column, _ then: Column, _ type: ValueType
  ) throws(EvaluationFailure) -> [Column] {
    let frame = Frame(entity: nil, rows: nil, count: now.count, columns: [now, then])
    let first = Term.column(0, name: "now", type)
    let second = Term.column(1, name: "then", type)
    let change = Term.arithmetic(.subtract, first, second, type)
    let ratio = Term.arithmetic(.divide, change, second, .number)
    return [try evaluate(change, in: frame), try evaluate(ratio, in: frame)]
  }

  /// The order of groups, as without a comparison: by the keys when one has an order of its own,
  /// else by the first figure of now.
  private func comparedOrder(_ frame: Frame, _ node: CompareNode) -> [Int32] {
    var columns: [SortColumn] = []
    if !node.keyOrders.contains(where: { $0 != .byFigure }), frame.columns.count > node.keyCount {
      columns.append(SortColumn(frame.columns[node.keyCount], isDescending: true))
    }
    for (index, order) in node.keyOrders.enumerated() {
      var key = frame.columns[index]
      if order == .stages || order == .bands, case .text(let text) = key {
        // The dictionary of such a key is in its order.
        let isThere = packedBits(count: text.codes.count) { text.codes[$0] >= 0 }
        key = .day(DayColumn(values: text.codes, validity: isThere))
      }
      columns.append(SortColumn(key, isDescending: false))
    }
    return RowOrder(columns).sorted(count: frame.count)
  }
}
