package import PQLSyntax

/// Where the lines of a text begin, to turn byte offsets into lines and columns.
///
/// A line ends at `\n` or `\r\n`. An offset past the end, or inside a character, counts as the
/// nearest place before it.
package struct LineIndex: Sendable {
  /// A place for people or programs, both numbers from 1.
  package struct Position: Sendable, Hashable {
    package var row: Int
    package var column: Int
  }

  /// What a column counts.
  package enum Unit: Sendable {
    /// what a reader takes as one character, for messages to people
    case graphemes
    /// Unicode scalars ("characters" in most editors and in ruff), for JSON
    case scalars
  }

  private let utf8: [UInt8]
  private let starts: [Int]

  /// Finds the lines in one pass.
  package init(_ source: SourceText) {
    utf8 = Array(source.text.utf8)
    var starts = [0]
    for (index, byte) in utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    self.starts = starts
  }

  /// How many lines, the empty one behind a last line end included.
  package var lineCount: Int { starts.count }

  /// The number, from 0, of the line that holds a byte.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, without its end.
  package func bytes(ofLine line: Int) -> Range<Int> {
    let start = starts[line]
    var end = line + 1 < starts.count ? starts[line + 1] - 1 : utf8.count
    if end > start, line + 1 < starts.count, utf8[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The text of a line, without its end.
  package func text(ofLine line: Int) -> String {
    String(decoding: utf8[bytes(ofLine: line)], as: UTF8.self)
  }

  /// The line and column of a byte.
  package func position(of offset: Int, in unit: Unit) -> Position {
    let offset = min(max(offset, 0), utf8.count)
    let line = line(at: offset)
    let range = bytes(ofLine: line)
    let before = String(decoding: utf8[range.lowerBound..<min(offset, utf8.count)], as: UTF8.self)
    let column = unit == .graphemes ? before.count : before.unicodeScalars.count
    return Position(row: line + 1, column: column + 1)
  }

  /// The place to point at: within the text, and for an empty span behind the last line that has
  /// anything on it, the end of that line.
  func pointed(_ span: Span) -> Span {
    let start = min(max(span.start, 0), utf8.count)
    let end = min(max(span.end, start), utf8.count)
    guard start == end, utf8[start...].allSatisfy(isBlank) else { return Span(start, end) }
    let last = utf8[..<start].lastIndex { !isBlank($0) }
    guard let last, line(at: last) < line(at: start) else { return Span(start, end) }
    return Span(last + 1, last + 1)
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
