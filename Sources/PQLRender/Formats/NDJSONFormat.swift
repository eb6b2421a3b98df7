import PQLModel

/// One JSON object a line and row, keyed by the names of the columns and nothing else.
///
/// Only money whose rows have currencies of their own gets a key `…_currency` beside it; a common
/// currency is told with the notes.
struct NDJSONFormat: AnswerFormat {
  static let name = "ndjson"
  static let summary = "one JSON object a line, for other programs"
  static let fileEndings = ["ndjson", "jsonl"]
  static let notesPlace = OutputFormat.NotesPlace.besideOutput

  let rowCount: Int
  private let object: JSONRow

  init(_ answer: Answer, options: RenderOptions) {
    rowCount = answer.rowCount
    object = JSONRow(MachineColumns(answer, .withColumn, as: .json).columns)
  }

  func appendHeader(to output: inout String) {}

  func appendRow(_ row: Int, to output: inout String) {
    object.append(row, to: &output)
    output += "\n"
  }

  func appendFooter(to output: inout String) {}
}

/// A row as a JSON object.
struct JSONRow {
  private let columns: [MachineColumn]
  /// What stands before each value: a separator and the quoted name.
  private let prefixes: [String]

  init(_ columns: [MachineColumn]) {
    self.columns = columns
    prefixes = columns.enumerated().map { index, column in
      (index == 0 ? "{" : ", ") + JSONText.quoted(column.name) + ": "
    }
  }

  /// Adds the object of a row.
  func append(_ row: Int, to output: inout String) {
    for index in columns.indices {
      output += prefixes[index]
      if !columns[index].append(row, to: &output) { output += "null" }
    }
    output += columns.isEmpty ? "{}" : "}"
  }
}
