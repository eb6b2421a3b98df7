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
  /// Whether figures that lack rates are in the currency of their rows.
  var isOwn = false
}

extension Execution {
  /// Runs a grouping: keys, then the outputs.
  func group(
    _ step: GroupStep, isOrdered: Bool = true
  ) throws(EvaluationFailure) -> Grouped {
    try probed(step.operation, step.choice) { () throws(EvaluationFailure) in
      let grouped =
        switch step.method {
        case .blocks(let blocks): try groupInBlocks(step.node, blocks, isOrdered: isOrdered)
        case .atOnce(let input): try groupAtOnce(step.node, input, isOrdered: isOrdered)
        }
      try noteLaterOutcomes(step.node)
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
  func groupAtOnce(
    _ node: AggregateNode, _ rows: PhysicalNode, isOrdered: Bool
  ) throws(EvaluationFailure) -> Grouped {
    let input = try run(rows)
    let (grouping, completion) = try groups(of: input, by: node.keys)
    if !node.keys.isEmpty { probe?.tell(grouping.numbering.text) }
    let (figures, missing, isOwn) = try foldInSomeCurrency(
      node, input, grouping.groups, completion, rowCounts: grouping.rowCounts)
    for (aggregate, missing) in zip(node.aggregates, missing) { noteMissing(aggregate, missing) }
    var grouped = try finish(
      node, input, groups: grouping.groups, completion, figures, isOrdered: isOrdered)
    grouped.isOwn = isOwn
    return grouped
  }

  /// Makes the outputs of figures and puts the groups in order, or says what their order is.
  func finish(
    _ node: AggregateNode, _ input: Frame, groups: [Int32], _ completion: GroupCompletion,
    _ figures: [Column], isOrdered: Bool
  ) throws(EvaluationFailure) -> Grouped {
    let (keys, count) = (completion.columns, completion.count)
    var frame = Frame(entity: nil, rows: nil, count: count, columns: keys + figures)
    frame.columns = keys + (try outputs(of: node, in: frame))
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

  /// Every aggregate of a node over given groups, and how many rows each passed over.
  ///
  /// `rowCounts` are the rows of each group, where they have been counted. With `ownKeys`, the keys of
  /// the groups, figures of one currency are in that one.
  func fold(
    _ node: AggregateNode, _ input: Frame, _ groups: [Int32], _ count: Int,
    rowCounts: [Int32]? = nil, ownKeys: [Column]? = nil
  ) throws(EvaluationFailure) -> (figures: [Column], missing: [MissingRows?]) {
    var figures: [Column] = []
    var missing: [MissingRows?] = []
    for aggregate in node.aggregates {
      try checkCancelled()
      let asked = try asked(aggregate, of: node, input, groups, keepsOwn: ownKeys != nil)
      missing.append(
        asked.argument.map {
          MissingRows(
            $0, asked.groups, isEveryRowAsked: aggregate.condition == nil,
            isSpan: aggregate.argument.map(isSpan) ?? false)
        })
      figures.append(
        try figure(
          of: aggregate, asked, groupCount: count, keys: ownKeys ?? [],
          rowCounts: aggregate.condition == nil ? rowCounts : nil))
    }
    return (figures, missing)
  }

  /// What a node shows of its groups, whose keys and figures are the frame's columns.
  private func outputs(
    of node: AggregateNode, in frame: Frame
  ) throws(EvaluationFailure) -> [Column] {
    var outputs: [Column] = []
    for output in node.outputs {
      do throws(EvaluationFailure) {
        outputs.append(try evaluate(output.term, in: frame))
      } catch {
        guard case .mixedCurrencies(_, let names) = error else { throw error }
        throw .mixedCurrencies(output.name, names)
      }
    }
    return outputs
  }

  /// Says how many rows an aggregate passed over, and how many hold what should not be.
  func noteMissing(_ aggregate: AggregateTerm, _ rows: MissingRows?) {
    guard tellsMissing, let rows, let term = aggregate.argument else { return }
    let figures: [Note.Figure] = [.text("field", term.text), .count("asked", rows.asked)]
    if rows.missing > 0 {
      note(Note(.valuesMissing, figures + [.count("missing", rows.missing)]))
    }
    if rows.negative > 0 {
      note(Note(.valuesNegative, figures + [.count("negative", rows.negative)]))
    }
  }

  private func noteRates(_ node: AggregateNode, _ figures: [Column]) {
    for rate in node.rates {
      guard case .number(let counts) = figures[rate.aggregate] else { continue }
      let total = counts.values.reduce(0, +)
      note(
        Note(
          .rateCount,
          [.text("rate", rate.name), .count("n", Int(total)), .text("counted", rate.counted)]))
    }
  }

  /// The order of groups, given by their keys and figures: keys with an order of their own one after
  /// the other; else the first figure descending, then the keys.
  func groupOrder(
    _ keys: [GroupKey], _ groups: [Column], _ codes: [[Int32]?]
  ) -> [SortColumn] {
    let hasOrder = keys.contains { $0.order != .byFigure }
    var columns: [SortColumn] = []
    // Amounts in several currencies have no order: the keys have.
    if !hasOrder, groups.count > keys.count, groups[keys.count].currencyNames.count < 2 {
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
  func topWithOthers(_ step: GroupStep, _ top: TopNode) throws(EvaluationFailure) -> Frame {
    let node = step.node
    let grouped = try group(step)
    let picks = order(
      grouped.frame, by: try sortColumns(top.by, grouped.frame), first: top.count)
    guard picks.count < grouped.frame.count else {
      var frame = grouped.frame.selecting(picks)
      frame.columns.append(.others(count: picks.count, areLeft: false))
      return frame
    }
    let rest = Int32(picks.count)
    var placeOf = [Int32](repeating: rest, count: grouped.frame.count)
    for (place, row) in picks.enumerated() { placeOf[Int(row)] = Int32(place) }
    let groups = grouped.groups.map { $0 < 0 ? -1 : placeOf[Int(grouped.placeOf[Int($0)])] }
    let (figures, missing) = try fold(
      node, grouped.input, groups, picks.count + 1, ownKeys: grouped.isOwn ? [] : nil)
    for (aggregate, missing) in zip(node.aggregates, missing) { noteMissing(aggregate, missing) }
    var keys: [Column] = []
    for index in node.keys.indices {
      keys.append(grouped.frame.columns[index].gathered(picks + [-1]).endingWith("(others)"))
    }
    var frame = Frame(entity: nil, rows: nil, count: picks.count + 1, columns: keys + figures)
    frame.columns =
      keys + (try outputs(of: node, in: frame)) + [.others(count: frame.count, areLeft: true)]
    note(Note(.groupsInOthers, [.count("n", grouped.frame.count - picks.count)]))
    return frame
  }
}

/// How many rows an aggregate was asked of, and how many of them hold no value.
struct MissingRows {
  var asked = 0
  var missing = 0
  /// How many hold a negative length of time.
  var negative = 0

  init() {}

  /// Counts the rows that are in a group.
  init(_ column: Column, _ groups: [Int32], isEveryRowAsked: Bool, isSpan: Bool) {
    let rows = isEveryRowAsked ? nil : packedBits(groups) { $0 >= 0 }
    asked = rows?.setCount ?? groups.count
    if isSpan, case .number(let days) = column {
      let below = valid(packedBits(days.values) { $0 < 0 }, days.validity)
      negative = valid(below, rows).setCount
    }
    guard let validity = column.validity else { return }
    missing = asked - valid(validity, rows).setCount
  }

  mutating func add(_ other: MissingRows) {
    asked += other.asked
    missing += other.missing
    negative += other.negative
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
