/// A text with a name, as messages show it.
package struct SourceText: Sendable, Hashable {
  /// A path, or a word as `<prompt>`.
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The name of what was typed at a prompt.
  package static let promptName = "<prompt>"

  /// What was typed at a prompt.
  package init(typed text: String) {
    self.init(name: Self.promptName, text: text)
  }

  /// The text of a span; empty where the source has no such span.
  package func slice(_ span: Span) -> String {
    let bytes = text.utf8
    guard span.start >= 0, span.start <= span.end, span.end <= bytes.count else { return "" }
    return String(
      decoding: bytes.dropFirst(span.start).prefix(span.end - span.start), as: UTF8.self)
  }
}

/// A stretch of a source, in UTF-8 bytes.
package struct Span: Sendable, Hashable, Comparable {
  package var start: Int
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// From the start of this span to the end of that one.
  package func through(_ other: Span) -> Span {
    Span(min(start, other.start), max(end, other.end))
  }

  package static func < (left: Span, right: Span) -> Bool {
    (left.start, left.end) < (right.start, right.end)
  }
}
