import PQLModel

extension RawTable {
  /// The early form of a column, when it holds every row of the parts.
  private func early(_ column: Int) -> EarlyColumn? {
    guard !columns[column].isChanged, rowCount > 0 else { return nil }
    let whole: EarlyColumn
    if parts.count == 1 {
      whole = parts[0].early[columns[column].indexes[0]]
    } else {
      whole = combined.column(column) { combine(column) }
    }
    return whole.shape == .givenUp || whole.shape == .undecided ? nil : whole
  }

  private func combine(_ column: Int) -> EarlyColumn {
    let whole = EarlyColumn()
    for (number, part) in parts.enumerated() {
      let index = columns[column].indexes[number]
      if index < 0 {
        whole.appendMissing(part.readCount)
      } else {
        whole.append(part.early[index], GrowingValues())
      }
    }
    return whole
  }

  /// A column without the rows that were taken out.
  private func left(_ column: Column) -> Column { remaining.map(column.gathered) ?? column }

  /// The column as text; `mayRepeat` allows two codes for one text, where the texts hardly repeat.
  func earlyText(_ column: Int, mayRepeat: Bool) -> TextColumn? {
    if let replaced = columns[column].replacedText, case .text(let text) = left(.text(replaced)) {
      return text
    }
    guard let early = early(column), early.shape == .text else { return nil }
    let whole = TextColumn(
      codes: early.codes.buffer, dictionary: early.dictionary, isDistinct: !early.isPlain)
    guard case .text(var text) = left(.text(whole)) else { return nil }
    if !text.isDistinct { text.isDistinct = text.dictionary.isProvenDistinct(wholly: !mayRepeat) }
    return text.isDistinct || mayRepeat ? text : text.recoded
  }

  /// The column as lists.
  func earlyLists(_ column: Int) -> ListColumn? {
    guard let early = early(column), early.shape == .list,
      case .list(let lists) = left(.list(lists(early)))
    else { return nil }
    return lists
  }

  private func lists(_ early: EarlyColumn) -> ListColumn {
    let ends = early.ends.buffer
    // One place more than there are rows, all of which are set.
    let offsets = unsafe Buffer<Int32>(count: ends.count + 1) { offsets in
      unsafe offsets[0] = 0
      for row in 0..<ends.count { unsafe offsets[row + 1] = ends[row] < 0 ? ~ends[row] : ends[row] }
    }
    return ListColumn(
      offsets: offsets,
      elements: TextColumn(codes: early.codes.buffer, dictionary: early.dictionary),
      validity: validity(early, ends) { $0 >= 0 })
  }

  /// Whether every value of the column is a list, as far as that is known.
  func isEarlyList(_ column: Int) -> Bool { early(column)?.shape == .list }

  /// The column as days; moments give theirs on the wall clock unless `strictly`.
  func earlyDays(_ column: Int, _ zone: ZoneClock, strictly: Bool) -> DayColumn? {
    guard let early = early(column) else { return nil }
    let whole: DayColumn
    if early.shape == .days {
      whole = days(early)
    } else if !strictly, early.shape == .seconds {
      let moments = seconds(early, zone)
      whole = DayColumn(
        values: moments.values.mapped { dayNumber(ofSeconds: $0) }, validity: moments.validity)
    } else {
      return nil
    }
    guard case .day(let days) = left(.day(whole)) else { return nil }
    return days
  }

  /// The column as moments on the wall clock.
  func earlySeconds(_ column: Int, _ zone: ZoneClock) -> SecondColumn? {
    guard let early = early(column), early.shape == .days || early.shape == .seconds,
      case .second(let seconds) = left(.second(seconds(early, zone)))
    else { return nil }
    return seconds
  }

  private func days(_ early: EarlyColumn) -> DayColumn {
    let days = early.codes.buffer
    guard let validity = validity(early, days, { $0 != EarlyColumn.missingDay }) else {
      return DayColumn(values: days)
    }
    return DayColumn(
      values: days.mapped { $0 == EarlyColumn.missingDay ? 0 : $0 }, validity: validity)
  }

  private func seconds(_ early: EarlyColumn, _ zone: ZoneClock) -> SecondColumn {
    if early.shape == .days {
      let days = days(early)
      return SecondColumn(
        values: days.values.mapped { Int64($0) * 86_400 }, validity: days.validity)
    }
    let written = early.wide.buffer
    let validity = validity(early, written) { $0 != EarlyColumn.missingWide }
    if validity == nil, !early.hasOffsets { return SecondColumn(values: written) }
    return SecondColumn(
      values: written.mapped {
        $0 == EarlyColumn.missingWide ? 0 : early.hasOffsets ? zone.local(fromUTC: $0) : $0
      }, validity: validity)
  }

  /// The column as truth values.
  func earlyBooleans(_ column: Int) -> BooleanColumn? {
    guard let early = early(column), early.shape == .booleans else { return nil }
    let truths = early.small.buffer
    let whole = BooleanColumn(
      values: Bitmap(count: truths.count) { truths[$0] == 1 },
      validity: validity(early, truths) { $0 != EarlyColumn.missingTruth })
    guard case .boolean(let booleans) = left(.boolean(whole)) else { return nil }
    return booleans
  }

  /// The column as numbers; nil when one of them is not exact in 53 bits and would need its text.
  func earlyNumbers(_ column: Int, strictly: Bool) -> NumberColumn? {
    guard let early = early(column), early.shape == .decimals, !early.hasInexactNumber,
      !strictly || !early.hasTextualNumber
    else { return nil }
    let mantissas = early.wide.buffer.span
    let decimals = early.small.buffer.span
    let powers = DecimalText.powers
    // Both sides are exact, so that one division rounds once; every place is set.
    let values = unsafe Buffer<Double>(count: mantissas.count) { values in
      for row in 0..<mantissas.count {
        let mantissa = mantissas[row]
        unsafe values[row] =
          mantissa == EarlyColumn.missingWide ? 0 : Double(mantissa) / powers[Int(decimals[row])]
      }
    }
    let whole = NumberColumn(
      values: values,
      validity: validity(early, early.wide.buffer) { $0 != EarlyColumn.missingWide })
    guard case .number(let numbers) = left(.number(whole)) else { return nil }
    return numbers
  }

  /// The column as money; nil when a number has more decimals than are kept, or is too large.
  func earlyMoney(_ column: Int) -> MoneyColumn? {
    guard let early = early(column), early.shape == .decimals, let whole = money(early),
      case .money(let money) = left(.money(whole))
    else { return nil }
    return money
  }

  private func money(_ early: EarlyColumn) -> MoneyColumn? {
    let mantissas = early.wide.buffer.span
    let decimals = early.small.buffer.span
    var scale = 0
    for row in 0..<decimals.count { scale = max(scale, Int(decimals[row])) }
    guard scale <= RawTable.mostDecimals else { return nil }
    let powers: [Int64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
    // Decimals that are all zeros are not needed: 10800.0 and 4000.00 are whole.
    var spare = scale
    for row in 0..<mantissas.count where spare > 0 && mantissas[row] != EarlyColumn.missingWide {
      let digits = Int(decimals[row])
      while spare > scale - digits,
        !mantissas[row].isMultiple(of: powers[digits + spare - scale])
      {
        spare -= 1
      }
    }
    let needed = scale - spare
    var overflows = false
    let units = unsafe Buffer<Int64>(count: mantissas.count) { units in
      for row in 0..<mantissas.count {
        let mantissa = mantissas[row] == EarlyColumn.missingWide ? 0 : mantissas[row]
        let digits = Int(decimals[row])
        if digits >= needed {
          unsafe units[row] = digits == needed ? mantissa : mantissa / powers[digits - needed]
        } else {
          let (product, overflow) = mantissa.multipliedReportingOverflow(
            by: powers[needed - digits])
          if overflow { overflows = true }
          unsafe units[row] = product
        }
      }
    }
    if overflows { return nil }
    return MoneyColumn(
      units: units, scale: needed,
      validity: validity(early, early.wide.buffer) { $0 != EarlyColumn.missingWide })
  }

  /// The rows that hold a value; nil when all do.
  private func validity<Element>(
    _ early: EarlyColumn, _ values: Buffer<Element>, _ isPresent: (Element) -> Bool
  ) -> Bitmap? {
    guard early.presentCount < early.rowCount else { return nil }
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
