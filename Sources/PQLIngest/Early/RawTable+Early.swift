import PQLModel

extension RawTable {
  /// The early form of a column, when it holds every row of the table.
  private func early(_ column: Int) -> EarlyColumn? {
    guard parts.count == 1 else { return nil }
    let index = columns[column].indexes[0]
    guard index >= 0, parts[0].early.indices.contains(index) else { return nil }
    let early = parts[0].early[index]
    return early.rowCount == rowCount && rowCount > 0 ? early : nil
  }

  /// Forgets the early form of a column, because its cells change.
  mutating func giveUpEarly(_ column: Int) {
    for (part, index) in columns[column].indexes.enumerated()
    where index >= 0 && parts[part].early.indices.contains(index) {
      parts[part].early[index].giveUp()
    }
  }

  /// The column as text.
  func earlyText(_ column: Int) -> TextColumn? {
    guard let early = early(column), early.shape == .text else { return nil }
    return TextColumn(codes: early.codes, dictionary: early.dictionary)
  }

  /// The column as lists.
  func earlyLists(_ column: Int) -> ListColumn? {
    guard let early = early(column), early.shape == .list else { return nil }
    return ListColumn(
      offsets: [0] + early.ends,
      elements: TextColumn(codes: early.codes, dictionary: early.dictionary),
      validity: bitmap(early))
  }

  /// The column as days; moments give theirs on the wall clock unless `strictly`.
  func earlyDays(_ column: Int, _ zone: ZoneClock, strictly: Bool) -> DayColumn? {
    guard let early = early(column) else { return nil }
    if early.shape == .days { return DayColumn(values: early.days, validity: bitmap(early)) }
    guard !strictly, let moments = earlySeconds(column, zone) else { return nil }
    return DayColumn(
      values: moments.values.map { dayNumber(ofSeconds: $0) }, validity: moments.validity)
  }

  /// The column as moments on the wall clock.
  func earlySeconds(_ column: Int, _ zone: ZoneClock) -> SecondColumn? {
    guard let early = early(column) else { return nil }
    switch early.shape {
    case .days:
      return SecondColumn(
        values: early.days.map { Int64($0) * 86_400 }, validity: bitmap(early))
    case .seconds:
      let values =
        early.hasOffsets ? early.seconds.map { zone.local(fromUTC: $0) } : early.seconds
      return SecondColumn(values: values, validity: bitmap(early))
    default: return nil
    }
  }

  /// The column as numbers; nil when one of them is not exact in 53 bits and would need its text.
  func earlyNumbers(_ column: Int, strictly: Bool) -> NumberColumn? {
    guard let early = early(column), early.shape == .decimals, !early.hasInexactNumber,
      !strictly || !early.hasTextualNumber
    else { return nil }
    let mantissas = early.mantissas
    let decimals = early.decimals
    let powers = DecimalText.powers
    // Both sides are exact, so that one division rounds once.
    let values = mantissas.indices.map { Double(mantissas[$0]) / powers[Int(decimals[$0])] }
    return NumberColumn(values: values, validity: bitmap(early))
  }

  /// The column as money; nil when a number has more decimals than are kept, or is too large.
  func earlyMoney(_ column: Int) -> MoneyColumn? {
    guard let early = early(column), early.shape == .decimals else { return nil }
    var units = early.mantissas
    let decimals = early.decimals
    let scale = Int(decimals.max() ?? 0)
    guard scale <= RawTable.mostDecimals else { return nil }
    let powers: [Int64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
    for row in units.indices {
      let (product, overflow) = units[row].multipliedReportingOverflow(
        by: powers[scale - Int(decimals[row])])
      if overflow { return nil }
      units[row] = product
    }
    // Decimals that are all zeros are not needed: 10800.0 and 4000.00 are whole.
    var needed = scale
    while needed > 0, units.allSatisfy({ $0.isMultiple(of: powers[scale - needed + 1]) }) {
      needed -= 1
    }
    if needed < scale { for row in units.indices { units[row] /= powers[scale - needed] } }
    return MoneyColumn(units: units, scale: needed, validity: bitmap(early))
  }

  private func bitmap(_ early: EarlyColumn) -> Bitmap? {
    guard early.presentCount < rowCount else { return nil }
    let words = early.validity
    return Bitmap(count: rowCount) { words[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
  }
}
