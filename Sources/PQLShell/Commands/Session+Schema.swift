import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax
import PQLText

extension Session {
  /// Shows what is loaded: settings, stages, and every entity's fields with their types.
  mutating func schema(_ words: [String]) {
    guard let word = words.first else {
      host.write(overview)
      return
    }
    guard let kind = EntityKind(word: word), let table = model[kind] else {
      let near = Spelling.nearest(to: word, in: model.entities.map(\.rawValue))
      complain(
        "the data have no `\(VisibleText.shown(word))`"
          + (near.first.map { "; did you mean `\($0)`?" } ?? ""))
      return
    }
    let fields = fields(of: table)
    guard let (message, advice) = damageFound() else { return host.write(fields) }
    complain(message + "\n  help: " + advice)
  }

  private var overview: String {
    guard !model.entities.isEmpty else {
      return "nothing is loaded: start with `pql DATA`, or type `.load FILE`\n"
    }
    var lines = [
      "currency  \(model.currency.base)",
      "calendar  \(model.calendar.timeZone), \(model.calendar.fiscalText), week from "
        + BusinessCalendar.weekdays[model.calendar.weekStarts],
      "today     \(CivilDate(dayNumber: today).text)",
    ]
    for pipeline in model.pipelines {
      let ranked = pipeline.stages.filter { $0.outcome != .lost }.map { VisibleText.shown($0.name) }
      let lost = pipeline.stages.filter { $0.outcome == .lost }.map { VisibleText.shown($0.name) }
      lines.append(
        "pipeline  \(VisibleText.shown(pipeline.name)): " + ranked.joined(separator: " < ")
          + (lost.isEmpty ? "" : "   lost: " + lost.joined(separator: ", ")))
    }
    for kind in model.entities {
      guard let table = model[kind] else { continue }
      let names = table.fields.map { VisibleText.shown($0.name) }.joined(separator: " ")
      lines.append("\(kind.rawValue) (\(table.rowCount))  \(names)")
    }
    for file in model.report.files { lines.append("file      \(VisibleText.shown(file.summary))") }
    for note in model.notes {
      lines.append("\(note.severity.rawValue): \(VisibleText.shown(note.message))")
    }
    return lines.map { $0.wrapped(to: settings.width, indent: 10) + "\n" }.joined()
  }

  private func fields(of table: EntityTable) -> String {
    var names: [String?] = []
    var types: [String?] = []
    var details: [String?] = []
    for field in table.fields {
      names.append(field.name)
      types.append(field.type.keyword)
      details.append(detail(of: field))
    }
    for field in catalog.fields where field.entity == table.kind {
      names.append(field.name)
      types.append(field.type.keyword)
      var text = "\(field.isRule ? "rule" : "built in"): \(field.summary)"
      if case .notYet = field.source { text += " (not yet)" }
      details.append(text)
    }
    let answer = Answer(
      columns: zip(["field", "type", "about"], [names, types, details]).map { name, values in
        AnswerColumn(name: name, type: .text, column: .text(TextColumn(values)))
      }, rowCount: names.count, calendar: model.calendar)
    return rendered(answer, as: .table, options: settings.answerOptions)
  }

  private func detail(of field: EntityField) -> String {
    var parts: [String] = []
    if let target = field.target { parts.append("names a record of \(target.rawValue)") }
    if !field.aliases.isEmpty {
      parts.append("in the data: " + field.aliases.joined(separator: ", "))
    }
    if field.type == .category, case .text(let column) = field.column {
      let values = column.dictionary.values
      parts.append(
        values.prefix(6).joined(separator: ", ") + (values.count > 6 ? ", … \(values.count)" : ""))
    }
    let missing = field.column.missingCount
    if missing > 0 { parts.append("\(missing) missing") }
    return parts.joined(separator: "; ")
  }
}
