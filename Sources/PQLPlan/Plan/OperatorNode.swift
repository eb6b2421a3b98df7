package import PQLModel

/// A part of a plan that the algebra has no node for: an operator of the engine, found by its name.
package struct OperatorNode: Sendable {
  package var name: String
  package var inputs: [PlanNode]
  /// The keys that the operator groups its rows by.
  package var keys: [GroupKey]
  /// What the operator is told beside its rows, by name.
  package var settings: [String: Value]
  /// What it asks of its rows itself, each term of records of one entity.
  package var asked: [NamedTerm]
  /// The columns it gives.
  package var columns: [PlannedColumn]
  /// What it reads of the model beside its inputs.
  package var reads: ReadSet

  package init(
    _ name: String, inputs: [PlanNode] = [], keys: [GroupKey] = [],
    settings: [String: Value] = [:], asked: [NamedTerm] = [], columns: [PlannedColumn],
    reads: ReadSet = ReadSet()
  ) {
    self.name = name
    self.inputs = inputs
    self.keys = keys
    self.settings = settings
    self.asked = asked
    self.columns = columns
    self.reads = reads
  }
}
