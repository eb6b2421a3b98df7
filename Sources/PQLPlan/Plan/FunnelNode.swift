/// Deals to the stages they reached: columns are the keys, the pipeline when `tellsPipeline`, then
/// `stage reached rate here lost median_days`.
package struct FunnelNode: Sendable {
  /// Rows of deals.
  package var input: PlanNode
  package var keys: [GroupKey]
  /// The one pipeline that is asked about; nil: those that the deals are in.
  package var pipeline: String?
  /// Whether the pipeline stands before the stage.
  package var tellsPipeline: Bool

  package init(input: PlanNode, keys: [GroupKey], pipeline: String?, tellsPipeline: Bool) {
    self.input = input
    self.keys = keys
    self.pipeline = pipeline
    self.tellsPipeline = tellsPipeline
  }
}
