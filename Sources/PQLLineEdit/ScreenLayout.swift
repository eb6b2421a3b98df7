import PQLText

/// One row as the screen shows it.
struct ScreenRow: Hashable {
  /// What is written: text, colours and column moves, nothing else.
  var output = ""
  /// The columns it fills.
  var width = 0
  /// The columns at which a character of two columns starts.
  var wideStarts: [Int] = []

  /// The columns at which a narrower window breaks the row, 0 first.
  func breaks(columns: Int) -> [Int] {
    var breaks = [0]
    var start = 0
    while columns > 1, width - start > columns {
      // A wide character is never broken: it goes to the next row.
      start += wideStarts.contains(start + columns - 1) ? columns - 1 : columns
      breaks.append(start)
    }
    return breaks
  }
}

/// The rows of a statement with the cursor among them.
struct ScreenFrame: Hashable {
  var rows: [ScreenRow]
  var cursorRow: Int
  var cursorColumn: Int
}

/// Breaks a text into rows of the screen.
///
/// Control characters are shown as `^X`: what is in a text is never obeyed by the terminal.
struct ScreenLayout {
  private let columns: Int
  private let color: Bool
  /// Whether to say the column after characters of which terminals disagree on the width.
  private let movesColumns: Bool

  private var rows = [ScreenRow()]
  private var style = TextStyle.plain
  private var cursor: (row: Int, column: Int)?

  init(columns: Int, color: Bool, movesColumns: Bool) {
    self.columns = max(columns, 2)
    self.color = color
    self.movesColumns = movesColumns
  }

  /// The rows so far; the cursor is where it was marked, else at the end.
  consuming func frame() -> ScreenFrame {
    setStyle(.plain)
    if cursor == nil { markCursor() }
    return ScreenFrame(
      rows: rows, cursorRow: cursor?.row ?? 0, cursorColumn: cursor?.column ?? 0)
  }

  /// The rows so far.
  var rowCount: Int { rows.count }

  /// The columns left in the row.
  var columnsLeft: Int { columns - rows[rows.count - 1].width }

  /// Says that the cursor is here.
  mutating func markCursor() {
    // There is no place for it behind a full row.
    if columnsLeft == 0 { breakRow() }
    cursor = (rows.count - 1, rows[rows.count - 1].width)
  }

  mutating func breakRow() {
    let resumed = style
    setStyle(.plain)
    rows.append(ScreenRow())
    setStyle(resumed)
  }

  mutating func setStyle(_ style: TextStyle) {
    guard color, style != self.style else { return }
    self.style = style
    rows[rows.count - 1].output += style.sequence
  }

  /// Adds a text on rows of its own width.
  mutating func add(_ text: some StringProtocol, style: TextStyle = .plain) {
    setStyle(style)
    for character in text { add(character) }
  }

  /// Adds as much of a text as the row has place for.
  mutating func addCut(_ text: some StringProtocol, style: TextStyle = .plain) {
    setStyle(style)
    for character in text {
      let cell = Self.cell(of: character)
      if cell.columns > columnsLeft { break }
      put(cell)
    }
  }

  /// Adds one cluster, on the next row if this one has no place for it.
  mutating func add(_ character: Character) {
    let cell = Self.cell(of: character)
    if cell.columns > columnsLeft { breakRow() }
    put(cell)
  }

  private mutating func put(_ cell: Cell) {
    let last = rows.count - 1
    if cell.columns > 1, !cell.isPlain { rows[last].wideStarts.append(rows[last].width) }
    rows[last].output += cell.text
    rows[last].width += cell.columns
    // Terminals disagree on the width of such characters: we say where we are.
    if !cell.isPlain, movesColumns, columnsLeft > 0 {
      rows[last].output += "\u{1B}[\(rows[last].width + 1)G"
    }
  }

  // MARK: - Cells

  /// What is written for a cluster.
  struct Cell: Hashable {
    var text: String
    var columns: Int
    /// Whether each terminal gives it the same width.
    var isPlain: Bool
  }

  /// What is written for a cluster, whatever it holds.
  static func cell(of character: Character) -> Cell {
    if let byte = character.asciiValue {
      switch byte {
      case 0x20..<0x7F: return Cell(text: String(character), columns: 1, isPlain: true)
      case 0x09: return Cell(text: "    ", columns: 4, isPlain: true)
      case 0x7F: return Cell(text: "^?", columns: 2, isPlain: true)
      default:
        let caret = Character(Unicode.Scalar((byte & 0x1F) + 0x40))
        return Cell(text: "^\(caret)", columns: 2, isPlain: true)
      }
    }
    let columns = DisplayWidth.columns(of: character)
    if character.unicodeScalars.contains(where: isDangerous) {
      return Cell(text: "\u{FFFD}", columns: 1, isPlain: false)
    }
    // A lone mark would join what is before it, so it gets a letter to stand on.
    if columns == 0 { return Cell(text: "\u{25CC}\(character)", columns: 1, isPlain: false) }
    return Cell(text: String(character), columns: columns, isPlain: false)
  }

  /// C1 control characters, and those that reorder the text around them.
  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F...0x9F: true
    case 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
