/// The parts of the output that may be styled.
enum Style: CaseIterable, Sendable {
  case caret, error, gutter, header, help, missing, note, secondary, warning

  /// The parameters of the terminal's "select graphic rendition" sequence.
  var parameters: String {
    switch self {
    case .caret, .error: "1;31"
    case .gutter, .secondary: "34"
    case .header: "1"
    case .help: "32"
    case .missing, .note: "2"
    case .warning: "1;33"
    }
  }
}

/// Whether and how text is coloured.
struct Theme: Sendable {
  var isColored: Bool

  /// Adds text in a style; plain where there is no colour.
  func append(_ text: String, _ style: Style?, to output: inout String) {
    guard isColored, let style, !text.isEmpty else {
      output += text
      return
    }
    output += "\u{1b}[\(style.parameters)m"
    output += text
    output += "\u{1b}[0m"
  }

  /// The text in a style.
  func styled(_ text: String, _ style: Style?) -> String {
    var output = ""
    append(text, style, to: &output)
    return output
  }
}
