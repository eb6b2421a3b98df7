package import PQLModel
package import PQLSyntax

/// What a load said, and diagnostics, as one JSON array, in the shape of ruff's.
///
/// Rows and columns count from 1, columns in Unicode scalars; an `end_location` is the first place
/// after the span. `fix` is the best suggestion that has edits, `suggestions` are all of them.
/// `pageURL` gives the address of a code's page, where there is one.
package func renderedJSON(
  _ diagnostics: [(diagnostic: Diagnostic, source: SourceText)], loads: [LoadMessage] = [],
  pageURL: (MessageCode) -> String? = { _ in nil }
) -> String {
  var objects = loads.map { $0.json(url: pageURL(MessageCode($0.code))) }
  var current: (source: SourceText, json: DiagnosticJSON)?
  for (diagnostic, source) in diagnostics {
    let json =
      current.flatMap { $0.source == source ? $0.json : nil } ?? DiagnosticJSON(source)
    current = (source, json)
    objects.append(json.object(diagnostic, url: pageURL(MessageCode(diagnostic.code))))
  }
  return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
}

/// Writes the diagnostics of one source as JSON objects.
private struct DiagnosticJSON {
  private let name: String
  private let index: LineIndex

  init(_ source: SourceText) {
    name = source.name
    index = LineIndex(source)
  }

  /// A diagnostic over several lines, indented by two.
  func object(_ diagnostic: Diagnostic, url: String?) -> String {
    let fix = diagnostic.suggestions.first { !$0.edits.isEmpty }
    let fields: [(String, String)] = [
      ("code", JSONText.quoted(diagnostic.code.rawValue)),
      ("name", JSONText.quoted(diagnostic.code.slug)),
      ("severity", JSONText.quoted(diagnostic.severity.rawValue)),
      ("filename", JSONText.quoted(name)),
      ("message", JSONText.quoted(diagnostic.message)),
      ("label", JSONText.quoted(diagnostic.label)),
      ("location", location(diagnostic.span.start)),
      ("end_location", location(diagnostic.span.end)),
      ("labels", list(diagnostic.labels.map(label))),
      ("notes", list(diagnostic.notes.map(JSONText.quoted))),
      ("fix", fix.map(suggestion) ?? "null"),
      ("suggestions", list(diagnostic.suggestions.map(suggestion))),
      ("url", url.map(JSONText.quoted) ?? "null"),
    ]
    let lines = fields.map { "    \"\($0.0)\": \($0.1)" }
    return "  {\n" + lines.joined(separator: ",\n") + "\n  }"
  }

  private func location(_ offset: Int) -> String {
    let position = index.position(of: offset, in: .scalars)
    return "{\"row\": \(position.row), \"column\": \(position.column)}"
  }

  private func label(_ label: Diagnostic.Label) -> String {
    "{\"message\": \(JSONText.quoted(label.text)), \(locations(label.span))}"
  }

  private func suggestion(_ suggestion: Diagnostic.Suggestion) -> String {
    "{\"message\": \(JSONText.quoted(suggestion.message)), "
      + "\"edits\": \(list(suggestion.edits.map(edit)))}"
  }

  private func edit(_ edit: Diagnostic.Suggestion.Edit) -> String {
    "{\"content\": \(JSONText.quoted(edit.replacement)), \(locations(edit.span))}"
  }

  private func locations(_ span: Span) -> String {
    "\"location\": \(location(span.start)), \"end_location\": \(location(span.end))"
  }

  private func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ", ") + "]"
  }
}
