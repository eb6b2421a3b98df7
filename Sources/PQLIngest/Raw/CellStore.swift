#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The cells of one file, a block of memory a column; a cell never written is missing.
///
/// Fresh blocks come as zeros from the system, so that a column of few values costs few pages. What
/// the reader touches for every value lies behind pointers that never change, because access to a
/// variable of an object is checked each time.
@safe
final class CellStore {
  /// How many columns a store can have.
  static let mostColumns = 1 << 16

  private(set) var columnCount = 0
  /// The blocks of the columns, `columnCount` of them in use; the rest are null and cost no memory.
  private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>?>
  /// How many cells every block holds.
  private let capacity: UnsafeMutablePointer<Int>
  /// The lengths that a cell has no room for, by the value's offset.
  private var longLengths: [Int: Int] = [:]

  init(rowCapacity: Int) {
    unsafe capacity = .allocate(capacity: 1)
    unsafe capacity.initialize(to: max(rowCapacity, 16))
    // `calloc` gives zeros, which are null pointers; without memory for them nothing can be read.
    guard
      let blocks = unsafe calloc(
        CellStore.mostColumns, MemoryLayout<UnsafeMutablePointer<UInt64>?>.stride)
    else { preconditionFailure("no memory for the columns of a file") }
    unsafe self.blocks = blocks.assumingMemoryBound(to: UnsafeMutablePointer<UInt64>?.self)
  }

  deinit {
    for column in 0..<columnCount { unsafe free(blocks[column]) }
    unsafe free(blocks)
    unsafe capacity.deallocate()
  }

  /// How many rows there is room for.
  var rowCapacity: Int {
    @inline(__always) get { unsafe capacity.pointee }
  }

  /// Adds a column of missing cells; nil when there is no memory for it.
  func addColumn() -> Int? {
    guard columnCount < CellStore.mostColumns, let block = unsafe CellStore.zeros(rowCapacity)
    else { return nil }
    unsafe blocks[columnCount] = block
    columnCount += 1
    return columnCount - 1
  }

  /// Takes away the cells of a row, and the columns behind the first `columns`.
  func clear(row: Int, keepingColumns columns: Int) {
    while columnCount > columns {
      columnCount -= 1
      unsafe free(blocks[columnCount])
      unsafe blocks[columnCount] = nil
    }
    for column in 0..<columnCount { self[column, row] = Cell(bits: 0) }
  }

  /// Makes room for so many rows; false when there is no memory for them.
  func reserve(rows: Int) -> Bool {
    let old = rowCapacity
    guard rows > old else { return true }
    let wanted = max(rows, old &* 2)
    var fresh: [UnsafeMutablePointer<UInt64>] = unsafe []
    for column in 0..<columnCount {
      guard let block = unsafe CellStore.zeros(wanted), let from = unsafe blocks[column] else {
        for index in unsafe fresh.indices { unsafe free(fresh[index]) }
        return false
      }
      // Both blocks hold at least the old capacity, and the new one is nobody else's yet.
      unsafe block.update(from: from, count: old)
      unsafe fresh.append(block)
    }
    for column in 0..<columnCount {
      unsafe free(blocks[column])
      unsafe blocks[column] = fresh[column]
    }
    unsafe capacity.pointee = wanted
    return true
  }

  @inline(__always)
  subscript(column: Int, row: Int) -> Cell {
    get {
      unsafe Cell(bits: block(column, row)[row])
    }
    set {
      unsafe block(column, row)[row] = newValue.bits
    }
  }

  /// Puts a cell in its place and tells what stood there; rows come in ascending order.
  ///
  /// The first cell of the next page is written as soon as this page is full. A fresh page that is
  /// read first is shared with all others, and writing to it then interrupts every core that works
  /// on the load.
  @inline(__always)
  func exchange(_ column: Int, _ row: Int, _ cell: Cell) -> Cell {
    let block = unsafe block(column, row)
    let old = unsafe Cell(bits: block[row])
    unsafe block[row] = cell.bits
    let next = unsafe block + (row + 1)
    let startsPage = UInt(bitPattern: next) & 0xFFF < 8
    // Within the block, and no row from this one on has been written.
    if startsPage, row + 1 < rowCapacity { unsafe next.pointee = 0 }
    return old
  }

  /// The block of a column, which has the row.
  @inline(__always)
  private func block(_ column: Int, _ row: Int) -> UnsafeMutablePointer<UInt64> {
    precondition(row >= 0 && row < rowCapacity && column >= 0 && column < CellStore.mostColumns)
    // Within the table of blocks; one that is not in use is null.
    guard let block = unsafe blocks[column] else { preconditionFailure("no such column") }
    return unsafe block
  }

  /// The first `count` cells of a column, for reading; valid as long as the store lives and does not
  /// grow.
  func cells(_ column: Int, count: Int) -> CellColumn {
    precondition(count >= 0 && count <= rowCapacity)
    return unsafe CellColumn(base: UnsafePointer(block(column, 0)), count: count)
  }

  /// A cell for a value, with its length kept beside the grid when it is too long for the cell.
  @inline(__always)
  func cell(_ kind: Cell.Kind, _ start: Int, _ end: Int) -> Cell {
    if end - start >= Cell.longLength { longLengths[start] = end - start }
    return Cell(kind, offset: start, length: end - start)
  }

  /// How many bytes the value of a cell has.
  @inline(__always)
  func length(of cell: Cell) -> Int {
    let stored = cell.storedLength
    return stored < Cell.longLength ? stored : longLengths[cell.offset] ?? stored
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<UInt64>? {
    // `calloc` checks the product for overflow and aligns for every type.
    unsafe calloc(count, MemoryLayout<UInt64>.stride)?.assumingMemoryBound(to: UInt64.self)
  }
}

/// A look at the cells of one column that a store owns.
///
/// Invariant: the store outlives it and does not grow meanwhile, and `base` has `count` cells.
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
