import PQLModel

// The typed columns that early columns become. Eight bytes of digits become eight bytes of money or of
// a number where they stand, and days stay where they are, since memory that is touched for the first
// time costs more than the conversion; a column that somebody needs in both forms is read again for the
// second one.
extension EarlyColumn {
  /// As lists.
  var lists: ListColumn {
    let ends = ends.buffer
    // One place more than there are rows, all of which are set.
    let offsets = unsafe Buffer<Int32>(count: ends.count + 1) { offsets in
      unsafe offsets[0] = 0
      for row in 0..<ends.count { unsafe offsets[row + 1] = ends[row] < 0 ? ~ends[row] : ends[row] }
    }
    return ListColumn(
      offsets: offsets, elements: TextColumn(codes: codes.buffer, dictionary: dictionary),
      validity: validity(ends) { $0 >= 0 })
  }

  /// As days.
  var days: DayColumn {
    if case .day(let days)? = typed { return days }
    let validity = validity(codes.buffer) { $0 != EarlyColumn.missingDay }
    let values =
      validity == nil ? codes.buffer : codes.turned { $1 == EarlyColumn.missingDay ? 0 : $1 }
    let days = DayColumn(values: values, validity: validity)
    typed = .day(days)
    return days
  }

  /// As moments on the wall clock.
  func seconds(_ zone: ZoneClock) -> SecondColumn {
    if shape == .days {
      let days = days
      return SecondColumn(
        values: days.values.mapped { Int64($0) * 86_400 }, validity: days.validity)
    }
    let written = wide.buffer
    let validity = validity(written) { $0 != EarlyColumn.missingWide }
    if validity == nil, !hasOffsets { return SecondColumn(values: written) }
    return SecondColumn(
      values: written.mapped {
        $0 == EarlyColumn.missingWide ? 0 : hasOffsets ? zone.local(fromUTC: $0) : $0
      }, validity: validity)
  }

  /// As truth values.
  var booleans: BooleanColumn {
    let truths = small.buffer
    return BooleanColumn(
      values: Bitmap(count: truths.count) { truths[$0] == 1 },
      validity: validity(truths) { $0 != EarlyColumn.missingTruth })
  }

  /// As numbers; nil when one of them is not exact in 53 bits and would need its text.
  var numbers: NumberColumn? {
    if case .number(let numbers)? = typed { return numbers }
    guard shape == .decimals, typed == nil, !hasInexactNumber else { return nil }
    let validity = validity(wide.buffer) { $0 != EarlyColumn.missingWide }
    let decimals = small.buffer.span
    let powers = DecimalText.powers
    // Both sides are exact, so that one division rounds once.
    let values = wide.turned { row, mantissa in
      mantissa == EarlyColumn.missingWide ? 0 : Double(mantissa) / powers[Int(decimals[row])]
    }
    let numbers = NumberColumn(values: values, validity: validity)
    typed = .number(numbers)
    return numbers
  }

  /// As money; nil when a number has more decimals than are kept, or is too large.
  var money: MoneyColumn? {
    if case .money(let money)? = typed { return money }
    guard shape == .decimals, typed == nil, let scale = neededScale else { return nil }
    let decimals = small.buffer.span
    let powers = EarlyColumn.powers
    guard !overflows(scale) else { return nil }
    let validity = validity(wide.buffer) { $0 != EarlyColumn.missingWide }
    let units = wide.turned { row, mantissa -> Int64 in
      if mantissa == EarlyColumn.missingWide { return 0 }
      let digits = Int(decimals[row])
      return digits <= scale
        ? mantissa &* powers[scale - digits] : mantissa / powers[digits - scale]
    }
    let money = MoneyColumn(units: units, scale: scale, validity: validity)
    typed = .money(money)
    return money
  }

  private static let powers: [Int64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// How many decimals the numbers need; nil when they have more than money keeps.
  ///
  /// Those that are all zeros are not needed: 10800.0 and 4000.00 are whole.
  private var neededScale: Int? {
    let mantissas = wide.buffer.span
    let decimals = small.buffer.span
    let powers = EarlyColumn.powers
    var scale = 0
    for row in 0..<decimals.count { scale = max(scale, Int(decimals[row])) }
    guard scale <= RawTable.mostDecimals else { return nil }
    var spare = scale
    for row in 0..<mantissas.count where spare > 0 && mantissas[row] != EarlyColumn.missingWide {
      let digits = Int(decimals[row])
      while spare > scale - digits,
        !mantissas[row].isMultiple(of: powers[digits + spare - scale])
      {
        spare -= 1
      }
    }
    return scale - spare
  }

  /// Whether some number has no room in units of 10^-`scale`.
  private func overflows(_ scale: Int) -> Bool {
    let mantissas = wide.buffer.span
    let decimals = small.buffer.span
    let powers = EarlyColumn.powers
    // Most columns are far from it, which all bits of their numbers together tell sooner.
    var bits: UInt64 = 0
    for row in 0..<mantissas.count where mantissas[row] != EarlyColumn.missingWide {
      bits |= mantissas[row].magnitude
    }
    let (_, isLarge) = Int64(clamping: bits).multipliedReportingOverflow(by: powers[scale])
    guard isLarge else { return false }
    return (0..<mantissas.count).contains { row in
      let digits = Int(decimals[row])
      return digits < scale && mantissas[row] != EarlyColumn.missingWide
        && mantissas[row].multipliedReportingOverflow(by: powers[scale - digits]).overflow
    }
  }

  /// The rows that hold a value; nil when all do.
  private func validity<Element>(
    _ values: Buffer<Element>, _ isPresent: (Element) -> Bool
  ) -> Bitmap? {
    guard presentCount < rowCount else { return nil }
    let span = values.span
    var words = [UInt64](repeating: 0, count: (span.count + 63) / 64)
    for index in words.indices {
      var word: UInt64 = 0
      for row in index << 6..<min(index << 6 + 64, span.count) {
        word |= (isPresent(span[row]) ? 1 : 0) << UInt64(truncatingIfNeeded: row & 63)
      }
      words[index] = word
    }
    return Bitmap(words: words, count: span.count)
  }
}
