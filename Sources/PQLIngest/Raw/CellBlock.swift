import CScan

/// The cells of a few records, column after column: small enough to stay in the cache.
///
/// A column has `rows` cells; one never written is missing.
@safe
struct CellBlock {
  /// How many records a block holds.
  static let rows = 512
  private static let stride = scan_block_stride
  /// How many columns a file may have: a spreadsheet has as many.
  static let mostColumns = 1 << 14

  /// Frees the cells with the last copy of the block; only one copy is written to.
  @safe
  private final class Memory {
    let base: UnsafeMutablePointer<UInt64>
    let capacity: Int

    init(columns: Int) {
      capacity = columns
      unsafe base = .allocate(capacity: columns * CellBlock.stride)
      unsafe base.initialize(repeating: 0, count: columns * CellBlock.stride)
    }

    deinit { unsafe base.deallocate() }
  }

  private var memory = Memory(columns: 16)
  private var base: UnsafeMutablePointer<UInt64>
  private(set) var columnCount = 0
  /// The lengths that a cell has no room for, by the value's offset.
  private var longLengths: [Int: Int] = [:]
  /// Where a value stands that is longer than any may be, and its length.
  private(set) var tooLong: (offset: Int, length: Int)?

  init() { unsafe base = memory.base }

  /// Adds a column of missing cells; nil when there are too many.
  mutating func addColumn() -> Int? {
    guard columnCount < CellBlock.mostColumns else { return nil }
    if columnCount == memory.capacity {
      let wider = Memory(columns: columnCount * 2)
      // The new block is larger, and nobody else's yet.
      unsafe wider.base.update(from: base, count: columnCount * CellBlock.stride)
      memory = wider
      unsafe base = wider.base
    }
    columnCount += 1
    return columnCount - 1
  }

  @inline(__always)
  subscript(column: Int, row: Int) -> Cell {
    get { unsafe Cell(bits: base[place(column, row)]) }
    set { unsafe base[place(column, row)] = newValue.bits }
  }

  /// Puts a cell in its place and tells whether a value stood there.
  @inline(__always)
  mutating func exchange(_ column: Int, _ row: Int, _ cell: Cell) -> Bool {
    let place = place(column, row)
    // Within the block.
    let wasThere = unsafe base[place] != 0
    unsafe base[place] = cell.bits
    return wasThere
  }

  @inline(__always)
  private func place(_ column: Int, _ row: Int) -> Int {
    precondition(UInt(bitPattern: column) < UInt(bitPattern: columnCount))
    return column * CellBlock.stride + row & (CellBlock.rows - 1)
  }

  /// The cells, for a walk over members; they stay where they are until a column is added.
  @unsafe
  var start: UnsafeMutablePointer<UInt64> { unsafe base }

  /// The cells of a column, for reading; valid until the block changes.
  @inline(__always)
  func cells(_ column: Int) -> CellColumn {
    unsafe CellColumn(base: UnsafePointer(base + place(column, 0)), count: CellBlock.rows)
  }

  /// Makes the first `rows` cells of all columns missing.
  mutating func clear(rows: Int) {
    for column in 0..<columnCount {
      unsafe (base + place(column, 0)).update(repeating: 0, count: min(rows, CellBlock.rows))
    }
    if !longLengths.isEmpty { longLengths = [:] }
  }

  /// Takes away the columns behind the first `columns`, which have no cells.
  mutating func drop(keeping columns: Int) { columnCount = min(columnCount, columns) }

  /// A cell for a value, with its length kept beside the block when it is too long for the cell.
  @inline(__always)
  mutating func cell(_ kind: Cell.Kind, _ start: Int, _ end: Int) -> Cell {
    if end - start >= Cell.longLength { keepLength(start, end - start) }
    return Cell(kind, offset: start, length: end - start)
  }

  @inline(never)
  private mutating func keepLength(_ start: Int, _ length: Int) {
    longLengths[start] = length
    if length > ReadingLimit.value, tooLong == nil { tooLong = (start, length) }
  }

  /// Forgets a value that is too long, with its record.
  mutating func forgetTooLong() { tooLong = nil }

  /// Refuses a record with a value that is too long.
  @inline(__always)
  func checkLengths() throws(ScanFailure) {
    if let tooLong {
      throw .tooLong("a value", tooLong.length, ReadingLimit.value, at: tooLong.offset)
    }
  }

  /// How many bytes the value of a cell has.
  @inline(__always)
  func length(of cell: Cell) -> Int {
    let stored = cell.storedLength
    return stored < Cell.longLength ? stored : longLengths[cell.offset] ?? stored
  }
}

/// A look at the cells of one column of a block.
///
/// Invariant: the block outlives it and does not change meanwhile, and `base` has `count` cells.
@safe
struct CellColumn {
  private let base: UnsafePointer<UInt64>
  let count: Int

  @unsafe
  fileprivate init(base: UnsafePointer<UInt64>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  @inline(__always)
  subscript(row: Int) -> Cell {
    assert(row >= 0 && row < count)
    return unsafe Cell(bits: base[row])
  }
}
