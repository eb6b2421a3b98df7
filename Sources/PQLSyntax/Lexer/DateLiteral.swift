/// Reads what date tokens say.
enum DateLiteral: Equatable {
  case date(year: Int, month: Int, day: Int)
  case timestamp(year: Int, month: Int, day: Int, secondOfDay: Int)
  case period(PeriodLiteral)

  /// Why there is no such date.
  enum Failure: Error, Equatable {
    /// `2026-13-01`
    case month(Int)
    /// `2026-02-30`
    case day(Int, lastDay: Int)
    /// `2026-Q5`
    case quarter(Int)
    /// `FY2026-P14`
    case fiscalMonth(Int)
    /// `2026-06-30T25:00`
    case time
    /// `2026-06-30T10:00Z`, `2026-06-30x`
    case shape
    /// `2026-6-3`, `FY2026-P3`
    case notPadded(String)
    /// `2026-6`
    case notPaddedMonth(String, difference: String)
    /// `0000-01-01`
    case year
  }

  /// The date, timestamp or period that the bytes spell.
  static func read(_ bytes: ArraySlice<UInt8>) -> Result<DateLiteral, Failure> {
    var reader = DateReader(bytes: bytes)
    do throws(Failure) {
      return .success(try reader.read())
    } catch {
      return .failure(error)
    }
  }

  /// How many days a month has in the calendar of today, also before its time.
  static func lastDay(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Goes through the bytes of a date token.
private struct DateReader {
  var bytes: ArraySlice<UInt8>

  mutating func read() throws(DateLiteral.Failure) -> DateLiteral {
    let isFiscal = take("F") && take("Y")
    guard let (year, _) = number() else { throw .shape }
    guard !bytes.isEmpty else { return .period(.fiscalYear(year)) }
    guard take("-") else { throw .shape }
    if take("Q") || take("q") { return try quarter(of: year, isFiscal: isFiscal) }
    if isFiscal, take("P") || take("p") { return try fiscalMonth(of: year) }
    guard let (month, monthDigits) = number() else { throw .shape }
    guard !bytes.isEmpty else {
      guard monthDigits == 2 else {
        throw .notPaddedMonth(
          "\(padded(year, 4))-\(padded(month))", difference: "\(year) - \(month)")
      }
      guard (1...12).contains(month) else { throw .month(month) }
      return .period(.month(year: year, month: month))
    }
    return try day(year, month, monthDigits)
  }

  private mutating func quarter(
    of year: Int, isFiscal: Bool
  ) throws(DateLiteral.Failure) -> DateLiteral {
    guard let (quarter, digits) = number(), digits == 1, bytes.isEmpty else { throw .shape }
    guard (1...4).contains(quarter) else { throw .quarter(quarter) }
    return .period(
      isFiscal
        ? .fiscalQuarter(year: year, quarter: quarter) : .quarter(year: year, quarter: quarter))
  }

  private mutating func fiscalMonth(of year: Int) throws(DateLiteral.Failure) -> DateLiteral {
    guard let (month, digits) = number(), bytes.isEmpty else { throw .shape }
    guard (1...PeriodLiteral.mostFiscalMonths).contains(month) else { throw .fiscalMonth(month) }
    guard digits == 2 else { throw .notPadded("FY\(padded(year, 4))-P\(padded(month))") }
    return .period(.fiscalMonth(year: year, month: month))
  }

  private mutating func day(
    _ year: Int, _ month: Int, _ monthDigits: Int
  ) throws(DateLiteral.Failure) -> DateLiteral {
    guard take("-"), let (day, dayDigits) = number() else { throw .shape }
    guard year > 0 else { throw .year }
    guard (1...12).contains(month) else { throw .month(month) }
    let lastDay = DateLiteral.lastDay(year: year, month: month)
    guard (1...lastDay).contains(day) else { throw .day(day, lastDay: lastDay) }
    guard monthDigits == 2, dayDigits == 2 else {
      throw .notPadded("\(padded(year, 4))-\(padded(month))-\(padded(day))")
    }
    guard !bytes.isEmpty else { return .date(year: year, month: month, day: day) }
    let second = try time()
    return .timestamp(year: year, month: month, day: day, secondOfDay: second)
  }

  private mutating func time() throws(DateLiteral.Failure) -> Int {
    guard take("T"), let (hour, hourDigits) = number(), take(":"),
      let (minute, minuteDigits) = number(), hourDigits == 2, minuteDigits == 2
    else { throw .shape }
    var second = 0
    if take(":") {
      guard let (found, digits) = number(), digits == 2 else { throw .shape }
      second = found
    }
    guard bytes.isEmpty else { throw .shape }
    guard hour < 24, minute < 60, second < 60 else { throw .time }
    return hour * 3600 + minute * 60 + second
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: character) else { return false }
    bytes.removeFirst()
    return true
  }

  /// Digits and how many; no more than nine, so that nothing overflows.
  private mutating func number() -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while let byte = bytes.first, byte >= 0x30, byte <= 0x39 {
      guard digits < 9 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      bytes.removeFirst()
    }
    return digits == 0 ? nil : (value, digits)
  }

  private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
