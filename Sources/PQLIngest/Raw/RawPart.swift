import PQLThreads

/// The records of one file before their types are known: what their columns could be read as on the
/// way, and where each stands, for reading again.
struct RawPart {
  /// How a record's place is told.
  enum Counting {
    case lines, records
  }

  /// How a record is read again.
  enum Form {
    case json
    case csv(CSVHeader)
  }

  var fileName: String
  var bytes: FileBytes
  var form: Form
  var columnNames: [String]
  /// The names as the file has them.
  let ownNames: [String]
  /// How many records there are, without those that were taken out again.
  var rowCount: Int
  /// How many were read.
  let readCount: Int
  /// The rows of the file that are left, when some were taken out.
  private(set) var remaining: [Int32]?
  var counting: Counting
  /// What columns could be read as on the way, in the order of the names.
  var early: [EarlyColumn]
  var starts = RecordStarts()
  /// How many times a key stood twice in one record.
  var duplicateKeys = 0
  /// How many rows had fewer cells than there are columns.
  var shortRows = 0
  /// The keys of other lists of records beside this one in its document, which are not read.
  var listsLeftAside: [String] = []
  /// The records that could not be read and are no rows.
  var rejected = RejectedRecords()
  /// The cells of columns that were read again.
  let kept = KeptCells()
  /// Reads single records again; for one thread.
  var rereader: RecordRereader {
    kept.rereader { RecordRereader(bytes.view, form, names: ownNames) }
  }
  let threads: ThreadCount
  /// Whether somebody may ask for a field of the file.
  let isWanted: @Sendable (String) -> Bool

  init(
    fileName: String, bytes: FileBytes, form: Form, counting: Counting, threads: ThreadCount,
    isWanted: @escaping @Sendable (String) -> Bool, _ read: RecordAssembly
  ) {
    self.fileName = fileName
    self.bytes = bytes
    self.form = form
    self.counting = counting
    self.threads = threads
    self.isWanted = isWanted
    columnNames = read.names
    ownNames = read.names
    rowCount = read.rowCount
    readCount = read.rowCount
    early = read.columns
    starts = read.starts
    duplicateKeys = read.duplicateKeys
    shortRows = read.shortRows
    rejected = read.rejected
  }

  /// The place of a row among all records that were read.
  func fileRow(_ row: Int) -> Int { remaining.map { Int($0[row]) } ?? row }

  /// Takes records out; `rows` ascend.
  mutating func remove(rows: [Int]) {
    var removed = rows[...]
    var left: [Int32] = []
    left.reserveCapacity(rowCount - rows.count)
    for row in 0..<rowCount {
      if removed.first == row {
        removed.removeFirst()
      } else {
        left.append(Int32(truncatingIfNeeded: fileRow(row)))
      }
    }
    remaining = left
    rowCount = left.count
  }
}

/// How many cells a grid may have: more than any honest file needs, less than memory.
struct GridLimit {
  /// What a cell of a number takes; no other takes more, but for its text.
  private static let bytesPerCell = 9
  private let cells: Int

  /// A quarter of a small machine's memory bounds it too: half of what decompression may take.
  init(fileBytes: Int, memory: Int = DecompressionLimit.ofThisMachine.most / 2) {
    cells = min((1 << 22) + 2 * min(fileBytes, 1 << 40), memory / GridLimit.bytesPerCell)
  }

  /// The failure of a file whose grid is too large; says nothing that depends on where a reader
  /// noticed.
  func failure(at offset: Int) -> ScanFailure {
    .tooManyCells(cells, at: offset)
  }

  /// Whether so many columns and rows are too many.
  @inline(__always)
  func isPassed(columns: Int, rows: Int) -> Bool {
    let (product, overflow) = columns.multipliedReportingOverflow(by: rows)
    return overflow || product > cells
  }
}
