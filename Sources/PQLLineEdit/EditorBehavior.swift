/// What the program tells the editor about the text: pure functions, asked at every repaint.
package struct EditorBehavior: Sendable {
  /// The spans of the text that are not plain; of two that overlap the later one shows.
  package var highlight: @Sendable (_ text: String) -> [StyledSpan]
  /// What may stand at the cursor, an offset into the UTF-8 of the text.
  package var complete: @Sendable (_ text: String, _ cursor: Int) -> Completion
  /// Whether Enter ends the statement; otherwise it opens another row.
  package var isComplete: @Sendable (_ text: String) -> Bool
  /// What might follow the text, shown dimmed after it and taken over with Right or End.
  package var suggest: @Sendable (_ text: String) -> String?

  /// A behaviour that knows nothing of the text: each row is a statement.
  package init(
    highlight: @escaping @Sendable (String) -> [StyledSpan] = { _ in [] },
    complete: @escaping @Sendable (String, Int) -> Completion = { _, _ in .none },
    isComplete: @escaping @Sendable (String) -> Bool = { _ in true },
    suggest: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.highlight = highlight
    self.complete = complete
    self.isComplete = isComplete
    self.suggest = suggest
  }
}

/// The words that may replace a range of the text.
package struct Completion: Sendable, Hashable {
  /// Offsets into the UTF-8 of the text.
  package var range: Range<Int>
  /// The words, best first.
  package var candidates: [Candidate]

  /// Nothing to propose.
  package static let none = Self(range: 0..<0, candidates: [])

  package init(range: Range<Int>, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }
}

/// One word of a completion.
package struct Candidate: Sendable, Hashable {
  /// What is inserted, a space after it included if there shall be one.
  package var text: String
  /// A few words of explanation for the menu.
  package var detail: String

  package init(text: String, detail: String = "") {
    self.text = text
    self.detail = detail
  }
}
