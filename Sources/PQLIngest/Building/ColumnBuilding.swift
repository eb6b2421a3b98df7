import PQLModel

/// A typed column and the values that could not be read as its type.
struct BuiltColumn {
  var column: Column
  var unreadable = Unreadable()
  /// Money with more decimals than are kept.
  var rounded = Unreadable()
  /// Money that does not fit beside a value of many decimals.
  var tooLarge = Unreadable()
  /// Numbers with three digits behind a comma, which others of the column say are decimals.
  var doubted = Unreadable()
  /// The currencies that stood beside the digits, by first appearance.
  var signs: [String] = []
}

extension RawTable {
  /// Text as recorded; numbers and lists as they were written.
  ///
  /// With `mayRepeat` two codes may stand for one text, where the texts of a column hardly repeat.
  func textColumn(_ column: Int, mayRepeat: Bool = false) -> TextColumn {
    if let early = earlyText(column, mayRepeat: mayRepeat) { return early }
    var interner = TextInterner()
    var codes = [Int32](repeating: -1, count: rowCount)
    forEachValue(column) { row, text in
      codes[row] = interner.code(text.view, text.start, text.end)
      return true
    }
    return TextColumn(codes: codes, dictionary: interner.finalDictionary)
  }

  /// Numbers; with `strictly` nil as soon as a value is none, or is one that text keeps better.
  func numberColumn(_ column: Int, strictly: Bool = false) -> BuiltColumn? {
    if let early = earlyNumbers(column, strictly: strictly) {
      return BuiltColumn(column: .number(early))
    }
    let declared = columns[column].marks.map { NumberStyle($0) }
    var style = declared
    let built = numberColumn(column, strictly, &style)
    // What looked like decimals before the first comma was seen may have been thousands.
    let isNews = declared == nil && style?.doubtsPoints ?? false
    return isNews ? numberColumn(column, strictly, &style) : built
  }

  /// Whether a number that counts as a decimal could have been thousands, but for others of its
  /// column.
  @inline(__always)
  func isDoubted(_ value: DecimalText, _ text: CellText, _ column: Int) -> Bool {
    columns[column].marks == nil && value.exponent == -3 && NumberStyle.hasOpenComma(text)
  }

  private func numberColumn(
    _ column: Int, _ strictly: Bool, _ style: inout NumberStyle?
  ) -> BuiltColumn? {
    let doubtsPoints = style?.doubtsPoints ?? false
    var values = [Double](repeating: 0, count: rowCount)
    var validity = ValidityBuilder(count: rowCount)
    var unreadable = Unreadable()
    var doubted = Unreadable()
    let isWhole = forEachValue(column) { row, whole in
      let text = whole.trimmed
      if !doubtsPoints || text.kind == .number, let decimal = DecimalText(text) {
        if strictly, decimal.hasLeadingZero || decimal.isInexactInteger { return false }
        if let number = decimal.number(text) {
          values[row] = number
          validity.set(row)
          return true
        }
      } else if !strictly, text.kind != .array {
        if style == nil { style = NumberStyle(self, column) }
        if let (decimal, digits, currency) = style?.decimal(text), currency == nil,
          let number = decimal.number(digits)
        {
          if isDoubted(decimal, text, column) { doubted.add(row, whole) }
          values[row] = number
          validity.set(row)
          return true
        }
      }
      return unreadable.add(row, whole, isFinal: strictly)
    }
    guard isWhole else { return nil }
    return BuiltColumn(
      column: .number(NumberColumn(values: values, validity: validity.bitmap)),
      unreadable: unreadable, doubted: doubted)
  }

  /// Truth values; `loosely` reads yes and no, 1 and 0 too.
  func booleanColumn(_ column: Int, loosely: Bool, strictly: Bool = false) -> BuiltColumn? {
    if let early = earlyBooleans(column) { return BuiltColumn(column: .boolean(early)) }
    var values = Bitmap(repeating: false, count: rowCount)
    var validity = ValidityBuilder(count: rowCount)
    var unreadable = Unreadable()
    let isWhole = forEachValue(column) { row, text in
      guard let value = RawTable.truth(text.trimmed, loosely: loosely) else {
        return unreadable.add(row, text, isFinal: strictly)
      }
      if value { values[row] = true }
      validity.set(row)
      return true
    }
    guard isWhole else { return nil }
    return BuiltColumn(
      column: .boolean(BooleanColumn(values: values, validity: validity.bitmap)),
      unreadable: unreadable)
  }

  private static func truth(_ text: CellText, loosely: Bool) -> Bool? {
    guard text.end - text.start <= 5 else { return nil }
    switch text.view.string(text.start, text.end).lowercased() {
    case "true": return true
    case "false": return false
    case "yes", "y", "1", "t": return loosely ? true : nil
    case "no", "n", "0", "f": return loosely ? false : nil
    default: return nil
    }
  }

  /// Dates; a moment gives its day on the model's wall clock.
  func dayColumn(
    _ column: Int, _ form: DateForm, _ zone: ZoneClock, strictly: Bool = false
  ) -> BuiltColumn? {
    if let early = earlyDays(column, zone, strictly: strictly) {
      return BuiltColumn(column: .day(early))
    }
    var values = [Int32](repeating: 0, count: rowCount)
    var validity = ValidityBuilder(count: rowCount)
    var unreadable = Unreadable()
    let isWhole = forEachValue(column) { row, text in
      guard let date = RawTable.date(text, form), !strictly || date.second == nil else {
        return unreadable.add(row, text, isFinal: strictly)
      }
      values[row] = date.localDay(zone)
      validity.set(row)
      return true
    }
    guard isWhole else { return nil }
    return BuiltColumn(
      column: .day(DayColumn(values: values, validity: validity.bitmap)), unreadable: unreadable)
  }

  /// Moments on the model's wall clock; a date is its midnight.
  func secondColumn(
    _ column: Int, _ form: DateForm, _ zone: ZoneClock, strictly: Bool = false
  ) -> BuiltColumn? {
    if let early = earlySeconds(column, zone) { return BuiltColumn(column: .second(early)) }
    var values = [Int64](repeating: 0, count: rowCount)
    var validity = ValidityBuilder(count: rowCount)
    var unreadable = Unreadable()
    let isWhole = forEachValue(column) { row, text in
      guard let date = RawTable.date(text, form) else {
        return unreadable.add(row, text, isFinal: strictly)
      }
      values[row] = date.localSeconds(zone)
      validity.set(row)
      return true
    }
    guard isWhole else { return nil }
    return BuiltColumn(
      column: .second(SecondColumn(values: values, validity: validity.bitmap)),
      unreadable: unreadable)
  }

  @inline(__always)
  private static func date(_ text: CellText, _ form: DateForm) -> DateText? {
    if let date = DateText(iso: text) { return date }
    return otherDate(text.trimmed, form)
  }

  @inline(never)
  private static func otherDate(_ text: CellText, _ form: DateForm) -> DateText? {
    switch form {
    case .iso: return DateText(iso: text) ?? sureDate(text)
    case .ordered(let order): return DateText(iso: text) ?? DateText(text, order: order)
    case .epochMilliseconds: return DateText(epochMilliseconds: text)
    }
  }

  /// A date whose own text tells the order of day and month.
  private static func sureDate(_ text: CellText) -> DateText? {
    guard let order = DateText.shape(text)?.sureOrder else { return nil }
    return DateText(text, order: order)
  }

  /// Lists: the elements of JSON arrays; anything else is a list of one.
  func listColumn(_ column: Int) -> ListColumn {
    if let early = earlyLists(column) { return early }
    var interner = TextInterner()
    var codes: [Int32] = []
    var ends = [Int32](repeating: -1, count: rowCount)
    var validity = ValidityBuilder(count: rowCount)
    let scratch = ByteArena()
    forEachValue(column) { row, text in
      if text.kind == .array {
        ListElements(text).forEach(scratch) { view, start, end in
          codes.append(interner.code(view, start, end))
        }
      } else {
        codes.append(interner.code(text.view, text.start, text.end))
      }
      ends[row] = Int32(truncatingIfNeeded: codes.count)
      validity.set(row)
      return true
    }
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(rowCount + 1)
    for end in ends { offsets.append(end < 0 ? offsets[offsets.count - 1] : end) }
    return ListColumn(
      offsets: offsets, elements: TextColumn(codes: codes, dictionary: interner.dictionary),
      validity: validity.bitmap)
  }
}

/// Collects which rows hold a value.
struct ValidityBuilder {
  private var words: [UInt64]
  private var present = 0
  private let count: Int

  init(count: Int) {
    self.count = count
    words = Array(repeating: 0, count: (count + 63) / 64)
  }

  /// Marks a row, which has not been marked before.
  @inline(__always)
  mutating func set(_ row: Int) {
    words[row >> 6] |= 1 << UInt64(truncatingIfNeeded: row & 63)
    present += 1
  }

  /// Takes the mark of a row away.
  mutating func clear(_ row: Int) {
    words[row >> 6] &= ~(1 << UInt64(truncatingIfNeeded: row & 63))
    present -= 1
  }

  /// The rows marked; nil when all are.
  var bitmap: Bitmap? {
    if present == count { return nil }
    return Bitmap(count: count) { words[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
  }
}
