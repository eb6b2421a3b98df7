// Days, moments, numbers and truth values of a block of cells; false where one does not fit.
extension ColumnReader {
  func takeDays(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    let months = MonthStarts.usual
    return take(cells, rows, piece, into: piece.codes, missing: EarlyColumn.missingDay) { cell, _ in
      guard cell.kind == .text, cell.storedLength == 10 else { return nil }
      return DateText.day(view, cell.offset, months)
    }
  }

  func takeSeconds(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    let months = MonthStarts.usual
    return take(cells, rows, piece, into: piece.wide, missing: EarlyColumn.missingWide) { cell, _ in
      let start = cell.offset
      if cell.kind == .text, hasOffsets == (cell.storedLength == 20),
        let moment = DateText.usualMoment(view, start, start &+ cell.storedLength, months)
      {
        return moment.seconds
      }
      guard cell.kind == .text, let date = DateText(iso: CellText(cell, view, block)),
        let second = date.second, (date.offset != nil) == hasOffsets
      else { return nil }
      return Int64(date.day) * 86_400 + Int64(second) - Int64(date.offset ?? 0)
    }
  }

  func takeDecimals(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    unsafe piece.small.append(count: rows) { decimals in
      // Each of the places is set, and set again where there is a value.
      unsafe decimals.initialize(repeating: 0, count: rows)
      return take(cells, rows, piece, into: piece.wide, missing: EarlyColumn.missingWide) {
        cell, row in
        let start = cell.offset
        // What JSON calls a number has no needless zeros, and this one fits.
        if cell.kind == .number,
          let number = DecimalText.usual(view, start, start + block.length(of: cell))
        {
          unsafe decimals[row] = UInt8(truncatingIfNeeded: number.decimals)
          return number.value
        }
        guard cell.kind == .number || cell.kind == .text,
          let decimal = DecimalText(CellText(cell, view, block)), let mantissa = decimal.mantissa,
          mantissa < 1 << 62, decimal.exponent <= 0, decimal.exponent >= -18
        else { return nil }
        if decimal.hasLeadingZero { piece.hasTextualNumber = true }
        if mantissa > 1 << 53 { piece.hasInexactNumber = true }
        let value = Int64(truncatingIfNeeded: mantissa)
        unsafe decimals[row] = UInt8(truncatingIfNeeded: -decimal.exponent)
        return decimal.isNegative ? -value : value
      }
    }
  }

  func takeBooleans(
    _ view: ByteView, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    take(cells, rows, piece, into: piece.small, missing: EarlyColumn.missingTruth) { cell, _ in
      guard cell.kind == .boolean else { return nil }
      return view[cell.offset] == 0x74 ? 1 : 0
    }
  }

  /// Adds what each cell comes to, `missing` where it has no value; false where a value comes to
  /// nothing.
  @inline(__always)
  private func take<Value>(
    _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn, into values: GrowingValues<Value>,
    missing: Value, _ value: (_ cell: Cell, _ row: Int) -> Value?
  ) -> Bool {
    var present = 0
    // A column that is not taken is given up, and nobody reads the places that were not set.
    let isTaken = unsafe values.append(count: rows) { places in
      for row in 0..<rows {
        let cell = cells[row]
        if cell.bits == 0 {
          unsafe places[row] = missing
          continue
        }
        guard let value = value(cell, row) else { return false }
        unsafe places[row] = value
        present += 1
      }
      return true
    }
    piece.presentCount += present
    return isTaken
  }
}
