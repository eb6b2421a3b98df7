import PQLModel
import PQLPlan

extension Execution {
  /// The frame's rows in order: by the columns of the keys, then by the records' `id`, then by `ties`, then as they
  /// stood.
  func order(
    _ frame: Frame, by keys: [SortColumn], first limit: Int? = nil, then ties: [SortColumn] = []
  ) -> [Int32] {
    let columns = keys + ids(frame).map { SortColumn($0, isDescending: false) } + ties
    return RowOrder(columns).sorted(count: frame.count, limit: limit)
  }

  /// What the rows are to be sorted by, key by key.
  func sortColumns(
    _ keys: [SortTerm], _ frame: Frame
  ) throws(EvaluationFailure) -> [SortColumn] {
    var columns: [SortColumn] = []
    for key in keys { columns.append(try sortColumn(key, frame)) }
    return columns
  }

  /// The rows of a node that are about to be sorted, and what settles the order of those with equal
  /// keys: groups need not be in order before that.
  func unordered(
    _ node: PhysicalNode, for keys: [SortTerm]
  ) throws(EvaluationFailure) -> (frame: Frame, ties: [SortColumn]) {
    guard case .group(let step) = node.work, keys.allSatisfy({ isByRow($0.term) }) else {
      return (try run(node), [])
    }
    let grouped = try group(step, isOrdered: false)
    return (grouped.frame, grouped.order)
  }

  private func sortColumn(
    _ key: SortTerm, _ frame: Frame
  ) throws(EvaluationFailure) -> SortColumn {
    let column = try evaluate(key.term, in: frame)
    let names = column.currencyNames
    guard names.count < 2 else { throw .mixedCurrencies(key.term.text, names) }
    guard key.term.type == .stage else {
      return SortColumn(column, isDescending: key.isDescending)
    }
    let stages = model.pipelines.flatMap(\.stages).map(\.name)
    return SortColumn(column, isDescending: key.isDescending) { stages.firstIndex(of: $0) }
  }

  /// The records' ids, which settle ties; none where the rows have no id.
  func ids(_ frame: Frame) -> [Column] {
    guard let entity = frame.entity, let field = model[entity]?.field("id"), field.type == .text
    else { return [] }
    return [frame.picked(from: field.column)]
  }

  /// The first rows by a key, over all or in each group; says when a tie was cut.
  func top(_ step: TopStep) throws(EvaluationFailure) -> Frame {
    let node = step.node
    let frame: Frame
    var ties: [SortColumn] = []
    switch step.input {
    case .groups(let groups): return try topWithOthers(groups, node)
    case .rows(let rows) where node.per.isEmpty:
      (frame, ties) = try unordered(rows, for: node.by)
    case .rows(let rows): frame = try run(rows)
    }
    // Over all rows one more than is shown tells whether a tie is cut.
    let columns = try sortColumns(node.by, frame)
    let sorted = self.order(
      frame, by: columns, first: node.per.isEmpty ? node.count + 1 : nil, then: ties)
    var keys: [Column] = []
    for key in node.per { keys.append(try evaluate(key, in: frame)) }
    let grouping = Grouping(keys, count: frame.count)
    let order = RowOrder(columns)
    var taken = [[Int32]](repeating: [], count: grouping.count)
    var cut = false
    for row in sorted {
      let group = Int(grouping.groups[Int(row)])
      if taken[group].count < node.count {
        taken[group].append(row)
      } else if let last = taken[group].last, taken[group].count == node.count,
        order.comparison(Int(last), Int(row)) == 0
      {
        cut = true
      }
    }
    if cut {
      note(Note(.tieCut, [.count("n", node.count)]))
    }
    return frame.selecting(taken.flatMap { $0 })
  }
}
