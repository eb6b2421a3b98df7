import PQLModel
import PQLPlan

/// The rows of one group of a grouping.
struct GroupRows {
  var node: AggregateNode
  var input: Frame
  /// By row of the input 0 where it is in the group, else -1.
  var membership: [Int32]
  /// The keys of the group, in one row; missing where it stands for several.
  var keys: [Column]
  /// Whether amounts are in the currency of their rows.
  var isOwn: Bool
}

extension Explainer {
  /// The rows of the group that a row of a grouping is; of none there are no rows.
  func group(_ row: Int?, of node: AggregateNode) throws(EvaluationFailure) -> GroupRows {
    let grouped = try grouped(node)
    return rows(of: grouped, node, keys: row.map(Int32.init) ?? -1) { $0 == row }
  }

  /// The same of a `top … with others`, whose last row may stand for all other groups.
  func group(
    _ row: Int, ofTop top: TopNode, _ node: AggregateNode
  ) throws(EvaluationFailure) -> GroupRows {
    let grouped = try grouped(node)
    let picks = execution.order(
      grouped.frame, by: try execution.sortColumns(top.by, grouped.frame), first: top.count)
    if row < picks.count {
      return rows(of: grouped, node, keys: picks[row]) { $0 == picks[row] }
    }
    let shown = Set(picks.map(Int.init))
    return rows(of: grouped, node, keys: -1) { !shown.contains($0) }
  }

  private func grouped(_ node: AggregateNode) throws(EvaluationFailure) -> Grouped {
    try execution.groupAtOnce(
      node, Planner(execution: execution).plan(node.input), isOrdered: true)
  }

  private func rows(
    of grouped: Grouped, _ node: AggregateNode, keys place: Int32,
    _ isTaken: (_ place: Int) -> Bool
  ) -> GroupRows {
    let isMember = grouped.placeOf.map { isTaken(Int($0)) }
    return GroupRows(
      node: node, input: grouped.input,
      membership: grouped.groups.map { $0 >= 0 && isMember[Int($0)] ? 0 : -1 },
      keys: grouped.frame.columns.prefix(node.keys.count).map { $0.gathered([place]) },
      isOwn: grouped.isOwn)
  }

  /// Columns of a grouping that has one for each of its aggregates behind the figures.
  func aggregates(
    _ used: [Int], _ group: GroupRows
  ) throws(EvaluationFailure) -> [Int: ExplainedFigure] {
    let node = group.node
    let first = node.keys.count + node.outputs.count - node.aggregates.count
    var columns: [Int: ExplainedFigure] = [:]
    for index in used {
      if index < node.keys.count {
        columns[index] = ExplainedFigure(value: group.keys[index])
      } else if node.aggregates.indices.contains(index - first) {
        let step = try step(node.aggregates[index - first], of: group)
        columns[index] = ExplainedFigure(value: step.value, steps: [step])
      }
    }
    return columns
  }

  /// One aggregate of a group: its rows under its condition, with what each gives to it.
  func step(
    _ aggregate: AggregateTerm, of group: GroupRows
  ) throws(EvaluationFailure) -> ExplainedStep {
    let asked = try execution.asked(
      aggregate, of: group.node, group.input, group.membership, keepsOwn: group.isOwn)
    let rows = asked.groups.indices.filter {
      asked.groups[$0] == 0 && asked.argument?.isPresent($0) != false
    }.map(Int32.init)
    let mine = asked.selecting(rows)
    let fields = FieldsRead(
      group.node.input.conditions + group.node.keys.map(\.term)
        + [aggregate.condition, aggregate.argument].compactMap { $0 })
    return ExplainedStep(
      name: name(of: aggregate, in: group.node) + suffix, type: aggregate.type,
      value: try execution.figure(of: aggregate, mine, groupCount: 1),
      columns: try listing(
        group.input.selecting(rows), group.node.input.columns, fields,
        part: mine.argument ?? ones(rows.count), aggregate.argument?.type ?? .number),
      count: rows.count, addsUp: ["count", "sum"].contains(aggregate.aggregate),
      passedOver: asked.groups.count { $0 == 0 } - rows.count, field: aggregate.argument?.text)
  }

  /// What an aggregate is called: as the figure that is nothing else, or by its own text.
  ///
  /// A verb's own figure is missing where nothing has a value, and else one aggregate.
  private func name(of aggregate: AggregateTerm, in node: AggregateNode) -> String {
    guard let index = node.aggregates.firstIndex(of: aggregate) else { return aggregate.text }
    let output = node.outputs.first { output in
      var term = output.term
      if !showsChoices, case .conditional(_, _, let otherwise, _) = term { term = otherwise }
      guard case .column(let place, _, _) = term else { return false }
      return place == node.keys.count + index
    }
    return output?.name ?? aggregate.text
  }

  func ones(_ count: Int) -> Column {
    .number(NumberColumn(values: [Double](repeating: 1, count: count)))
  }

  /// What is shown of rows, those with the largest part first: `id` and `name` of records with the fields
  /// read, all columns of other rows; then the part.
  func listing(
    _ frame: Frame, _ made: [PlannedColumn], _ fields: FieldsRead, part: Column, _ type: ValueType
  ) throws(EvaluationFailure) -> [Rows.Named] {
    var columns: [Rows.Named] = []
    if let entity = frame.entity, let table = execution.model[entity] {
      for name in ["id", "name"] {
        guard let field = table.field(name) else { continue }
        columns.append(Rows.Named(name, field.type, frame.picked(from: field.column)))
      }
      for field in fields.terms(execution.model)
      where !columns.contains(where: { $0.name == field.name }) {
        let column = try execution.shownColumn(field.term, in: frame)
        columns.append(Rows.Named(field.name, field.term.type, column))
      }
    } else {
      columns = zip(made, frame.columns).map { Rows.Named($0.name, $0.type, $1) }
    }
    columns.removeAll { [ExplainedStep.part, "step", "#"].contains($0.name) }
    columns.append(Rows.Named(ExplainedStep.part, type, part))
    let order = RowOrder(
      (part.currencyNames.count < 2 ? [SortColumn(part, isDescending: true)] : [])
        + execution.ids(frame).map { SortColumn($0, isDescending: false) }
    ).sorted(count: frame.count)
    return columns.map { Rows.Named($0.name, $0.type, $0.column.gathered(order)) }
  }
}

extension PlanNode {
  /// The conditions that the rows meet, those of earlier steps first.
  fileprivate var conditions: [Term] {
    switch self {
    case .filter(let input, let condition): input.conditions + [condition]
    case .sort(let input, _), .limit(let input, _), .extend(let input, _): input.conditions
    case .top(let top): top.input.conditions
    default: []
    }
  }
}
