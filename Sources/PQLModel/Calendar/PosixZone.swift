/// The rule of a POSIX `TZ` string, as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2017 section 8.3, with the hours from -167 through 167 of RFC 8536.
struct PosixZone: Sendable, Hashable {
  /// The day and the time of day a clock is turned.
  private enum Day: Hashable {
    /// The `week`th `weekday` (0 is Sunday) of a month; week 5 is the last.
    case weekday(month: Int, week: Int, weekday: Int)
    /// 1 through 365, 29 February never counted.
    case julian(Int)
    /// 0 through 365.
    case ordinal(Int)
  }

  private struct Turn: Hashable {
    var day: Day
    /// Seconds after midnight, by the clock that ran until then.
    var seconds: Int64
  }

  private let standard: Int32
  private let summer: Int32
  private let turns: (start: Turn, end: Turn)?

  /// Whether the rule never leaves UTC.
  var isAlwaysUTC: Bool { standard == 0 && turns == nil }

  /// Reads the text of a rule; nil when it is none.
  init?(_ text: String) {
    var reader = PosixReader(bytes: Array(text.utf8))
    guard reader.readName(), let west = reader.readTime(), west.magnitude < 93_600 else {
      return nil
    }
    standard = Int32(-west)
    guard reader.readName() else {
      guard reader.isAtEnd else { return nil }
      summer = standard
      turns = nil
      return
    }
    var east = Int64(standard) + 3600
    if let byte = reader.next, byte != 0x2C {
      guard let west = reader.readTime(), west.magnitude < 93_600 else { return nil }
      east = -west
    }
    summer = Int32(east)
    guard let start = PosixZone.readTurn(&reader), let end = PosixZone.readTurn(&reader),
      reader.isAtEnd
    else { return nil }
    turns = (start, end)
  }

  /// How many seconds east of UTC the clock stands at a moment.
  func offset(atUTC seconds: Int64) -> Int32 {
    guard let turns else { return standard }
    // The year by the standard clock; turns never fall on the night of New Year.
    let bounded = min(max(seconds, -62_000_000_000), 253_402_300_799)
    let (days, rest) = (bounded + Int64(standard)).quotientAndRemainder(dividingBy: 86_400)
    let day = Int32(truncatingIfNeeded: rest < 0 ? days - 1 : days)
    let year = CivilDate(dayNumber: day).year
    let start = moment(turns.start, year) - Int64(standard)
    let end = moment(turns.end, year) - Int64(summer)
    let isSummer =
      start < end
      ? bounded >= start && bounded < end : bounded >= start || bounded < end
    return isSummer ? summer : standard
  }

  /// When a turn happens in a year, by the clock that runs until then.
  private func moment(_ turn: Turn, _ year: Int) -> Int64 {
    let first = CivilDate(year: year, month: 1, day: 1).dayNumber
    let day: Int32 =
      switch turn.day {
      case .ordinal(let number): first + Int32(number)
      case .julian(let number):
        first + Int32(number - 1) + (number > 59 && CivilDate.isLeap(year) ? 1 : 0)
      case .weekday(let month, let week, let weekday):
        PosixZone.day(year: year, month: month, week: week, weekday: weekday)
      }
    return Int64(day) * 86_400 + turn.seconds
  }

  private static func day(year: Int, month: Int, week: Int, weekday: Int) -> Int32 {
    let first = CivilDate(year: year, month: month, day: 1).dayNumber
    // Day 0 was a Thursday, weekday 4 of a week that starts on Sunday.
    let firstWeekday = ((Int(first) + 4) % 7 + 7) % 7
    var day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
    if day >= CivilDate.dayCount(year: year, month: month) { day -= 7 }
    return first + Int32(day)
  }

  private static func readTurn(_ reader: inout PosixReader) -> Turn? {
    guard reader.take(0x2C), let day = readDay(&reader) else { return nil }
    guard reader.take(0x2F) else { return Turn(day: day, seconds: 7200) }
    guard let seconds = reader.readTime() else { return nil }
    return Turn(day: day, seconds: seconds)
  }

  private static func readDay(_ reader: inout PosixReader) -> Day? {
    if reader.take(0x4D) {
      guard let month = reader.readNumber(1...12), reader.take(0x2E),
        let week = reader.readNumber(1...5), reader.take(0x2E),
        let weekday = reader.readNumber(0...6)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    if reader.take(0x4A) { return reader.readNumber(1...365).map(Day.julian) }
    return reader.readNumber(0...365).map(Day.ordinal)
  }

  static func == (left: PosixZone, right: PosixZone) -> Bool {
    left.standard == right.standard && left.summer == right.summer
      && left.turns?.start == right.turns?.start && left.turns?.end == right.turns?.end
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(standard)
    hasher.combine(summer)
    hasher.combine(turns?.start)
    hasher.combine(turns?.end)
  }
}

/// Reads the pieces of a POSIX `TZ` string.
private struct PosixReader {
  let bytes: [UInt8]
  var at = 0

  var isAtEnd: Bool { at == bytes.count }
  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    at += 1
    return true
  }

  /// Passes over a name: letters, or anything between `<` and `>`.
  mutating func readName() -> Bool {
    let start = at
    if take(0x3C) {
      while let byte = next, byte != 0x3E { _ = take(byte) }
      return take(0x3E)
    }
    while let byte = next, (0x61...0x7A).contains(byte | 0x20) { at += 1 }
    return at > start
  }

  mutating func readNumber(_ range: ClosedRange<Int>) -> Int? {
    var value = 0
    let start = at
    while let byte = next, (0x30...0x39).contains(byte), at < start + 3 {
      value = value * 10 + Int(byte - 0x30)
      at += 1
    }
    return at > start && range.contains(value) ? value : nil
  }

  /// Seconds of `[+-]h[:mm[:ss]]`.
  mutating func readTime() -> Int64? {
    let isNegative = take(0x2D)
    if !isNegative { _ = take(0x2B) }
    guard let hours = readNumber(0...167) else { return nil }
    var seconds = Int64(hours) * 3600
    if take(0x3A) {
      guard let minutes = readNumber(0...59) else { return nil }
      seconds += Int64(minutes) * 60
      if take(0x3A) {
        guard let rest = readNumber(0...59) else { return nil }
        seconds += Int64(rest)
      }
    }
    return isNegative ? -seconds : seconds
  }
}
