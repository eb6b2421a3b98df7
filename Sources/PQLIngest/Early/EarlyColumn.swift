import PQLModel

/// What a column of one file can be read as, found out while its bytes are still in the cache.
///
/// A reader fills its cells a block of records at a time and has every column convert the block at
/// once: converting column by column afterwards would fetch each byte from memory again. The first
/// value decides the shape; a later value that does not fit gives the shape up, and the column is
/// then read from its cells. So an early column is only ever a quicker way to the same result.
struct EarlyColumn {
  enum Shape {
    case undecided, givenUp, text, list, days, seconds, decimals
  }

  private(set) var shape = Shape.undecided
  /// The name decides that digits are text.
  private let isIdentifier: Bool
  private(set) var rowCount = 0

  /// Of text: a code a row; of a list: a code an element.
  private(set) var codes: [Int32] = []
  /// of a list: where the row's elements end.
  private(set) var ends: [Int32] = []
  private var interner: TextInterner?
  /// Days since 1970-01-01.
  private(set) var days: [Int32] = []
  /// as written, or in UTC when `hasOffsets`.
  private(set) var seconds: [Int64] = []
  private(set) var hasOffsets = false
  /// With their sign, and how many of their digits are decimals.
  private(set) var mantissas: [Int64] = []
  private(set) var decimals: [UInt8] = []
  /// Whether some number has a needless 0 in front, or more digits than a number holds.
  private(set) var hasTextualNumber = false
  private(set) var hasInexactNumber = false
  private(set) var validity: [UInt64] = []
  private(set) var presentCount = 0

  /// The texts of all codes.
  var dictionary: TextDictionary { interner?.dictionary ?? TextDictionary() }

  init(name: String) {
    isIdentifier = FieldHint.isIdentifier(name)
  }

  /// Converts the rows up to `end`, which the reader has just filled.
  mutating func advance(_ view: ByteView, _ store: CellStore, _ column: Int, to end: Int) {
    guard shape != .givenUp else { return }
    let cells = store.cells(column, count: end)
    if shape == .undecided {
      var row = rowCount
      while row < end, cells[row].bits == 0 { row += 1 }
      guard row < end else { return }
      decide(cells[row], view, store)
    }
    let taken: Bool
    switch shape {
    case .text: taken = takeText(view, store, cells, end)
    case .list: taken = takeLists(view, store, cells, end)
    case .days: taken = takeDays(view, store, cells, end)
    case .seconds: taken = takeSeconds(view, store, cells, end)
    case .decimals: taken = takeDecimals(view, store, cells, end)
    case .undecided, .givenUp: taken = false
    }
    if taken { rowCount = end } else { giveUp() }
  }

  /// Forgets everything; the column is then read from its cells.
  mutating func giveUp() {
    self = EarlyColumn(name: "")
    shape = .givenUp
  }

  private mutating func decide(_ cell: Cell, _ view: ByteView, _ store: CellStore) {
    let text = CellText(cell, view, store)
    switch cell.kind {
    case .array: shape = .list
    case .number: shape = isIdentifier ? .text : .decimals
    case .text:
      if let date = DateText(iso: text) {
        shape = date.second == nil ? .days : .seconds
        hasOffsets = date.offset != nil
      } else {
        shape = !isIdentifier && DecimalText(text) != nil ? .decimals : .text
      }
    case .escaped, .doubled: shape = .text
    case .boolean, .missing, .replaced: shape = .givenUp
    }
  }

  private mutating func takeText(
    _ view: ByteView, _ store: CellStore, _ cells: CellColumn, _ end: Int
  ) -> Bool {
    // Taken out and put back, so that both are changed in place.
    var codes = self.codes
    self.codes = []
    var interner = self.interner ?? TextInterner()
    self.interner = nil
    let scratch = ByteArena(capacity: 256)
    while codes.count < end {
      let cell = cells[codes.count]
      if cell.bits == 0 {
        codes.append(-1)
      } else if cell.kind == .escaped || cell.kind == .doubled {
        codes.append(EarlyColumn.resolved(cell, view, store, scratch, &interner))
      } else {
        let text = CellText(cell, view, store)
        codes.append(interner.code(text.view, text.start, text.end))
      }
    }
    self.codes = codes
    self.interner = interner
    return true
  }

  @inline(never)
  private static func resolved(
    _ cell: Cell, _ view: ByteView, _ store: CellStore, _ scratch: ByteArena,
    _ interner: inout TextInterner
  ) -> Int32 {
    let text = CellText(cell, view, store)
    scratch.removeAll()
    if cell.kind == .escaped {
      JSONScanner.unescape(view, text.start, text.end, into: scratch)
    } else {
      CSVReader.undouble(view, text.start, text.end, into: scratch)
    }
    return scratch.count == 0 ? -1 : interner.code(scratch.view, 0, scratch.count)
  }

  private mutating func takeLists(
    _ view: ByteView, _ store: CellStore, _ cells: CellColumn, _ end: Int
  ) -> Bool {
    var codes = self.codes
    self.codes = []
    var interner = self.interner ?? TextInterner()
    self.interner = nil
    let scratch = ByteArena(capacity: 256)
    let start = ends.count
    growValidity(to: end)
    for row in start..<end {
      let cell = cells[row]
      if cell.bits != 0 {
        guard cell.kind == .array else { return false }
        ListElements(CellText(cell, view, store)).forEach(scratch) { view, start, end in
          codes.append(interner.code(view, start, end))
        }
        setValid(row)
      }
      ends.append(Int32(truncatingIfNeeded: codes.count))
    }
    self.codes = codes
    self.interner = interner
    return true
  }

  private mutating func takeDays(
    _ view: ByteView, _ store: CellStore, _ cells: CellColumn, _ end: Int
  ) -> Bool {
    let start = days.count
    growValidity(to: end)
    for row in start..<end {
      let cell = cells[row]
      if cell.bits == 0 {
        days.append(0)
        continue
      }
      guard cell.kind == .text, cell.storedLength == 10,
        let date = DateText(iso: CellText(cell, view, store))
      else { return false }
      days.append(date.day)
      setValid(row)
    }
    return true
  }

  private mutating func takeSeconds(
    _ view: ByteView, _ store: CellStore, _ cells: CellColumn, _ end: Int
  ) -> Bool {
    let start = seconds.count
    growValidity(to: end)
    for row in start..<end {
      let cell = cells[row]
      if cell.bits == 0 {
        seconds.append(0)
        continue
      }
      guard cell.kind == .text, let date = DateText(iso: CellText(cell, view, store)),
        let second = date.second, (date.offset != nil) == hasOffsets
      else { return false }
      seconds.append(Int64(date.day) * 86_400 + Int64(second) - Int64(date.offset ?? 0))
      setValid(row)
    }
    return true
  }

  private mutating func takeDecimals(
    _ view: ByteView, _ store: CellStore, _ cells: CellColumn, _ end: Int
  ) -> Bool {
    let start = mantissas.count
    growValidity(to: end)
    for row in start..<end {
      let cell = cells[row]
      if cell.bits == 0 {
        mantissas.append(0)
        decimals.append(0)
        continue
      }
      guard cell.kind == .number || cell.kind == .text,
        let decimal = DecimalText(CellText(cell, view, store)), let mantissa = decimal.mantissa,
        mantissa < 1 << 62, decimal.exponent <= 0, decimal.exponent >= -18
      else { return false }
      if decimal.hasLeadingZero { hasTextualNumber = true }
      if mantissa > 1 << 53 { hasInexactNumber = true }
      let value = Int64(truncatingIfNeeded: mantissa)
      mantissas.append(decimal.isNegative ? -value : value)
      decimals.append(UInt8(truncatingIfNeeded: -decimal.exponent))
      setValid(row)
    }
    return true
  }

  private mutating func growValidity(to end: Int) {
    while validity.count * 64 < end { validity.append(0) }
  }

  @inline(__always)
  private mutating func setValid(_ row: Int) {
    validity[row >> 6] |= 1 << UInt64(truncatingIfNeeded: row & 63)
    presentCount += 1
  }
}

extension CellText {
  /// The bytes of a cell as they stand in the file.
  @inline(__always)
  init(_ cell: Cell, _ view: ByteView, _ store: CellStore) {
    let start = cell.offset
    self.init(kind: cell.kind, view: view, start: start, end: start + store.length(of: cell))
  }
}
