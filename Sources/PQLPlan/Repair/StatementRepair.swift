package import PQLSyntax

/// Tries every replacement that the messages of a statement offer, and looks for one where they
/// offer none.
///
/// What is left is true of each: with it the statement is right, or has fewer errors. Where single
/// replacements do not lead on, several are put together, those of the messages with what other
/// languages would have meant.
package struct StatementRepair: Sendable {
  /// How many ways of writing a statement are tried in search of one that is right.
  static let mostTried = 100
  /// How many replacements may be made one after the other.
  static let deepest = 7

  /// The statement with the space around it.
  let text: String
  /// Where the text begins in its source.
  let offset: Int
  package private(set) var trial: StatementTrial

  package init(_ text: String, at offset: Int, _ trial: StatementTrial) {
    self.text = text
    self.offset = offset
    self.trial = trial
  }

  /// The messages with the replacements that lead on.
  package mutating func mended(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let errors = diagnostics.count(where: \.isError)
    guard errors > 0 else { return diagnostics }
    var mended = diagnostics
    for place in mended.indices where mended[place].isError {
      mended[place].suggestions.removeAll { !$0.edits.isEmpty && !leadsOn($0, from: errors) }
    }
    // What is not built yet is no mistake, and nothing else was meant.
    guard !diagnostics.contains(where: { $0.code == .notYet }),
      let first = mended.firstIndex(where: \.isError), !isRightAfterAll(of: mended),
      let right = found()
    else { return mended }
    // What the message itself offered is no way out of its own, and what it says is said by this.
    mended[first].suggestions.removeAll { !$0.edits.isEmpty }
    let suggestion = suggestion(right)
    mended[first].suggestions.insert(suggestion, at: 0)
    mended[first].suggestions = Array(mended[first].suggestions.prefix(3))
    return mended
  }

  /// Whether the statement is right when each message has been followed.
  private mutating func isRightAfterAll(of diagnostics: [Diagnostic]) -> Bool {
    var edits: [Diagnostic.Suggestion.Edit] = []
    for diagnostic in diagnostics where diagnostic.isError {
      guard let first = diagnostic.suggestions.first(where: { !$0.edits.isEmpty }) else {
        return false
      }
      edits += first.edits
    }
    guard let text = placed(edits).applied(to: text), let (left, _) = trial.errors(of: text) else {
      return false
    }
    return left.isEmpty
  }

  private mutating func leadsOn(_ suggestion: Diagnostic.Suggestion, from errors: Int) -> Bool {
    guard let text = placed(suggestion.edits).applied(to: text),
      let (left, _) = trial.errors(of: text)
    else { return false }
    return left.count < errors
  }

  /// The replacements by their places in the statement.
  private func placed(_ edits: [Diagnostic.Suggestion.Edit]) -> [Diagnostic.Suggestion.Edit] {
    edits.map { edit in
      Diagnostic.Suggestion.Edit(
        span: Span(edit.span.start - offset, edit.span.end - offset),
        replacement: edit.replacement)
    }
  }

  // MARK: - The search

  /// A way of writing the statement, and what is wrong with it.
  private struct State {
    var text: String
    var diagnostics: [Diagnostic]
    var depth: Int

    /// Fewer errors first, then fewer replacements.
    var cost: Int { diagnostics.count * 3 + depth * 2 }
  }

  /// The first way of writing the statement that is found to be right.
  private mutating func found() -> String? {
    guard let resolver = trial.resolver,
      let (diagnostics, statements) = trial.errors(of: text), statements > 0
    else { return nil }
    let vocabulary = RepairVocabulary(resolver, for: RepairWord.words(of: text))
    var open = [State(text: text, diagnostics: diagnostics, depth: 0)]
    var seen: Set<String> = [text]
    var tried = 0
    while let place = open.indices.min(by: { open[$0].cost < open[$1].cost }) {
      let state = open.remove(at: place)
      guard state.depth < StatementRepair.deepest else { continue }
      for next in StatementRewrites(state.text, state.diagnostics, resolver, vocabulary).texts
      where seen.insert(next).inserted {
        tried += 1
        guard tried <= StatementRepair.mostTried, let found = trial.errors(of: next) else {
          return nil
        }
        guard found.statements == statements else { continue }
        if found.diagnostics.isEmpty { return next }
        open.append(
          State(text: next, diagnostics: found.diagnostics, depth: state.depth + 1))
      }
    }
    return nil
  }

  /// The replacement of what differs.
  private func suggestion(_ right: String) -> Diagnostic.Suggestion {
    let edit = Diagnostic.Suggestion.Edit(from: text, to: right, offset: offset)
    // Comments stand in the space around a statement, and are no part of how it is written.
    let source = SourceText(name: "", text: right)
    let statements = parse(source).statements
    let whole = source.slice(
      Span(statements.first?.span.start ?? 0, statements.last?.span.end ?? 0))
    // On one line; what stands in quotes keeps its blanks unless there are several lines.
    let words =
      whole.contains(where: \.isNewline)
      ? whole.split(whereSeparator: \.isWhitespace).joined(separator: " ") : whole
    let shown = words.count <= 100 ? words : edit.replacement
    return Diagnostic.Suggestion("`\(shown)`", edits: [edit])
  }
}

extension [Diagnostic.Suggestion.Edit] {
  /// A text with the replacements made; nil where two of them touch the same place, or one lies
  /// outside.
  package func applied(to text: String) -> String? {
    let bytes = [UInt8](text.utf8)
    var result: [UInt8] = []
    var place = 0
    for edit in sorted(by: { $0.span < $1.span }) {
      guard edit.span.start >= place, edit.span.start <= edit.span.end, edit.span.end <= bytes.count
      else { return nil }
      result += bytes[place..<edit.span.start]
      result += edit.replacement.utf8
      place = edit.span.end
    }
    return String(decoding: result + bytes[place...], as: UTF8.self)
  }
}

extension Diagnostic.Suggestion.Edit {
  /// What leads from one text to another, from the first word that differs to the last.
  init(from old: String, to new: String, offset: Int) {
    let before = Array(old.utf8)
    let after = Array(new.utf8)
    var start = 0
    while start < min(before.count, after.count), before[start] == after[start] { start += 1 }
    var tail = 0
    while tail < min(before.count, after.count) - start,
      before[before.count - 1 - tail] == after[after.count - 1 - tail]
    {
      tail += 1
    }
    // Whole words, which neither cut a character nor read as something else.
    while start > 0, !Self.isSpace(before[start - 1]) { start -= 1 }
    while tail > 0, !Self.isSpace(before[before.count - tail]) { tail -= 1 }
    self.init(
      span: Span(offset + start, offset + before.count - tail),
      replacement: String(decoding: after[start..<(after.count - tail)], as: UTF8.self))
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
}
