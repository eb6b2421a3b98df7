import PQLPlan

extension WindowDefinition {
  /// Every window, in alphabetical order.
  static let all: [WindowDefinition] = [
    WindowDefinition(
      name: "previous", summary: "the value of the row before, in the current order",
      kind: .previous,
      examples: [
        Example(
          "sum amount where won by month(closed_on) | let before = previous(sum_amount)",
          "each month beside the one before")
      ]),
    WindowDefinition(
      name: "rank", summary: "the place by size: the largest is 1, ties share", kind: .rank,
      examples: [
        Example("sum amount by owner | let place = rank(sum_amount)", "owners by what they hold")
      ]),
    WindowDefinition(
      name: "running", summary: "the sum up to this row, in the current order", kind: .running,
      examples: [
        Example(
          "sum amount where won by month(closed_on) | let so_far = running(sum_amount)",
          "won so far")
      ]),
  ]
}
