import PQLModel

/// One JSON document: the columns with their types and currencies, the rows, the notes.
struct JSONFormat: AnswerFormat {
  static let name = "json"
  static let summary = "one JSON document with columns, rows and notes"
  static let fileEndings = ["json"]
  static let notesPlace = OutputFormat.NotesPlace.inOutput

  let rowCount: Int
  private let columns: [MachineColumn]
  private let object: JSONRow
  private let notes: [String]

  init(_ answer: Answer, options: RenderOptions) {
    rowCount = answer.rowCount
    columns = MachineColumns(answer, .withColumn, as: .json).columns
    object = JSONRow(columns)
    notes = answer.notes
  }

  func appendHeader(to output: inout String) {
    output += "{\n  \"columns\": ["
    appendLines(columns.map(description), to: &output)
    output += "],\n  \"rows\": ["
  }

  func appendRow(_ row: Int, to output: inout String) {
    output += row == 0 ? "\n    " : ",\n    "
    object.append(row, to: &output)
  }

  func appendFooter(to output: inout String) {
    output += rowCount == 0 ? "],\n" : "\n  ],\n"
    output += "  \"notes\": ["
    appendLines(notes.map(JSONText.quoted), to: &output)
    output += "]\n}\n"
  }

  private func description(_ column: MachineColumn) -> String {
    var text = "{\"name\": \(JSONText.quoted(column.name)), \"type\": \"\(column.type.keyword)\""
    if case .period(let grain) = column.type { text += ", \"grain\": \"\(grain.rawValue)\"" }
    if let currency = column.currency { text += ", \"currency\": \(JSONText.quoted(currency))" }
    return text + "}"
  }

  private func appendLines(_ lines: [String], to output: inout String) {
    for (index, line) in lines.enumerated() {
      output += (index == 0 ? "\n    " : ",\n    ") + line
    }
    if !lines.isEmpty { output += "\n  " }
  }
}
