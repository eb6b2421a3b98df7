import PQLModel
import PQLText

/// Aligned columns under a header and a rule, then the number of rows and the notes.
struct TableFormat: AnswerFormat {
  static let name = "table"
  static let summary = "aligned columns, for people"
  static let fileEndings = ["txt"]
  static let notesPlace = OutputFormat.NotesPlace.inOutput

  private let layout: TableLayout
  private let notes: [String]
  /// The sections, written out: what is below an answer is short.
  private let sections: [(name: String, table: String)]
  private let theme: Theme
  private let width: Int?

  init(_ answer: Answer, options: RenderOptions) {
    layout = TableLayout(answer, options: options)
    notes = answer.notes.map(\.text)
    sections = answer.sections.map {
      ($0.name, rendered(Answer($0, of: answer), as: .table, options: options))
    }
    theme = options.theme
    width = options.width
  }

  var rowCount: Int { layout.lineCount }

  func appendHeader(to output: inout String) {
    var line = Line()
    for column in layout.columns {
      let (title, width) = DisplayWidth.truncated(column.title, to: column.width)
      append(title, width, column, .header, to: &output, &line)
    }
    output += "\n"
    line = Line()
    for column in layout.columns {
      let rule = String(repeating: "─", count: column.width)
      append(rule, column.width, column, .gutter, to: &output, &line)
    }
    output += "\n"
  }

  func appendRow(_ row: Int, to output: inout String) {
    var line = Line()
    var cell = ""
    for column in layout.columns {
      cell.removeAll(keepingCapacity: true)
      let source = column.rows.map { Int($0[row]) } ?? row
      var width = source < 0 ? 0 : column.cells.append(source, to: &cell)
      if width > column.width, column.cells.isText {
        (cell, width) = DisplayWidth.truncated(cell, to: column.width)
      }
      let isMissing = theme.isColored && source >= 0 && !column.cells.isPresent(source)
      append(cell, width, column, isMissing ? .missing : nil, to: &output, &line)
    }
    output += "\n"
  }

  func appendFooter(to output: inout String) {
    var count = ""
    NumberText.appendCount(rowCount, to: &count)
    appendNote(rowCount == 1 ? "1 row" : "\(count) rows", to: &output)
    if !layout.dropped.isEmpty {
      let names = layout.dropped.joined(separator: ", ")
      appendNote("not shown for lack of width: \(names)", to: &output)
    }
    for note in notes { appendNote(VisibleText.shown(note), to: &output) }
    for (name, table) in sections {
      output += "\n"
      theme.append(VisibleText.shown(name), .header, to: &output)
      output += "\n\(table)"
    }
  }

  private func appendNote(_ text: String, to output: inout String) {
    theme.append(text.wrapped(to: width, indent: 2), .note, to: &output)
    output += "\n"
  }

  /// The spaces owed before the next cell, so that no line ends in spaces.
  private struct Line {
    var owed = 0
  }

  private func append(
    _ text: String, _ width: Int, _ column: TableColumn, _ style: Style?,
    to output: inout String, _ line: inout Line
  ) {
    let padding = max(0, column.width - width)
    let before = line.owed + (column.cells.isRightAligned ? padding : 0)
    line.owed = TableLayout.gap + (column.cells.isRightAligned ? 0 : padding)
    if text.isEmpty {
      line.owed += before
      return
    }
    appendSpaces(before, to: &output)
    theme.append(text, style, to: &output)
  }

  /// Short runs are ready made; adding one costs next to nothing.
  private func appendSpaces(_ count: Int, to output: inout String) {
    var left = count
    while left >= TableFormat.spaces.count {
      output += TableFormat.spaces[TableFormat.spaces.count - 1]
      left -= TableFormat.spaces.count - 1
    }
    output += TableFormat.spaces[left]
  }

  private static let spaces = (0...15).map { String(repeating: " ", count: $0) }
}
