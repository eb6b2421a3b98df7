import PQLModel

extension RawTable {
  /// Puts other texts in the place of values; tells how often each was found.
  mutating func replace(_ column: Int, _ replacements: [(from: String, to: String)]) -> [Int] {
    let base = columns[column].replacements.count
    columns[column].replacements += replacements.map(\.to)
    var numberOf: [String: Int] = [:]
    for (index, replacement) in replacements.enumerated() {
      numberOf[replacement.from] = base + index
    }
    let text = textColumn(column)
    let rule = ValueReplacement(numberOf: numberOf, texts: columns[column].replacements)
    for (part, index) in columns[column].indexes.enumerated() where index >= 0 {
      parts[part].replace(index, rule)
    }
    columns[column].isChanged = true
    var counts = [Int](repeating: 0, count: replacements.count)
    let rows = text.rowsByCode
    for (code, value) in text.dictionary.values.enumerated() {
      if let number = numberOf[value] { counts[number - base] += rows[code] }
    }
    let (replaced, changed) = text.replacing { value in
      numberOf[value].map { columns[column].replacements[$0] }
    }
    // Of records that were taken out before this has no values.
    columns[column].replacedText =
      remaining != nil ? nil : changed.isEmpty ? text : replaced.withoutEmptyText
    return counts
  }

  /// Puts in the place of values what has been said so far.
  func applyReplacements(_ column: Int) {
    for (part, index) in columns[column].indexes.enumerated()
    where index >= 0 && parts[part].kept.replacements[index] != nil {
      _ = parts[part].cells(index)
    }
  }
}

extension TextColumn {
  /// The column with its empty text, if it has one, as missing.
  fileprivate var withoutEmptyText: TextColumn {
    guard let empty = dictionary.code(of: "") else { return self }
    return TextColumn(
      codes: codes.mapped { $0 == empty ? -1 : $0 }, dictionary: dictionary,
      isDistinct: isDistinct)
  }
}

extension RawPart {
  /// Puts other texts in the place of values of a column, at once or when its cells are read again.
  fileprivate func replace(_ column: Int, _ rule: ValueReplacement) {
    if kept.has(column) {
      kept.keep(column, replaced(kept.cells(column), column, rule))
    } else {
      kept.add(rule, to: column)
    }
  }

  /// The cells of a column with other texts in the place of values.
  func replaced(_ cells: [UInt64], _ column: Int, _ rule: ValueReplacement) -> [UInt64] {
    var cells = cells
    var interner = TextInterner()
    var numberOfCode: [Int] = []
    var changes: [(row: Int, number: Int)] = []
    _ = CellWalk(self, column, rule.texts).forEach(cells, from: 0) { row, text in
      let code = Int(interner.code(text.view, text.start, text.end))
      if code == numberOfCode.count {
        numberOfCode.append(rule.numberOf[interner.text(code)] ?? -1)
      }
      if numberOfCode[code] >= 0 { changes.append((row, numberOfCode[code])) }
      return true
    }
    for (row, number) in changes {
      cells[row] = Cell(.replaced, offset: number, length: 0).bits
    }
    return cells
  }
}
