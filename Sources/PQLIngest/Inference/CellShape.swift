/// What the first value of a column looks like, and so the only types that the column can have.
struct CellShape {
  var isEmpty = true
  var isBoolean = false
  var isNumber = false
  /// Digits with marks that a plain number has not: `1,234`, `12,5`, `1'000`.
  var isMarked = false
  var isPercent = false
  var isDate = false
  var isOtherDate = false
  var isMoney = false
}

extension RawTable {
  /// The look of a column's first value.
  func firstValue(_ column: Int) -> CellShape {
    var shape = CellShape()
    forEachValue(column) { _, whole in
      let text = whole.trimmed
      shape.isEmpty = false
      guard text.end > text.start else { return true }
      shape.isBoolean = RawTable.isTruth(text)
      let amount = AmountText(text)
      shape.isNumber = DecimalText(text) != nil
      shape.isDate = DateText(iso: text) != nil
      shape.isOtherDate = !shape.isDate && DateText.shape(text) != nil
      shape.isPercent = amount.isPercent && amount.currency == nil
      shape.isMarked =
        !shape.isNumber && !shape.isPercent && amount.currency == nil && amount.isNumber
      shape.isMoney = !shape.isNumber && AmountText.isMoney(text)
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

  /// Whether a text is true or false.
  static func isTruth(_ text: CellText) -> Bool {
    guard text.end - text.start <= 5 else { return false }
    return ["true", "false"].contains(text.view.string(text.start, text.end).lowercased())
  }
}
