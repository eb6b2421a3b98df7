import PQLModel
import PQLPlan

extension Explainer {
  /// A value over rows of the answer at the row that `row` of their base became.
  ///
  /// Its parts are rows of the answer: those with the same `over` keys, up to this one where it is a running
  /// sum. A rank and a value of the row before have none.
  func figure(
    _ window: TracedTerms.Window, row: Int
  ) throws(EvaluationFailure) -> ExplainedFigure {
    let (node, place) = window.rows.numbered
    let frame = try rows(of: node)
    guard case .number(let numbers) = frame.columns[place],
      let here = numbers.values.firstIndex(of: Double(row) + 1),
      case .window(let term) = Term.window(window.term).columnsMoved(from: place)
    else { throw .fault("a row that its plan does not give") }
    let value = try execution.evaluate(.window(term), in: frame).gathered([Int32(here)])
    let step = ExplainedStep(
      name: Term.window(window.term).text + suffix, type: term.type, value: value, columns: [],
      count: 0, addsUp: false)
    switch term.kind {
    case .rank, .previous: return ExplainedFigure(value: value, steps: [step])
    case .running, .aggregate: break
    }
    return ExplainedFigure(value: value, steps: [try rows(of: step, term, here, frame, node)])
  }

  private func rows(
    of step: ExplainedStep, _ term: WindowTerm, _ here: Int, _ frame: Frame, _ node: PlanNode
  ) throws(EvaluationFailure) -> ExplainedStep {
    var keys: [Column] = []
    for key in term.over { keys.append(try execution.evaluate(key, in: frame)) }
    let groups = Grouping(keys, count: frame.count).groups
    var part = ones(frame.count)
    if let argument = term.argument { part = try execution.evaluate(argument, in: frame) }
    var holds: Bitmap?
    if let condition = term.condition { holds = try execution.condition(condition, in: frame) }
    let isRunning = if case .running = term.kind { true } else { false }
    let rows = groups.indices.filter { row in
      groups[row] == groups[here] && part.isPresent(row) && (holds?[row] ?? true)
        && (!isRunning || row <= here)
    }.map(Int32.init)
    var step = step
    step.columns = try listing(
      frame.selecting(rows), node.columns,
      FieldsRead([term.argument, term.condition].compactMap { $0 }),
      part: part.gathered(rows), term.argument?.type ?? .number)
    step.count = rows.count
    step.addsUp =
      if case .aggregate(let name, _) = term.kind { ["count", "sum"].contains(name) } else { true }
    return step
  }
}
