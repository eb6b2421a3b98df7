import PQLModel

extension EntityBuilder {
  /// Settles how the numbers of a column are written, where that has to be known beforehand.
  ///
  /// What is declared for the field holds. Where each of its values could be read in two ways, as
  /// `1.234`, the model file says, else the other columns of the entity. Throws when the model file
  /// says one thing and the values prove the other.
  mutating func settleMarks(
    of entry: FieldPlan.Entry, as type: ValueType, _ declared: NumberMarks? = nil
  ) throws(LoadFailure) {
    if let declared { return table.setMarks(of: entry.column, declared) }
    if let numbers = settings.numbers {
      let proven = NumberStyle(table, entry.column).marks
      guard proven == nil || proven == numbers else {
        throw .numbersContradict(kind, entry.name, type, said: numbers, proven: proven)
      }
      return table.setMarks(of: entry.column, numbers)
    }
    let open = OpenNumbers(table, entry.column)
    guard let first = open.places.first else { return }
    guard open.isProven else { return settleOpen(entry, first) }
    let style = NumberStyle(table, entry.column)
    for place in open.places {
      // What cannot be read is missing, which is said where the column is built.
      guard let marks = style.marks ?? (place.isComma ? nil : .point) else { continue }
      noteOpen(entry, place, marks, by: "other files of \(kind.rawValue) show", ofFile: true)
    }
  }

  /// Settles a column in which every number could be another by a factor of a thousand.
  private mutating func settleOpen(_ entry: FieldPlan.Entry, _ open: OpenNumbers.Place) {
    if let marks = marksOfEntity() {
      table.setMarks(of: entry.column, marks)
      noteOpen(entry, open, marks, by: "other numbers of \(kind.rawValue) show")
    } else if !open.isComma {
      noteOpen(entry, open, .point, by: nil)
    }
  }

  /// Says how numbers were taken that could be others by a factor of a thousand.
  private mutating func noteOpen(
    _ entry: FieldPlan.Entry, _ open: OpenNumbers.Place, _ marks: NumberMarks, by proof: String?,
    ofFile: Bool = false
  ) {
    saidOpen.insert(entry.column)
    let place = table.place(column: entry.column, row: open.row)
    let field = NotedField(
      kind, entry.name, first: NotedField.Example(text: open.text, place: place))
    notes.add(
      kind,
      .numbersOpen(
        field, isComma: open.isComma, readAs: marks, in: ofFile ? place.file : nil, by: proof))
  }

  /// How the other numbers of the entity are written, where they agree.
  private mutating func marksOfEntity() -> NumberMarks? {
    if let provenMarks { return provenMarks }
    var found: Set<NumberMarks> = []
    for column in table.columns.indices {
      let style = NumberStyle(table, column)
      guard let marks = style.marks else { continue }
      let areNumbers = table.forEachValue(column) { _, text in
        style.decimal(text, percents: true) != nil
      }
      if areNumbers { found.insert(marks) }
    }
    let marks = found.count == 1 ? found.first : nil
    provenMarks = .some(marks)
    return marks
  }

  /// What to do about numbers that could not be read because they mean two things.
  func wayOut(_ unreadable: Unreadable, _ entry: FieldPlan.Entry) -> String {
    let bytes = FileBytes(Array(unreadable.firstText.utf8))
    let text = CellText(kind: .text, view: bytes.view, start: 0, end: bytes.count)
    guard table.columns[entry.column].marks == nil, NumberStyle.isOpen(text) else { return "" }
    return "; \"numbers\": \"\(NumberMarks.point.rawValue)\" in the model file says how they are "
      + "written"
  }

  /// Money with the currencies that stand beside it.
  mutating func moneyColumn(_ entry: FieldPlan.Entry) -> Column {
    let built = table.moneyColumn(entry.column)
    if !built.rounded.isEmpty {
      notes.add(kind, .amountsRounded(noted(entry, built.rounded), count: built.rounded.count))
    }
    noteTooLarge(built, entry)
    noteDoubted(built, entry)
    return withSigns(report(entry, built, "money"), built.signs, entry)
  }

  /// Says that numbers with three digits behind a comma were read as decimals, because others of the
  /// column have decimals there; of money that is a warning.
  mutating func noteDoubted(_ built: BuiltColumn, _ entry: FieldPlan.Entry) {
    guard !built.doubted.isEmpty, saidOpen.insert(entry.column).inserted else { return }
    let isMoney = if case .money = built.column { true } else { false }
    notes.add(
      kind,
      .numbersDoubted(
        noted(entry, built.doubted), count: built.doubted.count,
        severity: isMoney ? .warning : .note))
  }

  /// Says which amounts do not fit the decimals that some other amount needs.
  private mutating func noteTooLarge(_ built: BuiltColumn, _ entry: FieldPlan.Entry) {
    guard !built.tooLarge.isEmpty, case .money(let money) = built.column else { return }
    var (most, room) = (Int64.max, money.scale)
    while room > 0 { (most, room) = (most / 10, room - 1) }
    notes.add(
      kind,
      .amountsTooLarge(
        noted(entry, built.tooLarge), count: built.tooLarge.count, decimals: money.scale,
        most: most))
  }

  /// Keeps the currency beside each amount, for `CurrencySettling` to weigh.
  mutating func withSigns(
    _ column: Column, _ signs: [String], _ entry: FieldPlan.Entry
  ) -> Column {
    guard !signs.isEmpty, case .money(var money) = column else { return column }
    addSigns(signs)
    money.currencies = table.signs(entry.column)
    return .money(money)
  }

  /// Fractions of one, whatever scale they are written on.
  mutating func percentColumn(_ entry: FieldPlan.Entry) -> Column {
    let (built, scale) = table.percentColumn(
      entry.column, isChance: entry.canonical?.name == "probability")
    switch scale {
    case .hundred: notes.add(kind, .percentsOfHundred(noted(entry)))
    case .onlyZeroAndOne: notes.add(kind, .percentsOfOne(noted(entry)))
    case .mixed(let others): notes.add(kind, .percentsMixed(noted(entry), othersTo: others))
    case .fraction, .empty, .signed: break
    }
    return report(entry, built, "percents")
  }
}

extension RawTable {
  /// Says how the texts of a column write numbers.
  mutating func setMarks(of column: Int, _ marks: NumberMarks) {
    columns[column].marks = marks
    // What was read on the way took a point for the decimals.
    if marks == .comma { columns[column].isChanged = true }
  }

  /// The currency beside each value; a sign stays as it is, for it may mean several.
  fileprivate func signs(_ column: Int) -> TextColumn {
    var interner = TextInterner()
    var codes = [Int32](repeating: -1, count: rowCount)
    forEachValue(column) { row, text in
      let amount = AmountText(text.trimmed)
      if let word = amount.sign ?? amount.currency { codes[row] = interner.code(of: word) }
      return true
    }
    return TextColumn(codes: codes, dictionary: interner.dictionary)
  }
}
