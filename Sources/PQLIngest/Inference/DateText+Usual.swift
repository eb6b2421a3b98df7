extension DateText {
  /// The day of the ten bytes `2026-06-30`; nil when they are anything else.
  ///
  /// Eight bytes are one word: with the marks and zeros taken off, a digit is left as its value and a
  /// mark as 0, and what is larger carries into its byte's high bit.
  @inline(__always)
  static func day(_ view: ByteView, _ start: Int, _ months: MonthStarts = .usual) -> Int32? {
    let date = view.word(start) ^ 0x2D30_302D_3030_3030
    let days = view.word(start &+ 2) >> 48 ^ 0x3030
    let strange =
      ((date &+ 0x7F76_767F_7676_7676) | date) & 0x8080_8080_8080_8080
      | ((days &+ 0x7676) | days) & 0x8080
    guard strange == 0 else { return nil }
    // In each pair of bytes ten times the first and the second, which stays below 256.
    let pairs = date &* 10 &+ date >> 8
    let year = (pairs & 0xFF) &* 100 &+ (pairs >> 16) & 0xFF
    return months.day(
      year: Int(truncatingIfNeeded: year), month: Int(truncatingIfNeeded: (pairs >> 40) & 0xFF),
      day: Int32(truncatingIfNeeded: (days &* 10 &+ days >> 8) & 0xFF))
  }

  /// The seconds since 1970 as written of `2026-06-30T14:05:00`, and whether a `Z` stands behind it;
  /// nil of any other form, which `init` reads.
  @inline(__always)
  static func usualMoment(
    _ view: ByteView, _ start: Int, _ end: Int, _ months: MonthStarts
  ) -> (seconds: Int64, isUTC: Bool)? {
    let isUTC = end &- start == 20
    let mark = view[start &+ 10]
    guard isUTC ? view[start &+ 19] == 0x5A : end &- start == 19, mark == 0x54 || mark == 0x20,
      let day = day(view, start, months)
    else { return nil }
    // As with days: what is left are digits, and 0 for the marks between them.
    let time = view.word(start &+ 11) ^ 0x3030_3A30_303A_3030
    let strange = (time &+ 0x7676_7F76_767F_7676) | time
    let pairs = time &* 10 &+ time >> 8
    let (hour, minute, second) = (pairs & 0xFF, (pairs >> 24) & 0xFF, (pairs >> 48) & 0xFF)
    guard strange & 0x8080_8080_8080_8080 == 0, hour < 24, minute < 60, second < 60 else {
      return nil
    }
    let seconds = hour &* 3600 &+ minute &* 60 &+ second
    return (Int64(day) &* 86_400 &+ Int64(truncatingIfNeeded: seconds), isUTC)
  }
}
