import PQLModel

/// Which of two small numbers in a date is the day.
enum DateOrder: String {
  case dmy, mdy
}

/// How the dates of a column are written.
enum DateForm {
  case iso
  case ordered(DateOrder)
  case epochMilliseconds

  /// What a model file calls them.
  static let words: [(name: String, value: DateForm)] = [
    ("iso", .iso), ("dmy", .ordered(.dmy)), ("mdy", .ordered(.mdy)),
    ("epoch-ms", .epochMilliseconds),
  ]
}

/// A date or a moment as it was written.
struct DateText {
  /// Days since 1970-01-01, as written.
  var day: Int32
  /// seconds of the day as written, nil for a mere date.
  var second: Int32?
  /// seconds east of UTC when the text says so.
  var offset: Int32?

  /// The moment on the model's wall clock.
  @inline(__always)
  func localSeconds(_ zone: ZoneClock) -> Int64 {
    let written = Int64(day) * 86_400 + Int64(second ?? 0)
    guard let offset else { return written }
    return zone.local(fromUTC: written - Int64(offset))
  }

  /// The day on the model's wall clock.
  @inline(__always)
  func localDay(_ zone: ZoneClock) -> Int32 {
    guard offset != nil else { return day }
    return dayNumber(ofSeconds: localSeconds(zone))
  }

  /// Reads `2026-06-30`, with a time and an offset behind it or without.
  @inline(__always)
  init?(iso text: CellText) {
    let view = text.view
    let start = text.start
    guard text.end - start >= 10, let number = DateText.day(view, start) else { return nil }
    self.day = number
    second = nil
    offset = nil
    if text.end - start == 10 { return }
    let mark = view[start + 10]
    guard mark == 0x54 || mark == 0x20 || mark == 0x74, readTime(view, start + 11, text.end) else {
      return nil
    }
  }

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

  /// A moment counted in milliseconds since 1970 in UTC; 0 is what programs write for none.
  init?(epochMilliseconds text: CellText) {
    guard let value = DecimalText(text), let mantissa = value.mantissa, value.exponent == 0,
      mantissa > 0, mantissa < 253_402_300_800_000
    else { return nil }
    let milliseconds = value.isNegative ? -Int64(mantissa) : Int64(mantissa)
    let seconds = (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000
    day = dayNumber(ofSeconds: seconds)
    second = Int32(truncatingIfNeeded: seconds - Int64(day) * 86_400)
    offset = 0
  }

  /// Reads `14:05`, `3:15:52.446`, `08:55 PM`, `14:05Z`, `14:05+02:00`.
  private mutating func readTime(_ view: ByteView, _ start: Int, _ end: Int) -> Bool {
    var at = start
    func number() -> Int32? {
      guard at < end, view[at] &- 0x30 < 10 else { return nil }
      var value = Int32(view[at] - 0x30)
      at += 1
      if at < end, view[at] &- 0x30 < 10 {
        value = value * 10 + Int32(view[at] - 0x30)
        at += 1
      }
      return value
    }
    guard var hour = number(), at < end, view[at] == 0x3A else { return false }
    at += 1
    guard let minute = number(), minute < 60 else { return false }
    var seconds: Int32 = 0
    if at < end, view[at] == 0x3A {
      at += 1
      guard let rest = number(), rest <= 60 else { return false }
      seconds = min(rest, 59)
      if at < end, view[at] == 0x2E || view[at] == 0x2C {
        at += 1
        while at < end, view[at] &- 0x30 < 10 { at += 1 }
      }
    }
    while at < end, view[at] == 0x20 { at += 1 }
    if end - at == 2, view[at + 1] | 0x20 == 0x6D {
      guard let half = halfDay(view[at] | 0x20), (1...12).contains(hour) else { return false }
      hour = hour % 12 + half
      at = end
    }
    guard hour < 24 else { return false }
    second = hour * 3600 + minute * 60 + seconds
    return at == end || readOffset(view, at, end)
  }

  private func halfDay(_ letter: UInt8) -> Int32? {
    letter == 0x61 ? 0 : letter == 0x70 ? 12 : nil
  }

  /// Reads `Z`, `UTC`, `+02`, `+0200` or `+02:00`.
  private mutating func readOffset(_ view: ByteView, _ start: Int, _ end: Int) -> Bool {
    if end - start == 1, view[start] | 0x20 == 0x7A {
      offset = 0
      return true
    }
    if end - start == 3, view.matches(start, "UTC") || view.matches(start, "GMT") {
      offset = 0
      return true
    }
    guard view[start] == 0x2B || view[start] == 0x2D, let hours = twoDigits(view, start + 1),
      end - start >= 3
    else { return false }
    var minutes: Int32 = 0
    var at = start + 3
    if at < end {
      if view[at] == 0x3A { at += 1 }
      guard let read = twoDigits(view, at), at + 2 == end else { return false }
      minutes = read
    }
    guard hours <= 23, minutes < 60 else { return false }
    let seconds = hours * 3600 + minutes * 60
    offset = view[start] == 0x2D ? -seconds : seconds
    return true
  }
}

extension DateText {
  /// The three numbers of a date with the year last or the month spelt.
  struct Shape {
    var first: Int32
    var second: Int32
    var year: Int32
    /// Whether the month was a word, or the year came first, so that the order is sure.
    var sureOrder: DateOrder?
    /// where the time begins.
    var rest: Int
  }

  /// Takes a text such as `30.6.2026`, `6/30/26 08:55 PM`, `30 Jun 2026`, `2026/06/30` apart.
  static func shape(_ text: CellText) -> Shape? {
    var at = text.start
    let (view, end) = (text.view, text.end)
    var pieces: [(value: Int32, digits: Int, isWord: Bool)] = []
    var mark: UInt8 = 0
    while pieces.count < 3 {
      guard at < end else { return nil }
      let begin = at
      var value: Int32 = 0
      while at < end, view[at] &- 0x30 < 10, at - begin < 5 {
        value = value * 10 + Int32(view[at] - 0x30)
        at += 1
      }
      if at > begin {
        pieces.append((value, at - begin, false))
      } else {
        while at < end, view[at] | 0x20 >= 0x61, view[at] | 0x20 <= 0x7A { at += 1 }
        guard let month = monthNumber(view, begin, at) else { return nil }
        pieces.append((month, 0, true))
      }
      if pieces.count == 3 { break }
      guard at < end else { return nil }
      let separator = view[at]
      guard
        separator == 0x2F || separator == 0x2E || separator == 0x2D || separator == 0x20
          || separator == 0x2C
      else { return nil }
      if pieces.count == 1 { mark = separator }
      let hasWord = pieces.contains { $0.isWord }
      guard separator == mark || hasWord else { return nil }
      while at < end, view[at] == separator || view[at] == 0x20 { at += 1 }
    }
    return shape(of: pieces, rest: at, mark: mark, end: end, view)
  }

  private static func shape(
    of pieces: [(value: Int32, digits: Int, isWord: Bool)], rest: Int, mark: UInt8, end: Int,
    _ view: ByteView
  ) -> Shape? {
    guard rest == end || view[rest] == 0x20 || view[rest] == 0x2C || view[rest] == 0x54 else {
      return nil
    }
    let words = pieces.filter { $0.isWord }.count
    if pieces[0].digits == 4, words == 0, pieces[1].digits <= 2, pieces[2].digits <= 2 {
      return Shape(
        first: pieces[2].value, second: pieces[1].value, year: pieces[0].value, sureOrder: .dmy,
        rest: rest)
    }
    guard pieces[2].digits == 4 || pieces[2].digits == 2, words <= 1, !pieces[2].isWord,
      words == 1 || mark != 0x20 && mark != 0x2C
    else { return nil }
    let year = pieces[2].value
    let full = pieces[2].digits == 4 ? year : year < 69 ? 2000 + year : 1900 + year
    guard pieces[0].digits <= 2, pieces[1].digits <= 2 else { return nil }
    let sure: DateOrder? =
      pieces[0].isWord ? .mdy : pieces[1].isWord || mark == 0x2E ? .dmy : nil
    return Shape(
      first: pieces[0].value, second: pieces[1].value, year: full, sureOrder: sure, rest: rest)
  }

  /// Reads a date whose order of day and month is known.
  init?(_ text: CellText, order: DateOrder) {
    guard let shape = DateText.shape(text) else { return nil }
    let order = shape.sureOrder ?? order
    let (day, month) = order == .dmy ? (shape.first, shape.second) : (shape.second, shape.first)
    guard let number = dayNumber(year: shape.year, month: month, day: day) else { return nil }
    self.day = number
    second = nil
    offset = nil
    var at = shape.rest
    while at < text.end, text.view[at] == 0x20 || text.view[at] == 0x2C { at += 1 }
    if at < text.end, text.view[at] == 0x54 { at += 1 }
    guard at == text.end || readTime(text.view, at, text.end) else { return nil }
  }

  private static func monthNumber(_ view: ByteView, _ start: Int, _ end: Int) -> Int32? {
    guard end - start >= 3 else { return nil }
    let word = view.string(start, end).lowercased()
    let full = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    for (index, name) in full.enumerated()
    where word == name || word == String(name.prefix(3)) || word == "sept" && index == 8 {
      return Int32(index + 1)
    }
    return nil
  }
}

/// The number of two digits.
@inline(__always)
private func twoDigits(_ view: ByteView, _ at: Int) -> Int32? {
  let high = view[at] &- 0x30
  let low = view[at + 1] &- 0x30
  guard high < 10, low < 10 else { return nil }
  return Int32(high) * 10 + Int32(low)
}

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

/// Days since 1970-01-01; nil when the calendar has no such day.
@inline(__always)
func dayNumber(year: Int32, month: Int32, day: Int32) -> Int32? {
  guard year >= 1, month >= 1, month <= 12, day >= 1 else { return nil }
  let isLeap = year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
  let length: Int32 =
    month == 2
    ? (isLeap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  guard day <= length else { return nil }
  let shifted = month <= 2 ? year - 1 : year
  let era = shifted / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// The day that holds a moment.
@inline(__always)
func dayNumber(ofSeconds seconds: Int64) -> Int32 {
  Int32(truncatingIfNeeded: (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400)
}
