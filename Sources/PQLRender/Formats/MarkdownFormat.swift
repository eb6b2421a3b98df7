import PQLModel

/// A table of GitHub's Markdown, with the notes in italics below it.
struct MarkdownFormat: AnswerFormat {
  static let name = "markdown"
  static let summary = "a Markdown table, for notes and issues"
  static let fileEndings = ["md", "markdown"]
  static let notesPlace = OutputFormat.NotesPlace.inOutput

  let rowCount: Int
  private let columns: [(title: String, cells: HumanCells)]
  private let notes: [String]
  /// The sections, written out.
  private let sections: [(name: String, table: String)]

  init(_ answer: Answer, options: RenderOptions) {
    rowCount = answer.rowCount
    notes = answer.notes.map(\.text)
    sections = answer.sections.map {
      ($0.name, rendered(Answer($0, of: answer), as: .markdown, options: options))
    }
    columns = answer.columns.map {
      (TableLayout.title($0), HumanCells($0, calendar: answer.calendar, options: options))
    }
  }

  func appendHeader(to output: inout String) {
    for column in columns {
      output += "| "
      MarkdownFormat.append(column.title, to: &output)
      output += " "
    }
    output += "|\n"
    for column in columns { output += column.cells.isRightAligned ? "| ---: " : "| --- " }
    output += "|\n"
  }

  func appendRow(_ row: Int, to output: inout String) {
    var cell = ""
    for column in columns {
      cell.removeAll(keepingCapacity: true)
      _ = column.cells.append(row, to: &cell)
      output += "| "
      if column.cells.isText {
        MarkdownFormat.append(cell, to: &output)
      } else {
        output += cell
      }
      output += " "
    }
    output += "|\n"
  }

  func appendFooter(to output: inout String) {
    for note in notes {
      output += "\n*"
      MarkdownFormat.append(VisibleText.shown(note), to: &output)
      output += "*\n"
    }
    for (name, table) in sections {
      output += "\n**"
      MarkdownFormat.append(VisibleText.shown(name), to: &output)
      output += "**\n\n\(table)"
    }
  }

  /// Adds text so that Markdown shows it as it is.
  ///
  /// Underscores mean something only at the edge of a word and stay plain inside one.
  static func append(_ text: String, to output: inout String) {
    var previous: Unicode.Scalar = " "
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch scalar {
      case "|", "\\", "`", "*", "[", "]", "~": output += "\\"
      case "_" where !(isWord(previous) && next.map(isWord) == true): output += "\\"
      default: break
      }
      switch scalar {
      case "<": output += "&lt;"
      case "&": output += "&amp;"
      default: output.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
