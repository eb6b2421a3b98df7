package import PQLModel

/// A way to write an answer, as `as csv` and `--format csv` name it.
package struct OutputFormat: Sendable, Hashable {
  /// Where the notes of an answer go.
  package enum NotesPlace: Sendable, Hashable {
    /// with the rows, in the format's own way
    case inOutput
    /// beside the rows; the caller prints them on standard error
    case besideOutput
  }

  private let definition: any AnswerFormat.Type

  private init(_ definition: any AnswerFormat.Type) { self.definition = definition }

  /// Every format, in the order help lists them: a new one is a file in `Formats/` and a row here.
  package static let all: [OutputFormat] = [
    OutputFormat(TableFormat.self),
    OutputFormat(CSVFormat.self),
    OutputFormat(JSONFormat.self),
    OutputFormat(NDJSONFormat.self),
    OutputFormat(MarkdownFormat.self),
  ]

  /// Aligned columns, for people.
  package static let table = OutputFormat(TableFormat.self)
  package static let csv = OutputFormat(CSVFormat.self)
  package static let json = OutputFormat(JSONFormat.self)
  package static let ndjson = OutputFormat(NDJSONFormat.self)
  package static let markdown = OutputFormat(MarkdownFormat.self)

  /// The format of that name, without regard to case.
  package static func named(_ name: String) -> OutputFormat? {
    let name = name.lowercased()
    return all.first { $0.name == name }
  }

  /// The format a file of that name is written in by its ending, as `deals.csv`.
  package static func forFile(named path: String) -> OutputFormat? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let ending = path[path.index(after: dot)...].lowercased()
    return all.first { $0.fileEndings.contains(ending) }
  }

  /// The word in a query.
  package var name: String { definition.name }

  /// One line of help.
  package var summary: String { definition.summary }

  /// Endings of files, without the dot, that mean this format.
  package var fileEndings: [String] { definition.fileEndings }

  /// Where the notes go.
  package var notesPlace: NotesPlace { definition.notesPlace }

  /// Writes an answer in pieces of some ten thousand bytes; tells whether all of it, or whether the
  /// options stopped it.
  ///
  /// O(rows × columns).
  package func render(
    _ answer: Answer, options: RenderOptions, into stream: inout some TextOutputStream
  ) -> Bool {
    definition.render(answer, options: options, into: &stream)
  }

  /// What to print on standard error beside the rows: the notes, the currency of the money where the
  /// format has no place for it, and the sections that it leaves out.
  ///
  /// Empty for a format that writes its notes itself.
  package func notesBeside(_ answer: Answer) -> [Note] {
    guard notesPlace == .besideOutput else { return [] }
    let left = answer.sections.map { Note(.sectionLeftOut, [.text("section", $0.name)]) }
    return answer.notes + (self == .ndjson ? MoneyCells.currencyNotes(answer) : []) + left
  }

  package static func == (left: OutputFormat, right: OutputFormat) -> Bool {
    left.name == right.name
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Writes an answer in a format; tells whether all of it.
package func render(
  _ answer: Answer, as format: OutputFormat, options: RenderOptions = RenderOptions(),
  into stream: inout some TextOutputStream
) -> Bool {
  format.render(answer, options: options, into: &stream)
}

/// The answer as one text; for answers known to be small.
package func rendered(
  _ answer: Answer, as format: OutputFormat, options: RenderOptions = RenderOptions()
) -> String {
  var text = ""
  _ = format.render(answer, options: options, into: &text)
  return text
}

extension NoteForm {
  /// A table below an answer that rows alone have no place for.
  fileprivate static let sectionLeftOut = NoteForm(
    "section-left-out", "`{section}` stands below the answer in other formats, and is left out here"
  )
}
