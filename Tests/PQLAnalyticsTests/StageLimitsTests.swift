import PQLModel
import Testing

@testable import PQLAnalytics

@Suite struct StageLimitsTests {
  /// Deals that were won after so many days in the only open stage, which began on day 4, a Monday.
  private func limits(
    _ lengths: [Int], limit: Double? = nil, inBusinessDays: Bool = false
  ) throws -> StageLimits {
    let pipeline = Pipeline(
      name: "P",
      stages: [
        Stage(name: "Open", limitDays: limit), Stage(name: "Won", outcome: .won),
      ])
    let count = lengths.count
    let ids = TextColumn((0..<count).map { "D\($0)" as String? })
    let deals = EntityTable(
      kind: .deals, rowCount: count,
      fields: [
        EntityField(name: "id", type: .text, column: .text(ids)),
        EntityField(
          name: "stage", type: .stage,
          column: .text(TextColumn(lengths.map { _ in "Won" as String? }))),
      ])
    let history = EntityTable(
      kind: .history, rowCount: 2 * count,
      fields: [
        EntityField(
          name: "deal", type: .text,
          column: .text(TextColumn((0..<2 * count).map { "D\($0 / 2)" as String? })),
          target: .deals),
        EntityField(
          name: "field", type: .category,
          column: .text(TextColumn((0..<2 * count).map { _ in "stage" as String? }))),
        EntityField(
          name: "to", type: .category,
          column: .text(TextColumn((0..<2 * count).map { $0 % 2 == 0 ? "Open" : "Won" }))),
        EntityField(
          name: "at", type: .timestamp,
          column: .second(
            SecondColumn(
              values: Buffer(lengths.flatMap { [Int64(4), Int64(4 + $0)].map { $0 * 86_400 } })))),
      ])
    let model = Model(
      name: "", currency: CurrencySettings(base: "EUR"), calendar: BusinessCalendar(),
      pipelines: [pipeline], tables: [deals, history])
    let visits = StageVisits(
      try #require(StagePaths(model)), [pipeline],
      pipelines: Buffer([Int32](repeating: 0, count: count)),
      stages: deals.field("stage")?.column.texts, closedOn: nil)
    return StageLimits(visits, [pipeline], inBusinessDays: inBusinessDays)
  }

  /// Checked against `numpy.percentile` and `numpy.median` of NumPy 2.3.
  @Test func `a limit is the 90th percentile of the visits`() throws {
    let found = try limits((0..<20).map { $0 * $0 })
    #expect(found.limits[0] == 292.5)
    #expect(found.medians[0] == 90.5)
    #expect(found.sources == [.stage, .none])
  }

  @Test func `nineteen visits make no limit`() throws {
    let found = try limits(Array(0..<19))
    #expect(found.limits[0] == nil && found.sources[0] == .none)
    #expect(found.medians[0] == 9)
    #expect(!found.isStalled(9_000, at: 0))
  }

  @Test func `the model's limit holds, strictly`() throws {
    let found = try limits(Array(0..<30), limit: 7)
    #expect(found.limits[0] == 7 && found.sources[0] == .model)
    #expect(!found.isStalled(7, at: 0) && found.isStalled(8, at: 0))
  }

  /// Checked against `numpy.busday_count` of NumPy 2.3, shifted by a day: from Friday to Monday is one.
  @Test(arguments: [
    (4, 4, 0), (4, 5, 1), (8, 11, 1), (8, 9, 0), (9, 10, 0), (9, 11, 1), (4, 11, 5), (-10, 4, 10),
    (-365, 365, 522),
  ])
  func `business days lie from Monday to Friday`(first: Int32, last: Int32, days: Int32) throws {
    #expect(try limits([1], inBusinessDays: true).days(from: first, to: last) == days)
    #expect(try limits([1]).days(from: first, to: last) == last - first)
  }
}
