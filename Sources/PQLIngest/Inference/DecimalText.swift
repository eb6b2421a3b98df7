/// A number as it was written: `mantissa` × 10^`exponent`, and what its form tells.
struct DecimalText {
  var isNegative = false
  /// The digits without the point; nil when they do not fit.
  var mantissa: UInt64?
  var exponent = 0
  /// Whether it is an integer that begins with a needless 0, as `0042`.
  var hasLeadingZero = false

  /// The marks a number may carry beside its digits.
  struct Style {
    var decimal: UInt8 = 0x2E
    /// Nil when nothing may part the thousands.
    var grouping: UInt8?
  }

  /// Reads `[+-]digits[.digits][e[+-]digits]`; nil when the text is anything else.
  @inline(__always)
  init?(_ text: CellText, style: Style = Style()) {
    var at = text.start
    let end = text.end
    let view = text.view
    guard at < end else { return nil }
    if view[at] == 0x2D || view[at] == 0x2B {
      isNegative = view[at] == 0x2D
      at += 1
    }
    let firstDigit = at
    var value: UInt64 = 0
    var fits = true
    var digits = 0
    var pointAt = -1
    while at < end {
      let byte = view[at]
      let digit = byte &- 0x30
      if digit < 10 {
        digits += 1
        if value < 1_000_000_000_000_000_000 {
          value = value &* 10 &+ UInt64(digit)
          if pointAt >= 0 { exponent -= 1 }
        } else if digit == 0 || pointAt >= 0 {
          // Digits behind the nineteenth that do not count towards the integer part are noise of a
          // binary fraction; zeros before the point only raise the exponent.
          if pointAt < 0 { exponent += 1 }
        } else {
          fits = false
        }
      } else if byte == style.decimal, pointAt < 0 {
        pointAt = at
      } else if byte == style.grouping, pointAt < 0, digits > 0 {
        // Where the groups stand has been checked by `NumberStyle`.
      } else if style.grouping == DecimalText.wideSpaces, pointAt < 0, digits > 0,
        case let length = DecimalText.wideSpace(view, at), length > 0
      {
        at += length - 1
      } else {
        break
      }
      at += 1
    }
    guard digits > 0 else { return nil }
    hasLeadingZero =
      digits > 1 && view[firstDigit] == 0x30 && view[firstDigit + 1] != style.decimal
    if at < end {
      guard view[at] | 0x20 == 0x65, let power = DecimalText.power(view, at + 1, end) else {
        return nil
      }
      exponent += power
    }
    mantissa = fits ? value : nil
  }

  /// The digits and how many of them are decimals of a number of JSON in its usual form: up to eight
  /// digits, and up to seven behind a point; nil for any other, which `init` reads.
  ///
  /// The bytes have been found to be a number; fifteen digits are exact in one of 53 bits.
  @inline(__always)
  static func usual(_ view: ByteView, _ start: Int, _ end: Int) -> (value: Int64, decimals: Int)? {
    let length = end &- start
    return length <= 8 ? short(view, start, length) : long(view, start, end)
  }

  /// A number of up to eight bytes, which are one word.
  @inline(__always)
  private static func short(
    _ view: ByteView, _ start: Int, _ length: Int
  ) -> (value: Int64, decimals: Int)? {
    // The last byte stands highest, and zeros stand before the first.
    let shift = UInt64(truncatingIfNeeded: 64 &- length &* 8)
    let isNegative = view[start] == 0x2D
    var digits = (view.word(start) ^ zeros) &<< shift
    if isNegative { digits &= ~(0xFF &<< shift) }
    var decimals = 0
    // Of a point the digit zero leaves 0x1E. What stands before it moves up to its place.
    let point = marks(digits, equal: 0x1E)
    if point != 0 {
      let place = UInt64(truncatingIfNeeded: point.trailingZeroBitCount &- 7)
      let before = ~(~0 &<< place)
      decimals = Int(truncatingIfNeeded: (56 &- place) >> 3)
      digits = digits & ~before & ~(0xFF &<< place) | (digits & before) << 8
    }
    guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else {
      return nil
    }
    let value = number(ofDigits: digits)
    return (isNegative ? -value : value, decimals)
  }

  private static func long(
    _ view: ByteView, _ start: Int, _ end: Int
  ) -> (value: Int64, decimals: Int)? {
    let isNegative = view[start] == 0x2D
    let first = start + (isNegative ? 1 : 0)
    let whole = view.noDigits(first).trailingZeroBitCount
    guard whole <= 8 else { return nil }
    var value = digits(view, first, whole)
    let decimals = end - first - whole - 1
    if decimals >= 0 {
      let place = first + whole + 1
      guard decimals <= 7, view[place - 1] == 0x2E,
        view.noDigits(place).trailingZeroBitCount == decimals
      else { return nil }
      value = value * tens[decimals] + digits(view, place, decimals)
    }
    return (isNegative ? -value : value, max(decimals, 0))
  }

  private static let tens: InlineArray<9, Int64> = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// Eight digits zero.
  private static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// The value of up to eight digits.
  @inline(__always)
  private static func digits(_ view: ByteView, _ start: Int, _ count: Int) -> Int64 {
    guard count > 0 else { return 0 }
    return number(
      ofDigits: (view.word(start) ^ zeros) &<< UInt64(truncatingIfNeeded: 64 - count * 8))
  }

  /// The value of eight digits in a word, the last one highest: put together by pairs, fours, eights.
  @inline(__always)
  private static func number(ofDigits digits: UInt64) -> Int64 {
    let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
    return Int64(truncatingIfNeeded: (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF)
  }

  /// Stands for the spaces of more than one byte as the mark between thousands.
  static let wideSpaces: UInt8 = 0xA0

  /// The length in bytes of a no-break space (U+00A0) or a narrow one (U+202F); 0 of anything else.
  @inline(__always)
  static func wideSpace(_ view: ByteView, _ at: Int) -> Int {
    if view[at] == 0xC2, view[at + 1] == 0xA0 { return 2 }
    return view[at] == 0xE2 && view[at + 1] == 0x80 && view[at + 2] == 0xAF ? 3 : 0
  }

  /// The exponent behind an `e`, bounded to ±100 000.
  private static func power(_ view: ByteView, _ start: Int, _ end: Int) -> Int? {
    var at = start
    var isNegative = false
    if at < end, view[at] == 0x2D || view[at] == 0x2B {
      isNegative = view[at] == 0x2D
      at += 1
    }
    guard at < end else { return nil }
    var value = 0
    while at < end {
      let digit = view[at] &- 0x30
      guard digit < 10 else { return nil }
      value = min(value * 10 + Int(digit), 100_000)
      at += 1
    }
    return isNegative ? -value : value
  }

  /// The powers of ten that a number holds exactly.
  static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The nearest number; nil when it is not finite.
  ///
  /// With up to 53 bits of digits and a power of ten up to 22 both are exact, so that one division
  /// or product rounds once (Clinger 1990, "How to read floating point numbers accurately").
  @inline(__always)
  func number(_ text: CellText) -> Double? {
    if let mantissa, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
      let value = Double(mantissa)
      let scaled =
        exponent < 0
        ? value / DecimalText.powers[-exponent] : value * DecimalText.powers[exponent]
      return isNegative ? -scaled : scaled
    }
    return slowNumber(text)
  }

  @inline(never)
  private func slowNumber(_ text: CellText) -> Double? {
    let written = Double(text.view.string(text.start, text.end))
    // Grouped digits are no number to the library, and neither are decimals behind a comma.
    let value = written ?? mantissa.flatMap { Double("\(isNegative ? "-" : "")\($0)e\(exponent)") }
    guard let value, value.isFinite else { return nil }
    return isNegative ? -abs(value) : abs(value)
  }

  /// Whether it is an integer that a number cannot hold exactly.
  var isInexactInteger: Bool {
    exponent >= 0 && (mantissa.map { $0 > 1 << 53 } ?? true)
  }
}
