/// The columns of a reader: the cells of the block being filled, and what each is converted to.
struct ReaderColumns {
  var block = CellBlock()
  private var names: [String] = []
  private var indexOf: [String: Int] = [:]
  private var readers: [ColumnReader] = []
  /// How many columns some piece has been told of.
  private var told = 0

  var count: Int { names.count }

  func name(_ column: Int) -> String { names[column] }

  func index(of name: String) -> Int? { indexOf[name] }

  /// Adds a column; nil when there are too many.
  mutating func add(_ name: String, isWanted: Bool) -> Int? {
    guard let column = block.addColumn() else { return nil }
    names.append(name)
    indexOf[name] = column
    readers.append(ColumnReader(name: name, isWanted: isWanted))
    return column
  }

  /// Tells a piece the columns that no other has been told of, and makes room for all.
  mutating func tellNew(_ piece: RecordPiece) {
    while piece.columns.count < count { piece.columns.append(EarlyColumn()) }
    while told < count {
      piece.newColumns.append(names[told])
      told += 1
    }
  }

  /// Says how a column is to be converted from now on; a shape once given up stays so.
  mutating func set(_ column: Int, isConverted: Bool, isPlain: Bool) {
    if !isConverted { readers[column].isConverted = false }
    readers[column].isPlain = isPlain
  }

  /// Takes away the columns behind the first `known`, which have no cells.
  mutating func drop(keeping known: Int) {
    guard known < count else { return }
    block.drop(keeping: known)
    for name in names[known...] { indexOf[name] = nil }
    names.removeLast(names.count - known)
    readers.removeLast(readers.count - known)
  }

  /// Converts the first `rows` records of the block and makes it empty.
  mutating func convert(_ view: ByteView, rows: Int, into piece: RecordPiece) {
    guard rows > 0 else { return }
    for column in readers.indices {
      let values = piece.columns[column]
      let missing = piece.rowCount - rows - values.rowCount
      // A column that came up in this block has rows before it.
      if missing > 0 { values.appendMissing(missing) }
      readers[column].convert(view, block, column, rows: rows, into: values)
    }
    block.clear(rows: rows)
  }
}
