package import PQLModel

extension Note {
  /// The sentence that people read: the form's, with the figures in their places.
  ///
  /// A place whose figure the note does not have stays empty. O(length of the sentence).
  package var text: String {
    if form.isVerbatim { return form.sentence }
    var output = ""
    var rest = Substring(form.sentence)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      output += rest[..<open]
      output += filled(rest[rest.index(after: open)..<close])
      rest = rest[rest.index(after: close)...]
    }
    return output + rest
  }

  /// What stands for one place: `name`, or `name:one|many`.
  private func filled(_ place: Substring) -> String {
    let parts = place.split(separator: ":", maxSplits: 1)
    guard let name = parts.first, let value = self[String(name)] else { return "" }
    let text = value.plainText
    guard parts.count == 2 else { return text }
    let forms = parts[1].split(separator: "|", omittingEmptySubsequences: false)
    let form = value == .number(1) ? forms.first : forms.last
    return form.map { String($0.replacing("#", with: text)) } ?? text
  }

  /// The note as a JSON object: its code, its sentence, and its figures by name.
  package var json: String {
    var output = "{\"code\": \(JSONText.quoted(form.code)), \"text\": \(JSONText.quoted(text))"
    if !figures.isEmpty {
      let members = figures.map { "\(JSONText.quoted($0.name)): \($0.value.json)" }
      output += ", \"figures\": {\(members.joined(separator: ", "))}"
    }
    return output + "}"
  }
}

extension Value {
  /// The value in a sentence: texts as they are, and nothing for what is missing.
  fileprivate var plainText: String {
    switch self {
    case .missing, .period: ""
    case .text(let text): text
    case .list(let values): values.map(\.plainText).joined(separator: ", ")
    default: text
    }
  }

  /// The value as answers in JSON have it; money as an object with its currency.
  fileprivate var json: String {
    switch self {
    case .missing, .period: "null"
    case .number(let number), .percent(let number), .duration(let number): number.plainText
    case .money(let units, let currency):
      "{\"amount\": \(Money.text(units)), "
        + "\"currency\": \(currency.map(JSONText.quoted) ?? "null")}"
    case .boolean(let truth): truth ? "true" : "false"
    case .text, .date, .timestamp: JSONText.quoted(plainText)
    case .list(let values): "[\(values.map(\.json).joined(separator: ", "))]"
    }
  }
}
