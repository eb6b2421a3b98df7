/// The bytes of rows being written, as JSON records or as lines of CSV.
struct RowText {
  /// How a missing text stands in a JSON record; real exports mix the three.
  enum Missing: Int, CaseIterable {
    case absent
    case null
    case empty
  }

  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// Forgets what was written and keeps the storage.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends text as it is.
  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Ends a line.
  mutating func endLine() {
    bytes.append(0x0A)
    needsComma = false
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  // MARK: - Numbers and days, alike in both formats

  /// Appends a whole number, with at least so many digits.
  mutating func append(number: Int, digits: Int = 1) {
    if number < 0 { bytes.append(0x2D) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    while bytes.count - start < digits { bytes.append(0x30) }
    bytes[start...].reverse()
  }

  /// Appends an amount of minor units as whole units, with two decimals only where it has cents.
  mutating func append(minor: Int) {
    if minor < 0 { bytes.append(0x2D) }
    let amount = Int(minor.magnitude)
    append(number: amount / 100)
    if amount % 100 != 0 {
      bytes.append(0x2E)
      append(number: amount % 100, digits: 2)
    }
  }

  /// Appends a day as `2026-06-30`.
  mutating func append(day: SampleDay) {
    let date = day.date
    append(number: date.year, digits: 4)
    bytes.append(0x2D)
    append(number: date.month, digits: 2)
    bytes.append(0x2D)
    append(number: date.day, digits: 2)
  }

  /// Appends a moment as `2026-06-30T09:05`.
  mutating func append(moment: SampleMoment) {
    append(day: moment.day)
    bytes.append(0x54)
    append(number: moment.minuteOfDay / 60, digits: 2)
    bytes.append(0x3A)
    append(number: moment.minuteOfDay % 60, digits: 2)
  }

  // MARK: - JSON

  /// Begins a record, as a line's whole value or as an element of a list.
  mutating func openRecord() {
    separate()
    bytes.append(0x7B)
    needsComma = false
  }

  /// Ends a record.
  mutating func closeRecord() {
    bytes.append(0x7D)
    needsComma = true
  }

  /// Begins a field; its value must follow.
  mutating func key(_ key: String) {
    separate()
    bytes.append(0x22)
    append(key)
    bytes.append(0x22)
    bytes.append(0x3A)
  }

  /// Begins a field that holds a record.
  mutating func openRecord(key name: String) {
    key(name)
    needsComma = false
    openRecord()
  }

  /// A field of text.
  mutating func field(_ name: String, _ text: String) {
    key(name)
    quoted(text)
  }

  /// A field of text that may be missing, and then stands there in the form given.
  mutating func field(_ name: String, _ text: String?, missing: Missing) {
    switch (text, missing) {
    case (let text?, _): field(name, text)
    case (nil, .absent): break
    case (nil, .null): null(name)
    case (nil, .empty): field(name, "")
    }
  }

  /// A field that is null.
  mutating func null(_ name: String) {
    key(name)
    append("null")
  }

  /// A field of a whole number.
  mutating func field(_ name: String, number: Int) {
    key(name)
    append(number: number)
  }

  /// A field of true or false.
  mutating func field(_ name: String, _ flag: Bool) {
    key(name)
    append(flag ? "true" : "false")
  }

  /// A field of money.
  mutating func field(_ name: String, minor: Int) {
    key(name)
    append(minor: minor)
  }

  /// A field that is a day.
  mutating func field(_ name: String, _ day: SampleDay) {
    key(name)
    bytes.append(0x22)
    append(day: day)
    bytes.append(0x22)
  }

  /// A field that is a moment.
  mutating func field(_ name: String, _ moment: SampleMoment) {
    key(name)
    bytes.append(0x22)
    append(moment: moment)
    bytes.append(0x22)
  }

  /// A field that is a list of texts.
  mutating func field(_ name: String, list: [String]) {
    key(name)
    bytes.append(0x5B)
    for (place, text) in list.enumerated() {
      if place > 0 { bytes.append(0x2C) }
      quoted(text)
    }
    bytes.append(0x5D)
  }

  private mutating func quoted(_ text: String) {
    bytes.append(0x22)
    if text.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C }) {
      for byte in text.utf8 {
        // The names hold no control characters, so quotes and backslashes are all there is to escape.
        if byte == 0x22 || byte == 0x5C { bytes.append(0x5C) }
        bytes.append(byte)
      }
    } else {
      append(text)
    }
    bytes.append(0x22)
  }

  // MARK: - CSV

  /// A cell of text, quoted where RFC 4180 asks for it; missing is an empty cell.
  mutating func cell(_ text: String?) {
    separate()
    guard let text else { return }
    guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A }) else {
      append(text)
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// A cell of a whole number; missing is an empty cell.
  mutating func cell(number: Int?) {
    separate()
    if let number { append(number: number) }
  }

  /// A cell of money.
  mutating func cell(minor: Int) {
    separate()
    append(minor: minor)
  }

  /// A cell that is a day.
  mutating func cell(_ day: SampleDay) {
    separate()
    append(day: day)
  }
}
