import PQLModel
import PQLPlan

extension Explainer {
  /// Columns of an operator's rows: what it says itself, or those of the rows that it has picked.
  func columns(
    _ used: [Int], of node: OperatorNode, row: Int
  ) throws(EvaluationFailure) -> [Int: ExplainedFigure] {
    guard let operation = execution.library.operation(node.name) else {
      throw .fault("no operator \(node.name)")
    }
    if operation.picksRows, let input = node.inputs.first {
      return try picked(used, of: node, from: input, row)
    }
    let answer = try rows(of: .operate(node))
    var made: [Int: ExplainedFigure] = [:]
    for index in used {
      let value = answer.columns[index].gathered([Int32(row)])
      made[index] = ExplainedFigure(value: value)
      guard index >= node.keys.count, let parts = operation.parts else { continue }
      let cell = OperatorCell(row: row, column: node.columns[index].name)
      if let figure = try figure(cell, value, of: node, parts) { made[index] = figure }
    }
    return made
  }

  /// A cell by what the operator says of it.
  private func figure(
    _ cell: OperatorCell, _ value: Column, of node: OperatorNode, _ parts: Operator.Parts
  ) throws(EvaluationFailure) -> ExplainedFigure? {
    let frames = try execution.taken(node.inputs.map(Planner(execution: execution).plan))
    var told: OperatorParts?
    _ = try execution.inOneCurrency(frames, for: node.name) { frames throws(EvaluationFailure) in
      told = try parts(
        cell, zip(frames, node.inputs).map { Rows($0, $1.columns) },
        OperatorContext(node: node, execution: execution))
      return Frame(entity: nil, rows: nil, count: 0, columns: [])
    }
    guard let told else { return nil }
    var figure = ExplainedFigure(value: value)
    for step in told.steps {
      guard let part = step.rows.columns.last else { continue }
      let total = step.addsUp ? part.column.total ?? value : value
      let ids = step.rows.columns.filter { $0.name == "id" }.map(\.column)
      let order = RowOrder(
        [SortColumn(part.column, isDescending: true)]
          + ids.map { SortColumn($0, isDescending: false) }
      ).sorted(count: step.rows.count)
      figure.steps.append(
        ExplainedStep(
          name: step.name + suffix, type: part.type, value: total,
          columns: step.rows.columns.map {
            Rows.Named($0.name, $0.type, $0.column.gathered(order))
          }, count: step.rows.count, addsUp: step.addsUp))
    }
    if let formula = told.formula {
      figure.formulas = [.init(name: cell.column + suffix, text: formula)]
    } else if let step = figure.steps.first {
      guard figure.steps.count == 1, !step.addsUp || step.value.agrees(0, with: value, 0) else {
        throw .fault("the parts of \(cell.column) do not add up to it")
      }
    }
    return figure
  }

  /// Columns by their names in the row of the input that an operator has picked.
  private func picked(
    _ used: [Int], of node: OperatorNode, from input: PlanNode, _ row: Int
  ) throws(EvaluationFailure) -> [Int: ExplainedFigure] {
    let (numbered, place) = input.numbered
    var node = node
    let columns = node.columns
    node.inputs = [numbered]
    node.columns.append(PlannedColumn(name: "#", type: .number))
    let frame = try rows(of: .operate(node))
    guard numbered.columns[place].name == "#", case .number(let numbers)? = frame.columns.last,
      numbers.values.indices.contains(row)
    else { throw .fault("a row that its plan does not give") }
    let made = input.columns
    let asked = used.compactMap { index in
      made.firstIndex { $0.name == columns[index].name }.map { place in
        NamedTerm(
          columns[index].name, .column(place, name: columns[index].name, columns[index].type))
      }
    }
    guard asked.count == used.count else { throw .fault("an operator's column of no input") }
    var explainer = self
    explainer.showsChoices = false
    let figures = try explainer.figures(asked, of: input, row: Int(numbers.values[row]) - 1)
    return Dictionary(uniqueKeysWithValues: zip(used, figures))
  }
}
