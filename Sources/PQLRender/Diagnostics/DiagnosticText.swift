package import PQLSyntax

/// A diagnostic as people read it: what, where, why, and what next.
///
///     error[PQL2104]: `propsal` is not a stage of pipeline `New business`
///       --> q4.pql:3:25
///       3 | forecast where stage >= propsal by product
///         |                         ^^^^^^^ not a stage
///       help: a stage with a similar name: `proposal`
package func rendered(
  _ diagnostic: Diagnostic, in source: SourceText, options: RenderOptions = RenderOptions()
) -> String {
  DiagnosticText(source, options).text(of: diagnostic)
}

/// Several diagnostics of one source, with an empty line between.
package func rendered(
  _ diagnostics: [Diagnostic], in source: SourceText, options: RenderOptions = RenderOptions()
) -> String {
  let renderer = DiagnosticText(source, options)
  return diagnostics.map(renderer.text).joined(separator: "\n")
}

/// Renders the diagnostics of one source, whose lines are found once.
private struct DiagnosticText {
  private let source: SourceText
  private let options: RenderOptions
  private let index: LineIndex

  init(_ source: SourceText, _ options: RenderOptions) {
    self.source = source
    self.options = options
    index = LineIndex(source)
  }

  /// The message with its place; ends in a line end.
  func text(of diagnostic: Diagnostic) -> String {
    let theme = options.theme
    let style: Style = diagnostic.severity == .error ? .error : .warning
    let head = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
    let start = index.pointed(diagnostic.span).start
    let position = index.position(of: start, in: .graphemes)
    let name = VisibleText.shown(source.name)
    let message = (head + ": " + VisibleText.shown(diagnostic.message))
      .wrapped(to: options.width, indent: 2)
    var lines = [
      theme.styled(head, style) + theme.styled(String(message.dropFirst(head.count)), .header)
    ]
    // What was just typed stands above, and needs no name.
    if source.name != SourceText.promptName {
      lines.append(theme.styled("  --> ", .gutter) + "\(name):\(position.row):\(position.column)")
    }
    lines += DiagnosticSnippet(diagnostic, index, options).rows()
    for note in diagnostic.notes {
      lines.append(theme.styled("  = ", .gutter) + wrapped(note, behind: 4))
    }
    for suggestion in diagnostic.suggestions {
      lines.append(theme.styled("  help: ", .help) + wrapped(suggestion.message, behind: 8))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text that begins so many columns into its row and goes on below that place.
  private func wrapped(_ text: String, behind columns: Int) -> String {
    let row = String(repeating: "_", count: columns) + VisibleText.shown(text)
    return String(row.wrapped(to: options.width, indent: columns).dropFirst(columns))
  }
}
