import PQLSyntax
import PQLText

/// A line of source as it is shown, with the place of every byte on the screen.
///
/// Control characters are shown as signs, a tab as spaces up to the next multiple of four.
struct SourceLine {
  private struct Cell {
    var text: String
    /// Columns of the screen, from 0.
    var columns: Range<Int>
    var bytes: Range<Int>
  }

  private var cells: [Cell] = []
  /// The bytes of the whole text this line has.
  let bytes: Range<Int>

  /// Lays the line out.
  init(_ text: String, bytes: Range<Int>) {
    self.bytes = bytes
    var byte = bytes.lowerBound
    var column = 0
    for character in text {
      let shown = SourceLine.shown(character, at: column)
      let end = column + DisplayWidth.columns(of: shown)
      let next = byte + character.utf8.count
      cells.append(Cell(text: shown, columns: column..<end, bytes: byte..<next))
      (column, byte) = (end, next)
    }
  }

  /// How many columns the whole line takes.
  var width: Int { cells.last?.columns.upperBound ?? 0 }

  /// The columns of the part of a span that lies on this line, at least one.
  func columns(of span: Span) -> Range<Int> {
    let start = column(of: span.start)
    guard span.end > span.start else { return start..<start + 1 }
    let last = cells.last { $0.bytes.lowerBound < span.end }
    return start..<max(start + 1, last?.columns.upperBound ?? 0)
  }

  /// The first byte that is not a space or a tab.
  var firstInked: Int {
    cells.first { !$0.text.allSatisfy { $0 == " " } }?.bytes.lowerBound ?? bytes.lowerBound
  }

  /// The columns `window` of the line, with `…` at each end where something is left out.
  func text(in window: Range<Int>) -> String {
    if window.lowerBound == 0, window.upperBound >= width {
      return cells.reduce(into: "") { $0 += $1.text }.trimmingEnd()
    }
    let isCutLeft = window.lowerBound > 0
    let isCutRight = window.upperBound < width
    let inner =
      window.lowerBound + (isCutLeft ? 1 : 0)..<window.upperBound - (isCutRight ? 1 : 0)
    var text = isCutLeft ? "…" : ""
    var column = inner.lowerBound
    for cell in cells where cell.columns.lowerBound >= inner.lowerBound {
      if cell.columns.upperBound > inner.upperBound { break }
      text += String(repeating: " ", count: max(0, cell.columns.lowerBound - column)) + cell.text
      column = max(column, cell.columns.upperBound)
    }
    return isCutRight ? text + "…" : text.trimmingEnd()
  }

  private func column(of byte: Int) -> Int {
    cells.first { $0.bytes.upperBound > byte }?.columns.lowerBound ?? width
  }

  private static func shown(_ character: Character, at column: Int) -> String {
    if character == "\t" { return String(repeating: " ", count: 4 - column % 4) }
    var text = ""
    VisibleText.append(character, to: &text)
    return text
  }
}

extension String {
  /// The text without spaces at its end.
  func trimmingEnd() -> String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
