package import PQLModel

/// What a bound plan reads: tables and fields, and what of their meaning it goes by.
package struct PlanReads: Sendable, Hashable {
  package fileprivate(set) var tables = ReadSet()
  fileprivate var aspects: Set<LoadConcern.Aspect> = []

  /// Whether an answer of the plan rests on what a remark of the load is about.
  package func rests(on note: LoadNote) -> Bool { note.concerns.contains(where: concerns) }

  private func concerns(_ concern: LoadConcern) -> Bool {
    switch (concern.aspect, concern.entity, concern.field) {
    case (.records, let entity?, _): tables.reads(entity)
    case (.field, let entity?, let field?): tables.reads(field, of: entity)
    default: aspects.contains(concern.aspect)
    }
  }

  fileprivate mutating func formUnion(_ other: PlanReads) {
    tables.formUnion(other.tables)
    aspects.formUnion(other.aspects)
  }
}

extension Branch {
  /// What the branch reads, by the terms of its nodes; what built-in fields are made of says the
  /// catalog.
  package func reads(_ catalog: Catalog) -> PlanReads {
    var collector = ReadCollector(catalog: catalog, definitions: definitions)
    collector.add(node)
    var reads = collector.reads
    if reads.tables.reads(.history) { reads.aspects.insert(.history) }
    return reads
  }
}

/// Gathers what a plan reads.
private struct ReadCollector {
  let catalog: Catalog
  let definitions: [ComputedReference: Term]
  var reads = PlanReads()
  /// Fields that have been followed, so that each is once.
  private var seen: Set<ComputedReference> = []

  init(catalog: Catalog, definitions: [ComputedReference: Term]) {
    self.catalog = catalog
    self.definitions = definitions
  }

  mutating func add(_ node: PlanNode) {
    switch node {
    case .scan(let entity): reads.tables.add(entity)
    case .filter(_, let condition): add(condition)
    case .extend(_, let terms), .project(_, let terms), .show(_, let terms):
      for named in terms { add(named.term) }
    case .aggregate(let group):
      for key in group.keys {
        if key.order == .stages { reads.aspects.insert(.stageOrder) }
        add(key.term)
      }
      for aggregate in group.aggregates {
        for term in [aggregate.argument, aggregate.condition, aggregate.order] { add(term) }
      }
    case .sort(_, let keys): add(keys)
    case .top(let top):
      add(top.by)
      for term in top.per { add(term) }
    case .limit: break
    case .operate(let operate):
      for key in operate.keys { add(key.term) }
      for named in operate.asked { add(named.term) }
      reads.tables.formUnion(operate.reads)
      if operate.reads.reads("stage", of: .deals) {
        reads.aspects.formUnion([.stageOrder, .outcome])
      }
    case .pair(let pair):
      add(pair.left.branch)
      return add(pair.right.branch)
    case .asOf(let branch): return add(branch)
    case .stack: break
    }
    for input in node.inputs { add(input) }
  }

  private mutating func add(_ branch: Branch) {
    var own = ReadCollector(catalog: catalog, definitions: branch.definitions)
    own.add(branch.node)
    reads.formUnion(own.reads)
  }

  private mutating func add(_ keys: [SortTerm]) {
    for key in keys {
      if key.term.type == .stage { reads.aspects.insert(.stageOrder) }
      add(key.term)
    }
  }

  private mutating func add(_ term: Term?) {
    guard let term else { return }
    if term.type == .money { reads.aspects.insert(.money) }
    switch term {
    case .field(let field): reads.tables.add(field.name, of: field.entity)
    case .computed(let reference): add(reference)
    case .follow(let relation, let inner):
      reads.tables.add(relation.field, of: relation.from)
      reads.tables.add(relation.to)
      add(inner)
    case .related(let related):
      reads.tables.add(related.relation.field, of: related.relation.from)
      for part in [related.argument, related.condition, related.order] { add(part) }
    case .stageOrder:
      reads.aspects.insert(.stageOrder)
      for name in ["stage", "pipeline"] { reads.tables.add(name, of: .deals) }
    case .ofStage:
      reads.aspects.insert(.stageOrder)
      for name in ["stage", "pipeline", "closed_on"] { reads.tables.add(name, of: .deals) }
      reads.tables.add("stage", of: .history)
    default: for part in term.parts { add(part) }
    }
  }

  private mutating func add(_ reference: ComputedReference) {
    guard seen.insert(reference).inserted else { return }
    if let term = definitions[reference] { return add(term) }
    let definition = catalog.field(reference.name, of: reference.entity)
    for case .history(let field) in definition?.needs ?? [] {
      reads.tables.add(field, of: .history)
    }
    switch definition?.source {
    case .kernel(let fields, _)?, .table(let fields, _)?:
      for field in fields {
        if let table = EntityKind(rawValue: field) {
          reads.tables.add(table)
        } else {
          reads.tables.add(field, of: reference.entity)
        }
      }
      if fields.contains("stage") { reads.aspects.insert(.outcome) }
    default: break
    }
  }
}
