// Days, moments, numbers and truth values of a block of cells; false where one does not fit.
extension ColumnReader {
  func takeDays(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    var present = 0
    let months = MonthStarts.usual
    let isTaken = unsafe piece.codes.append(count: rows) { days in
      for row in 0..<rows {
        let cell = cells[row]
        if cell.bits == 0 {
          unsafe days[row] = EarlyColumn.missingDay
          continue
        }
        guard cell.kind == .text, cell.storedLength == 10,
          let day = DateText.day(view, cell.offset, months)
        else { return false }
        unsafe days[row] = day
        present += 1
      }
      return true
    }
    piece.presentCount += present
    return isTaken
  }

  func takeSeconds(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    var present = 0
    let months = MonthStarts.usual
    let isTaken = unsafe piece.wide.append(count: rows) { seconds in
      for row in 0..<rows {
        let cell = cells[row]
        if cell.bits == 0 {
          unsafe seconds[row] = EarlyColumn.missingWide
          continue
        }
        let start = cell.offset
        if cell.kind == .text, hasOffsets == (cell.storedLength == 20),
          let moment = DateText.usualMoment(view, start, start &+ cell.storedLength, months)
        {
          unsafe seconds[row] = moment.seconds
          present += 1
          continue
        }
        guard cell.kind == .text, let date = DateText(iso: CellText(cell, view, block)),
          let second = date.second, (date.offset != nil) == hasOffsets
        else { return false }
        unsafe seconds[row] = Int64(date.day) * 86_400 + Int64(second) - Int64(date.offset ?? 0)
        present += 1
      }
      return true
    }
    piece.presentCount += present
    return isTaken
  }

  func takeDecimals(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    var present = 0
    let isTaken = unsafe piece.wide.append(count: rows) { mantissas in
      unsafe piece.small.append(count: rows) { decimals in
        for row in 0..<rows {
          let cell = cells[row]
          if cell.bits == 0 {
            unsafe mantissas[row] = EarlyColumn.missingWide
            unsafe decimals[row] = 0
            continue
          }
          let start = cell.offset
          // What JSON calls a number has no needless zeros, and this one fits.
          if cell.kind == .number,
            let number = DecimalText.usual(view, start, start + block.length(of: cell))
          {
            unsafe mantissas[row] = number.value
            unsafe decimals[row] = UInt8(truncatingIfNeeded: number.decimals)
            present += 1
            continue
          }
          guard cell.kind == .number || cell.kind == .text,
            let decimal = DecimalText(CellText(cell, view, block)), let mantissa = decimal.mantissa,
            mantissa < 1 << 62, decimal.exponent <= 0, decimal.exponent >= -18
          else { return false }
          if decimal.hasLeadingZero { piece.hasTextualNumber = true }
          if mantissa > 1 << 53 { piece.hasInexactNumber = true }
          let value = Int64(truncatingIfNeeded: mantissa)
          unsafe mantissas[row] = decimal.isNegative ? -value : value
          unsafe decimals[row] = UInt8(truncatingIfNeeded: -decimal.exponent)
          present += 1
        }
        return true
      }
    }
    piece.presentCount += present
    return isTaken
  }

  func takeBooleans(
    _ view: ByteView, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    for row in 0..<rows {
      let cell = cells[row]
      guard cell.bits != 0 else {
        piece.small.append(EarlyColumn.missingTruth)
        continue
      }
      guard cell.kind == .boolean else { return false }
      piece.small.append(view[cell.offset] == 0x74 ? 1 : 0)
      piece.presentCount += 1
    }
    return true
  }
}
