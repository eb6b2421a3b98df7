/// Where the records of one file stand.
///
/// Rows are asked for in ascending order; the file is then gone through once, however many they are.
struct RecordSpans {
  private let part: RawPart
  private let view: ByteView
  private lazy var lineBreak = view.lineBreak
  /// How many lines begin before `countedTo`, plus one.
  private var lines = 1
  private var countedTo = 0

  init(_ part: RawPart) {
    self.part = part
    view = part.bytes.view
  }

  /// The number of a row's record in the file, from 1, whatever was taken out before it.
  func recordNumber(of row: Int) -> Int { part.fileRow(row) + 1 }

  /// The lines that hold a row's record, without the line end; nil for a record without a value in a
  /// document, which has no lines of its own.
  func span(of row: Int) -> Range<Int>? {
    let extent = part.extent(of: row)
    guard extent != nil || part.counting == .lines else { return nil }
    var start = extent?.lowerBound ?? part.starts[part.fileRow(row)]
    var end = extent?.upperBound ?? start
    while start > 0, !RecordSpans.isLineEnd(view[start - 1]) { start -= 1 }
    while end < view.count, !RecordSpans.isLineEnd(view[end]) { end += 1 }
    if start == 0, view[0] == 0xEF, view[1] == 0xBB, view[2] == 0xBF { start = 3 }
    return start..<end
  }

  /// The line that a place in the file is on.
  mutating func line(at offset: Int) -> Int {
    if offset < countedTo { (lines, countedTo) = (1, 0) }
    while countedTo < min(offset, view.count) {
      if view[countedTo] == lineBreak { lines += 1 }
      countedTo += 1
    }
    return lines
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
