import PQLModel
import PQLPlan

/// A node of a plan with the method by which it is carried out, and why by that one.
struct PhysicalNode {
  var operation: PlanOperation
  var choice: Choice
  var work: Work

  /// Whether the rows are groups, with or without further columns of their own.
  var isGrouping: Bool {
    switch work {
    case .group: true
    case .extend(let input, _): input.isGrouping
    default: false
    }
  }

  /// What is done, on rows of what.
  indirect enum Work {
    /// all rows of an entity
    case all(EntityKind)
    case select(PhysicalNode, Term, SelectMethod)
    case extend(PhysicalNode, [NamedTerm])
    case project(PhysicalNode, [NamedTerm])
    case show(PhysicalNode, [NamedTerm])
    case group(GroupStep)
    /// all rows in order, or the first of them
    case order(PhysicalNode, [SortTerm], first: Int?)
    /// the first groups in their own order, which the others need not be put in
    case firstGroups(GroupStep, Int)
    case top(TopStep)
    case limit(PhysicalNode, Int)
    case operate(OperatorNode, [PhysicalNode])
    case pair(PairStep)
    /// rows of another day, whose plan is made when its model is there
    case asOf(Branch)
    case stack(StackNode, [PhysicalNode])
  }
}

/// A method in words, and why it was chosen; empty where there is no other.
struct Choice: Hashable {
  var method: String
  var why: String

  init(_ method: String, because why: String) {
    self.method = method
    self.why = why
  }

  static let only = Choice("", because: "")
}

/// How the rows of a filter are found.
enum SelectMethod {
  /// the condition is false for every row
  case none
  /// the rows that an index has for a text, which may be more than hold
  case index([Int32])
  /// block by block of an entity, side by side
  case blocks(EntityKind)
  case atOnce
}

/// A grouping and how it is done.
struct GroupStep {
  var node: AggregateNode
  var method: GroupMethod
  var operation: PlanOperation
  var choice: Choice
}

enum GroupMethod {
  case blocks(BlockGrouping)
  case atOnce(PhysicalNode)
}

/// A grouping of an entity's rows under filters, block by block.
struct BlockGrouping {
  var entity: EntityKind
  /// The first one first.
  var filters: [(operation: PlanOperation, condition: Term)]
  /// By aggregate, the one that puts the figures of blocks together.
  var merges: [Aggregate]
  /// Set where the keys are loaded texts of few values.
  var placed: PlacedKeys?
}

/// The first rows by a key.
struct TopStep {
  var node: TopNode
  var input: Input

  enum Input {
    case rows(PhysicalNode)
    /// the rest becomes one more group
    case groups(GroupStep)
  }
}

/// Two answers to be joined.
struct PairStep {
  var node: PairNode
  var left: Side
  var right: Side

  struct Side {
    var branch: Branch
    var answer: PhysicalNode
    var absent: PhysicalNode
  }
}
