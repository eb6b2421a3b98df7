import PQLModel
import PQLPlan

/// Groups with what they were made of, for a `top … with others`.
struct Grouped {
  var frame: Frame
  /// The group of each input row, as it was found.
  var groups: [Int32]
  /// The row of the frame that each group became.
  var placeOf: [Int32]
  var input: Frame
}

extension Execution {
  /// Runs a grouping: keys, then the outputs.
  func aggregate(_ node: AggregateNode) throws(EvaluationFailure) -> Grouped {
    let input = try run(node.input)
    var keys: [Column] = []
    for key in node.keys { keys.append(try evaluate(key.term, in: input)) }
    let grouping = Grouping(keys, count: input.count)
    let completion = GroupCompletion(
      keys: node.keys, columns: keys.map { $0.gathered(grouping.representatives) },
      count: grouping.count, model: model, pipelines: try pipelinesInUse(input))
    return try finish(
      node, input, groups: grouping.groups, keys: completion.columns, count: completion.count,
      codes: completion.codes)
  }

  /// Folds the aggregates, makes the outputs and puts the groups in order.
  private func finish(
    _ node: AggregateNode, _ input: Frame, groups: [Int32], keys: [Column], count: Int,
    codes: [[Int32]?]
  ) throws(EvaluationFailure) -> Grouped {
    let figures = try fold(node, input, groups, count)
    var frame = Frame(entity: nil, rows: nil, count: count, columns: keys + figures)
    var outputs: [Column] = []
    for output in node.outputs { outputs.append(try evaluate(output.term, in: frame)) }
    frame.columns = keys + outputs
    noteRates(node, figures)
    guard !node.keys.isEmpty else {
      return Grouped(frame: frame, groups: groups, placeOf: [0], input: input)
    }
    let picks = groupOrder(node, frame, codes)
    var placeOf = [Int32](repeating: -1, count: count)
    for (place, group) in picks.enumerated() { placeOf[Int(group)] = Int32(place) }
    return Grouped(
      frame: frame.selecting(picks), groups: groups, placeOf: placeOf, input: input)
  }

  /// Every aggregate of a node over given groups.
  private func fold(
    _ node: AggregateNode, _ input: Frame, _ groups: [Int32], _ count: Int
  ) throws(EvaluationFailure) -> [Column] {
    var figures: [Column] = []
    for aggregate in node.aggregates {
      try checkCancelled()
      guard let definition = catalog.aggregate(aggregate.aggregate) else {
        throw .fault("no aggregate \(aggregate.aggregate)")
      }
      var mine = groups
      if let condition = aggregate.condition {
        keepGroups(&mine, of: try self.condition(condition, in: input))
      }
      var argument: Column?
      if let term = aggregate.argument {
        let column = try evaluate(term, in: input)
        noteMissing(term, column, mine, isEveryRowAsked: aggregate.condition == nil)
        argument = column
      }
      var order: Column?
      if let term = aggregate.order { order = try evaluate(term, in: input) }
      figures.append(
        try definition.kernel(
          AggregateInput(
            argument: argument, groups: mine, groupCount: count,
            parameter: aggregate.parameter, order: order)))
    }
    return figures
  }

  /// What the outputs are of no rows at all, one row a column.
  func figuresOfNothing(
    _ node: AggregateNode, _ input: Frame
  ) throws(EvaluationFailure) -> [Column] {
    let nobody = input.selecting([])
    var keys: [Column] = []
    for key in node.keys { keys.append(try evaluate(key.term, in: nobody).gathered([-1])) }
    let figures = try fold(node, nobody, [], 1)
    let frame = Frame(entity: nil, rows: nil, count: 1, columns: keys + figures)
    var outputs: [Column] = []
    for output in node.outputs { outputs.append(try evaluate(output.term, in: frame)) }
    return outputs
  }

  /// Says how many rows an aggregate passed over.
  private func noteMissing(
    _ term: Term, _ column: Column, _ groups: [Int32], isEveryRowAsked: Bool
  ) {
    guard tellsMissing, let validity = column.validity else { return }
    let rows =
      isEveryRowAsked
      ? Bitmap(repeating: true, count: groups.count) : packedBits(groups) { $0 >= 0 }
    let asked = rows.setCount
    let missing = asked - (rows & validity).setCount
    if missing > 0 {
      note("\(term.label) is missing in \(missing) of \(asked) rows, which are passed over")
    }
  }

  private func noteRates(_ node: AggregateNode, _ figures: [Column]) {
    for rate in node.rates {
      guard case .number(let counts) = figures[rate.aggregate] else { continue }
      let total = counts.values.reduce(0, +)
      note("\(rate.name): n = \(Int(total)) \(rate.counted)")
    }
  }

  /// The order of groups: keys with an order of their own one after the other; else the first
  /// figure descending, then the keys.
  private func groupOrder(
    _ node: AggregateNode, _ frame: Frame, _ codes: [[Int32]?]
  ) -> [Int32] {
    let hasOrder = node.keys.contains { $0.order != .byFigure }
    var columns: [SortColumn] = []
    if !hasOrder, frame.columns.count > node.keys.count {
      columns.append(SortColumn(frame.columns[node.keys.count], isDescending: true))
    }
    for index in node.keys.indices {
      if let order = codes[index] {
        let places = DayColumn(values: order, validity: frame.columns[index].validity)
        columns.append(SortColumn(.day(places), isDescending: false))
      } else {
        columns.append(SortColumn(frame.columns[index], isDescending: false))
      }
    }
    return RowOrder(columns).sorted(count: frame.count)
  }

  /// The pipelines that the rows belong to; all when there are no rows or no deals.
  private func pipelinesInUse(_ frame: Frame) throws(EvaluationFailure) -> [Pipeline] {
    guard model.pipelines.count > 1, frame.entity == .deals, frame.count > 0 else {
      return model.pipelines
    }
    let used = Set(try codes(StageRank.pipelineField, frame))
    let known = model.pipelines.enumerated().filter { used.contains(Int32($0.offset)) }
    return known.isEmpty ? model.pipelines : known.map(\.element)
  }

  /// The first groups, and one more row for all the others.
  func topWithOthers(_ node: AggregateNode, _ top: TopNode) throws(EvaluationFailure) -> Frame {
    let grouped = try aggregate(node)
    let picks = try order(grouped.frame, by: top.by, first: top.count)
    guard picks.count < grouped.frame.count else { return grouped.frame.selecting(picks) }
    let rest = Int32(picks.count)
    var placeOf = [Int32](repeating: rest, count: grouped.frame.count)
    for (place, row) in picks.enumerated() { placeOf[Int(row)] = Int32(place) }
    let groups = grouped.groups.map { $0 < 0 ? -1 : placeOf[Int(grouped.placeOf[Int($0)])] }
    let figures = try fold(node, grouped.input, groups, picks.count + 1)
    var keys: [Column] = []
    for index in node.keys.indices {
      keys.append(grouped.frame.columns[index].gathered(picks + [-1]).endingWith("(others)"))
    }
    var frame = Frame(entity: nil, rows: nil, count: picks.count + 1, columns: keys + figures)
    var outputs: [Column] = []
    for output in node.outputs { outputs.append(try evaluate(output.term, in: frame)) }
    frame.columns = keys + outputs
    note("groups in (others): \(grouped.frame.count - picks.count)")
    return frame
  }
}

extension Column {
  /// The text column with a word in its last row; other columns stay as they are.
  fileprivate func endingWith(_ word: String) -> Column {
    guard case .text(let text) = self, !text.codes.isEmpty else { return self }
    var dictionary = TextDictionaryBuilder(text.dictionary)
    let codes = text.codes.dropLast() + [dictionary.append(word)]
    return .text(
      TextColumn(
        codes: Array(codes), dictionary: dictionary.dictionary, isDistinct: false))
  }
}
