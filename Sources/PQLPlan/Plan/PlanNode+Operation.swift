import PQLModel

/// What a node of a plan does, in words.
package struct PlanOperation: Sendable, Hashable {
  package var name: String
  package var detail: String

  package init(_ name: String, _ detail: String) {
    self.name = name
    self.detail = detail
  }
}

extension PlanNode {
  /// What the node does, for `explain plan`.
  package var operation: PlanOperation {
    switch self {
    case .scan(let entity): PlanOperation("scan", entity.rawValue)
    case .filter(_, let condition): PlanOperation("filter", condition.text)
    case .extend(_, let terms): PlanOperation("add", Self.list(terms))
    case .project(_, let terms): PlanOperation("project", Self.list(terms))
    case .show(_, let terms): PlanOperation("show", Self.list(terms))
    case .aggregate(let node):
      PlanOperation(
        "group", Self.by(node.keys) + node.aggregates.map(\.text).joined(separator: ", "))
    case .sort(_, let keys): PlanOperation("sort", Self.list(keys))
    case .top(let node):
      PlanOperation(
        "top",
        "\(node.count) by \(Self.list(node.by.map(\.turned)))"
          + (node.per.isEmpty ? "" : " per " + node.per.map(\.text).joined(separator: ", "))
          + (node.withOthers ? " with others" : ""))
    case .limit(.sort(_, let keys), let count):
      PlanOperation("sort", "\(Self.list(keys)), first \(count)")
    case .limit(_, let count): PlanOperation("limit", "\(count)")
    case .operate(let node):
      PlanOperation(
        node.name,
        Self.by(node.keys)
          + node.columns.dropFirst(node.keys.count).map(\.name).joined(separator: ", "))
    case .pair(let node):
      PlanOperation(
        "pair",
        node.keys.isEmpty ? "one row each" : "on \(node.keys.map(\.name).joined(separator: ", "))")
    case .asOf(let branch):
      PlanOperation("as of", CivilDate(dayNumber: branch.today).text)
    case .stack(let node):
      PlanOperation("stack", "\(node.parts.count) answers by \(node.label.name)")
    }
  }

  private static func list(_ terms: [NamedTerm]) -> String {
    terms.map { $0.name == $0.term.text ? $0.name : "\($0.name): \($0.term.text)" }
      .joined(separator: ", ")
  }

  private static func list(_ keys: [SortTerm]) -> String {
    keys.map { ($0.isDescending ? "-" : "") + $0.term.text }.joined(separator: ", ")
  }

  private static func by(_ keys: [GroupKey]) -> String {
    keys.isEmpty ? "" : "by \(keys.map(\.term.text).joined(separator: ", ")): "
  }
}

extension SortTerm {
  /// The key the other way round: `top` descends where it says nothing.
  fileprivate var turned: SortTerm { SortTerm(term: term, isDescending: !isDescending) }
}
