/// What a thread knows of a column whose blocks it converts, from piece to piece.
struct ColumnReader {
  /// The name decides that digits are text.
  private let isIdentifier: Bool
  /// Whether anybody wants the values, and they have fitted their shape so far.
  var isConverted: Bool
  /// Whether each row gets a text of its own.
  var isPlain = false
  private var shape = EarlyColumn.Shape.undecided
  private(set) var hasOffsets = false
  /// Every text this thread has met in the column.
  private var interner = TextInterner()
  /// Lists that were met before.
  private var lists = KnownLists()
  private let scratch = ByteArena(capacity: 256)

  init(name: String, isWanted: Bool) {
    isIdentifier = FieldHint.isIdentifier(name)
    isConverted = isWanted
  }

  /// Converts the first `rows` cells of a block into the rows behind those of a piece.
  mutating func convert(
    _ view: ByteView, _ block: CellBlock, _ column: Int, rows: Int, into piece: EarlyColumn
  ) {
    guard piece.shape != .givenUp else { return }
    guard isConverted else { return piece.giveUp() }
    let cells = block.cells(column)
    if piece.shape == .undecided {
      guard let first = (0..<rows).first(where: { cells[$0].bits != 0 }) else {
        return piece.appendMissing(rows)
      }
      piece.firstPresent = piece.rowCount + first
      if shape == .undecided { decide(CellText(cells[first], view, block)) }
      piece.decide(shape, hasOffsets: hasOffsets)
      piece.isPlain = isPlain && shape == .text
    }
    let isTaken: Bool
    switch shape {
    case .text where piece.isPlain: isTaken = takePlainTexts(view, block, cells, rows, piece)
    case .text: isTaken = takeTexts(view, block, cells, rows, piece)
    case .list: isTaken = takeLists(view, block, cells, rows, piece)
    case .days: isTaken = takeDays(view, block, cells, rows, piece)
    case .seconds: isTaken = takeSeconds(view, block, cells, rows, piece)
    case .decimals: isTaken = takeDecimals(view, block, cells, rows, piece)
    case .booleans: isTaken = takeBooleans(view, cells, rows, piece)
    case .undecided, .givenUp: isTaken = false
    }
    if isTaken {
      piece.rowCount += rows
    } else {
      isConverted = false
      piece.giveUp()
    }
  }

  private mutating func decide(_ text: CellText) {
    switch text.kind {
    case .array: shape = .list
    case .number: shape = isIdentifier ? .text : .decimals
    case .boolean: shape = .booleans
    case .text:
      if let date = DateText(iso: text) {
        shape = date.second == nil ? .days : .seconds
        hasOffsets = date.offset != nil
      } else {
        shape = !isIdentifier && DecimalText(text) != nil ? .decimals : .text
      }
    case .escaped, .doubled: shape = .text
    case .missing, .replaced: shape = .givenUp
    }
  }

  private mutating func takeTexts(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    let known = interner.count
    // Taken out and put back, so that it is changed in place.
    var interner = self.interner
    let present = unsafe piece.codes.append(count: rows) { codes in
      var present = 0
      // Every one of the `rows` places is set.
      for first in stride(from: 0, to: rows, by: TextInterner.together) {
        let past = min(first + TextInterner.together, rows)
        if interner.isLarge {
          interner.prefetch(past - first) { index in
            let cell = cells[first &+ index]
            let start = cell.offset
            return (view, start, start &+ min(cell.storedLength, TextKey.longest))
          }
        }
        for row in first..<past {
          let code = code(cells[row], view, block, &interner)
          present &+= code < 0 ? 0 : 1
          unsafe codes[row] = code
        }
      }
      return present
    }
    self.interner = interner
    piece.presentCount += present
    addNewTexts(from: known, to: piece)
    return true
  }

  /// The code of a cell's text; -1 where it is missing.
  @inline(__always)
  private func code(
    _ cell: Cell, _ view: ByteView, _ block: CellBlock, _ interner: inout TextInterner
  ) -> Int32 {
    if cell.bits == 0 { return -1 }
    if cell.kind == .escaped || cell.kind == .doubled {
      return resolve(CellText(cell, view, block))
        ? interner.code(scratch.view, 0, scratch.count) : -1
    }
    let start = cell.offset
    return interner.code(view, start, start &+ block.length(of: cell))
  }

  /// Tells the piece the texts that it is the first to have.
  private func addNewTexts(from known: Int, to piece: EarlyColumn) {
    guard known < interner.count else { return }
    let (bytes, offsets) = interner.texts
    for code in known..<interner.count {
      piece.addText(bytes.view, offsets[code], offsets[code + 1])
    }
  }

  private func takePlainTexts(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    let (bytes, offsets) = piece.texts
    let first = piece.textCount
    var next = Int32(truncatingIfNeeded: first)
    unsafe piece.codes.append(count: rows) { codes in
      // Every one of the `rows` places is set.
      for row in 0..<rows {
        let cell = cells[row]
        unsafe codes[row] = -1
        if cell.bits == 0 { continue }
        if cell.kind == .escaped || cell.kind == .doubled {
          guard resolve(CellText(cell, view, block)) else { continue }
          bytes.append(scratch.view, 0, scratch.count)
        } else {
          let start = cell.offset
          bytes.append(view, start, start + block.length(of: cell))
        }
        offsets.append(bytes.count)
        unsafe codes[row] = next
        next &+= 1
      }
    }
    piece.presentCount += piece.textCount - first
    if piece.isAscending { piece.isAscending = piece.ascends(first..<piece.textCount) }
    return true
  }

  /// Puts the text of a cell with escapes into `scratch`; false when nothing is left of it.
  @inline(never)
  private func resolve(_ text: CellText) -> Bool {
    scratch.removeAll()
    if text.kind == .escaped {
      JSONScanner.unescape(text.view, text.start, text.end, into: scratch)
    } else {
      CSVReader.undouble(text.view, text.start, text.end, into: scratch)
    }
    return scratch.count > 0
  }

  private mutating func takeLists(
    _ view: ByteView, _ block: CellBlock, _ cells: CellColumn, _ rows: Int, _ piece: EarlyColumn
  ) -> Bool {
    let known = interner.count
    let codes = piece.codes
    for row in 0..<rows {
      let cell = cells[row]
      if cell.bits == 0 {
        piece.ends.append(~Int32(truncatingIfNeeded: codes.count))
        continue
      }
      guard cell.kind == .array else { return false }
      lists.append(CellText(cell, view, block), to: codes, &interner, scratch)
      piece.ends.append(Int32(truncatingIfNeeded: codes.count))
    }
    piece.presentCount += (0..<rows).count { cells[$0].bits != 0 }
    addNewTexts(from: known, to: piece)
    return true
  }
}

extension CellText {
  /// The bytes of a cell as they stand in the file.
  @inline(__always)
  init(_ cell: Cell, _ view: ByteView, _ block: CellBlock) {
    let start = cell.offset
    self.init(kind: cell.kind, view: view, start: start, end: start + block.length(of: cell))
  }
}
