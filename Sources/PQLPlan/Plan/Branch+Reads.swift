package import PQLModel

extension Branch {
  /// The tables and fields that the branch reads, by the terms of its nodes; what built-in fields are
  /// made of says the catalog.
  package func reads(_ catalog: Catalog) -> ReadSet {
    var collector = ReadCollector(catalog: catalog, definitions: definitions)
    collector.add(node)
    return collector.set
  }
}

/// Gathers what a plan reads.
private struct ReadCollector {
  let catalog: Catalog
  let definitions: [ComputedReference: Term]
  var set = ReadSet()
  /// Fields that have been followed, so that each is once.
  private var seen: Set<ComputedReference> = []

  init(catalog: Catalog, definitions: [ComputedReference: Term]) {
    self.catalog = catalog
    self.definitions = definitions
  }

  mutating func add(_ node: PlanNode) {
    switch node {
    case .scan(let entity): set.add(entity)
    case .filter(_, let condition): add(condition)
    case .extend(_, let terms), .project(_, let terms), .show(_, let terms):
      for named in terms { add(named.term) }
    case .aggregate(let group):
      for key in group.keys { add(key.term) }
      for aggregate in group.aggregates {
        for term in [aggregate.argument, aggregate.condition, aggregate.order] { add(term) }
      }
    case .sort(_, let keys): for key in keys { add(key.term) }
    case .top(let top):
      for key in top.by { add(key.term) }
      for term in top.per { add(term) }
    case .limit: break
    case .operate(let operate): for key in operate.keys { add(key.term) }
    case .pair(let pair):
      for side in [pair.left, pair.right] {
        var own = ReadCollector(catalog: catalog, definitions: side.branch.definitions)
        own.add(side.branch.node)
        set.formUnion(own.set)
      }
      return
    }
    if case .operate(let operate) = node { set.formUnion(operate.reads) }
    for input in node.inputs { add(input) }
  }

  private mutating func add(_ term: Term?) {
    guard let term else { return }
    switch term {
    case .field(let field): set.add(field.name, of: field.entity)
    case .computed(let reference): add(reference)
    case .follow(let relation, let inner):
      set.add(relation.field, of: relation.from)
      set.add(relation.to)
      add(inner)
    case .related(let related):
      set.add(related.relation.field, of: related.relation.from)
      for part in [related.argument, related.condition, related.order] { add(part) }
    case .stageOrder: for name in ["stage", "pipeline"] { set.add(name, of: .deals) }
    default: for part in term.parts { add(part) }
    }
  }

  private mutating func add(_ reference: ComputedReference) {
    guard seen.insert(reference).inserted else { return }
    if let term = definitions[reference] { return add(term) }
    if case .kernel(let fields, _)? = catalog.field(reference.name, of: reference.entity)?.source {
      for field in fields { set.add(field, of: reference.entity) }
    }
  }
}
