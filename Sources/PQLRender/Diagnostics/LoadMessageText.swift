package import PQLModel

extension LoadMessage {
  /// The message as people read it: code, place, what and what next; several lines where it has some.
  ///
  ///     error[PQL5002]: nofile.csv: there is no such file
  ///       help: perhaps `data/nofile.csv`
  package var text: String {
    var parts: [String] = []
    if severity == .error {
      // A remark says itself where it is about.
      if let file = place.file { parts.append(file) }
      if let line = place.line { parts.append("line \(line)") }
      if let column = place.column { parts.append("column \(column)") }
      if let byte = place.byte { parts.append("byte \(byte)") }
      if let record = place.record { parts.append("record \(record)") }
      if let field = place.field {
        parts.append("field `\(place.entity.map { $0.rawValue + "." } ?? "")\(field)`")
      }
    }
    let head = parts.isEmpty ? message : parts.joined(separator: ", ") + ": " + message
    let whole = VisibleText.shownLines("\(severity.rawValue)[\(code.rawValue)]: \(head)")
    return whole + (advice.map { "\n  help: " + VisibleText.shown($0) } ?? "")
  }

  /// The message as a JSON object with the keys that all messages have, and those of its place; what
  /// it has nothing for is null.
  func json(url: String?) -> String {
    func text(_ text: String?) -> String { text.map(JSONText.quoted) ?? "null" }
    func number(_ number: Int?) -> String { number.map { "\($0)" } ?? "null" }
    // Columns of data count bytes, because a file need not be text.
    let location = place.line.map { "{\"row\": \($0), \"column\": \(number(place.column))}" }
    let fields: [(String, String)] = [
      ("code", text(code.rawValue)),
      ("name", text(code.slug)),
      ("severity", text(severity.rawValue)),
      ("filename", text(place.file)),
      ("message", text(message)),
      ("label", "\"\""),
      ("location", location ?? "null"),
      ("end_location", "null"),
      ("labels", "[]"),
      ("notes", "[]"),
      ("fix", "null"),
      ("suggestions", advice.map { "[{\"message\": \(text($0)), \"edits\": []}]" } ?? "[]"),
      ("url", text(url)),
      ("byte", number(place.byte)),
      ("record", number(place.record)),
      ("entity", text(place.entity?.rawValue)),
      ("field", text(place.field)),
      ("value", text(place.value)),
      ("count", number(place.count)),
      ("of", number(place.total)),
    ]
    let lines = fields.map { "    \"\($0.0)\": \($0.1)" }
    return "  {\n" + lines.joined(separator: ",\n") + "\n  }"
  }
}
