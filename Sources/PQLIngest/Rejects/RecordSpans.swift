/// Where the records of one file stand.
///
/// Rows are asked for in ascending order; the file is then gone through once, however many they are.
struct RecordSpans {
  private let part: RawPart
  private let view: ByteView
  /// How many lines begin before `countedTo`, plus one.
  private var lines = 1
  private var countedTo = 0
  /// Where the text of the row asked for last ends; nil before the first.
  private var last: (row: Int, end: Int)?
  private var removedBefore = 0
  /// Where lines begin that could not be read.
  private let unread: Set<Int>

  init(_ part: RawPart) {
    self.part = part
    unread = Set(part.rejected.kept.map(\.bytes.lowerBound))
    view = part.bytes.view
  }

  /// The number of a row's record in the file, from 1, whatever was taken out before it.
  mutating func recordNumber(of row: Int) -> Int {
    while removedBefore < part.removedRows.count,
      part.removedRows[removedBefore] <= row + removedBefore
    {
      removedBefore += 1
    }
    return row + removedBefore + 1
  }

  /// The lines that hold a row's record, without the line end; nil when no value of it stands in the
  /// file and its line cannot be told.
  mutating func span(of row: Int) -> Range<Int>? {
    let span = RecordSpans.span(of: row, part) ?? emptySpan(of: row)
    if let span { last = (row, span.upperBound) }
    return span
  }

  /// The line that a place in the file is on.
  mutating func line(at offset: Int) -> Int {
    if offset < countedTo { (lines, countedTo) = (1, 0) }
    while countedTo < min(offset, view.count) {
      if view[countedTo] == 0x0A { lines += 1 }
      countedTo += 1
    }
    return lines
  }

  /// The lines between the first and the last value of a row.
  private static func span(of row: Int, _ part: RawPart) -> Range<Int>? {
    var (start, end) = (Int.max, -1)
    for column in 0..<part.store.columnCount {
      let cell = part.store[column, row]
      // A replacement stands nowhere in the file.
      if cell.kind == .missing || cell.kind == .replaced { continue }
      start = min(start, cell.offset)
      end = max(end, cell.offset + part.store.length(of: cell))
    }
    guard start <= end else { return nil }
    let view = part.bytes.view
    while start > 0, !isLineEnd(view[start - 1]) { start -= 1 }
    while end < view.count, !isLineEnd(view[end]) { end += 1 }
    if start == 0, view[0] == 0xEF, view[1] == 0xBB, view[2] == 0xBF { start = 3 }
    return start..<end
  }

  /// The line of a row without values: the next behind the row before it; of CSV, the
  /// next that holds marks alone.
  private func emptySpan(of row: Int) -> Range<Int>? {
    guard part.counting == .lines else { return nil }
    var at = 0
    if let last, last.row == row - 1 {
      at = last.end
    } else if row > 0 {
      guard let before = RecordSpans.span(of: row - 1, part) else { return nil }
      at = before.upperBound
    }
    while at < view.count {
      while at < view.count, RecordSpans.isLineEnd(view[at]) { at += 1 }
      var end = at
      while end < view.count, !RecordSpans.isLineEnd(view[end]) { end += 1 }
      // A record of JSON stands on the next line, whatever its keys.
      let isEmpty = view[at] == 0x7B || (at..<end).allSatisfy { RecordSpans.isMark(view[$0]) }
      if at < end, isEmpty, !unread.contains(at) { return at..<end }
      at = end
    }
    return nil
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// A delimiter, a quote or a space.
  private static func isMark(_ byte: UInt8) -> Bool {
    byte <= 0x20 || [0x22, 0x2C, 0x3B, 0x7C].contains(byte)
  }
}
