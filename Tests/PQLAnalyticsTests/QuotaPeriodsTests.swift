import PQLModel
import Testing

@testable import PQLAnalytics

@Suite struct QuotaPeriodsTests {
  /// Days are numbers here: the first quarter is 0 through 89.
  private let quarter = DayRange(start: 0, end: 90)

  private func quota(_ first: Int32, _ last: Int32, _ amount: Int128) -> QuotaPeriods.Quota {
    QuotaPeriods.Quota(first: first, last: last, amount: amount)
  }

  private func counted(
    _ quotas: [QuotaPeriods.Quota], today: Int32 = 44
  ) throws -> QuotaPeriods? {
    try QuotaPeriods(quotas, in: quarter, today: today)
  }

  @Test func `quotas that lie in the period add up`() throws {
    let found = try #require(try counted([quota(0, 30, 31), quota(31, 58, 28), quota(59, 89, 31)]))
    #expect(found.amount == 90)
    // January, and 14 of February's 28 days.
    #expect(found.dueAmount == 45)
    #expect(found.covered == [quarter])
    #expect(found.crossing == nil && found.partCount == 0 && found.longerCount == 0)
  }

  @Test func `one that contains the period counts by its days`() throws {
    let found = try #require(try counted([quota(0, 364, 730)]))
    #expect(found.amount == 180 && found.dueAmount == 90)
    #expect(found.partCount == 1)
    #expect(found.covered == [quarter])
  }

  @Test func `a part of a quota is rounded once, half to even`() throws {
    #expect(try counted([quota(-90, 89, 5)])?.amount == 2)
    #expect(try counted([quota(-90, 89, 7)])?.amount == 4)
  }

  @Test func `shorter ones count where a longer one lies around them`() throws {
    let year = quota(0, 364, 730)
    let found = try #require(try counted([year, quota(0, 30, 31), quota(31, 58, 28)]))
    #expect(found.amount == 59 && found.longerCount == 1)
    #expect(found.covered == [DayRange(start: 0, end: 59)])
    // One beside the period is not one in its place.
    #expect(try counted([year, quota(90, 180, 5)])?.amount == 180)
    // Of two that contain it the shorter.
    #expect(try counted([year, quota(-90, 179, 270)])?.crossing == nil)
    #expect(try counted([year, quota(0, 179, 180)])?.amount == 90)
  }

  @Test func `two of the same days both count`() throws {
    #expect(try counted([quota(0, 89, 5), quota(0, 89, 7)])?.amount == 12)
  }

  @Test func `one that crosses a single edge is told`() throws {
    #expect(try counted([quota(-5, 10, 1), quota(11, 89, 9)])?.crossing == quota(-5, 10, 1))
    #expect(try counted([quota(60, 90, 1)])?.crossing == quota(60, 90, 1))
    #expect(try counted([quota(0, 89, 1)])?.crossing == nil)
  }

  @Test func `what does not touch the period is none of its quotas`() throws {
    #expect(try counted([quota(-90, -1, 1), quota(90, 179, 1)]) == nil)
    #expect(try counted([]) == nil)
  }

  @Test(arguments: [(-1, 0), (0, 1), (88, 89), (89, 90), (200, 90)])
  func `what is due grows by a day's part each day`(today: Int32, due: Int128) throws {
    #expect(try counted([quota(0, 89, 90)], today: today)?.dueAmount == due)
  }

  @Test func `gaps part the days that are covered`() throws {
    let found = try counted([quota(10, 20, 1), quota(5, 8, 1), quota(9, 9, 1), quota(30, 40, 1)])
    #expect(found?.covered == [DayRange(start: 5, end: 21), DayRange(start: 30, end: 41)])
  }

  @Test func `too much is no number`() {
    #expect(throws: AmountOverflow.self) { try counted([quota(0, 89, .max), quota(0, 89, 1)]) }
    #expect(throws: AmountOverflow.self) { try counted([quota(0, 364, .max)]) }
  }
}
