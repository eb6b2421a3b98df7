/// Brings the screen from one frame to the next.
struct ScreenPainter {
  /// Whether the terminal knows no sequences, so that only one row can be shown.
  private let isDumb: Bool
  private var shown: [ScreenRow] = []
  private var cursorRow = 0
  private var cursorColumn = 0
  /// The first row of a frame that is taller than the screen.
  private var firstRow = 0

  init(isDumb: Bool) {
    self.isDumb = isDumb
  }

  /// Forgets what is shown: the cursor stands at the start of an empty row.
  mutating func reset() {
    shown = []
    cursorRow = 0
    cursorColumn = 0
    firstRow = 0
  }

  /// What to write to show a frame, as much of it around the cursor as `height` rows hold.
  mutating func paint(_ frame: ScreenFrame, height: Int) -> String {
    if isDumb { return paintOneRow(frame) }
    let height = max(height, 1)
    let lastFirst = max(0, frame.rows.count - height)
    firstRow = min(max(firstRow, frame.cursorRow - height + 1), frame.cursorRow, lastFirst)
    let visible = Array(frame.rows[firstRow..<min(firstRow + height, frame.rows.count)])
    return draw(visible, cursorRow: frame.cursorRow - firstRow, cursorColumn: frame.cursorColumn)
  }

  /// What to write to show a frame whole, however tall, and to go to the row after it.
  mutating func finish(_ frame: ScreenFrame) -> String {
    defer { reset() }
    if isDumb { return paintOneRow(frame) + "\r\n" }
    // Rows that are off the screen cannot be changed, so all are written again; row by row, as
    // terminals keep a copy of a screen that is erased whole.
    if firstRow > 0 { shown = shown.map { _ in ScreenRow(width: -1) } }
    return draw(frame.rows, cursorRow: frame.rows.count - 1, cursorColumn: 0) + "\r\n"
  }

  /// What to write when the window has another width, to take the rows off the screen.
  ///
  /// Terminals break the rows that have become too long in two, so the first one is further up.
  mutating func reflow(columns: Int) -> String {
    guard !isDumb else { return "\r" }
    let last = cursorRow
    for (index, row) in shown.enumerated() where index <= last {
      let breaks = row.breaks(columns: columns)
      cursorRow += (index < last ? breaks : breaks.filter { $0 <= cursorColumn }).count - 1
    }
    let start = moveToTop() + "\u{1B}[J"
    reset()
    return start
  }

  private func moveToTop() -> String {
    cursorRow > 0 ? "\u{1B}[\(cursorRow)A\r" : "\r"
  }

  /// Writes the rows that differ from what is shown.
  private mutating func draw(
    _ rows: [ScreenRow], cursorRow newRow: Int, cursorColumn newColumn: Int
  ) -> String {
    var output = "\u{1B}[?25l" + moveToTop()
    for (index, row) in rows.enumerated() {
      if index > 0 { output += "\r\n" }
      if index < shown.count, shown[index] == row { continue }
      // Erased first: behind a full row, erasing would take its last character.
      output += index < shown.count ? "\u{1B}[2K" + row.output : row.output
    }
    if shown.count > rows.count { output += "\r\n\u{1B}[J\u{1B}[A" }
    let up = rows.count - 1 - newRow
    if up > 0 { output += "\u{1B}[\(up)A" }
    output += newColumn > 0 ? "\r\u{1B}[\(newColumn)C" : "\r"
    output += "\u{1B}[?25h"
    (shown, cursorRow, cursorColumn) = (rows, newRow, newColumn)
    return output
  }

  /// Writes one row over the one that is shown, and again up to the cursor to place it there.
  private mutating func paintOneRow(_ frame: ScreenFrame) -> String {
    let row = frame.rows[frame.cursorRow]
    var start = "\r"
    // Rows that were opened below leave the ones above on the screen.
    if frame.cursorRow > cursorRow {
      for above in frame.rows[cursorRow..<frame.cursorRow] { start += above.output + "\r\n" }
      shown = []
    }
    cursorRow = frame.cursorRow
    let blank = max(0, (shown.first?.width ?? 0) - row.width)
    shown = [row]
    let back = blank + row.width - frame.cursorColumn
    return start + row.output + String(repeating: " ", count: blank)
      + String(repeating: "\u{08}", count: max(0, back))
  }
}
