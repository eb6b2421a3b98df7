import PQLModel

/// The scale of a column of percents.
enum PercentScale {
  case empty, fraction, hundred, onlyZeroAndOne
  /// Every value bears a percent sign.
  case signed
  /// Some bear one; the others are on a scale up to this.
  case mixed(Int)
}

extension RawTable {
  /// Fractions of one, and the scale they were on.
  ///
  /// A value with a percent sign is what it says; those without are on one scale, up to 1 or up to
  /// 100, and between 0 and it. A chance is at most 1 with a sign, too.
  func percentColumn(
    _ column: Int, isChance: Bool
  ) -> (built: BuiltColumn, scale: PercentScale) {
    if let early = earlyNumbers(column, strictly: false), let percent = percents(early) {
      return percent
    }
    let style = columns[column].marks.map { NumberStyle($0) } ?? NumberStyle(self, column)
    var values = [Double](repeating: 0, count: rowCount)
    var bare: [Int] = []
    var signedCount = 0
    var validity = ValidityBuilder(count: rowCount)
    var unreadable = Unreadable()
    var (highest, isWhole) = (0.0, true)
    forEachValue(column) { row, whole in
      let text = whole.trimmed
      guard let (decimal, digits, currency) = style.decimal(text, percents: true), currency == nil,
        var number = decimal.number(digits), number.isFinite
      else { return unreadable.add(row, whole) }
      if decimal.isNegative { number = -abs(number) }
      let isSigned = text.view[text.end - 1] == 0x25
      let isBounded = isChance || !isSigned
      guard !isBounded || number >= 0 && number <= 100 else { return unreadable.add(row, whole) }
      if isSigned {
        signedCount += 1
        number /= 100
      } else {
        bare.append(row)
        if number != 0, number != 1 { isWhole = false }
        highest = max(highest, number)
      }
      values[row] = number
      validity.set(row)
      return true
    }
    if highest > 1 { for row in bare { values[row] /= 100 } }
    // A bare 0 is none on every scale.
    let scale: PercentScale =
      bare.isEmpty && signedCount == 0
      ? .empty
      : signedCount > 0
        ? highest == 0 ? .signed : .mixed(highest > 1 ? 100 : 1)
        : highest > 1 ? .hundred : isWhole ? .onlyZeroAndOne : .fraction
    return (
      BuiltColumn(
        column: .number(NumberColumn(values: values, validity: validity.bitmap)),
        unreadable: unreadable), scale
    )
  }

  /// Numbers as fractions of one, and the scale they were on; nil when some are out of bounds.
  private func percents(_ column: NumberColumn) -> (built: BuiltColumn, scale: PercentScale)? {
    guard let highest = column.values.max(),
      let lowest = column.values.min(), lowest >= 0, highest <= 100,
      column.validity?.setCount != 0
    else { return nil }
    if highest > 1 {
      let values = column.values.map { $0 / 100 }
      let fractions = NumberColumn(values: values, validity: column.validity)
      return (BuiltColumn(column: .number(fractions)), .hundred)
    }
    let isWhole = column.values.allSatisfy { $0 == 0 || $0 == 1 }
    return (BuiltColumn(column: .number(column)), isWhole ? .onlyZeroAndOne : .fraction)
  }
}
