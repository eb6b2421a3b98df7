extension Column {
  /// The rows named, in that order; a negative row gives a missing value.
  package func gathered(_ rows: [Int32]) -> Column {
    switch self {
    case .text(let column):
      return .text(pickTexts(column, rows))
    case .number(let column):
      return .number(
        NumberColumn(
          values: pick(column.values, rows, 0), validity: pickValidity(column.validity, rows)))
    case .money(let column):
      return .money(
        MoneyColumn(
          units: pick(column.units, rows, 0), scale: column.scale,
          validity: pickValidity(column.validity, rows),
          currencies: column.currencies.map { pickTexts($0, rows) }))
    case .exact(let column):
      return .exact(
        ExactColumn(
          values: pick(column.values, rows, 0), validity: pickValidity(column.validity, rows),
          currencies: column.currencies.map { pickTexts($0, rows) }))
    case .boolean(let column):
      return .boolean(
        BooleanColumn(
          values: column.values.gathered(rows), validity: pickValidity(column.validity, rows)))
    case .day(let column):
      return .day(
        DayColumn(
          values: pick(column.values, rows, 0), validity: pickValidity(column.validity, rows)))
    case .second(let column):
      return .second(
        SecondColumn(
          values: pick(column.values, rows, 0), validity: pickValidity(column.validity, rows)))
    case .list(let column):
      return .list(pickLists(column, rows))
    }
  }

  private func pick<Element>(
    _ values: Buffer<Element>, _ rows: [Int32], _ absent: Element
  ) -> Buffer<Element> {
    let (whole, named) = (values.span, rows.span)
    // `picked` has a place for each of `rows`, and each is set once.
    return unsafe Buffer(count: named.count) { picked in
      for place in 0..<named.count {
        let row = unsafe named[unchecked: place]
        unsafe picked.initializeElement(at: place, to: row < 0 ? absent : whole[Int(row)])
      }
    }
  }

  private func pickTexts(_ column: TextColumn, _ rows: [Int32]) -> TextColumn {
    TextColumn(
      codes: pick(column.codes, rows, -1), dictionary: column.dictionary,
      isDistinct: column.isDistinct)
  }

  private func pickValidity(_ validity: Bitmap?, _ rows: [Int32]) -> Bitmap? {
    if let validity { return validity.gathered(rows) }
    return rows.contains { $0 < 0 } ? Bitmap(count: rows.count) { rows[$0] >= 0 } : nil
  }

  private func pickLists(_ column: ListColumn, _ rows: [Int32]) -> ListColumn {
    var offsets: [Int32] = [0]
    var codes: [Int32] = []
    for row in rows {
      if row >= 0 {
        let start = Int(column.offsets[Int(row)])
        let end = Int(column.offsets[Int(row) + 1])
        codes.append(contentsOf: column.elements.codes[start..<end])
      }
      offsets.append(Int32(codes.count))
    }
    return ListColumn(
      offsets: offsets,
      elements: TextColumn(
        codes: codes, dictionary: column.elements.dictionary,
        isDistinct: column.elements.isDistinct),
      validity: pickValidity(column.validity, rows))
  }
}
