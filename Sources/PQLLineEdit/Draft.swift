/// The text being edited: rows of scalars and a cursor.
///
/// Rows are apart because libedit is given one row at a time: its own motions, kills and vi
/// operators then work on the row, as its users expect, and not on the whole statement.
struct Draft: Sendable, Hashable {
  /// The rows without their line breaks; never empty.
  private(set) var rows: [[Unicode.Scalar]]
  /// The row of the cursor.
  private(set) var row: Int
  /// The scalars of the row before the cursor.
  private(set) var column: Int

  /// An empty row.
  init() {
    rows = [[]]
    row = 0
    column = 0
  }

  /// A text with the cursor at an offset of its UTF-8, by default at its end.
  init(_ text: some StringProtocol, cursor: Int? = nil) {
    self.init()
    let end = cursor ?? Int.max
    var offset = 0
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if offset <= end { (row, column) = (rows.count - 1, rows[rows.count - 1].count) }
      offset += UTF8.width(scalar)
      defer { previous = scalar }
      guard let scalar = Self.usable(scalar, after: previous) else { continue }
      if scalar == "\n" { rows.append([]) } else { rows[rows.count - 1].append(scalar) }
    }
    if offset <= end { (row, column) = (rows.count - 1, rows[rows.count - 1].count) }
  }

  /// What becomes of a scalar in a draft: line breaks of any kind are `\n`; nil if it is dropped.
  ///
  /// NUL would end libedit's line, and C1 control characters are the codes of keys to it.
  private static func usable(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?
  ) -> Unicode.Scalar? {
    switch scalar {
    case "\r": "\n"
    case "\n": previous == "\r" ? nil : "\n"
    case "\0", "\u{80}"..."\u{9F}": nil
    default: scalar
    }
  }

  /// The whole text, its rows parted by `\n`.
  var text: String {
    var text = ""
    for (index, row) in rows.enumerated() {
      if index > 0 { text.unicodeScalars.append("\n") }
      text.unicodeScalars.append(contentsOf: row)
    }
    return text
  }

  /// The offset of the cursor in the UTF-8 of the text.
  var offset: Int {
    var offset = 0
    for before in rows[..<row] { offset += before.reduce(1) { $0 + UTF8.width($1) } }
    return rows[row][..<column].reduce(offset) { $0 + UTF8.width($1) }
  }

  /// The scalars of the cursor's row.
  var current: [Unicode.Scalar] { rows[row] }
  var isEmpty: Bool { rows.count == 1 && rows[0].isEmpty }
  var isAtRowEnd: Bool { column == current.count }
  var isAtEnd: Bool { isAtRowEnd && row == rows.count - 1 }

  // MARK: - Graphemes

  /// The bounds of the grapheme clusters of a row, 0 and its length included.
  static func bounds(of row: [Unicode.Scalar]) -> [Int] {
    var bounds = [0]
    for character in text(of: row) {
      bounds.append(bounds[bounds.count - 1] + character.unicodeScalars.count)
    }
    return bounds
  }

  /// Moves a cursor inside of a cluster to one of its ends.
  mutating func snap(forward: Bool) {
    let bounds = Self.bounds(of: current)
    let clamped = min(max(column, 0), current.count)
    let next = bounds.first { $0 >= clamped } ?? current.count
    let previous = bounds.last { $0 <= clamped } ?? 0
    column = forward ? next : previous
  }

  /// The columns before the cursor, as they are shown.
  var displayColumn: Int {
    Self.text(of: current[..<column]).reduce(0) { $0 + ScreenLayout.cell(of: $1).columns }
  }

  private static func text(of scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  // MARK: - Motions

  /// Goes a cluster to the left, over the start of a row too; false at the start of the text.
  @discardableResult
  mutating func moveLeft() -> Bool {
    if let previous = Self.bounds(of: current).last(where: { $0 < column }) {
      column = previous
    } else if row > 0 {
      row -= 1
      column = current.count
    } else {
      return false
    }
    return true
  }

  /// Goes a cluster to the right, over the end of a row too; false at the end of the text.
  @discardableResult
  mutating func moveRight() -> Bool {
    if let next = Self.bounds(of: current).first(where: { $0 > column }) {
      column = next
    } else if row < rows.count - 1 {
      row += 1
      column = 0
    } else {
      return false
    }
    return true
  }

  mutating func moveToRowStart() { column = 0 }
  mutating func moveToRowEnd() { column = current.count }

  /// Goes to another row, as near as can be to a column of the screen; false if there is none.
  mutating func moveVertically(by rowCount: Int, towards goal: Int) -> Bool {
    guard rows.indices.contains(row + rowCount) else { return false }
    row += rowCount
    column = 0
    var width = 0
    for character in Self.text(of: current) {
      width += ScreenLayout.cell(of: character).columns
      if width > goal { break }
      column += character.unicodeScalars.count
    }
    return true
  }

  /// Goes to the start of the word, over the starts of rows too.
  mutating func moveWordLeft() {
    while true {
      let starts = Self.bounds(of: current).filter { $0 < column }
      if let last = starts.lastIndex(where: { Self.isWord(current[$0]) }) {
        let gap = starts[..<last].lastIndex { !Self.isWord(current[$0]) }
        column = gap.map { starts[$0 + 1] } ?? 0
        return
      }
      column = 0
      guard row > 0 else { return }
      row -= 1
      column = current.count
    }
  }

  /// Goes behind the end of the word, over the ends of rows too.
  mutating func moveWordRight() {
    while true {
      let starts = Self.bounds(of: current).filter { $0 >= column && $0 < current.count }
      if let first = starts.firstIndex(where: { Self.isWord(current[$0]) }) {
        column = starts[first...].first { !Self.isWord(current[$0]) } ?? current.count
        return
      }
      column = current.count
      guard row < rows.count - 1 else { return }
      row += 1
      column = 0
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  // MARK: - Changes

  /// Inserts a text, its line breaks as new rows.
  mutating func insert(_ text: some StringProtocol) {
    let inserted = Draft(text)
    let tail = current[column...]
    rows[row].removeSubrange(column...)
    rows[row] += inserted.rows[0]
    rows.insert(contentsOf: inserted.rows.dropFirst(), at: row + 1)
    row += inserted.rows.count - 1
    column = current.count
    rows[row] += tail
  }

  /// Deletes the cluster before the cursor, or the line break; false at the start of the text.
  mutating func deleteBackward() -> Bool { moveLeft() && deleteForward() }

  /// Deletes the cluster after the cursor, or the line break; false at the end of the text.
  mutating func deleteForward() -> Bool {
    if let next = Self.bounds(of: current).first(where: { $0 > column }) {
      rows[row].removeSubrange(column..<next)
    } else if row < rows.count - 1 {
      rows[row].append(contentsOf: rows.remove(at: row + 1))
    } else {
      return false
    }
    return true
  }

  /// Replaces a range of the text's UTF-8; a range that does not fit is cut to the text.
  mutating func replace(_ range: Range<Int>, with replacement: String) {
    let bytes = Array(text.utf8)
    let bounded = range.clamped(to: 0..<bytes.count)
    let tail = Draft(String(decoding: bytes[bounded.upperBound...], as: UTF8.self), cursor: 0)
    self = Draft(String(decoding: bytes[..<bounded.lowerBound], as: UTF8.self))
    insert(replacement)
    let (endRow, endColumn) = (row, column)
    insert(tail.text)
    (row, column) = (endRow, endColumn)
  }

  /// Takes over what libedit made of the row, in which a quoting command can put anything.
  mutating func takeRow(_ scalars: [Unicode.Scalar], cursor: Int) {
    let isUsable = scalars.allSatisfy { Self.usable($0, after: nil) == $0 && $0 != "\n" }
    if isUsable {
      let goesForward = cursor >= column
      rows[row] = scalars
      column = min(cursor, scalars.count)
      snap(forward: goesForward)
      return
    }
    let end = min(cursor, scalars.count)
    let parts = [scalars[..<end], scalars[end...]].map { Self.text(of: $0) }
    (rows[row], column) = ([], 0)
    insert(parts[0])
    let (endRow, endColumn) = (row, column)
    insert(parts[1])
    (row, column) = (endRow, endColumn)
  }
}
