/// Walks over JSON bytes, checking them against RFC 8259.
///
/// Every loop stops at the zero behind the last byte, so none needs a bounds check.
struct JSONScanner {
  static let deepest = 64
  /// The bytes of `null` as a word.
  static let null: UInt32 = 0x6C6C_756E

  let view: ByteView
  /// Where the scanner stands; never past `view.count`.
  var at: Int

  init(_ view: ByteView, at: Int = 0) {
    self.view = view
    self.at = at
  }

  /// Whether every byte has been read.
  var isAtEnd: Bool { at >= view.count }

  /// Passes over white space and tells the byte that follows, 0 at the end.
  @inline(__always)
  mutating func skipSpace() -> UInt8 {
    var byte = view[at]
    while byte <= 0x20 {
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      at += 1
      byte = view[at]
    }
    return byte
  }

  /// Passes over a byte order mark.
  mutating func skipByteOrderMark() {
    if view[at] == 0xEF, view[at + 1] == 0xBB, view[at + 2] == 0xBF { at += 3 }
  }

  /// A failure at the scanner's place: the text is cut off, or it holds something unexpected.
  func unexpected(_ wanted: String) -> ScanFailure {
    isAtEnd ? .ends(where: wanted, at: at) : .found(view[at], where: wanted, at: at)
  }

  /// Reads a string whose opening quote has been passed; tells where it ends, and whether it has
  /// escapes.
  ///
  /// Stands behind the closing quote afterwards. Text that is not ASCII stands in strings alone, and
  /// is checked here.
  @inline(__always)
  mutating func scanString() throws(ScanFailure) -> (end: Int, escaped: Bool) {
    let start = at
    var place = start
    var (stops, high) = view.jsonMarks(place)
    while stops == 0 {
      place += 32
      let (later, laterHigh) = view.jsonMarks(place)
      (stops, high) = (later, high | laterHigh)
    }
    place += stops.trailingZeroBitCount
    // Some of the marks may stand behind the string; they only cost a look.
    if high != 0 { try checkText(start, place) }
    guard view[place] == 0x22 else { return (try scanRestOfString(place), true) }
    at = place + 1
    return (place, false)
  }

  @inline(never)
  private func checkText(_ start: Int, _ end: Int) throws(ScanFailure) {
    if let place = view.firstInvalid(from: start, to: end) {
      throw ScanFailure.notText(at: place)
    }
  }

  /// Reads on from the first byte of a string that is not plain.
  @inline(never)
  private mutating func scanRestOfString(_ start: Int) throws(ScanFailure) -> Int {
    var place = start
    while true {
      let (stops, _) = view.jsonMarks(place)
      guard stops != 0 else {
        place += 32
        continue
      }
      place += stops.trailingZeroBitCount
      let byte = view[place]
      if byte == 0x22 {
        try checkText(start, place)
        at = place + 1
        return place
      }
      if byte == 0x5C {
        place = try scanEscape(place)
        continue
      }
      at = place
      if isAtEnd { throw .endsInString(at: at) }
      throw .inString(byte, at: place)
    }
  }

  private func scanEscape(_ place: Int) throws(ScanFailure) -> Int {
    switch view[place + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return place + 2
    case 0x75: break
    default: throw .escapesNothing(at: place)
    }
    guard let unit = hexUnit(place + 2) else {
      throw .noHexadecimals(at: place)
    }
    guard unit & 0xF800 == 0xD800 else { return place + 6 }
    guard unit < 0xDC00, view[place + 6] == 0x5C, view[place + 7] == 0x75,
      let low = hexUnit(place + 8), low & 0xFC00 == 0xDC00
    else {
      throw .halfPair(UInt32(unit), at: place)
    }
    return place + 12
  }

  /// The value of four hexadecimal digits.
  func hexUnit(_ place: Int) -> UInt32? {
    var unit: UInt32 = 0
    for index in place..<place + 4 {
      switch view[index] {
      case let digit where digit >= 0x30 && digit <= 0x39: unit = unit << 4 | UInt32(digit - 0x30)
      case let digit where digit >= 0x41 && digit <= 0x46: unit = unit << 4 | UInt32(digit - 0x37)
      case let digit where digit >= 0x61 && digit <= 0x66: unit = unit << 4 | UInt32(digit - 0x57)
      default: return nil
      }
    }
    return unit
  }

  /// Passes over a number and checks its form.
  @inline(__always)
  mutating func scanNumber() throws(ScanFailure) {
    if view[at] == 0x2D { at += 1 }
    if view[at] == 0x30 {
      at += 1
    } else {
      try scanDigits()
    }
    if view[at] == 0x2E {
      at += 1
      try scanDigits()
    }
    if view[at] | 0x20 == 0x65 {
      at += 1
      if view[at] == 0x2B || view[at] == 0x2D { at += 1 }
      try scanDigits()
    }
  }

  @inline(__always)
  private mutating func scanDigits() throws(ScanFailure) {
    guard view[at] &- 0x30 < 10 else { throw unexpected("a digit") }
    var stops = view.noDigits(at)
    while stops == 0 {
      at += 16
      stops = view.noDigits(at)
    }
    at += stops.trailingZeroBitCount
  }

  /// Passes over `true`, `false` or `null`, whose first letter is `byte`.
  @inline(__always)
  mutating func scanWord(_ byte: UInt8) throws(ScanFailure) {
    let word = UInt32(truncatingIfNeeded: view.word(at))
    if byte == 0x6E, word == JSONScanner.null {
      at += 4
    } else if byte == 0x74, word == 0x6575_7274 {
      at += 4
    } else if byte == 0x66, word == 0x736C_6166, view[at + 4] == 0x65 {
      at += 5
    } else {
      throw unexpected("a value")
    }
  }

  /// Passes over any value, checking it; `depth` counts the brackets around it.
  mutating func skipValue(depth: Int) throws(ScanFailure) {
    let byte = skipSpace()
    switch byte {
    case 0x22:
      at += 1
      _ = try scanString()
    case 0x2D, 0x30...0x39: try scanNumber()
    case 0x5B, 0x7B: try skipBracket(byte, depth: depth)
    default: try scanWord(byte)
    }
  }

  /// Passes over an array of plain texts, each of up to 32 bytes of ASCII, written without needless
  /// space; false, and stays, where there is another value.
  mutating func skipPlainList() -> Bool {
    var place = at + 1
    if view[place] == 0x5D {
      at = place + 1
      return true
    }
    while view[place] == 0x22 {
      let (stops, high) = view.jsonMarks(place + 1)
      guard stops != 0, high == 0 else { return false }
      place += 1 + stops.trailingZeroBitCount
      guard view[place] == 0x22 else { return false }
      place += 1
      if view[place] == 0x5D {
        at = place + 1
        return true
      }
      guard view[place] == 0x2C else { return false }
      place += view[place + 1] == 0x20 ? 2 : 1
    }
    return false
  }

  /// Passes over an array or an object.
  private mutating func skipBracket(_ open: UInt8, depth: Int) throws(ScanFailure) {
    guard depth < JSONScanner.deepest else { throw tooDeep() }
    let close = open + 2
    at += 1
    if skipSpace() == close {
      at += 1
      return
    }
    while true {
      if open == 0x7B { try skipKey() }
      try skipValue(depth: depth + 1)
      let byte = skipSpace()
      guard byte == 0x2C || byte == close else {
        throw unexpected(open == 0x7B ? "`,` or `}`" : "`,` or `]`")
      }
      at += 1
      if byte == close { return }
    }
  }

  private mutating func skipKey() throws(ScanFailure) {
    guard skipSpace() == 0x22 else { throw unexpected("a key in quotes") }
    at += 1
    _ = try scanString()
    try skipColon()
  }

  /// Passes over the colon behind a key.
  @inline(__always)
  mutating func skipColon() throws(ScanFailure) {
    guard skipSpace() == 0x3A else { throw unexpected("`:`") }
    at += 1
  }

  /// Refuses a key that is too long.
  func checkName(_ start: Int, _ end: Int) throws(ScanFailure) {
    guard end - start > ReadingLimit.name else { return }
    throw .tooLong("a key", end - start, ReadingLimit.name, at: start)
  }

  /// Refuses a value that is too long.
  func checkValue(_ start: Int, _ end: Int) throws(ScanFailure) {
    guard end - start > ReadingLimit.value else { return }
    throw .tooLong("a value", end - start, ReadingLimit.value, at: start)
  }

  /// The failure of brackets inside brackets without end.
  func tooDeep() -> ScanFailure {
    .tooDeep(JSONScanner.deepest, at: at)
  }
}
