import PQLModel

/// What became of those who began together, by their age in whole months: the triangle of a cohort.
///
/// A month is whole when the day of the month on which it began has come again, as `Period.between` of
/// Java and `relativedelta` of Python's dateutil have it: from the 31st to the last day of a shorter month
/// it is not.
package struct CohortAges: Sendable {
  /// One of a cohort.
  package struct Member: Sendable {
    package var begun: Int32
    /// The day and kind of the outcome; nil while there is none.
    package var closed: (day: Int32, isWon: Bool)?
    /// In units of 10^-`Money.digits`; nil where nobody recorded it.
    package var worth: Int128?

    package init(begun: Int32, closed: (day: Int32, isWon: Bool)?, worth: Int128?) {
      self.begun = begun
      self.closed = closed
      self.worth = worth
    }
  }

  /// What had become of a cohort by an age.
  package struct Row: Sendable, Hashable {
    package var won = 0
    package var lost = 0
    /// The won ones whose worth is recorded, and what they are worth together.
    package var valued = 0
    package var worth: Int128 = 0
    /// Whether all of the cohort have passed the age, so that nothing about the row can change.
    package var isComplete = true
  }

  package private(set) var count = 0
  /// By age in months, from 0 to that of the oldest; one row of a cohort of nobody.
  package private(set) var rows: [Row] = []

  /// O(members + ages).
  /// - Throws: `AmountOverflow` when the worth is too large to be exact.
  package init(_ members: [Member], today: Int32) throws(AmountOverflow) {
    count = members.count
    let ages = members.map { max(Self.wholeMonths(from: $0.begun, to: today), 0) }
    rows = Array(repeating: Row(), count: (ages.max() ?? 0) + 1)
    for member in members {
      guard let closed = member.closed else { continue }
      let age = max(Self.wholeMonths(from: member.begun, to: closed.day), 0)
      // What is dated after today has happened by the last age that there is.
      try add(member, isWon: closed.isWon, at: min(age, rows.count - 1))
    }
    for age in rows.indices.dropFirst() { try accumulate(age) }
    let youngest = ages.min() ?? 0
    for age in rows.indices { rows[age].isComplete = age < youngest }
  }

  private mutating func add(_ member: Member, isWon: Bool, at age: Int) throws(AmountOverflow) {
    guard isWon else {
      rows[age].lost += 1
      return
    }
    rows[age].won += 1
    guard let worth = member.worth else { return }
    rows[age].valued += 1
    rows[age].worth = try sum(rows[age].worth, worth)
  }

  /// Adds what had happened by the age before.
  private mutating func accumulate(_ age: Int) throws(AmountOverflow) {
    rows[age].won += rows[age - 1].won
    rows[age].lost += rows[age - 1].lost
    rows[age].valued += rows[age - 1].valued
    rows[age].worth = try sum(rows[age].worth, rows[age - 1].worth)
  }

  private func sum(_ one: Int128, _ other: Int128) throws(AmountOverflow) -> Int128 {
    let (sum, overflow) = one.addingReportingOverflow(other)
    guard !overflow else { throw AmountOverflow() }
    return sum
  }

  /// The whole months from one day to another, negative where the other comes first.
  package static func wholeMonths(from start: Int32, to end: Int32) -> Int {
    guard end >= start else { return -wholeMonths(from: end, to: start) }
    let (first, last) = (CivilDate(dayNumber: start), CivilDate(dayNumber: end))
    let months = (last.year - first.year) * 12 + last.month - first.month
    return last.day < first.day ? months - 1 : months
  }
}
