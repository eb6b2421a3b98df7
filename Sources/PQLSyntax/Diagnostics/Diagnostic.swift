/// Something to tell about a text: what, where, why and what next.
///
/// A value without colour, file or line numbers; rendering adds those.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable {
    case error, warning
  }

  /// How many messages on one text are told: each takes time to make and to draw, and nobody reads
  /// more.
  package static let mostTold = 100

  /// A second place, and what it has to do with the first.
  package struct Label: Sendable, Hashable {
    package var span: Span
    package var text: String

    package init(_ span: Span, _ text: String) {
      self.span = span
      self.text = text
    }
  }

  /// A way to mend the text: one or more replacements made together.
  package struct Suggestion: Sendable, Hashable {
    package struct Edit: Sendable, Hashable {
      package var span: Span
      package var replacement: String

      package init(span: Span, replacement: String) {
        self.span = span
        self.replacement = replacement
      }
    }

    package var message: String
    package var edits: [Edit]
    /// Whether it says something else than what was written, so that it is no step on the way to
    /// what was meant.
    package var isOther = false

    package init(_ message: String, edits: [Edit] = []) {
      self.message = message
      self.edits = edits
    }

    /// The suggestion as one of something else.
    package var other: Suggestion {
      var suggestion = self
      suggestion.isOther = true
      return suggestion
    }

    /// One replacement of one span.
    package init(_ message: String, replacing span: Span, with replacement: String) {
      self.message = message
      edits = [Edit(span: span, replacement: replacement)]
    }
  }

  package var code: DiagnosticCode
  package var severity: Severity
  /// The place itself, underlined with carets.
  package var span: Span
  /// One sentence, lower case, without a full stop.
  package var message: String
  /// A few words behind the carets.
  package var label: String
  /// Other places that explain this one.
  package var labels: [Label]
  /// Facts that help, one line each.
  package var notes: [String]
  /// At most three, the best first.
  package var suggestions: [Suggestion]

  package init(
    _ code: DiagnosticCode, _ span: Span, _ message: String, label: String = "",
    labels: [Label] = [], notes: [String] = [], suggestions: [Suggestion] = [],
    severity: Severity = .error
  ) {
    self.code = code
    self.severity = severity
    self.span = span
    self.message = message
    self.label = label
    self.labels = labels
    self.notes = notes
    self.suggestions = suggestions
  }
}
