/// The early columns of one file, in the order of its grid.
struct EarlyColumns {
  /// How many records are converted at once: few enough for their bytes to stay in the cache.
  private static let blockRows = 512

  private(set) var columns: [EarlyColumn] = []
  private var nextRow = blockRows

  /// Adds a column of the grid.
  mutating func add(name: String) { columns.append(EarlyColumn(name: name)) }

  /// Takes away the columns behind the first `count`.
  mutating func keep(_ count: Int) { columns.removeLast(columns.count - count) }

  /// Converts what has been filled when it is a whole block.
  @inline(__always)
  mutating func advance(_ view: ByteView, _ store: CellStore, to row: Int) {
    if row == nextRow { finish(view, store, to: row) }
  }

  /// Converts everything up to `row`.
  @inline(never)
  mutating func finish(_ view: ByteView, _ store: CellStore, to row: Int) {
    for column in columns.indices { columns[column].advance(view, store, column, to: row) }
    nextRow = row + EarlyColumns.blockRows
  }
}
