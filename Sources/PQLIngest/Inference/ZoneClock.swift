import PQLModel

/// The model's wall clock.
struct ZoneClock {
  let rules: TimeZoneRules
  private let isUTC: Bool

  init(_ rules: TimeZoneRules) {
    self.rules = rules
    isUTC = rules.isUTC
  }

  /// What the clock showed at a moment of UTC.
  @inline(__always)
  func local(fromUTC seconds: Int64) -> Int64 {
    isUTC ? seconds : rules.localSeconds(fromUTC: seconds)
  }
}
