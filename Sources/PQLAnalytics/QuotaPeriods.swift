package import PQLModel

/// Which quotas of one holder count for a period, and for how much.
///
/// Those that lie in the period add up; where none does, one that contains it counts by its days. Where a
/// longer one and shorter ones within it touch the period the shorter count. One that crosses a single
/// edge of the period says nothing of it.
package struct QuotaPeriods: Sendable, Hashable {
  package struct Quota: Sendable, Hashable {
    /// Its first and its last day.
    package var first: Int32
    package var last: Int32
    /// In units of 10^-`Money.digits`.
    package var amount: Int128

    package init(first: Int32, last: Int32, amount: Int128) {
      self.first = first
      self.last = last
      self.amount = amount
    }

    package var range: DayRange { DayRange(start: first, end: last + 1) }

    fileprivate var days: Int32 { last - first + 1 }
  }

  /// What counts for the period.
  package private(set) var amount: Int128 = 0
  /// The part of it that is due by today.
  package private(set) var dueAmount: Int128 = 0
  /// The days of the period that are covered, in order and apart.
  package private(set) var covered: [DayRange] = []
  /// How many longer ones were left aside for shorter ones.
  package private(set) var longerCount = 0
  /// How many counted by their days.
  package private(set) var partCount = 0
  /// The first that crosses a single edge of the period, if there is one.
  package private(set) var crossing: Quota?

  /// Nil when no quota touches the period; O(quotas²).
  /// - Throws: `AmountOverflow` when a sum is too large to be exact.
  package init?(_ quotas: [Quota], in period: DayRange, today: Int32) throws(AmountOverflow) {
    let near = quotas.filter { $0.first < period.end && $0.last >= period.start }
    guard !near.isEmpty else { return nil }
    let shortest = near.filter { quota in
      !near.contains { $0.days < quota.days && $0.first >= quota.first && $0.last <= quota.last }
    }
    longerCount = near.count - shortest.count
    let within = shortest.filter { $0.first >= period.start && $0.last < period.end }
    let around = shortest.filter { $0.first <= period.start && $0.last >= period.end - 1 }
    crossing = shortest.first { !within.contains($0) && !around.contains($0) }
    let counted = within.isEmpty ? around : within
    if within.isEmpty { partCount = around.count }
    for quota in counted { try add(quota, period, today) }
    cover(counted, period)
  }

  /// Adds the part of a quota that lies in the period, and of it what is due: all of what has ended, of
  /// what runs the days gone, today counted.
  private mutating func add(
    _ quota: Quota, _ period: DayRange, _ today: Int32
  ) throws(AmountOverflow) {
    let first = max(quota.first, period.start)
    let last = min(quota.last, period.end - 1)
    amount = try sum(amount, part(of: quota, days: last - first + 1))
    dueAmount = try sum(dueAmount, part(of: quota, days: max(min(last, today) - first + 1, 0)))
  }

  private func part(of quota: Quota, days: Int32) throws(AmountOverflow) -> Int128 {
    guard days < quota.days else { return quota.amount }
    let (product, overflow) = quota.amount.multipliedReportingOverflow(by: Int128(days))
    guard !overflow else { throw AmountOverflow() }
    return Money.dividedHalfEven(product, by: Int128(quota.days))
  }

  private func sum(_ one: Int128, _ other: Int128) throws(AmountOverflow) -> Int128 {
    let (sum, overflow) = one.addingReportingOverflow(other)
    guard !overflow else { throw AmountOverflow() }
    return sum
  }

  private mutating func cover(_ quotas: [Quota], _ period: DayRange) {
    let ranges = quotas.map {
      DayRange(start: max($0.first, period.start), end: min($0.last + 1, period.end))
    }
    covered = ranges.sorted { $0.start < $1.start }.reduce(into: []) { merged, range in
      if let last = merged.last, range.start <= last.end {
        merged[merged.count - 1].end = max(last.end, range.end)
      } else {
        merged.append(range)
      }
    }
  }
}
