import PQLModel
import PQLSyntax
import Testing

@testable import PQLPlan

/// What words of the calendar name, and which date rows go by.
@Suite struct DateTests {
  @Test(arguments: [
    ("today", "2026-06-30"), ("yesterday", "2026-06-29"), ("tomorrow", "2026-07-01"),
    ("30 days ago", "2026-05-31"), ("2 weeks ago", "2026-06-16"), ("4 months ago", "2026-02-28"),
    ("1 quarter ago", "2026-03-30"), ("2 years ago", "2024-06-30"), ("5bd ago", "2026-06-23"),
    ("2024-02-29", "2024-02-29"),
  ])
  func `a day is`(_ text: String, _ day: String) throws {
    #expect(
      try SmallModel.bind("close_date = \(text)").term
        == .comparison(
          .equal, try SmallModel.field("close_date"),
          .constant(.date(SmallModel.day(day)), .date)))
  }

  /// The fiscal year begins in February and is named by its end.
  @Test(arguments: [
    ("2026", "2026-01-01", "2026-12-31"), ("2026-Q2", "2026-04-01", "2026-06-30"),
    ("2026-02", "2026-02-01", "2026-02-28"), ("this month", "2026-06-01", "2026-06-30"),
    ("last quarter", "2026-01-01", "2026-03-31"), ("last 2 months", "2026-04-01", "2026-05-31"),
    ("next year", "2027-01-01", "2027-12-31"), ("past 7 days", "2026-06-24", "2026-06-30"),
    ("past 3 months", "2026-03-31", "2026-06-30"), ("this week", "2026-06-29", "2026-07-05"),
    ("FY2027", "2026-02-01", "2027-01-31"), ("FY2027-Q2", "2026-05-01", "2026-07-31"),
    ("this fiscal year", "2026-02-01", "2027-01-31"),
    ("last fiscal quarter", "2026-02-01", "2026-04-30"), ("today", "2026-06-30", "2026-06-30"),
    ("2026-01-15..2026-02", "2026-01-15", "2026-02-28"),
  ])
  func `a period is`(_ text: String, _ first: String, _ last: String) throws {
    #expect(
      try SmallModel.bind("close_date in \(text)").term
        == .within(
          try SmallModel.field("close_date"), SmallModel.days(first, through: last)))
  }

  @Test func `what is no period is told`() throws {
    #expect(try SmallModel.bind("close_date in 2026-05-01..2026-04-01").codes == [.typeMismatch])
    #expect(
      try SmallModel.bind("close_date in 99999999 days ago").codes
        == [.impossibleDate, .typeMismatch])
    #expect(try SmallModel.bind("close_date > 2026-Q2").codes == [.periodComparison])
    #expect(try SmallModel.bind("close_date < today + 99999999d").codes == [.impossibleDate])
  }

  // MARK: - The date that rows go by

  private func rows(_ text: String) throws -> Term {
    guard case .aggregate(let node) = try SmallModel.plan(text).branch.node,
      case .filter(_, let condition) = node.input
    else { throw SmallModel.NoQuery(text: text) }
    return condition
  }

  private let june = SmallModel.days("2026-06-01", through: "2026-06-30")

  @Test func `deals go by their close, due or done`() throws {
    let closed = Term.computed(ComputedReference(entity: .deals, name: "closed", type: .boolean))
    let closedOn = Term.computed(ComputedReference(entity: .deals, name: "closed_on", type: .date))
    let usual = Term.conditional(
      closed, then: closedOn, else: try SmallModel.field("close_date"), .date)
    #expect(try rows("count during this month") == .within(usual, june))
  }

  @Test func `a date that is named goes before the usual one`() throws {
    #expect(
      try rows("count during this month on created")
        == .within(try SmallModel.field("created"), june))
  }

  @Test func `leads go by creation and activities by when they were`() throws {
    #expect(
      try rows("count of leads during this month")
        == .within(try SmallModel.field("created", of: .leads), june))
    #expect(
      try rows("count of activities during this month")
        == .within(try SmallModel.field("at", of: .activities), june))
  }

  @Test func `quotas count when they overlap`() throws {
    #expect(
      try rows("count of quotas during this month")
        == .all([
          .comparison(
            .less, try SmallModel.field("from", of: .quotas),
            .constant(.date(SmallModel.day("2026-07-01")), .date)),
          .comparison(
            .greaterOrEqual, try SmallModel.field("until", of: .quotas),
            .constant(.date(SmallModel.day("2026-06-01")), .date)),
        ]))
  }

  @Test func `records without a date are refused, and a date of the wrong type`() {
    #expect(
      SmallModel.resolve("count of products during this month").resolver.diagnostics.map(\.code)
        == [.noDateToUse])
    #expect(
      SmallModel.resolve("count during this month on amount").resolver.diagnostics.map(\.code)
        == [.typeMismatch])
  }

  @Test func `the date that deals go by is passed in, down to what stands in brackets`() throws {
    let created = try SmallModel.field("created")
    let names = SmallModel.names()
    #expect(names.usualDate(of: .deals, .creation)?.term == created)
    #expect(names.usualDate(of: .deals, .usual)?.term != created)
    let text = "count(deals during this month)"
    let rows = Scope(entity: .deals)
    for (dates, goesByCreation) in [(DateUse.creation, true), (.usual, false)] {
      var binder = SmallModel.expressions(text)
      let figure = try #require(try SmallModel.query("count(open during this month)").head.first)
      let place = Place(
        Scope(entity: nil), dates: dates, grouping: Grouping(rows: rows, keys: []))
      _ = try? binder.resolveValue(try #require(figure.operands.first), in: place)
      #expect(binder.sink.messages.map(\.message) == [])
      let condition = try #require(binder.collected.aggregates.first?.condition)
      #expect("\(condition)".contains("created") == goesByCreation)
    }
  }

  @Test func `a key of the calendar shows every piece of the period asked`() throws {
    guard
      case .aggregate(let node) = try SmallModel.plan("count per month during 2026-Q2").branch.node
    else {
      Issue.record("not a grouping")
      return
    }
    #expect(node.keys.map(\.name) == ["month"])
    #expect(node.keys.map(\.range) == [SmallModel.days("2026-04-01", through: "2026-06-30")])
  }
}
