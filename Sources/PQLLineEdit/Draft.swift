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
    for scalar in text.unicodeScalars {
      if offset <= end { (row, column) = (rows.count - 1, rows[rows.count - 1].count) }
      offset += UTF8.width(scalar)
      if scalar == "\n" { rows.append([]) } else { rows[rows.count - 1].append(scalar) }
    }
    if offset <= end { (row, column) = (rows.count - 1, rows[rows.count - 1].count) }
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
    var text = String.UnicodeScalarView()
    text.append(contentsOf: row)
    var bounds = [0]
    for character in String(text) {
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

  /// The columns before the cursor.
  var displayColumn: Int {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: current[..<column])
    return DisplayWidth.columns(of: String(text))
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
    while !isAtRowEnd {
      let before = column
      moveRight()
      if displayColumn > goal {
        column = before
        break
      }
    }
    return true
  }

  /// Goes to the start of the word, over the ends of rows too.
  mutating func moveWordLeft() {
    while scalarBefore.map({ !Self.isWord($0) }) ?? false, moveLeft() {}
    while scalarBefore.map(Self.isWord) ?? false, moveLeft() {}
  }

  /// Goes behind the end of the word, over the ends of rows too.
  mutating func moveWordRight() {
    while scalarAfter.map({ !Self.isWord($0) }) ?? false, moveRight() {}
    while scalarAfter.map(Self.isWord) ?? false, moveRight() {}
  }

  private var scalarBefore: Unicode.Scalar? {
    var probe = self
    guard probe.moveLeft() else { return nil }
    return probe.scalarAfter
  }

  private var scalarAfter: Unicode.Scalar? {
    if column < current.count { return current[column] }
    return row < rows.count - 1 ? "\n" : nil
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  // MARK: - Changes

  /// Inserts a text, its line breaks as new rows.
  mutating func insert(_ text: some StringProtocol) {
    let tail = current[column...]
    rows[row].removeSubrange(column...)
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        row += 1
        rows.insert([], at: row)
      } else {
        rows[row].append(scalar)
      }
    }
    column = rows[row].count
    rows[row].append(contentsOf: tail)
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
    let text = self.text
    let bytes = text.utf8
    let bounded = range.clamped(to: 0..<bytes.count)
    let lower = bytes.index(bytes.startIndex, offsetBy: bounded.lowerBound)
    let upper = bytes.index(bytes.startIndex, offsetBy: bounded.upperBound)
    let head = text[..<lower] + replacement
    self = Draft(head + text[upper...], cursor: head.utf8.count)
  }

  /// Takes over what libedit made of the row.
  ///
  /// Codes for keys and NUL, which a quoting command can insert, are dropped, and line breaks
  /// split the row.
  mutating func takeRow(_ scalars: [Unicode.Scalar], cursor: Int) {
    let isUsable = { (scalar: Unicode.Scalar) in
      scalar != "\0" && scalar != "\n" && !(0x80...0x9F).contains(scalar.value)
    }
    if scalars.allSatisfy(isUsable) {
      let goesForward = cursor >= column
      rows[row] = scalars
      column = cursor
      snap(forward: goesForward)
      return
    }
    var head = String.UnicodeScalarView()
    var tail = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() where isUsable(scalar) || scalar == "\n" {
      if index < cursor { head.append(scalar) } else { tail.append(scalar) }
    }
    rows[row] = []
    column = 0
    insert(String(tail))
    let end = self
    (row, column) = (end.row - String(tail).unicodeScalars.count { $0 == "\n" }, 0)
    insert(String(head))
  }
}
