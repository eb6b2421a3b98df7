import PQLModel

extension RawTable {
  /// How many decimals money is kept with at most.
  static let mostDecimals = 8

  /// Money with its exact digits, in units of 10^-(most decimals seen, eight at most).
  ///
  /// A value with more than eight decimals is rounded half-even at the eighth and counted. One whose
  /// units do not fit 64 bits is unreadable, or too large where only another's decimals make it so.
  ///
  /// With `strictly` it stops at the first value that is none.
  func moneyColumn(_ column: Int, strictly: Bool = false) -> BuiltColumn {
    if let early = earlyMoney(column) { return BuiltColumn(column: .money(early)) }
    let declared = columns[column].marks.map { NumberStyle($0) }
    var style = declared
    let built = moneyColumn(column, strictly, &style)
    // What looked like decimals before the first comma was seen may have been thousands.
    let isNews = declared == nil && style?.doubtsPoints ?? false
    return isNews ? moneyColumn(column, strictly, &style) : built
  }

  private func moneyColumn(
    _ column: Int, _ strictly: Bool, _ style: inout NumberStyle?
  ) -> BuiltColumn {
    let doubtsPoints = style?.doubtsPoints ?? false
    var units = [Int64](repeating: 0, count: rowCount)
    var decimals = [UInt8](repeating: 0, count: rowCount)
    var validity = ValidityBuilder(count: rowCount)
    var built = BuiltColumn(column: .money(MoneyColumn(units: [], scale: 0)))
    var scale = 0
    forEachValue(column) { row, whole in
      let text = whole.trimmed
      var decimal = doubtsPoints && text.kind != .number ? nil : DecimalText(text)
      if decimal == nil, text.kind != .array {
        if style == nil { style = NumberStyle(self, column) }
        if let (value, _, currency) = style?.decimal(text) {
          decimal = value
          if isDoubted(value, text, column) { built.doubted.add(row, whole) }
          if let currency, !built.signs.contains(currency) { built.signs.append(currency) }
        }
      }
      guard let decimal, let (value, places, isRounded) = RawTable.units(decimal, scale) else {
        return built.unreadable.add(row, whole, isFinal: strictly)
      }
      if isRounded { built.rounded.add(row, whole) }
      units[row] = value
      decimals[row] = UInt8(truncatingIfNeeded: places)
      if places > scale { scale = places }
      validity.set(row)
      return true
    }
    rescale(&units, decimals, to: scale, column, &validity, &built)
    built.column = .money(MoneyColumn(units: units, scale: scale, validity: validity.bitmap))
    return built
  }

  /// A number as units of 10^-places: as few places as it needs when it needs more than `scale`.
  @inline(__always)
  private static func units(
    _ decimal: DecimalText, _ scale: Int
  ) -> (units: Int64, places: Int, isRounded: Bool)? {
    guard var mantissa = decimal.mantissa else { return nil }
    var places = -decimal.exponent
    var isRounded = false
    while places > scale, places > 0, mantissa.isMultiple(of: 10) {
      if mantissa == 0 { places = 1 }
      mantissa /= 10
      places -= 1
    }
    if places > mostDecimals {
      (mantissa, isRounded) = (rounded(mantissa, dropping: places - mostDecimals), true)
      places = mostDecimals
    }
    while places < 0 {
      if mantissa == 0 { places = -1 }
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      mantissa = product
      places += 1
    }
    guard let value = Int64(exactly: mantissa) else { return nil }
    return (decimal.isNegative ? -value : value, places, isRounded)
  }

  /// The value without its last `digits` digits, rounded half-even.
  private static func rounded(_ value: UInt64, dropping digits: Int) -> UInt64 {
    guard digits < 20 else { return 0 }
    var divisor: UInt64 = 1
    for _ in 0..<digits {
      let (product, overflow) = divisor.multipliedReportingOverflow(by: 10)
      if overflow { return 0 }
      divisor = product
    }
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    let half = divisor / 2
    return rest > half || rest == half && !quotient.isMultiple(of: 2) ? quotient + 1 : quotient
  }

  /// Brings all units to one scale; those that do not fit any more are too large.
  private func rescale(
    _ units: inout [Int64], _ decimals: [UInt8], to scale: Int, _ column: Int,
    _ validity: inout ValidityBuilder, _ built: inout BuiltColumn
  ) {
    var powers: [Int64] = [1]
    for _ in 0..<RawTable.mostDecimals { powers.append(powers[powers.count - 1] * 10) }
    var lost: [Int] = []
    for row in units.indices where Int(decimals[row]) != scale && units[row] != 0 {
      let power = powers[scale - Int(decimals[row])]
      let (product, overflow) = units[row].multipliedReportingOverflow(by: power)
      units[row] = overflow ? 0 : product
      if overflow { lost.append(row) }
    }
    guard !lost.isEmpty else { return }
    let lostRows = Set(lost)
    forEachValue(column) { row, text in
      if lostRows.contains(row) {
        built.tooLarge.add(row, text)
        validity.clear(row)
      }
      return true
    }
  }
}
