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
  /// What settles the order of rows of equal keys, where the rows are not in order themselves.
  var order: [SortColumn] = []
}

extension Execution {
  /// Runs a grouping: keys, then the outputs; `keepsRows` when the groups of the rows are asked for.
  func aggregate(
    _ node: AggregateNode, keepsRows: Bool = false, isOrdered: Bool = true
  ) throws(EvaluationFailure) -> Grouped {
    try probed(.aggregate(node)) { () throws(EvaluationFailure) in
      let inBlocks = keepsRows ? nil : try groupInBlocks(node, isOrdered: isOrdered)
      let grouped = if let inBlocks { inBlocks } else { try group(node, isOrdered: isOrdered) }
      return (grouped, grouped.frame.count)
    }
  }

  /// The keys of rows; loaded texts with one code for each text.
  func keyColumns(_ keys: [GroupKey], in frame: Frame) throws(EvaluationFailure) -> [Column] {
    var columns: [Column] = []
    for key in keys {
      if case .field(let field) = key.term, field.entity == frame.entity, frame.texts == nil,
        case .text(let text)? = model[field.entity]?.fields[field.index].column, !text.isDistinct
      {
        columns.append(frame.picked(from: .text(cache.distinct(text, field, in: model))))
      } else {
        columns.append(try evaluate(key.term, in: frame))
      }
    }
    return columns
  }

  /// The groups of rows by keys, and those that are shown without a row of their own.
  func groups(
    of input: Frame, by keys: [GroupKey]
  ) throws(EvaluationFailure) -> (grouping: Grouping, completion: GroupCompletion) {
    let columns = try keyColumns(keys, in: input)
    let grouping = Grouping(columns, count: input.count)
    let completion = GroupCompletion(
      keys: keys, columns: columns.map { $0.gathered(grouping.representatives) },
      count: grouping.count, model: model, pipelines: pipelines(try usesPipeline(input, keys)))
    return (grouping, completion)
  }

  /// Groups all rows at once.
  private func group(
    _ node: AggregateNode, isOrdered: Bool
  ) throws(EvaluationFailure) -> Grouped {
    let input = try run(node.input)
    let (grouping, completion) = try groups(of: input, by: node.keys)
    let (figures, missing) = try fold(
      node, input, grouping.groups, completion.count, rowCounts: grouping.rowCounts)
    for (aggregate, missing) in zip(node.aggregates, missing) { noteMissing(aggregate, missing) }
    return try finish(
      node, input, groups: grouping.groups, completion, figures, isOrdered: isOrdered)
  }

  /// Makes the outputs of figures and puts the groups in order, or says what their order is.
  func finish(
    _ node: AggregateNode, _ input: Frame, groups: [Int32], _ completion: GroupCompletion,
    _ figures: [Column], isOrdered: Bool
  ) throws(EvaluationFailure) -> Grouped {
    let (keys, count) = (completion.columns, completion.count)
    var frame = Frame(entity: nil, rows: nil, count: count, columns: keys + figures)
    var outputs: [Column] = []
    for output in node.outputs { outputs.append(try evaluate(output.term, in: frame)) }
    frame.columns = keys + outputs
    noteRates(node, figures)
    guard !node.keys.isEmpty else {
      return Grouped(frame: frame, groups: groups, placeOf: [0], input: input)
    }
    let order = groupOrder(node.keys, frame.columns, completion.codes)
    guard isOrdered else {
      return Grouped(frame: frame, groups: groups, placeOf: [], input: input, order: order)
    }
    let picks = RowOrder(order).sorted(count: count)
    var placeOf = [Int32](repeating: -1, count: count)
    for (place, group) in picks.enumerated() { placeOf[Int(group)] = Int32(place) }
    return Grouped(
      frame: frame.selecting(picks), groups: groups, placeOf: placeOf, input: input)
  }

  /// Every aggregate of a node over given groups, and how many rows each passed over; `rowCounts`
  /// are the rows of each group, where they have been counted.
  func fold(
    _ node: AggregateNode, _ input: Frame, _ groups: [Int32], _ count: Int,
    rowCounts: [Int32]? = nil
  ) throws(EvaluationFailure) -> (figures: [Column], missing: [MissingRows?]) {
    var figures: [Column] = []
    var missing: [MissingRows?] = []
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
      if let term = aggregate.argument { argument = try evaluate(term, in: input) }
      missing.append(
        argument.map { MissingRows($0, mine, isEveryRowAsked: aggregate.condition == nil) })
      var order: Column?
      if let term = aggregate.order { order = try evaluate(term, in: input) }
      figures.append(
        try definition.kernel(
          AggregateInput(
            argument: argument, groups: mine, groupCount: count,
            parameter: aggregate.parameter, order: order,
            rowCounts: aggregate.condition == nil ? rowCounts : nil)))
    }
    return (figures, missing)
  }

  /// What the outputs are of no rows at all, one row a column.
  func figuresOfNothing(
    _ node: AggregateNode, _ input: Frame
  ) throws(EvaluationFailure) -> [Column] {
    let nobody = input.selecting([])
    var keys: [Column] = []
    for key in node.keys { keys.append(try evaluate(key.term, in: nobody).gathered([-1])) }
    let figures = try fold(node, nobody, [], 1).figures
    let frame = Frame(entity: nil, rows: nil, count: 1, columns: keys + figures)
    var outputs: [Column] = []
    for output in node.outputs { outputs.append(try evaluate(output.term, in: frame)) }
    return outputs
  }

  /// Says how many rows an aggregate passed over.
  func noteMissing(_ aggregate: AggregateTerm, _ rows: MissingRows?) {
    guard tellsMissing, let rows, rows.missing > 0, let term = aggregate.argument else { return }
    note(
      "\(term.text) is missing in \(rows.missing) of \(rows.asked) rows, which are passed over")
  }

  private func noteRates(_ node: AggregateNode, _ figures: [Column]) {
    for rate in node.rates {
      guard case .number(let counts) = figures[rate.aggregate] else { continue }
      let total = counts.values.reduce(0, +)
      note("\(rate.name): n = \(Int(total)) \(rate.counted)")
    }
  }

  /// The order of groups, given by their keys and figures: keys with an order of their own one after
  /// the other; else the first figure descending, then the keys.
  func groupOrder(
    _ keys: [GroupKey], _ groups: [Column], _ codes: [[Int32]?]
  ) -> [SortColumn] {
    let hasOrder = keys.contains { $0.order != .byFigure }
    var columns: [SortColumn] = []
    if !hasOrder, groups.count > keys.count {
      columns.append(SortColumn(groups[keys.count], isDescending: true))
    }
    for index in keys.indices {
      if let order = codes[index] {
        let places = DayColumn(values: order, validity: groups[index].validity)
        columns.append(SortColumn(.day(places), isDescending: false))
      } else {
        columns.append(SortColumn(groups[index], isDescending: false))
      }
    }
    return columns
  }

  /// By pipeline, whether a row belongs to it; none where no key asks for stages.
  func usesPipeline(_ frame: Frame, _ keys: [GroupKey]) throws(EvaluationFailure) -> [Bool] {
    var uses = [Bool](repeating: false, count: model.pipelines.count)
    guard uses.count > 1, frame.entity == .deals, keys.contains(where: { $0.order == .stages })
    else { return uses }
    for number in StageRank.pipelineNumbers(fieldInput(.deals, frame)) where number >= 0 {
      uses[Int(number)] = true
    }
    return uses
  }

  /// The pipelines in use; all when none is.
  func pipelines(_ uses: [Bool]) -> [Pipeline] {
    let used = zip(model.pipelines, uses).filter(\.1).map(\.0)
    return used.isEmpty ? model.pipelines : used
  }

  /// The first groups, and one more row for all the others.
  func topWithOthers(_ node: AggregateNode, _ top: TopNode) throws(EvaluationFailure) -> Frame {
    let grouped = try aggregate(node, keepsRows: true)
    let picks = try order(grouped.frame, by: top.by, first: top.count)
    guard picks.count < grouped.frame.count else {
      var frame = grouped.frame.selecting(picks)
      frame.columns.append(.others(count: picks.count, areLeft: false))
      return frame
    }
    let rest = Int32(picks.count)
    var placeOf = [Int32](repeating: rest, count: grouped.frame.count)
    for (place, row) in picks.enumerated() { placeOf[Int(row)] = Int32(place) }
    let groups = grouped.groups.map { $0 < 0 ? -1 : placeOf[Int(grouped.placeOf[Int($0)])] }
    let (figures, missing) = try fold(node, grouped.input, groups, picks.count + 1)
    for (aggregate, missing) in zip(node.aggregates, missing) { noteMissing(aggregate, missing) }
    var keys: [Column] = []
    for index in node.keys.indices {
      keys.append(grouped.frame.columns[index].gathered(picks + [-1]).endingWith("(others)"))
    }
    var frame = Frame(entity: nil, rows: nil, count: picks.count + 1, columns: keys + figures)
    var outputs: [Column] = []
    for output in node.outputs { outputs.append(try evaluate(output.term, in: frame)) }
    frame.columns = keys + outputs + [.others(count: frame.count, areLeft: true)]
    note("groups in (others): \(grouped.frame.count - picks.count)")
    return frame
  }
}

/// How many rows an aggregate was asked of, and how many of them hold no value.
struct MissingRows {
  var asked = 0
  var missing = 0

  init() {}

  /// Counts the rows that are in a group.
  init(_ column: Column, _ groups: [Int32], isEveryRowAsked: Bool) {
    let rows = isEveryRowAsked ? nil : packedBits(groups) { $0 >= 0 }
    asked = rows?.setCount ?? groups.count
    guard let validity = column.validity else { return }
    missing = asked - (rows.map { $0 & validity } ?? validity).setCount
  }

  mutating func add(_ other: MissingRows) {
    asked += other.asked
    missing += other.missing
  }
}

extension Column {
  /// False for groups, and true for a last row of all the others where some are left.
  fileprivate static func others(count: Int, areLeft: Bool) -> Column {
    .boolean(BooleanColumn(values: Bitmap((0..<count).map { areLeft && $0 == count - 1 })))
  }

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
