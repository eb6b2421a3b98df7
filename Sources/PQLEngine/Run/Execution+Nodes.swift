import PQLModel
import PQLPlan

extension Execution {
  /// Carries out a node.
  func run(_ node: PhysicalNode) throws(EvaluationFailure) -> Frame {
    if case .group(let step) = node.work { return try group(step).frame }
    return try probed(node.operation, node.choice) { () throws(EvaluationFailure) in
      let frame = try carryOut(node)
      return (frame, frame.count)
    }
  }

  /// Does the work of a node under the eyes of the probe, if there is one.
  func probed<Result>(
    _ operation: PlanOperation, _ choice: Choice,
    _ work: () throws(EvaluationFailure) -> (result: Result, rows: Int)
  ) throws(EvaluationFailure) -> Result {
    try checkCancelled()
    guard let probe else { return try work().result }
    probe.begin()
    let done = try work()
    probe.end(operation, choice, rows: done.rows)
    return done.result
  }

  private func carryOut(_ node: PhysicalNode) throws(EvaluationFailure) -> Frame {
    switch node.work {
    case .all(let entity): return wholeFrame(entity)
    case .select(let input, let condition, let method):
      return try select(from: try run(input), condition, by: method)
    case .extend(let input, let terms):
      var frame = try run(input)
      // Every new column sees the frame as it was.
      let before = frame
      for named in terms { frame.columns.append(try ofRows(named.term, in: before)) }
      return frame
    case .project(let input, let terms):
      return try made(terms, of: try run(input)) { term, frame throws(EvaluationFailure) in
        try evaluate(term, in: frame)
      }
    case .show(let input, let terms):
      return try made(terms, of: try run(input), by: shownColumn)
    case .group(let step): return try group(step).frame
    case .order(let input, let keys, let first):
      let (frame, ties) = try unordered(input, for: keys)
      return frame.selecting(
        order(frame, by: try sortColumns(keys, frame), first: first, then: ties))
    case .firstGroups(let step, let count):
      let grouped = try group(step, isOrdered: false)
      let picks = RowOrder(grouped.order).sorted(count: grouped.frame.count, limit: count)
      return grouped.frame.selecting(picks)
    case .top(let step): return try top(step)
    case .limit(let input, let count):
      let frame = try run(input)
      guard frame.count > count else { return frame }
      return frame.selecting((0..<Int32(count)).map { $0 })
    case .operate(let node, let inputs) where inputs.allSatisfy(\.isGrouping):
      return try operate(node, inputs)
    case .operate(let node, let inputs):
      return try withRates { () throws(EvaluationFailure) in try operate(node, inputs) }
    case .pair(let step): return try pair(step)
    case .asOf(let branch): return try asOf(branch)
    case .stack(let node, let parts): return try stack(node, parts)
    }
  }

  private func made(
    _ terms: [NamedTerm], of frame: Frame,
    by column: (Term, Frame) throws(EvaluationFailure) -> Column
  ) throws(EvaluationFailure) -> Frame {
    var columns: [Column] = []
    for named in terms { columns.append(try column(named.term, frame)) }
    return Frame(entity: nil, rows: nil, count: frame.count, columns: columns)
  }

  /// A column as the answer shows it: amounts recorded in several currencies stay as they are
  /// unless the query names one.
  func shownColumn(_ term: Term, in frame: Frame) throws(EvaluationFailure) -> Column {
    guard !convertsShown, case .field(let field) = term, let table = model[field.entity],
      frame.entity == field.entity, case .money(let money) = table.fields[field.index].column,
      money.currencies != nil
    else { return try ofRows(term, in: frame) }
    let column = Column.money(money)
    return frame.picked(from: column)
  }

  private func select(
    from frame: Frame, _ condition: Term, by method: SelectMethod
  ) throws(EvaluationFailure) -> Frame {
    let result = try kept(of: frame, condition, by: method)
    if result.count == 0, frame.count > 0 { try explainEmpty(frame, condition) }
    return result
  }

  private func kept(
    of frame: Frame, _ condition: Term, by method: SelectMethod
  ) throws(EvaluationFailure) -> Frame {
    switch method {
    case .none: return frame.selecting([])
    case .atOnce: return frame.filtered(try self.condition(condition, in: frame))
    case .index(let rows):
      let few = Frame(entity: frame.entity, rows: rows, count: rows.count, columns: [])
      return few.filtered(try self.condition(condition, in: few))
    case .blocks(let entity):
      try answerTexts(in: condition)
      let rows = try inBlocks(of: entity) { own, block throws(EvaluationFailure) in
        block.filtered(try own.condition(condition, in: block)).namedRows ?? []
      }
      let count = rows.reduce(0) { $0 + $1.count }
      guard count < frame.count else { return frame }
      return Frame(entity: entity, rows: rows.flatMap { $0 }, count: count, columns: [])
    }
  }

  private func operate(
    _ node: OperatorNode, _ inputs: [PhysicalNode]
  ) throws(EvaluationFailure) -> Frame {
    guard let operation = library.operation(node.name) else {
      throw .fault("no operator \(node.name)")
    }
    let taken = try taken(inputs)
    return try inOneCurrency(taken, for: node.name) { frames throws(EvaluationFailure) in
      let rows = try operation.run(
        zip(frames, node.inputs).map { Rows($0, $1.columns) },
        OperatorContext(node: node, execution: self))
      guard rows.columns.map(\.name) == node.columns.map(\.name) else {
        throw .fault("operator \(node.name) gives other columns than its plan says")
      }
      return rows.frame
    }
  }

  /// The rows that an operator takes; what its figures pass over is for it to tell.
  func taken(_ inputs: [PhysicalNode]) throws(EvaluationFailure) -> [Frame] {
    try withoutTellingMissing { () throws(EvaluationFailure) in
      var taken: [Frame] = []
      for input in inputs { taken.append(try run(input)) }
      return taken
    }
  }
}
