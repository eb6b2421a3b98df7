/// The months of the years that data are mostly about: on which day each begins, and its length.
///
/// Looked up, a date takes no branch that depends on it.
struct MonthStarts {
  static let usual = MonthStarts(years: 1900..<2200)

  private let years: Range<Int>
  /// The day number of a month's first day above its length in five bits.
  private let months: [Int32]

  private init(years: Range<Int>) {
    self.years = years
    months = years.flatMap { year in
      (1...12).map { month in
        let (year, month) = (Int32(year), Int32(month))
        let length = (29...31).last { dayNumber(year: year, month: month, day: $0) != nil } ?? 28
        return (dayNumber(year: year, month: month, day: 1) ?? 0) << 5 | length
      }
    }
  }

  /// Days since 1970-01-01; nil when the calendar has no such day.
  @inline(__always)
  func day(year: Int, month: Int, day: Int32) -> Int32? {
    let place = (year &- years.lowerBound) &* 12 &+ month &- 1
    guard UInt(bitPattern: place) < UInt(bitPattern: months.count),
      UInt(bitPattern: month &- 1) < 12
    else {
      return dayNumber(
        year: Int32(truncatingIfNeeded: year), month: Int32(truncatingIfNeeded: month), day: day)
    }
    let entry = months[place]
    return UInt32(bitPattern: day &- 1) < UInt32(bitPattern: entry & 31)
      ? entry >> 5 &+ day &- 1 : nil
  }
}
