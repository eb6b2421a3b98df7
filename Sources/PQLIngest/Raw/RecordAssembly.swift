/// The records of a file as far as their pieces have been put together, in the order of the file.
///
/// Nothing here depends on which thread read a piece: columns stand by first appearance in the file,
/// codes by first appearance of their texts, whatever numbers a reader gave them.
struct RecordAssembly {
  /// A reader's own numbers: the column of each of its columns, and the code of each of its codes.
  private struct ReaderMap {
    var columns: [Int] = []
    var codes: [GrowingValues<Int32>] = []
  }

  private(set) var names: [String] = []
  private(set) var columns: [EarlyColumn] = []
  private(set) var rowCount = 0
  private(set) var starts = RecordStarts()
  private(set) var duplicateKeys = 0
  private(set) var shortRows = 0
  private(set) var rejected = RejectedRecords()
  /// How many bytes were gone through for them.
  private var rejectedBytes = 0
  /// Where the next record begins, once a piece has been added.
  private(set) var position: Int
  private(set) var isComplete = false
  private var indexOf: [String: Int] = [:]
  private var maps: [ReaderMap] = []
  private let view: ByteView
  private let limit: GridLimit
  private let rejectLimit: RejectLimit

  init(_ view: ByteView, from start: Int) {
    self.view = view
    position = start
    limit = GridLimit(fileBytes: view.count)
    rejectLimit = RejectLimit(fileBytes: view.count)
  }

  /// Tells a new reader its number.
  mutating func addReader() -> Int {
    maps.append(ReaderMap())
    return maps.count - 1
  }

  /// The record that comes next, from 1.
  var record: Int { rowCount + rejected.count + 1 }

  /// Adds the piece that begins at `position`.
  mutating func append(_ piece: RecordPiece) throws(RecordFailure) {
    if let place = piece.firstInvalid { throw .notText(place) }
    addColumns(piece)
    // Before a second copy is made, and before the piece's own failure, because how soon a reader
    // notices depends on what else it read.
    if limit.isPassed(columns: names.count, rows: rowCount + piece.rowCount) {
      throw .scan(limit.failure(at: piece.start), record: record)
    }
    let known = maps[piece.reader]
    var isSeen = [Bool](repeating: false, count: columns.count)
    for (own, column) in known.columns.enumerated() where own < piece.columns.count {
      isSeen[column] = true
      columns[column].append(piece.columns[own], known.codes[own])
    }
    for column in columns.indices where !isSeen[column] {
      columns[column].appendMissing(piece.rowCount)
    }
    starts.append(piece)
    takeRejected(piece)
    if rejectLimit.isPassed(bytes: rejectedBytes) {
      let first = rejected.kept.first
      throw .scan(
        rejectLimit.failure(at: first?.bytes.lowerBound ?? piece.start),
        record: first?.record ?? record)
    }
    rowCount += piece.rowCount
    duplicateKeys += piece.duplicateKeys
    shortRows += piece.shortRows
    if let failure = piece.failure { throw .scan(failure, record: record) }
    position = piece.arrival
    isComplete = piece.isLast
  }

  private mutating func addColumns(_ piece: RecordPiece) {
    for name in piece.newColumns {
      let column = indexOf[name] ?? columns.count
      if column == columns.count {
        indexOf[name] = column
        names.append(name)
        let new = EarlyColumn()
        new.appendMissing(rowCount)
        columns.append(new)
      }
      maps[piece.reader].columns.append(column)
      maps[piece.reader].codes.append(GrowingValues())
    }
  }

  private mutating func takeRejected(_ piece: RecordPiece) {
    let before = record
    for reject in piece.rejected {
      _ = rejected.add(reject.failure, record: before + reject.index, from: reject.start, in: view)
    }
    rejected.count(piece.rejectedCount - piece.rejected.count)
    rejectedBytes += piece.rejectedBytes
  }

  /// Tells a reader what has been found of its columns.
  func inform(_ reader: inout some PieceReading, number: Int) {
    for (own, column) in maps[number].columns.enumerated() {
      reader.setPlain(
        own, isConverted: columns[column].shape != .givenUp, isPlain: columns[column].isPlain)
    }
  }
}

/// Why a file's records could not be read.
enum RecordFailure: Error {
  /// A byte that is no UTF-8 stands at this place.
  case notText(Int)
  case scan(ScanFailure, record: Int)
  case stopped
}
