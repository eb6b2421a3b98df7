import PQLModel
import PQLPlan

extension Execution {
  /// Both answers side by side, joined on their keys: `X`, `X_before`, `X_change`, `X_growth`.
  func compare(_ node: CompareNode) throws(EvaluationFailure) -> Frame {
    let current = try run(node.current)
    let before = try run(node.before)
    let pairs = joined(current, before, node.keyCount)
    var columns: [Column] = []
    for index in 0..<node.keyCount {
      let mine = current.columns[index].gathered(pairs.map(\.0))
      let theirs = before.columns[index].gathered(pairs.map(\.1))
      let isMine = packedBits(count: pairs.count) { pairs[$0].0 >= 0 }
      columns.append(try choose(isMine, mine, theirs, .text))
    }
    for (offset, type) in node.types.enumerated() {
      let index = node.keyCount + offset
      let now = current.columns[index].gathered(pairs.map(\.0)).zeroFilled(type, pairs.map(\.0))
      let then = before.columns[index].gathered(pairs.map(\.1)).zeroFilled(type, pairs.map(\.1))
      columns += [now, then] + (try changes(now, then, type))
    }
    let frame = Frame(entity: nil, rows: nil, count: pairs.count, columns: columns)
    return node.keyOrders.contains { $0 != .byFigure }
      ? frame : frame.selecting(figureOrder(frame, node.keyCount))
  }

  /// Pairs of rows with equal keys: the current answer's rows, then those only the earlier has.
  private func joined(
    _ current: Frame, _ before: Frame, _ keyCount: Int
  ) -> [(Int32, Int32)] {
    guard keyCount > 0 else { return [(0, 0)] }
    var placeOf: [[Value]: Int32] = [:]
    for row in 0..<before.count {
      placeOf[(0..<keyCount).map { before.columns[$0].key(row) }] = Int32(row)
    }
    var pairs: [(Int32, Int32)] = []
    for row in 0..<current.count {
      let key = (0..<keyCount).map { current.columns[$0].key(row) }
      pairs.append((Int32(row), placeOf.removeValue(forKey: key) ?? -1))
    }
    let rest = placeOf.values.sorted()
    return pairs + rest.map { (-1, $0) }
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

  private func figureOrder(_ frame: Frame, _ keyCount: Int) -> [Int32] {
    guard frame.columns.count > keyCount else { return (0..<Int32(frame.count)).map { $0 } }
    let columns =
      [SortColumn(frame.columns[keyCount], isDescending: true)]
      + (0..<keyCount).map { SortColumn(frame.columns[$0], isDescending: false) }
    return RowOrder(columns).sorted(count: frame.count)
  }
}

extension Column {
  /// A row's value as something to compare by.
  fileprivate func key(_ row: Int) -> Value {
    guard isPresent(row) else { return .missing }
    switch self {
    case .text(let column): return column[row].map(Value.text) ?? .missing
    case .number(let column): return .number(column.values[row])
    case .money, .exact: return .money(exactValues[row], currency: nil)
    case .boolean(let column): return .boolean(column.values[row])
    case .day(let column): return .date(column.values[row])
    case .second(let column): return .timestamp(column.values[row])
    case .list: return .missing
    }
  }

  /// 0 where a side has no such group: an empty count or sum is 0.
  ///
  /// Averages stay missing, since a
  /// group without rows has none; a figure cannot tell, so only what was never there is filled.
  fileprivate func zeroFilled(_ type: ValueType, _ rows: [Int32]) -> Column {
    guard rows.contains(where: { $0 < 0 }) else { return self }
    switch (self, type) {
    case (.number(var column), .number):
      column.validity = column.validity.map { validity in
        packedBits(count: rows.count) { validity[$0] || rows[$0] < 0 }
      }
      return .number(column)
    case (.money, _), (.exact, _):
      return .exact(
        ExactColumn(
          values: exactValues,
          validity: validity.map { validity in
            packedBits(count: rows.count) { validity[$0] || rows[$0] < 0 }
          }))
    default: return self
    }
  }
}
