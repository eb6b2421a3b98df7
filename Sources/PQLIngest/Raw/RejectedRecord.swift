/// A record that could not be read and was left out: a broken line of NDJSON or CSV.
///
/// Only files of lines have any, because there the next line says where to go on; a document that is
/// broken cannot be read at all.
struct RejectedRecord: Sendable, Hashable {
  /// Its number in the file from 1, with all others counted, rejected or not.
  var record: Int
  /// The line it begins in, from 1.
  var line: Int
  /// Where its bytes stand in the file, without the line's end.
  var bytes: Range<Int>
  /// Where in the file it could not be read on; within `bytes` or at their end.
  var offset: Int
  /// The field being read, where that is known.
  var field: String?
  var reason: String
}

/// The rejected records of one file: all are counted, the first are kept.
struct RejectedRecords: Sendable, Hashable {
  /// How many are kept, so that a file of mere noise costs no memory.
  static let mostKept = 10_000

  private(set) var kept: [RejectedRecord] = []
  private(set) var count = 0
  /// How far lines have been counted, and the line there.
  private var counted = (offset: 0, line: 1)
  /// What ends the lines, once somebody had to know.
  private var lineBreak: UInt8?

  var isEmpty: Bool { count == 0 }

  /// Counts a record that begins at `start`, and tells where the line after it begins.
  ///
  /// Records come in the order of the file, so that no line is counted twice.
  mutating func add(
    _ failure: ScanFailure, record: Int, from start: Int, field: String? = nil, in view: ByteView
  ) -> Int {
    let lineBreak = lineBreak ?? view.lineBreak
    self.lineBreak = lineBreak
    let end = view.lineEnd(from: start, by: lineBreak)
    count += 1
    if kept.count < RejectedRecords.mostKept {
      counted.line += view.lineBreaks(lineBreak, from: counted.offset, to: start)
      counted.offset = start
      let isCut = failure.offset > end
      kept.append(
        RejectedRecord(
          record: record, line: counted.line,
          bytes: start..<(end > start && view[end - 1] == 0x0D ? end - 1 : end),
          offset: min(failure.offset, end), field: field,
          reason: isCut ? "the record is not closed at the end of its line" : failure.message))
    }
    return min(end + 1, view.count)
  }

  /// Counts records that nobody keeps.
  mutating func count(_ more: Int) { count += more }

  static func == (left: RejectedRecords, right: RejectedRecords) -> Bool {
    left.count == right.count && left.kept == right.kept
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(kept)
  }
}

/// How far a file's rejected records may be gone through, all together.
///
/// A reader passes over a rejected record only up to the end of its line, but finds out where it is
/// broken as late as many lines behind: behind a quote that opens in one line and closes in another.
/// A file of such lines would be gone through as many times as it has them.
struct RejectLimit {
  private let bytes: Int

  /// Some eight times the file; lines that are broken within themselves need no more than once.
  init(fileBytes: Int) { bytes = (1 << 26) + 8 * min(fileBytes, 1 << 40) }

  /// Whether this is too far.
  func isPassed(bytes: Int) -> Bool { bytes > self.bytes }

  /// The failure of a file whose first rejected record begins at `offset`; says nothing that depends
  /// on where a reader noticed.
  func failure(at offset: Int) -> ScanFailure {
    .brokenLinesReachFar(at: offset)
  }
}
