/// The cells of columns that were read again, because their values are asked for one by one.
final class KeptCells {
  private var columns: [Int: [UInt64]] = [:]
  /// Of all columns, in the first records.
  private var first: [[UInt64]]?
  private var longLengths: [Int: Int] = [:]
  /// What is to be put in the place of values as soon as a column is kept.
  private(set) var replacements: [Int: [ValueReplacement]] = [:]
  private var rereader: RecordRereader?

  /// What `make` makes at the first call.
  func rereader(_ make: () -> RecordRereader) -> RecordRereader {
    if let rereader { return rereader }
    let new = make()
    rereader = new
    return new
  }

  /// The cells of all columns in the first records, made by `make` at the first call.
  func firstCells(_ make: () -> [[UInt64]]) -> [[UInt64]] {
    if let first { return first }
    let made = make()
    first = made
    return made
  }

  /// Whether a column has been kept.
  func has(_ column: Int) -> Bool { columns[column] != nil }

  /// The cells of a column, empty when it has not been kept.
  func cells(_ column: Int) -> [UInt64] { columns[column] ?? [] }

  /// Keeps the cells of a column.
  func keep(_ column: Int, _ cells: [UInt64]) { columns[column] = cells }

  /// Remembers what is to be put in the place of a column's values.
  func add(_ replacement: ValueReplacement, to column: Int) {
    replacements[column, default: []].append(replacement)
  }

  /// Remembers the length of a value that its cell has no room for.
  func setLength(_ length: Int, of cell: Cell) {
    if length >= Cell.longLength { longLengths[cell.offset] = length }
  }

  /// How many bytes the value of a cell has.
  @inline(__always)
  func length(of cell: Cell) -> Int {
    let stored = cell.storedLength
    return stored < Cell.longLength ? stored : longLengths[cell.offset] ?? stored
  }
}

/// What a model file puts in the place of a column's values.
struct ValueReplacement {
  /// The number of the text that stands in for a value.
  var numberOf: [String: Int]
  /// All texts that stand in for values of the column so far.
  var texts: [String]
}
