import PQLModel
import PQLSyntax
import Testing

@testable import PQLPlan

/// A branch of a plan keeps the day it was bound for, and the fields that were bound with it.
@Suite struct BranchTests {
  private let overdue = ComputedReference(entity: .deals, name: "overdue", type: .boolean)

  private func late(before day: String) throws -> Term {
    .all([
      .computed(ComputedReference(entity: .deals, name: "open", type: .boolean)),
      .comparison(
        .less, try SmallModel.field("close_date"),
        .constant(.date(SmallModel.day(day)), .date)),
    ])
  }

  private func side(_ plan: Plan, _ name: String) throws -> (AggregateNode, PairNode.Side) {
    guard case .aggregate(let node) = plan.branch.node else {
      throw SmallModel.NoQuery(text: name)
    }
    let side = PairNode.Side(
      branch: plan.branch, figures: [PlannedColumn(name: name, type: .number)],
      absent: node.ofNothing)
    return (node, side)
  }

  @Test func `two sides of a pair each hold the definitions of their own day`() throws {
    let text = "count where overdue by source"
    let now = try SmallModel.plan(text)
    let before = try SmallModel.plan(text, today: SmallModel.day("2026-04-01"))
    let (node, left) = try side(now, "count")
    let (_, right) = try side(before, "count_before")
    let pair = PairNode(keys: node.keys, left: left, right: right)
    #expect(pair.left.branch.today == SmallModel.day("2026-06-30"))
    #expect(pair.right.branch.today == SmallModel.day("2026-04-01"))
    #expect(pair.left.branch.definitions[overdue] == (try late(before: "2026-06-30")))
    #expect(pair.right.branch.definitions[overdue] == (try late(before: "2026-04-01")))
    #expect(pair.columns.map(\.name) == ["source", "count", "count_before"])
  }

  @Test func `both sides of vs are as of the same day`() throws {
    let plan = try SmallModel.plan("count where overdue during 2026-06 vs 2026-05")
    guard case .project(.pair(let pair), _) = plan.branch.node else {
      Issue.record("no pair")
      return
    }
    #expect(pair.left.branch.today == SmallModel.today)
    #expect(pair.right.branch.today == SmallModel.today)
    #expect(pair.left.branch.definitions[overdue] == (try late(before: "2026-06-30")))
    #expect(pair.right.branch.definitions[overdue] == (try late(before: "2026-06-30")))
  }

  @Test func `an expectation keeps a branch for each aggregate, with its definitions`() throws {
    let (resolver, statements) = SmallModel.resolve("expect count(overdue) < count(deals)")
    #expect(resolver.diagnostics.map(\.message) == [])
    guard case .expectation(let scalar, _, _)?? = statements.first else {
      Issue.record("no expectation")
      return
    }
    #expect(scalar.branches.count == 2)
    #expect(scalar.branches.allSatisfy { $0.today == SmallModel.today })
    #expect(scalar.branches[0].definitions[overdue] == (try late(before: "2026-06-30")))
    #expect(
      scalar.term
        == .comparison(
          .less, .column(0, name: "count", .number), .column(1, name: "count", .number)))
  }

  @Test func `a plan begins without the definitions of the one before`() throws {
    let (_, statements) = SmallModel.resolve("count where overdue\ncount where open")
    guard case .query(let plan)?? = statements.last else {
      Issue.record("no plan")
      return
    }
    #expect(plan.branch.definitions.isEmpty)
  }
}
