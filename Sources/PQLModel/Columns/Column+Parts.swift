// Columns taken apart by rows and put together again.

extension Column {
  /// A stretch of the rows that begins at a multiple of 64, in the same memory but for bits.
  package func part(_ range: Range<Int>) -> Column {
    switch self {
    case .text(let column): .text(column.part(range))
    case .number(let column):
      .number(
        NumberColumn(
          values: column.values.part(range), validity: column.validity?.part(range)))
    case .money(let column):
      .money(
        MoneyColumn(
          units: column.units.part(range), scale: column.scale,
          validity: column.validity?.part(range), currencies: column.currencies?.part(range)))
    case .exact(let column):
      .exact(
        ExactColumn(
          values: column.values.part(range), validity: column.validity?.part(range),
          currencies: column.currencies?.part(range)))
    case .boolean(let column):
      .boolean(
        BooleanColumn(
          values: column.values.part(range), validity: column.validity?.part(range)))
    case .day(let column):
      .day(DayColumn(values: column.values.part(range), validity: column.validity?.part(range)))
    case .second(let column):
      .second(
        SecondColumn(values: column.values.part(range), validity: column.validity?.part(range)))
    case .list(let column):
      // The offsets go on pointing into all elements.
      .list(
        ListColumn(
          offsets: column.offsets.part(range.lowerBound..<range.upperBound + 1),
          elements: column.elements, validity: column.validity?.part(range)))
    }
  }

  /// Numbers, money, days or seconds of several columns of one storage, one behind the other; nil
  /// for other columns.
  package static func joined(_ columns: [Column]) -> Column? {
    guard let first = columns.first else { return nil }
    let validity = joinedValidity(columns)
    switch first {
    case .number:
      let values = columns.map { column -> Buffer<Double> in
        if case .number(let numbers) = column { numbers.values } else { [] }
      }
      return .number(NumberColumn(values: Buffer(joining: values), validity: validity))
    case .money(let money):
      let units = columns.compactMap { column -> Buffer<Int64>? in
        guard case .money(let other) = column, other.scale == money.scale,
          other.currencies == nil
        else { return nil }
        return other.units
      }
      guard units.count == columns.count else { fallthrough }
      return .money(
        MoneyColumn(units: Buffer(joining: units), scale: money.scale, validity: validity))
    case .exact:
      guard columns.allSatisfy({ $0.currencies == nil }) else { return nil }
      let values = Buffer(joining: columns.map(\.exactValues))
      return .exact(ExactColumn(values: values, validity: validity))
    case .day:
      let values = columns.map { column -> Buffer<Int32> in
        if case .day(let days) = column { days.values } else { [] }
      }
      return .day(DayColumn(values: Buffer(joining: values), validity: validity))
    case .second:
      let values = columns.map { column -> Buffer<Int64> in
        if case .second(let seconds) = column { seconds.values } else { [] }
      }
      return .second(SecondColumn(values: Buffer(joining: values), validity: validity))
    case .text, .boolean, .list: return nil
    }
  }

  private static func joinedValidity(_ columns: [Column]) -> Bitmap? {
    guard columns.contains(where: { $0.validity != nil }) else { return nil }
    var joined = Bitmap(repeating: false, count: 0)
    for column in columns {
      for row in 0..<column.count { joined.append(column.isPresent(row)) }
    }
    return joined
  }

  /// Money as exact values; what is missing is 0.
  package var exactValues: Buffer<Int128> {
    switch self {
    case .exact(let column): column.values
    case .money(let column):
      scaled(column.units, by: Money.powerOfTen(Money.digits - column.scale))
    default: []
    }
  }

  private func scaled(_ units: Buffer<Int64>, by step: Int128) -> Buffer<Int128> {
    units.mapped { Int128($0) &* step }
  }
}

extension TextColumn {
  fileprivate func part(_ range: Range<Int>) -> TextColumn {
    TextColumn(codes: codes.part(range), dictionary: dictionary, isDistinct: isDistinct)
  }
}
