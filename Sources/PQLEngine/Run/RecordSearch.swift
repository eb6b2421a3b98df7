import PQLModel
import PQLPlan
import PQLText

/// Finds the one record that a question is asked about, by its id or its name, among those that a plan
/// reads.
struct RecordSearch {
  let execution: Execution
  let wanted: String

  /// Where the record was found.
  struct Found {
    /// The nodes from the records up, those below first.
    var path: [PlanNode]
    var entity: EntityKind
    var row: Int32
    /// Sees the branch of the plan that the records are in.
    var execution: Execution
  }

  /// The nodes from records up to a node, and the innermost branch that they are in.
  private typealias Path = (nodes: [PlanNode], branch: Branch?)

  /// How many ids are looked through for one that is nearly the same.
  private static let mostCompared = 100_000

  /// The record below a node; nil, and notes that say why, where no or more than one record is meant.
  func found(under node: PlanNode, telling notes: inout [Note]) -> Found? {
    let paths = Self.paths(to: node)
    var entities: [EntityKind] = []
    for path in paths {
      guard case .scan(let entity)? = path.nodes.first, !entities.contains(entity) else { continue }
      entities.append(entity)
      let own = path.branch.map(execution.beside) ?? execution
      let rows = rows(of: entity, in: own.model)
      if let row = rows.first, rows.count == 1 {
        return Found(path: path.nodes, entity: entity, row: row, execution: own)
      }
      guard rows.isEmpty else {
        notes.append(
          Note(
            .recordsOfOneName,
            [.text("id", wanted), .text("records", entity.rawValue), .count("n", rows.count)]))
        return nil
      }
    }
    let names = entities.map(\.rawValue).joined(separator: " or ")
    notes.append(Note(.recordNotThere, [.text("id", wanted), .text("records", names)]))
    // Of names as near as each other the first by its text, whatever the order of the records.
    let near = Spelling.nearest(to: wanted, in: entities.flatMap(ids).sorted(), limit: 1)
    if let near = near.first { notes.append(Note(.nearValue, [.text("value", near)])) }
    return nil
  }

  private static func paths(to node: PlanNode) -> [Path] {
    switch node {
    // Of two answers side by side the first is the one that was asked.
    case .pair(let pair): paths(to: node, in: pair.left.branch)
    case .asOf(let branch): paths(to: node, in: branch)
    case .scan: [([node], nil)]
    default: node.inputs.flatMap { paths(to: $0).map { ($0.nodes + [node], $0.branch) } }
    }
  }

  private static func paths(to node: PlanNode, in branch: Branch) -> [Path] {
    paths(to: branch.node).map { ($0.nodes + [node], $0.branch ?? branch) }
  }

  /// The rows of the records with that id, or else with that name.
  private func rows(of entity: EntityKind, in model: Model) -> [Int32] {
    for name in ["id", "name"] {
      guard case .text(let texts)? = model[entity]?.field(name)?.column else { continue }
      let found = texts.codes.indices.filter { texts[$0] == wanted }
      if !found.isEmpty { return found.map { Int32($0) } }
    }
    return []
  }

  private func ids(of entity: EntityKind) -> [String] {
    guard case .text(let texts)? = execution.model[entity]?.field("id")?.column,
      texts.dictionary.count <= Self.mostCompared
    else { return [] }
    return texts.dictionary.values
  }
}

extension NoteForm {
  fileprivate static let recordNotThere = NoteForm(
    "record-not-there", "there are no {records} with the id or the name {id}")
  fileprivate static let recordsOfOneName = NoteForm(
    "records-of-one-name", "{n} {records} are called {id}; an id names one of them")
}
