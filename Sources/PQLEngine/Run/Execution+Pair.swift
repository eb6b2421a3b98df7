import PQLModel
import PQLPlan

extension Execution {
  /// Two answers side by side, joined on their keys; a row for each combination of keys that either has.
  ///
  /// Where a side has no such group its figures are those of no rows: 0 for a count or a sum, missing
  /// for the rest. O(rows of both).
  func pair(_ step: PairStep) throws(EvaluationFailure) -> Frame {
    let node = step.node
    let (left, right) = (try side(step.left), try side(step.right))
    return try inOneCurrency([left.frame, right.frame], for: "vs") {
      frames throws(EvaluationFailure) in
      try pair(node, (frames[0], left.absent), (frames[1], right.absent))
    }
  }

  private func pair(
    _ node: PairNode, _ left: (frame: Frame, absent: Frame), _ right: (frame: Frame, absent: Frame)
  ) throws(EvaluationFailure) -> Frame {
    let keyCount = node.keys.count
    let keys = try stacked(
      Array(left.frame.columns.prefix(keyCount)), left.frame.count,
      Array(right.frame.columns.prefix(keyCount)), right.frame.count)
    let pairs = try joined(keys, left.frame.count, right.frame.count)
    let places = pairs.map { $0.0 >= 0 ? $0.0 : Int32(left.frame.count) + $0.1 }
    var columns = keys.map { $0.gathered(places) }
    for (side, rows) in [(left, pairs.map(\.0)), (right, pairs.map(\.1))] {
      for (figure, nothing) in zip(side.frame.columns.dropFirst(keyCount), side.absent.columns) {
        columns.append(try filled(figure, rows, nothing))
      }
    }
    let frame = Frame(entity: nil, rows: nil, count: pairs.count, columns: columns)
    // The dictionary of keys with an order of their own is in it.
    let codes = node.keys.indices.map { index -> [Int32]? in
      guard [.stages, .bands].contains(node.keys[index].order),
        case .text(let text) = frame.columns[index]
      else { return nil }
      return Array(text.codes)
    }
    let order = groupOrder(node.keys, frame.columns, codes)
    return frame.selecting(RowOrder(order).sorted(count: frame.count))
  }

  /// The answer of a side, and its figures of no rows.
  private func side(
    _ side: PairStep.Side
  ) throws(EvaluationFailure) -> (frame: Frame, absent: Frame) {
    let (own, frame) = try run(side.branch, by: side.answer)
    // What the figures of nothing pass over is nothing to tell of.
    return (frame, try own.forBlock().run(side.absent))
  }

  /// Pairs of rows with equal keys, -1 where a side has none: the current answer's rows, then
  /// those only the earlier has.
  private func joined(
    _ keys: [Column], _ currentCount: Int, _ beforeCount: Int
  ) throws(EvaluationFailure) -> [(Int32, Int32)] {
    guard !keys.isEmpty else { return [(0, 0)] }
    let grouping = Grouping(keys, count: currentCount + beforeCount)
    let groups = grouping.groups
    try checkUnique(groups.prefix(currentCount), grouping.count)
    try checkUnique(groups.dropFirst(currentCount), grouping.count)
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

  /// Pairs of repeated keys would count figures twice.
  private func checkUnique(
    _ groups: ArraySlice<Int32>, _ count: Int
  ) throws(EvaluationFailure) {
    var seen = [Bool](repeating: false, count: count)
    for group in groups {
      guard !seen[Int(group)] else { throw .repeatedKeys }
      seen[Int(group)] = true
    }
  }
}
