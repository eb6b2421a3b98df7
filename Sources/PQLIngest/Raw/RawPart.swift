/// The records of one file before their types are known: a grid of cells that point into it.
struct RawPart {
  /// How a record's place is told.
  enum Counting {
    case lines, records
  }

  var fileName: String
  var bytes: FileBytes
  var store: CellStore
  var columnNames: [String]
  var rowCount: Int
  var counting: Counting
  /// What columns could be read as on the way, in the order of the grid.
  var early: [EarlyColumn]
  /// How many times a key stood twice in one record.
  var duplicateKeys = 0
  /// How many rows had fewer cells than there are columns.
  var shortRows = 0
  /// The records that could not be read and are no rows.
  var rejected = RejectedRecords()
  /// Which records of the file were taken out again, by their place in it from 0, ascending.
  var removedRows: [Int] = []

  /// A part without records.
  static func empty(_ fileName: String, _ bytes: FileBytes) -> RawPart {
    RawPart(
      fileName: fileName, bytes: bytes, store: CellStore(rowCapacity: 16), columnNames: [],
      rowCount: 0, counting: .records, early: [])
  }
}

/// How many cells a grid may have: more than any honest file needs, less than memory.
struct GridLimit {
  private let cells: Int

  init(fileBytes: Int) {
    cells = (1 << 22) + 4 * min(fileBytes, 1 << 40)
  }

  /// Whether so many columns and rows are too many.
  @inline(__always)
  func isPassed(columns: Int, rows: Int) -> Bool {
    let (product, overflow) = columns.multipliedReportingOverflow(by: rows)
    return overflow || product > cells
  }
}
