import PQLModel

/// One JSON document: the columns with their types and currencies, the rows, the sections, the notes,
/// and what was asked with.
struct JSONFormat: AnswerFormat {
  static let name = "json"
  static let summary = "one JSON document with columns, rows, notes and context"
  static let fileEndings = ["json"]
  static let notesPlace = OutputFormat.NotesPlace.inOutput

  let rowCount: Int
  private let columns: [MachineColumn]
  private let object: JSONRow
  private let answer: Answer

  init(_ answer: Answer, options: RenderOptions) {
    rowCount = answer.rowCount
    columns = MachineColumns(answer, .withColumn, as: .json).columns
    object = JSONRow(columns)
    self.answer = answer
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
    for section in answer.sections { append(section, to: &output) }
    output += "  \"notes\": ["
    appendLines(answer.notes.map(\.json), to: &output)
    output += "]"
    if let context = answer.context { output += ",\n  \"context\": \(context.json)" }
    output += "\n}\n"
  }

  /// A section is a member of its own, with columns and rows as the answer has them.
  private func append(_ section: AnswerSection, to output: inout String) {
    let own = MachineColumns(Answer(section, of: answer), .withColumn, as: .json).columns
    let object = JSONRow(own)
    var rows: [String] = []
    for row in 0..<section.rowCount {
      var text = ""
      object.append(row, to: &text)
      rows.append(text)
    }
    output += "  \(JSONText.quoted(section.name)): {\n  \"columns\": ["
    appendLines(own.map(description), to: &output)
    output += "],\n  \"rows\": ["
    appendLines(rows, to: &output)
    output += "]},\n"
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

extension AnswerContext {
  /// The context as a JSON object.
  fileprivate var json: String {
    var members = [
      "\"today\": \"\(CivilDate(dayNumber: today).text)\"",
      "\"currency\": \(JSONText.quoted(currency))",
    ]
    if isPast { members.append("\"as_of\": \"\(CivilDate(dayNumber: today).text)\"") }
    if let period {
      let last = CivilDate(dayNumber: period.end - 1).text
      members.append(
        "\"period\": {\"first\": \"\(CivilDate(dayNumber: period.start).text)\", "
          + "\"last\": \"\(last)\"}")
    }
    if let dateBasis { members.append("\"date\": \(JSONText.quoted(dateBasis))") }
    return "{\(members.joined(separator: ", "))}"
  }
}
