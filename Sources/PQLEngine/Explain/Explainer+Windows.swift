import PQLModel
import PQLPlan

extension Explainer {
  /// A value over rows of the answer at the row that `row` of their base became.
  ///
  /// Its parts are rows of the answer: those with the same `over` keys, up to this one where it is a running
  /// sum, and the one before where it is that one's value.
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
    var part = ones(frame.count)
    if let argument = term.argument { part = try execution.evaluate(argument, in: frame) }
    let rows = try rows(of: term, at: here, frame).filter { part.isPresent(Int($0)) }
    let step = ExplainedStep(
      name: Term.window(window.term).text + suffix, type: term.type, value: value,
      columns: try listing(
        frame.selecting(rows), node.columns,
        FieldsRead([term.argument, term.condition].compactMap { $0 }),
        part: part.gathered(rows), term.argument?.type ?? .number), count: rows.count,
      addsUp: term.kind.addsUp)
    return ExplainedFigure(value: value, steps: [step])
  }

  /// The rows that a value over rows looks at from one of them.
  private func rows(
    of term: WindowTerm, at here: Int, _ frame: Frame
  ) throws(EvaluationFailure) -> [Int32] {
    var keys: [Column] = []
    for key in term.over { keys.append(try execution.evaluate(key, in: frame)) }
    let groups = Grouping(keys, count: frame.count).groups
    var holds: Bitmap?
    if let condition = term.condition { holds = try execution.condition(condition, in: frame) }
    let rows = groups.indices.filter { groups[$0] == groups[here] && holds?[$0] != false }
    let kept =
      switch term.kind {
      case .aggregate, .rank: rows
      case .running: rows.filter { $0 <= here }
      case .previous: Array(rows.filter { $0 < here }.suffix(1))
      }
    return kept.map(Int32.init)
  }
}

extension WindowTerm.Kind {
  /// Whether the values of the rows add up to it.
  fileprivate var addsUp: Bool {
    switch self {
    case .aggregate(let name, _): ["count", "sum"].contains(name)
    case .running: true
    case .rank, .previous: false
    }
  }
}
