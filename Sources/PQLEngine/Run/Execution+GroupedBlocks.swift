import PQLModel
import PQLPlan

/// Which groups a block of rows has.
private enum FoundGroups {
  /// a row of each
  case rows([Int32])
  /// by place of `PlacedKeys` how many rows there are
  case places([Int32])

  var isEmpty: Bool {
    switch self {
    case .rows(let rows): rows.isEmpty
    case .places(let counts): counts.allSatisfy { $0 == 0 }
    }
  }
}

/// What a block of rows comes to: its groups, and the figures of each.
private struct BlockOfGroups {
  var groups: FoundGroups
  var numbering: Numbering
  /// By aggregate, a figure a group.
  var figures: [Column]
  /// By aggregate, how many rows it was asked of and how many of them it passed over.
  var missing: [MissingRows?]
  /// How many rows each filter left, the first one first.
  var kept: [Int]
  /// By pipeline, whether a row is in it.
  var usesPipeline: [Bool]
  /// How long each filter and the grouping took.
  var nanoseconds: [UInt64]
}

extension Execution {
  /// Groups the rows of a large entity block by block and puts the groups of the blocks together.
  func groupInBlocks(
    _ node: AggregateNode, _ scan: BlockGrouping, isOrdered: Bool
  ) throws(EvaluationFailure) -> Grouped {
    let whole = wholeFrame(scan.entity)
    for filter in scan.filters { try answerTexts(in: filter.condition) }
    for aggregate in node.aggregates {
      if let condition = aggregate.condition { try answerTexts(in: condition) }
    }
    let clock = probe?.clock
    let start = clock?() ?? 0
    let blocks: [BlockOfGroups]
    do throws(EvaluationFailure) {
      blocks = try inBlocks(of: scan.entity) { own, block throws(EvaluationFailure) in
        try own.grouped(node, scan, block, clock)
      }
    } catch {
      // All rows at once, figures may do without the rate.
      guard case .missingRate = error, mayKeepOwnCurrencies(node) else { throw error }
      let input = Planner(execution: self).plan(node.input)
      return try groupAtOnce(node, input, isOrdered: isOrdered)
    }
    tell(blocks, scan, node, taken: (clock?() ?? 0) &- start)
    if blocks.allSatisfy(\.groups.isEmpty) { try explainEmpty(node.input) }
    let joined = try joined(blocks.map(\.groups), node.keys, scan)
    let uses = model.pipelines.indices.map { number in
      blocks.contains { $0.usesPipeline[number] }
    }
    let completion = GroupCompletion(
      keys: node.keys, columns: joined.keys, count: joined.count, model: model,
      pipelines: pipelines(uses))
    var figures: [Column] = []
    for (index, merge) in scan.merges.enumerated() {
      guard let figure = Column.joined(blocks.map { $0.figures[index] }) else {
        throw .fault("figures of blocks that cannot be put together")
      }
      figures.append(
        try merge.kernel(
          AggregateInput(
            argument: figure, groups: joined.groups, groupCount: completion.count)))
    }
    return try finish(node, whole, groups: [], completion, figures, isOrdered: isOrdered)
  }

  /// The groups of all blocks: for those of each block, one block behind the other, which group each
  /// is, -1 for a place without a row; and the keys of the groups.
  private func joined(
    _ blocks: [FoundGroups], _ keys: [GroupKey], _ scan: BlockGrouping
  ) throws(EvaluationFailure) -> (groups: [Int32], keys: [Column], count: Int) {
    var rows: [Int32] = []
    var counts: [[Int32]] = []
    for block in blocks {
      switch block {
      case .rows(let mine): rows += mine
      case .places(let mine): counts.append(mine)
      }
    }
    if let placed = scan.placed, counts.count == blocks.count {
      let (groups, present) = placed.joined(counts)
      return (groups, placed.keys(at: present), present.count)
    }
    let frame = Frame(entity: scan.entity, rows: rows, count: rows.count, columns: [])
    let columns = try keyColumns(keys, in: frame)
    let grouping = Grouping(columns, count: rows.count)
    return (
      grouping.groups, columns.map { $0.gathered(grouping.representatives) }, grouping.count
    )
  }

  /// Says which condition took the last row, which one block cannot know.
  private func explainEmpty(_ input: PlanNode) throws(EvaluationFailure) {
    let again = forBlock()
    _ = try again.run(Planner(execution: again).plan(input))
    for note in again.notes { self.note(note) }
  }

  private func grouped(
    _ node: AggregateNode, _ scan: BlockGrouping, _ block: Frame,
    _ clock: (@Sendable () -> UInt64)?
  ) throws(EvaluationFailure) -> BlockOfGroups {
    var times = [clock?() ?? 0]
    var rows = block
    var kept: [Int] = []
    for filter in scan.filters {
      rows = rows.filtered(try condition(filter.condition, in: rows))
      kept.append(rows.count)
      times.append(clock?() ?? 0)
    }
    let (groups, figures, missing, numbering) = try grouped(node, rows, scan.placed)
    times.append(clock?() ?? 0)
    return BlockOfGroups(
      groups: groups, numbering: numbering, figures: figures, missing: missing, kept: kept,
      usesPipeline: try usesPipeline(rows, node.keys),
      nanoseconds: zip(times.dropFirst(), times).map { $0 &- $1 })
  }

  /// The groups of some rows, and what they come to.
  private func grouped(
    _ node: AggregateNode, _ rows: Frame, _ placed: PlacedKeys?
  ) throws(EvaluationFailure) -> (FoundGroups, [Column], [MissingRows?], Numbering) {
    if let placed, let (places, counts) = placed.places(of: rows) {
      let (figures, missing) = try fold(node, rows, places, placed.count, rowCounts: counts)
      return (.places(counts), figures, missing, .places(placed.count))
    }
    let keys = try keyColumns(node.keys, in: rows).map { KeyCodes($0) }
    let sparse = Grouping(byPlaceOf: keys, count: rows.count)
    let grouping = sparse ?? Grouping(keys, count: rows.count)
    var (figures, missing) = try fold(
      node, rows, grouping.groups, grouping.count, rowCounts: grouping.rowCounts)
    var representatives = grouping.representatives
    if sparse != nil {
      let present = (0..<Int32(grouping.count)).filter { representatives[Int($0)] >= 0 }
      figures = figures.map { $0.gathered(present) }
      representatives = present.map { representatives[Int($0)] }
    } else if rows.count == 0 {
      // Without keys there is one group of no rows too, but none that this block would add to.
      figures = figures.map { $0.gathered([]) }
    }
    return (
      .rows(rows.selecting(representatives).rows ?? []), figures, missing, grouping.numbering
    )
  }

  /// Tells the footer and the probe what the blocks have counted; blocks work side by side, so each
  /// step has its part of the time they have taken together.
  private func tell(
    _ blocks: [BlockOfGroups], _ scan: BlockGrouping, _ node: AggregateNode, taken: UInt64
  ) {
    for (index, aggregate) in node.aggregates.enumerated() {
      let missing = blocks.compactMap { $0.missing[index] }
      noteMissing(aggregate, missing.reduce(into: MissingRows()) { $0.add($1) })
    }
    guard let probe else { return }
    if !node.keys.isEmpty, let first = blocks.first { probe.tell(first.numbering.text) }
    let all = blocks.reduce(0) { $0 + $1.nanoseconds.reduce(0, +) }
    var rows = model[scan.entity]?.rowCount ?? 0
    probe.add(PlanNode.scan(scan.entity).operation, .only, rowsIn: nil, rowsOut: rows, 0)
    for (place, filter) in scan.filters.enumerated() {
      let kept = blocks.reduce(0) { $0 + $1.kept[place] }
      let own = blocks.reduce(0) { $0 + $1.nanoseconds[place] }
      let share = Double(own) / Double(max(all, 1))
      probe.add(
        filter.operation, Choice("in the blocks of the grouping", because: "one pass does both"),
        rowsIn: rows, rowsOut: kept, UInt64(share * Double(taken)))
      rows = kept
    }
  }
}
