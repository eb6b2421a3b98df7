import PQLModel
import PQLPlan

/// Terms over the columns of a node, written over the columns of the node that its rows come from.
///
/// Between the two rows are picked, put in order and computed with, and nothing more: a row of the one is
/// a row of the other. The figures of a grouping are taken apart too, so that the terms are over its
/// aggregates.
struct TracedTerms {
  private(set) var base: PlanNode
  private(set) var terms: [Term]
  /// The values over several rows of the answer that the terms use; the terms name them as columns
  /// behind those of the base.
  private(set) var windows: [Window] = []
  /// Whether the base is the node itself.
  private(set) var isBase = true

  /// A value over rows of a node.
  struct Window {
    var term: WindowTerm
    var rows: PlanNode
  }

  init(_ terms: [Term], of node: PlanNode) {
    (base, self.terms) = (node, terms)
    while descend() { isBase = false }
    takeApart()
    let width = base.columns.count
    self.terms = self.terms.map { term in
      term.mapped { part in
        guard case .column(let index, let name, let type) = part, index >= Self.windowPlaces else {
          return nil
        }
        return .column(width + index - Self.windowPlaces, name: name, type)
      }
    }
  }

  /// Where windows have their columns until the base is known.
  private static let windowPlaces = 1 << 20

  /// Goes a node down; false at the base.
  private mutating func descend() -> Bool {
    switch base {
    case .filter(let input, _), .sort(let input, _), .limit(let input, _): base = input
    case .top(let top) where !top.withOthers: base = top.input
    case .extend(let input, let made):
      write(made.map(\.term), from: input.columns.count, over: input)
      base = input
    case .project(let input, let made), .show(let input, let made):
      write(made.map(\.term), from: 0, over: input)
      base = input
    default: return false
    }
    return true
  }

  /// Gives a grouping a column for each of its aggregates, and writes its figures over these.
  private mutating func takeApart() {
    switch base {
    case .aggregate(let group):
      base = .aggregate(group.withAggregates)
      write(group.figures, from: group.keys.count, over: base)
    case .top(var top):
      guard case .aggregate(let group) = top.input else { return }
      top.input = .aggregate(group.withAggregates)
      base = .top(top)
      let others = group.columns.count
      terms = terms.map { $0.columnsMoved(from: others, by: group.aggregates.count) }
      write(group.figures, from: group.keys.count, over: base)
    default: break
    }
  }

  /// Puts terms over `rows` in the place of the columns from `first` on that hold them.
  private mutating func write(_ made: [Term], from first: Int, over rows: PlanNode) {
    terms = terms.map { term in
      term.mapped { part in
        guard case .column(let index, _, _) = part, made.indices.contains(index - first) else {
          return nil
        }
        return withoutWindows(made[index - first], over: rows)
      }
    }
  }

  private mutating func withoutWindows(_ term: Term, over rows: PlanNode) -> Term {
    var windows = windows
    defer { self.windows = windows }
    return term.mapped { part in
      guard case .window(let window) = part else { return nil }
      windows.append(Window(term: window, rows: rows))
      return .column(
        Self.windowPlaces + windows.count - 1, name: part.text, window.type)
    }
  }
}

extension AggregateNode {
  /// The same groups in the same order, with a column for each aggregate behind the figures.
  fileprivate var withAggregates: AggregateNode {
    var node = self
    node.outputs += aggregates.enumerated().map { index, aggregate in
      NamedTerm(
        aggregate.text, .column(keys.count + index, name: aggregate.text, aggregate.type))
    }
    return node
  }

  /// The figures over the columns of `withAggregates`.
  fileprivate var figures: [Term] {
    outputs.map { output in
      output.term.mapped { part in
        guard case .column(let index, _, let type) = part, index >= keys.count else { return nil }
        return .column(
          outputs.count + index, name: aggregates[index - keys.count].text, type)
      }
    }
  }
}

extension PlanNode {
  /// The node with one more column, and its place: which row of the base each row is, from 1 on.
  var numbered: (node: PlanNode, place: Int) {
    func made(
      _ terms: [NamedTerm], _ input: PlanNode, _ node: (PlanNode, [NamedTerm]) -> PlanNode
    ) -> (PlanNode, Int) {
      let (input, place) = input.numbered
      let moved = terms.map { NamedTerm($0.name, $0.term.columnsMoved(from: place)) }
      return (
        node(input, moved + [NamedTerm("#", .column(place, name: "#", .number))]), terms.count
      )
    }
    switch self {
    case .filter(let input, let condition):
      let (input, place) = input.numbered
      return (.filter(input, condition.columnsMoved(from: place)), place)
    case .sort(let input, let keys):
      let (input, place) = input.numbered
      return (.sort(input, keys.map { $0.columnsMoved(from: place) }), place)
    case .limit(let input, let count):
      let (input, place) = input.numbered
      return (.limit(input, count), place)
    case .top(var top) where !top.withOthers:
      let (input, place) = top.input.numbered
      top.input = input
      top.by = top.by.map { $0.columnsMoved(from: place) }
      top.per = top.per.map { $0.columnsMoved(from: place) }
      return (.top(top), place)
    case .extend(let input, let terms):
      let (input, place) = input.numbered
      return (
        .extend(input, terms.map { NamedTerm($0.name, $0.term.columnsMoved(from: place)) }), place
      )
    case .project(let input, let terms): return made(terms, input) { .project($0, $1) }
    case .show(let input, let terms): return made(terms, input) { .show($0, $1) }
    default:
      let number = WindowTerm(
        kind: .running, argument: .constant(.number(1), .number), over: [], type: .number)
      return (.extend(self, [NamedTerm("#", .window(number))]), columns.count)
    }
  }
}

extension Term {
  /// The term over columns of which those from `first` on stand further behind.
  func columnsMoved(from first: Int, by count: Int = 1) -> Term {
    mapped { part in
      guard case .column(let index, let name, let type) = part, index >= first else { return nil }
      return .column(index + count, name: name, type)
    }
  }

  /// The places of the made columns that the term reads, each once, in order.
  var columnsUsed: [Int] {
    var used: Set<Int> = []
    _ = mapped { part in
      if case .column(let index, _, _) = part { used.insert(index) }
      return nil
    }
    return used.sorted()
  }
}

extension SortTerm {
  fileprivate func columnsMoved(from first: Int) -> SortTerm {
    SortTerm(term: term.columnsMoved(from: first), isDescending: isDescending)
  }
}
