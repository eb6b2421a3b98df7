import PQLModel

/// Comma-separated values after RFC 4180, with `\n` at line ends.
///
/// A missing value is an empty cell, an empty text is `""`. The currency of the money stands in a
/// last column `currency`, or beside each money column where they differ. Text is written as it is, also when it
/// begins with `=`, `+`, `-` or `@`, which a spreadsheet takes as a formula: changing it would make
/// the file say something else than the data.
struct CSVFormat: AnswerFormat {
  static let name = "csv"
  static let summary = "comma-separated values with a header, for spreadsheets"
  static let fileEndings = ["csv"]
  static let notesPlace = OutputFormat.NotesPlace.besideOutput

  let rowCount: Int
  private let columns: [MachineColumn]

  init(_ answer: Answer, options: RenderOptions) {
    rowCount = answer.rowCount
    columns =
      MachineColumns(
        answer, options.currencyBesideMoney ? .inRows : .withColumn, as: .csv
      ).columns
  }

  func appendHeader(to output: inout String) {
    for (index, column) in columns.enumerated() {
      if index > 0 { output += "," }
      CSVFormat.append(column.name, to: &output)
    }
    output += "\n"
  }

  func appendRow(_ row: Int, to output: inout String) {
    var isEmpty = true
    for index in columns.indices {
      if index > 0 { output += "," }
      if columns[index].append(row, to: &output) { isEmpty = false }
    }
    // An empty line would be no row to most readers.
    if isEmpty && columns.count == 1 { output += "\"\"" }
    output += "\n"
  }

  func appendFooter(to output: inout String) {}

  /// Adds a cell of text, in quotes where it needs them.
  static func append(_ text: String, to output: inout String) {
    guard text.isEmpty || text.utf8.contains(where: needsQuotes) else {
      output += text
      return
    }
    output += "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { output += "\"" }
      output.unicodeScalars.append(scalar)
    }
    output += "\""
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
