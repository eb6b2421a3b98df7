import PQLModel
import PQLPlan
package import PQLSyntax

extension Session {
  /// The messages of a statement with those replacements that lead on, and more where that takes
  /// several.
  mutating func mended(
    _ diagnostics: [Diagnostic], of statement: Statement, in tree: SyntaxTree,
    grammarAlone: Bool = false
  ) -> [Diagnostic] {
    guard diagnostics.contains(where: { $0.severity == .error }) else { return diagnostics }
    // Where nothing is loaded no name means anything, and the grammar alone can be tried.
    let resolver: Resolver? =
      grammarAlone || model.entities.isEmpty ? nil : self.resolver(of: tree.source)
    let around = tree.surroundings(of: statement)
    var repair = StatementRepair(
      tree.source.slice(around), at: around.start, StatementTrial(resolver, left: trialsLeft))
    defer { trialsLeft = repair.trial.left }
    return repair.mended(diagnostics)
  }

  /// Tells what cannot be read of a text, whatever its names may mean.
  mutating func reportUnread(_ tree: SyntaxTree) {
    reportUnplaced(tree)
    for statement in tree.statements { reportUnread(statement, of: tree) }
  }

  /// Tells what cannot be read of a statement that is not bound.
  mutating func reportUnread(_ statement: Statement, of tree: SyntaxTree) {
    let unread = tree.diagnostics(of: statement)
    report(mended(unread, of: statement, in: tree, grammarAlone: true), in: tree.source)
  }

  /// What a check would say of a text; without trials nothing is offered to be replaced.
  package func diagnostics(
    of source: SourceText, trials: Int = StatementTrial.mostOfText
  ) -> [Diagnostic] {
    var session = self
    session.settings.errorsAsJSON = true
    session.settings.isInteractive = false
    session.trialsOfText = trials
    session.dropMessages()
    if model.entities.isEmpty { session.checkGrammar(source) } else { session.check(source) }
    return session.messages(on: source)
  }

  /// A text with every replacement made that is the only one its message offers, until no more is;
  /// and how many were made.
  package func fixed(_ source: SourceText) -> (source: SourceText, count: Int) {
    var source = source
    var count = 0
    for _ in 0..<Session.mostFixes {
      let edits = diagnostics(of: source).compactMap { $0.onlyEdits }
        .reduce(into: [Diagnostic.Suggestion.Edit]()) { kept, edits in
          let touches = edits.contains { edit in
            kept.contains { $0.span.start <= edit.span.end && edit.span.start <= $0.span.end }
          }
          if !touches { kept += edits }
        }
      guard !edits.isEmpty, let text = edits.applied(to: source.text) else { break }
      count += edits.count
      source.text = text
    }
    return (source, count)
  }

  /// How many times a text is gone through for replacements that others made possible.
  private static let mostFixes = 20

  /// Tells what is wrong with a text that has no statement.
  mutating func reportUnplaced(_ tree: SyntaxTree) {
    trialsLeft = trialsOfText
    if tree.statements.isEmpty { report(tree.diagnostics, in: tree.source) }
  }
}

extension Diagnostic {
  /// The replacement of an error that offers no other.
  fileprivate var onlyEdits: [Suggestion.Edit]? {
    let offered = suggestions.filter { !$0.edits.isEmpty }
    return severity == .error && offered.count == 1 ? offered[0].edits : nil
  }
}

extension SyntaxTree {
  /// The statement with the space before and behind it, up to its neighbours; the first and the last
  /// reach to the ends of the text.
  func surroundings(of statement: Statement) -> Span {
    let first = statement.tokens.lowerBound
    let start = first > 0 ? tokens[first - 1].span.end : 0
    guard let last = statements.last, last.tokens != statement.tokens,
      statement.tokens.upperBound < tokens.count
    else { return Span(start, source.text.utf8.count) }
    return Span(start, tokens[statement.tokens.upperBound].span.start)
  }

  /// What could not be read of a statement.
  func diagnostics(of statement: Statement) -> [Diagnostic] {
    guard !diagnostics.isEmpty else { return [] }
    // What is missing at the end of a statement is told there, where the space before the next
    // begins.
    let first = statement.tokens.lowerBound
    let before = first > 0 ? tokens[first - 1].span.end : -1
    let isLast = statements.last?.tokens == statement.tokens
    return diagnostics.filter {
      $0.span.start > before && ($0.span.start <= statement.span.end || isLast)
    }
  }
}
