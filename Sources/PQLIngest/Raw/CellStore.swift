#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The cells of one file, a block of memory a column; a cell never written is missing.
///
/// Fresh blocks come as zeros from the system, so that a column of few values costs few pages.
@safe
final class CellStore {
  private(set) var columnCount = 0
  private(set) var rowCapacity: Int
  /// Every block holds `rowCapacity` cells.
  private var blocks: [UnsafeMutablePointer<UInt64>] = unsafe []
  /// The lengths that a cell has no room for, by the value's offset.
  private var longLengths: [Int: Int] = [:]

  init(rowCapacity: Int) {
    self.rowCapacity = max(rowCapacity, 16)
  }

  deinit {
    for unsafe block in unsafe blocks { unsafe free(block) }
  }

  /// Adds a column of missing cells; nil when there is no memory for it.
  func addColumn() -> Int? {
    guard let block = unsafe CellStore.zeros(rowCapacity) else { return nil }
    unsafe blocks.append(block)
    columnCount += 1
    return columnCount - 1
  }

  /// Makes room for so many rows; false when there is no memory for them.
  func reserve(rows: Int) -> Bool {
    guard rows > rowCapacity else { return true }
    let capacity = max(rows, rowCapacity &* 2)
    for column in 0..<columnCount {
      guard let block = unsafe CellStore.zeros(capacity) else { return false }
      // Both blocks hold at least the old capacity, and the new one is nobody else's yet.
      unsafe block.update(from: blocks[column], count: rowCapacity)
      unsafe free(blocks[column])
      unsafe blocks[column] = block
    }
    rowCapacity = capacity
    return true
  }

  @inline(__always)
  subscript(column: Int, row: Int) -> Cell {
    get {
      precondition(row >= 0 && row < rowCapacity)
      return unsafe Cell(bits: blocks[column][row])
    }
    set {
      precondition(row >= 0 && row < rowCapacity)
      unsafe blocks[column][row] = newValue.bits
    }
  }

  /// The first `count` cells of a column, for reading; valid as long as the store lives and does not
  /// grow.
  func cells(_ column: Int, count: Int) -> CellColumn {
    precondition(count >= 0 && count <= rowCapacity)
    return unsafe CellColumn(base: UnsafePointer(blocks[column]), count: count)
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
