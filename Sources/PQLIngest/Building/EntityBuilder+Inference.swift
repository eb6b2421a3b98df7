import PQLModel

extension EntityBuilder {
  /// The type that all values of a column have, and the column.
  ///
  /// A column is what every value of it is; one that is not makes it text, and that is said when the
  /// rest agree.
  mutating func inferred(
    _ entry: FieldPlan.Entry
  ) throws(LoadFailure) -> (type: ValueType, column: Column) {
    let column = entry.column
    let first = table.firstValues(column)
    if first.isEmpty { return (.text, .text(table.textColumn(column))) }
    if table.isAllLists(column) { return (.list, .list(table.listColumn(column))) }
    if let built = inferredValue(entry, first) { return built }
    let text = table.textColumn(column, mayRepeat: true)
    return (text.isCategory(named: entry.name) ? .category : .text, .text(text))
  }

  private mutating func inferredValue(
    _ entry: FieldPlan.Entry, _ first: CellShape
  ) -> (type: ValueType, column: Column)? {
    let column = entry.column
    if first.isBoolean,
      let built = table.booleanColumn(column, loosely: false, strictly: true)
    {
      return (.boolean, built.column)
    }
    if FieldHint.isIdentifier(entry.name) { return nil }
    if first.isNumber, let built = table.numberColumn(column, strictly: true) {
      return (.number, built.column)
    }
    if first.isDate { return inferredDate(entry, .iso) }
    if first.isOtherDate {
      let evidence = table.dateEvidence(column)
      if let order = evidence.order ?? (evidence.provesDay ? nil : orderOfEntity()),
        let built = inferredDate(entry, .ordered(order))
      {
        notes.add(
          table.kind, "\(table.kind.rawValue).\(entry.name): dates are read as \(order.words)")
        return built
      }
      if evidence.openCount == 0 { return inferredDate(entry, .iso) }
    }
    if first.isMoney, case let built = table.moneyColumn(column, strictly: true),
      built.unreadable.isEmpty,
      !built.signs.isEmpty
    {
      addSigns(built.signs)
      return (.money, built.column)
    }
    return nil
  }

  private func inferredDate(
    _ entry: FieldPlan.Entry, _ form: DateForm
  ) -> (type: ValueType, column: Column)? {
    if let built = table.dayColumn(entry.column, form, zone, strictly: true) {
      return (.date, built.column)
    }
    if let built = table.secondColumn(entry.column, form, zone, strictly: true) {
      return (.timestamp, built.column)
    }
    return nil
  }
}

/// What the first value of a column looks like.
struct CellShape {
  var isEmpty = true
  var isBoolean = false
  var isNumber = false
  var isDate = false
  var isOtherDate = false
  var isMoney = false
}

extension RawTable {
  /// The look of a column's first value.
  func firstValues(_ column: Int) -> CellShape {
    var shape = CellShape()
    forEachValue(column) { _, whole in
      let text = whole.trimmed
      shape.isEmpty = false
      guard text.end > text.start else { return true }
      let word = text.end - text.start <= 5 ? text.view.string(text.start, text.end) : ""
      shape.isBoolean = ["true", "false"].contains(word.lowercased())
      shape.isNumber = DecimalText(text) != nil
      shape.isDate = DateText(iso: text) != nil
      shape.isOtherDate = !shape.isDate && DateText.shape(text) != nil
      shape.isMoney = !shape.isNumber && NumberStyle.isMoney(text)
      return false
    }
    return shape
  }

  /// Whether every value of a column is a JSON array.
  func isAllLists(_ column: Int) -> Bool {
    if isEarlyList(column) { return true }
    var any = false
    let all = forEachValue(column) { _, text in
      any = true
      return text.kind == .array
    }
    return any && all
  }

  /// What the dates of a column prove about their order.
  func dateEvidence(_ column: Int) -> DateEvidence {
    var evidence = DateEvidence()
    forEachValue(column) { row, whole in
      evidence.look(row, whole)
      return evidence.otherCount < 64 || evidence.otherCount < evidence.dateCount
    }
    return evidence
  }

  /// Fractions of one, and the scale they were on.
  func percentColumn(_ column: Int) -> (built: BuiltColumn, scale: PercentScale) {
    if let early = earlyNumbers(column, strictly: false), let percent = percents(early) {
      return percent
    }
    var values = [Double](repeating: 0, count: rowCount)
    var validity = ValidityBuilder(count: rowCount)
    var unreadable = Unreadable()
    var (highest, hasSign, isWhole, any) = (0.0, false, true, false)
    forEachValue(column) { row, whole in
      var text = whole.trimmed
      if text.view[text.end - 1] == 0x25 {
        hasSign = true
        text.end -= 1
        text = text.trimmed
      }
      guard let number = DecimalText(text)?.number(text), number >= 0, number <= 100 else {
        return unreadable.add(row, whole, isFinal: false)
      }
      any = true
      if number != 0, number != 1 { isWhole = false }
      highest = max(highest, number)
      values[row] = number
      validity.set(row)
      return true
    }
    let isHundred = hasSign || highest > 1
    if isHundred { for row in values.indices { values[row] /= 100 } }
    return (
      BuiltColumn(
        column: .number(NumberColumn(values: values, validity: validity.bitmap)),
        unreadable: unreadable),
      !any ? .empty : isHundred ? .hundred : isWhole ? .onlyZeroAndOne : .fraction
    )
  }
}

extension RawTable {
  /// Numbers as fractions of one, and the scale they were on; nil when some are out of bounds.
  private func percents(_ column: NumberColumn) -> (built: BuiltColumn, scale: PercentScale)? {
    guard let highest = column.values.max(), let lowest = column.values.min(), lowest >= 0,
      highest <= 100, column.validity?.setCount != 0
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

/// The scale of a column of percents.
enum PercentScale {
  case empty, fraction, hundred, onlyZeroAndOne
}

/// What the dates of a column prove.
struct DateEvidence {
  var dateCount = 0
  var otherCount = 0
  var openCount = 0
  var open = ""
  var openRow = 0
  /// Some date can only have the day first.
  var provesDay = false
  /// some date can only have the month first.
  var provesMonth = false
  var proof = ""
  private var epochCount = 0
  private var plainCount = 0

  /// The order all dates can have; nil when none is proven, or both are.
  var order: DateOrder? { provesDay == provesMonth ? nil : provesDay ? .dmy : .mdy }

  /// Whether all values count milliseconds.
  var isEpoch: Bool { epochCount > 0 && epochCount == plainCount && dateCount == 0 }

  /// Takes one value into account.
  mutating func look(_ row: Int, _ whole: CellText) {
    let text = whole.trimmed
    if DateText(iso: text) != nil {
      dateCount += 1
      return
    }
    guard let shape = DateText.shape(text) else {
      otherCount += 1
      plainCount += 1
      let digits = text.end - text.start
      if (12...14).contains(digits),
        (text.start..<text.end).allSatisfy({ text.view[$0] &- 0x30 < 10 })
      {
        epochCount += 1
      }
      return
    }
    dateCount += 1
    if shape.sureOrder != nil { return }
    if shape.first > 12 {
      if !provesDay { proof = text.shown }
      provesDay = true
    } else if shape.second > 12 {
      if !provesMonth { proof = text.shown }
      provesMonth = true
    } else {
      if openCount == 0 {
        open = text.shown
        openRow = row
      }
      openCount += 1
    }
  }
}
