import PQLModel

extension EntityBuilder {
  /// The type that all values of a column have, and the column.
  ///
  /// A column is what every value of it is; one that is not makes it text, and that is said when
  /// most of the rest agree.
  mutating func inferred(
    _ entry: FieldPlan.Entry
  ) throws(LoadFailure) -> (type: ValueType, column: Column) {
    let column = entry.column
    let first = table.firstValue(column)
    if first.isEmpty { return (.text, .text(table.textColumn(column))) }
    if table.isAllLists(column) { return (.list, .list(table.listColumn(column))) }
    if let built = try inferredValue(entry, first) { return built }
    if !FieldHint.isIdentifier(entry.name) {
      noteMixture(entry, table.textColumn(column, mayRepeat: true))
    }
    return asText(entry)
  }

  /// The column as a category or as text.
  func asText(_ entry: FieldPlan.Entry) -> (type: ValueType, column: Column) {
    let text = table.textColumn(entry.column, mayRepeat: true)
    return (text.isCategory(named: entry.name) ? .category : .text, .text(text))
  }

  private mutating func inferredValue(
    _ entry: FieldPlan.Entry, _ first: CellShape
  ) throws(LoadFailure) -> (type: ValueType, column: Column)? {
    let column = entry.column
    if first.isBoolean,
      let built = table.booleanColumn(column, loosely: false, strictly: true)
    {
      return (.boolean, built.column)
    }
    if FieldHint.isIdentifier(entry.name) { return nil }
    if first.isNumber, FieldHint.isMoment(entry.name), let built = inferredMoment(entry) {
      return built
    }
    if first.isNumber || first.isMarked, let built = try inferredNumber(entry) { return built }
    if first.isPercent, let built = inferredPercent(entry) { return built }
    if first.isDate { return dateColumn(entry, .iso) }
    if first.isOtherDate, let built = inferredDates(entry) { return built }
    return first.isMoney ? try inferredMoney(entry) : nil
  }

  /// Milliseconds since 1970, where the name speaks of a time and every value can be one.
  private mutating func inferredMoment(
    _ entry: FieldPlan.Entry
  ) -> (type: ValueType, column: Column)? {
    guard table.dateEvidence(entry.column, isWhole: true).isEpoch,
      let built = dateColumn(entry, .epochMilliseconds)
    else { return nil }
    notes.add(kind, .datesInMilliseconds(noted(entry)))
    return built
  }

  private mutating func inferredNumber(
    _ entry: FieldPlan.Entry
  ) throws(LoadFailure) -> (type: ValueType, column: Column)? {
    let plain = table.numberColumn(entry.column, strictly: true)
    if plain == nil {
      // Digits grouped by mere spaces may be a number of another kind, as of a telephone.
      guard
        settings.numbers != nil || table.openNumber(entry.column) != nil
          || NumberStyle(table, entry.column).marks != nil
      else { return nil }
    }
    let saved = notes
    try settleMarks(of: entry, as: .number)
    if let plain, table.columns[entry.column].marks != .comma { return (.number, plain.column) }
    guard let built = table.numberColumn(entry.column), built.unreadable.isEmpty,
      !table.hasLeadingZeros(entry.column)
    else {
      notes = saved
      return nil
    }
    noteDoubted(built, entry)
    return (.number, built.column)
  }

  /// Percents, where every value bears the sign.
  private mutating func inferredPercent(
    _ entry: FieldPlan.Entry
  ) -> (type: ValueType, column: Column)? {
    let (built, scale) = table.percentColumn(entry.column, isChance: false)
    guard built.unreadable.isEmpty, case .signed = scale else { return nil }
    return (.percent, built.column)
  }

  private mutating func inferredMoney(
    _ entry: FieldPlan.Entry
  ) throws(LoadFailure) -> (type: ValueType, column: Column)? {
    let saved = notes
    try settleMarks(of: entry, as: .money)
    let built = table.moneyColumn(entry.column, strictly: true)
    guard built.unreadable.isEmpty, built.tooLarge.isEmpty, !built.signs.isEmpty else {
      notes = saved
      return nil
    }
    noteDoubted(built, entry)
    return (.money, withSigns(built.column, built.signs, entry))
  }
}
