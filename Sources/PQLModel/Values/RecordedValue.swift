/// Reads what a history wrote of a value: plain decimals and dates of ISO 8601, as loads leave them.
///
/// Each gives nil for a text that is no such value.
package struct RecordedValue {
  private let bytes: Buffer<UInt8>
  private let start: Int
  private let count: Int

  /// The text of a code.
  package init(_ dictionary: TextDictionary, _ code: Int32) {
    bytes = dictionary.bytes
    start = dictionary.offsets[Int(code)]
    count = dictionary.offsets[Int(code) + 1] - start
  }

  private var text: String { String(decoding: bytes[start..<start + count], as: UTF8.self) }

  /// A day, of a date or of the beginning of a moment.
  package var day: Int32? {
    guard let year = digits(0, 4), mark(4, UInt8(ascii: "-")), let month = digits(5, 2),
      mark(7, UInt8(ascii: "-")), let day = digits(8, 2),
      count == 10 || mark(10, UInt8(ascii: "T")) || mark(10, UInt8(ascii: " "))
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    return date.isValid ? date.dayNumber : nil
  }

  /// A moment in seconds on the wall clock that it was written by; a date is its midnight.
  package var second: Int64? {
    guard let day else { return nil }
    let midnight = Int64(day) * 86_400
    guard count > 10 else { return midnight }
    guard let hour = digits(11, 2), hour < 24, mark(13, UInt8(ascii: ":")),
      let minute = digits(14, 2), minute < 60
    else { return nil }
    let second = mark(16, UInt8(ascii: ":")) ? digits(17, 2) ?? 0 : 0
    return midnight + Int64(hour * 3600 + minute * 60 + second)
  }

  /// A decimal as a whole number of units of 10^-`scale`; nil when it has more digits behind the
  /// point than that, or too many before it.
  package func units(scale: Int) -> Int64? {
    guard let (whole, places) = decimal else { return nil }
    var units = whole
    for _ in places..<max(places, scale) {
      let (scaled, overflow) = units.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      units = scaled
    }
    for _ in scale..<max(places, scale) {
      guard units.isMultiple(of: 10) else { return nil }
      units /= 10
    }
    return units
  }

  package var number: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

  /// How many digits stand behind the point, but for closing zeros; nil for no decimal.
  package var decimalPlaces: Int? {
    guard var (whole, places) = decimal else { return nil }
    while places > 0, whole.isMultiple(of: 10) {
      whole /= 10
      places -= 1
    }
    return places
  }

  package var truth: Bool? {
    switch text.lowercased() {
    case "true", "yes", "1": true
    case "false", "no", "0": false
    default: nil
    }
  }

  /// The digits of a decimal as one number, and how many of them stand behind the point.
  private var decimal: (whole: Int64, places: Int)? {
    var (whole, places, hasPoint, digits) = (Int64(0), 0, false, 0)
    let isNegative = mark(0, UInt8(ascii: "-"))
    for place in (isNegative ? 1 : 0)..<max(count, 1) {
      guard place < count else { return nil }
      let byte = bytes[start + place]
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        continue
      }
      guard (48...57).contains(byte), digits < 18 else { return nil }
      whole = whole * 10 + Int64(byte - 48)
      digits += 1
      if hasPoint { places += 1 }
    }
    return digits > 0 ? (isNegative ? -whole : whole, places) : nil
  }

  private func mark(_ place: Int, _ byte: UInt8) -> Bool {
    place < count && bytes[start + place] == byte
  }

  private func digits(_ first: Int, _ length: Int) -> Int? {
    guard first + length <= count else { return nil }
    var number = 0
    for place in first..<first + length {
      let byte = bytes[start + place]
      guard (48...57).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 48)
    }
    return number
  }
}
