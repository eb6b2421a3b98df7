import PQLModel
import PQLPlan

extension Execution {
  /// The rows of another branch, and the execution that made them; what it notes is noted here.
  ///
  /// Without a plan it is made when the model of the branch is there, so that of many branches one model
  /// is held at a time.
  func run(
    _ other: Branch, by plan: PhysicalNode? = nil
  ) throws(EvaluationFailure) -> (own: Execution, frame: Frame) {
    let own = beside(other)
    if other.isPast != branch.isPast || other.today != today { try own.checkPast(other) }
    let frame = try own.run(plan ?? Planner(execution: own).plan(other.node))
    for note in own.notes { self.note(note) }
    return (own, frame)
  }

  /// The rows of another day: columns, and no records of this one.
  func asOf(_ branch: Branch) throws(EvaluationFailure) -> Frame {
    let frame = try run(branch).frame
    return Frame(entity: nil, rows: nil, count: frame.count, columns: frame.columns)
  }

  /// Answers one below the other, each row under the label of its answer.
  ///
  /// O(rows × answers).
  func stack(_ node: StackNode, _ parts: [PhysicalNode]) throws(EvaluationFailure) -> Frame {
    var frames: [Frame] = []
    for (part, input) in zip(node.parts, parts) {
      var frame = try run(input)
      frame.columns.insert(
        constantColumn(part.label, node.label.type, count: frame.count), at: 0)
      frames.append(frame)
    }
    return try inOneCurrency(frames, for: "a series") { frames throws(EvaluationFailure) in
      guard var whole = frames.first else { throw .fault("a stack of nothing") }
      for frame in frames.dropFirst() {
        whole.columns = try stacked(whole.columns, whole.count, frame.columns, frame.count)
        whole.count += frame.count
      }
      return whole
    }
  }

  /// Columns of some rows, one by one above those of others.
  func stacked(
    _ one: [Column], _ oneCount: Int, _ other: [Column], _ otherCount: Int
  ) throws(EvaluationFailure) -> [Column] {
    let count = oneCount + otherCount
    let upper = (0..<Int32(count)).map { $0 < oneCount ? $0 : -1 }
    let lower = (0..<Int32(count)).map { $0 < oneCount ? -1 : $0 - Int32(oneCount) }
    let isUpper = packedBits(count: count) { $0 < oneCount }
    var columns: [Column] = []
    for (above, below) in zip(one, other) {
      columns.append(try choose(isUpper, above.gathered(upper), below.gathered(lower)))
    }
    return columns
  }
}
