import PQLModel

extension EntityBuilder {
  /// Says of a column that is text why it is, where most of its values are something else.
  mutating func noteMixture(_ entry: FieldPlan.Entry, _ text: TextColumn) {
    let counts = text.rowsByCode
    guard text.mayBeTyped(counts) else { return }
    let looks = text.dictionary.looks
    var rows: [ValueLook: Int] = [:]
    for (code, look) in looks.enumerated() { rows[look, default: 0] += counts[code] }
    let present = counts.reduce(0, +)
    // In the order of the cases, so that a tie is told the same way each time.
    let most = ValueLook.allCases.dropLast().max { rows[$0] ?? 0 < rows[$1] ?? 0 }
    guard let most, let count = rows[most], count * 2 >= present else { return }
    if count == present { return noteUnsettled(entry, most, present) }
    let first = text.codes.indices.first {
      text.codes[$0] >= 0 && looks[Int(text.codes[$0])] != most
    }
    guard let first, let value = text[first] else { return }
    var odd = Unreadable()
    (odd.count, odd.firstRow) = (present - count, first)
    odd.firstText = String(value.unicodeScalars.prefix(40).map(Character.init))
    notes.add(kind, .columnMixed(noted(entry, odd), most, count: odd.count, of: present))
  }

  /// Says why a column whose values all look alike is text all the same.
  private mutating func noteUnsettled(
    _ entry: FieldPlan.Entry, _ look: ValueLook, _ present: Int
  ) {
    guard look == .number else { return notes.add(kind, .columnUnread(noted(entry), look)) }
    if table.hasLeadingZeros(entry.column) { return notes.add(kind, .leadingZeros(noted(entry))) }
    let long = table.numbersBeyond(entry.column)
    if !long.isEmpty {
      return notes.add(
        kind, .numbersTooLong(noted(entry, long), count: long.count, of: present))
    }
    guard let open = table.firstMarked(entry.column) else { return }
    notes.add(kind, .numbersKeptAsText(noted(entry), example: open))
  }
}

/// What a text looks like, read or not; the raw value is the word of a message.
enum ValueLook: String, CaseIterable {
  case number = "numbers"
  case date = "dates"
  case money = "money"
  case percent = "percents"
  case boolean = "true or false"
  case other

  /// The look of one value.
  init(_ whole: CellText) {
    let text = whole.trimmed
    guard text.end > text.start else {
      self = .other
      return
    }
    let amount = AmountText(text)
    if DateText(iso: text) != nil || DateText.shape(text) != nil {
      self = .date
    } else if DecimalText(text) != nil {
      self = .number
    } else if amount.isNumber, amount.digits.view[amount.digits.start] != 0x20 {
      self = amount.currency != nil ? .money : amount.isPercent ? .percent : .number
    } else {
      self = RawTable.isTruth(text) ? .boolean : .other
    }
  }
}

extension TextColumn {
  /// Whether at least half the values begin as numbers, dates, amounts or truth values do.
  fileprivate func mayBeTyped(_ counts: [Int]) -> Bool {
    var rows = 0
    var present = 0
    for code in 0..<dictionary.count where counts[code] > 0 {
      present += counts[code]
      let start = dictionary.offsets[code]
      guard start < dictionary.offsets[code + 1] else { continue }
      switch dictionary.bytes[start] {
      // Digits, signs, brackets, spaces, the first bytes of signs of currencies.
      case 0x20, 0x24, 0x28, 0x2B...0x39, 0xC2, 0xE2: rows += counts[code]
      // Months, currencies, true and false.
      case 0x41...0x5A, 0x66, 0x74:
        if dictionary.offsets[code + 1] - start <= 24 { rows += counts[code] }
      default: continue
      }
    }
    return present > 0 && rows * 2 >= present
  }
}

extension TextDictionary {
  /// The look of every text.
  fileprivate var looks: [ValueLook] {
    let copy = FileBytes(bytes)
    let looks = (0..<count).map {
      ValueLook(
        CellText(kind: .text, view: copy.view, start: offsets[$0], end: offsets[$0 + 1]))
    }
    withExtendedLifetime(copy) {}
    return looks
  }
}

extension RawTable {
  /// Whether some value is an integer with a needless 0 in front.
  func hasLeadingZeros(_ column: Int) -> Bool {
    !forEachValue(column) { _, text in !(DecimalText(text.trimmed)?.hasLeadingZero ?? false) }
  }

  /// The values that are numbers and cannot be kept as one: larger than any, or whole and longer than
  /// is exact.
  fileprivate func numbersBeyond(_ column: Int) -> Unreadable {
    var found = Unreadable()
    forEachValue(column) { row, text in
      guard let decimal = DecimalText(text.trimmed) else { return true }
      if decimal.isInexactInteger || decimal.number(text.trimmed) == nil { found.add(row, text) }
      return true
    }
    return found
  }

  /// The first value with a mark that could stand before decimals or thousands.
  fileprivate func firstMarked(_ column: Int) -> String? {
    var first: String?
    forEachValue(column) { _, whole in
      let digits = AmountText(whole.trimmed).digits
      let isMarked = (digits.start..<digits.end).contains {
        digits.view[$0] == 0x2C || digits.view[$0] == 0x2E
      }
      if isMarked { first = whole.shown }
      return first == nil
    }
    return first
  }
}
