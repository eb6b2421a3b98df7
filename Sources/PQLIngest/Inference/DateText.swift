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
