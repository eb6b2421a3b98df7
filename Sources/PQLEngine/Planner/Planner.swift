import PQLModel
import PQLPlan

/// Chooses how each node of a plan is carried out.
///
/// Everything that is known before the run bears on it: the shape of terms, the sizes of tables and
/// dictionaries, the indexes there are. What depends on rows that earlier steps leave is settled by the
/// same `Methods` when they are known.
struct Planner {
  let execution: Execution
  var model: Model { execution.model }

  func plan(_ node: PlanNode) -> PhysicalNode {
    func physical(_ work: PhysicalNode.Work, _ choice: Choice = .only) -> PhysicalNode {
      PhysicalNode(operation: node.operation, choice: choice, work: work)
    }
    switch node {
    case .scan(let entity): return physical(.all(entity))
    case .filter(let input, .constant(.boolean(false), _)) where !input.isScan:
      return plan(input.emptied)
    case .filter(let input, let condition):
      let (method, choice) = selection(of: input, condition)
      return physical(.select(plan(input), condition, method), choice)
    case .extend(let input, let terms): return physical(.extend(plan(input), terms))
    case .project(let input, let terms): return physical(.project(plan(input), terms))
    case .show(let input, let terms): return physical(.show(plan(input), terms))
    case .aggregate(let group):
      let step = grouping(group, node.operation)
      return physical(.group(step), step.choice)
    case .sort(let input, let keys): return physical(.order(plan(input), keys, first: nil))
    case .top(let top): return physical(.top(step(of: top)), firstRows(top.count))
    case .limit(.sort(let input, let keys), let count):
      return physical(.order(plan(input), keys, first: count), firstRows(count))
    case .limit(let input, let count):
      guard case .aggregate(let group) = input else {
        return physical(.limit(plan(input), count))
      }
      return physical(.firstGroups(grouping(group, input.operation), count), firstRows(count))
    case .operate(let operate): return physical(.operate(operate, operate.inputs.map(plan)))
    case .pair(let pair):
      return physical(.pair(PairStep(node: pair, left: side(pair.left), right: side(pair.right))))
    case .asOf(let branch): return physical(.asOf(branch))
    case .stack(let node): return physical(.stack(node, node.parts.map { plan($0.node) }))
    }
  }

  private func firstRows(_ count: Int) -> Choice {
    Choice("top-N of \(count)", because: "no other row is asked for")
  }

  private func step(of top: TopNode) -> TopStep {
    if top.withOthers, case .aggregate(let group) = top.input {
      let kept = GroupStep(
        node: group, method: .atOnce(plan(group.input)), operation: top.input.operation,
        choice: Choice("rows at once", because: "`with others` folds the rest from its rows"))
      return TopStep(node: top, input: .groups(kept))
    }
    return TopStep(node: top, input: .rows(plan(top.input)))
  }

  private func side(_ side: PairNode.Side) -> PairStep.Side {
    let own = Planner(execution: execution.beside(side.branch))
    return PairStep.Side(
      branch: side.branch, answer: own.plan(side.branch.node), absent: own.plan(side.absent))
  }
}

// Filters.
extension Planner {
  private func selection(of input: PlanNode, _ condition: Term) -> (SelectMethod, Choice) {
    if case .constant(.boolean(false), _) = condition {
      return (.none, Choice("no rows", because: "the condition is never true"))
    }
    guard case .scan(let entity) = input else {
      return (.atOnce, Choice("rows at once", because: "an earlier step has chosen them"))
    }
    let rows = model[entity]?.rowCount ?? 0
    guard Methods.worksInBlocks(rows: rows, blockSize: execution.blockSize) else {
      return (.atOnce, Choice("rows at once", because: "one block holds them"))
    }
    guard execution.isByRow(condition) else {
      return (.atOnce, Choice("rows at once", because: "the condition looks at other records"))
    }
    if let (field, found) = indexed(condition, entity) {
      return (
        .index(found),
        Choice(
          "index look-up of \(field)", because: "its texts mostly differ, and it was asked before")
      )
    }
    return (.blocks(entity), inBlocks(of: rows))
  }

  private func inBlocks(of rows: Int) -> Choice {
    let count = (rows + execution.blockSize - 1) / execution.blockSize
    return Choice(
      "block scan, \(count) blocks", because: "each row's value follows from that row")
  }

  /// The rows that an index finds for a condition, which may be more than hold for it; nil where
  /// there is no index.
  ///
  /// A column of mostly different texts, as ids are, has one from the second question on: to make it
  /// takes as long as many scans.
  private func indexed(_ condition: Term, _ entity: EntityKind) -> (String, [Int32])? {
    let parts = if case .all(let parts) = condition { parts } else { [condition] }
    for part in parts {
      guard case .comparison(.equal, .field(let field), .constant(.text(let wanted), _)) = part,
        field.entity == entity, let table = model[field.entity],
        case .text(let text) = table.fields[field.index].column,
        Methods.deservesIndex(text.dictionary.count, rows: table.rowCount),
        let index = execution.cache.textIndex(of: text, field, in: model)
      else { continue }
      return (field.name, index.rows(of: wanted))
    }
    return nil
  }
}

// Groupings.
extension Planner {
  private func grouping(_ node: AggregateNode, _ operation: PlanOperation) -> GroupStep {
    let (blocks, why) = blocks(node)
    guard let blocks else {
      return GroupStep(
        node: node, method: .atOnce(plan(node.input)), operation: operation,
        choice: Choice("rows at once", because: why))
    }
    let rows = model[blocks.entity]?.rowCount ?? 0
    return GroupStep(
      node: node, method: .blocks(blocks), operation: operation, choice: inBlocks(of: rows))
  }

  /// How rows are grouped block by block; nil, and why, when they are needed together.
  private func blocks(_ node: AggregateNode) -> (BlockGrouping?, why: String) {
    guard let (entity, filters) = node.input.filteredScan else {
      return (nil, "an earlier step has made them")
    }
    let rows = model[entity]?.rowCount ?? 0
    guard Methods.worksInBlocks(rows: rows, blockSize: execution.blockSize) else {
      return (nil, "one block holds them")
    }
    var merges: [Aggregate] = []
    for aggregate in node.aggregates {
      guard aggregate.type != .boolean, !aggregate.type.isTextual,
        let merge = execution.library.aggregate(aggregate.aggregate)?.mergedBy
          .flatMap(execution.library.aggregate)
      else { return (nil, "\(aggregate.aggregate) needs them together") }
      merges.append(merge)
    }
    guard isByRow(node, filters.map(\.condition)) else {
      return (nil, "a value looks at other records")
    }
    let placed = model[entity].flatMap { PlacedKeys(node.keys, in: $0) }
    return (
      BlockGrouping(entity: entity, filters: filters, merges: merges, placed: placed), ""
    )
  }

  private func isByRow(_ node: AggregateNode, _ conditions: [Term]) -> Bool {
    conditions.allSatisfy(execution.isByRow) && node.keys.allSatisfy { execution.isByRow($0.term) }
      && node.aggregates.allSatisfy { aggregate in
        [aggregate.argument, aggregate.condition].allSatisfy { $0.map(execution.isByRow) ?? true }
      }
  }
}

extension PlanNode {
  fileprivate var isScan: Bool { if case .scan = self { true } else { false } }

  /// The node without rows: as far down as can be, so that nothing is looked at in vain.
  fileprivate var emptied: PlanNode {
    let none = Term.constant(.boolean(false), .boolean)
    return switch self {
    case .filter(let input, _), .sort(let input, _), .limit(let input, _): input.emptied
    case .extend(let input, let terms): .extend(input.emptied, terms)
    case .project(let input, let terms): .project(input.emptied, terms)
    case .show(let input, let terms): .show(input.emptied, terms)
    case .scan: .filter(self, none)
    case .top, .aggregate, .operate, .pair, .asOf, .stack: .limit(self, 0)
    }
  }

  /// The entity and the filters, the first one first, of rows under filters; nil for other rows.
  var filteredScan: (entity: EntityKind, filters: [(operation: PlanOperation, condition: Term)])? {
    switch self {
    case .scan(let entity): return (entity, [])
    case .filter(let input, let condition):
      guard let inner = input.filteredScan else { return nil }
      return (inner.entity, inner.filters + [(operation, condition)])
    default: return nil
    }
  }
}
