/// The records of a piece of a file, as one thread has read them.
final class RecordPiece {
  /// A record that could not be read.
  struct Reject {
    var failure: ScanFailure
    /// How many records of the piece stand before it, rejected or not.
    var index: Int
    var start: Int
  }

  /// Where the piece begins, and where the reader stood when it stopped: at the first record that is
  /// not its own, or behind all records.
  var start = 0
  var arrival = 0
  /// Whether no record follows.
  var isLast = false
  var rowCount: Int { starts.count }
  /// Where each record begins, from `start`.
  let starts = GrowingValues<UInt32>()
  /// The values of the columns that the reader knows, in its order.
  var columns: [EarlyColumn] = []
  /// The names of the columns that the reader met here for the first time, its last ones.
  var newColumns: [String] = []
  var duplicateKeys = 0
  var shortRows = 0
  /// The first of them, as many as anybody keeps.
  var rejected: [Reject] = []
  var rejectedCount = 0
  /// How many bytes were gone through in vain to find that they cannot be read.
  private(set) var rejectedBytes = 0
  /// Why reading ended before its time.
  private(set) var failure: ScanFailure?
  /// The first byte that is no text, where one was found.
  private(set) var firstInvalid: Int?
  /// The number of the reader.
  var reader = 0

  /// Makes it empty again, keeping its memory.
  func begin(at start: Int, reader: Int, columnCount: Int) {
    self.start = start
    self.reader = reader
    (arrival, isLast, duplicateKeys, shortRows) = (start, false, 0, 0)
    (rejectedCount, rejectedBytes, failure) = (0, 0, nil)
    starts.removeAll()
    for column in columns { column.removeAll() }
    while columns.count < columnCount { columns.append(EarlyColumn()) }
    columns.removeLast(columns.count - columnCount)
    newColumns.removeAll()
    rejected.removeAll()
    firstInvalid = nil
  }

  /// Says why reading ended.
  func fail(_ failure: ScanFailure) {
    if failure.isNotText { firstInvalid = failure.offset } else { self.failure = failure }
  }

  /// Counts a record that could not be read, and keeps the first; `bytes` is how far its reader went.
  func reject(_ failure: ScanFailure, at start: Int, after bytes: Int = 0) {
    if rejected.count < RejectedRecords.mostKept {
      rejected.append(Reject(failure: failure, index: rowCount + rejectedCount, start: start))
    }
    rejectedCount += 1
    rejectedBytes += bytes
  }
}
