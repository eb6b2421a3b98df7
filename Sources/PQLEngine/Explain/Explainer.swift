import PQLModel
import PQLPlan

/// Takes figures of a plan apart, down to the rows that they are made of.
///
/// A row of a node is followed to the rows it comes from: through what picks and orders rows, into the
/// side of a pair, the day of a stack. At a grouping each aggregate is a step, whose rows are those of the
/// group under the aggregate's condition.
struct Explainer {
  let execution: Execution
  /// What stands behind the names of steps: `_before` for the earlier side of `vs`.
  var suffix = ""
  /// Whether of a choice only what was chosen is shown: where the lines are a verb's own.
  var showsChoices = true

  /// Terms over the columns of a node at one of its rows; `row` is nil for a row that is not there, as
  /// the group of a pair that one side lacks.
  func figures(
    _ asked: [NamedTerm], of node: PlanNode, row: Int?
  ) throws(EvaluationFailure) -> [ExplainedFigure] {
    try execution.checkCancelled()
    let traced = TracedTerms(asked.map(\.term), of: node)
    var place = row
    if let row, !traced.isBase { place = try self.place(of: row, in: node) }
    if case .scan(let entity) = traced.base {
      return try record(asked.map(\.name), traced, place ?? 0, of: entity)
    }
    var read = traced.terms
    // Over rows that are not there a window looks at the figures of none.
    if place == nil { read += traced.windows.map { .window($0.term) } }
    let used = read.reduce(into: Set<Int>()) { $0.formUnion($1.columnsUsed) }.sorted()
    let width = traced.base.columns.count
    var columns = try self.columns(used.filter { $0 < width }, of: traced.base, row: place)
    for (index, window) in traced.windows.enumerated() where used.contains(width + index) {
      if let place {
        columns[width + index] = try figure(window, row: place)
      } else {
        let value = try execution.evaluate(.window(window.term), in: oneRow(of: columns, traced))
        columns[width + index] = ExplainedFigure(value: value)
      }
    }
    let frame = oneRow(of: columns, traced)
    var figures: [ExplainedFigure] = []
    for (name, written) in zip(asked.map(\.name), traced.terms) {
      let term = showsChoices ? written : try chosen(written, in: frame)
      figures.append(try figure(name, term, columns, frame))
    }
    return figures
  }

  /// A figure made of columns that have been taken apart.
  private func figure(
    _ name: String, _ term: Term, _ columns: [Int: ExplainedFigure], _ frame: Frame
  ) throws(EvaluationFailure) -> ExplainedFigure {
    let name = name + suffix
    if case .column(let index, _, _) = term, let column = columns[index] {
      return column.named(name)
    }
    var figure = ExplainedFigure(value: try execution.evaluate(term, in: frame))
    for column in term.columnsUsed.compactMap({ columns[$0] }) {
      for step in column.steps where !figure.steps.contains(where: { $0.name == step.name }) {
        figure.steps.append(step)
      }
      for formula in column.formulas where !figure.formulas.contains(formula) {
        figure.formulas.append(formula)
      }
    }
    let suffixed = term.mapped { part in
      guard case .column(let index, _, let type) = part, let name = columns[index]?.name else {
        return nil
      }
      return .column(index, name: name, type)
    }
    figure.formulas.append(.init(name: name, text: suffixed.text))
    return figure
  }

  /// A choice as what it comes to in a row; as it is where that is no figure.
  private func chosen(_ term: Term, in frame: Frame) throws(EvaluationFailure) -> Term {
    guard case .conditional(let test, let then, let otherwise, _) = term else { return term }
    let choice = try execution.condition(test, in: frame)[0] ? then : otherwise
    return choice.columnsUsed.isEmpty ? term : choice
  }

  /// One row of a base and its windows; what has not been taken apart is missing.
  private func oneRow(of columns: [Int: ExplainedFigure], _ traced: TracedTerms) -> Frame {
    let types = traced.base.columns.map(\.type) + traced.windows.map(\.term.type)
    let values = types.enumerated().map { index, type in
      columns[index]?.value ?? execution.missingColumn(type, count: 1)
    }
    return Frame(entity: nil, rows: nil, count: 1, columns: values)
  }

  /// Which row of its base a row of a node is.
  private func place(of row: Int, in node: PlanNode) throws(EvaluationFailure) -> Int {
    let (numbered, place) = node.numbered
    let frame = try rows(of: numbered)
    guard case .number(let numbers) = frame.columns[place], numbers.values.indices.contains(row)
    else { throw .fault("a row that its plan does not give") }
    return Int(numbers.values[row]) - 1
  }

  /// The rows of a node.
  func rows(of node: PlanNode) throws(EvaluationFailure) -> Frame {
    try execution.run(Planner(execution: execution).plan(node))
  }

  // MARK: - Bases

  /// Columns of a base at one of its rows, by their places.
  private func columns(
    _ used: [Int], of base: PlanNode, row: Int?
  ) throws(EvaluationFailure) -> [Int: ExplainedFigure] {
    switch base {
    case .aggregate(let node):
      return try aggregates(used, try group(row, of: node))
    case .top(let top):
      guard let row, case .aggregate(let node) = top.input else { return [:] }
      var group = try group(row, ofTop: top, node)
      // The row of the others bears a word in the place of a key.
      group.keys = try rows(of: base).columns.prefix(node.keys.count).map {
        $0.gathered([Int32(row)])
      }
      return try aggregates(used, group)
    case .pair(let pair): return try columns(used, of: pair, row: row)
    case .asOf(let branch):
      return try Explainer(execution: execution.beside(branch), suffix: suffix)
        .columns(used, from: branch.node, row: row)
    case .stack(let stack): return try columns(used, of: stack, row: row ?? 0)
    case .operate(let node): return try columns(used, of: node, row: row ?? 0)
    default: throw .fault("rows of no known origin")
    }
  }

  /// Columns of a node as they are.
  private func columns(
    _ used: [Int], from node: PlanNode, row: Int?
  ) throws(EvaluationFailure) -> [Int: ExplainedFigure] {
    let asked = used.map { index in
      let column = node.columns[index]
      return NamedTerm(column.name, .column(index, name: column.name, column.type))
    }
    let figures = try figures(asked, of: node, row: row)
    return Dictionary(uniqueKeysWithValues: zip(used, figures))
  }

  /// Columns of a pair, each of its own side.
  private func columns(
    _ used: [Int], of pair: PairNode, row: Int?
  ) throws(EvaluationFailure) -> [Int: ExplainedFigure] {
    let keyCount = pair.keys.count
    let keys = try rows(of: .pair(pair)).columns.prefix(keyCount).map {
      $0.gathered([Int32(row ?? 0)])
    }
    var made: [Int: ExplainedFigure] = [:]
    for index in used where index < keyCount {
      made[index] = ExplainedFigure(value: keys[index])
    }
    var first = keyCount
    for side in [pair.left, pair.right] {
      let places = used.filter { $0 >= first && $0 < first + side.figures.count }
      let own = Explainer(
        execution: execution.beside(side.branch), suffix: suffix + side.suffix)
      let node = side.branch.node
      let row = places.isEmpty ? nil : try own.row(of: keys, in: node)
      let columns = try own.columns(places.map { $0 - first + keyCount }, from: node, row: row)
      for place in places { made[place] = columns[place - first + keyCount] }
      first += side.figures.count
    }
    return made
  }

  /// The row of a node that has the keys; nil when none has.
  private func row(of keys: [Column], in node: PlanNode) throws(EvaluationFailure) -> Int? {
    guard !keys.isEmpty else { return 0 }
    let frame = try rows(of: node)
    let both = try execution.stacked(
      keys, 1, Array(frame.columns.prefix(keys.count)), frame.count)
    let groups = Grouping(both, count: frame.count + 1).groups
    return groups.dropFirst().firstIndex(of: groups[0]).map { $0 - 1 }
  }

  /// Columns of a stack, of the part that a row is of.
  private func columns(
    _ used: [Int], of stack: StackNode, row: Int
  ) throws(EvaluationFailure) -> [Int: ExplainedFigure] {
    var first = 0
    for part in stack.parts {
      let count = try rows(of: part.node).count
      guard row >= first + count else {
        let own = used.filter { $0 > 0 }
        let columns = try columns(own.map { $0 - 1 }, from: part.node, row: row - first)
        var made = Dictionary(
          uniqueKeysWithValues: columns.map { (key: $0.key + 1, value: $0.value) })
        made[0] = ExplainedFigure(
          value: execution.constantColumn(part.label, stack.label.type, count: 1))
        return made
      }
      first += count
    }
    throw .fault("a row of no part of a stack")
  }
}

extension PairNode.Side {
  /// What the names of this side have behind those of its figures.
  fileprivate var suffix: String {
    guard case .aggregate(let node) = branch.node, let own = node.outputs.first?.name,
      let name = figures.first?.name
    else { return "" }
    return String(name.dropFirst(own.count))
  }
}
