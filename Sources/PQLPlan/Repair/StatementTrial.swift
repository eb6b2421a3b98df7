package import PQLSyntax

/// Finds out what would be said of a statement if it were written otherwise.
///
/// Nothing runs, and nothing is defined.
package struct StatementTrial: Sendable {
  /// How many statements are tried for one text that is full of errors.
  package static let mostOfText = 20_000
  /// A statement longer than this is not tried.
  static let longestText = 16_384

  /// What names mean where the statement stands; nil where the grammar alone is looked at.
  let resolver: Resolver?
  /// How many statements may still be tried.
  package private(set) var left: Int

  package init(_ resolver: Resolver?, left: Int) {
    self.resolver = resolver
    self.left = left
  }

  /// The errors of a text, and how many statements it has; nil where no more is tried.
  mutating func errors(of text: String) -> (diagnostics: [Diagnostic], statements: Int)? {
    guard left > 0, text.utf8.count <= StatementTrial.longestText else { return nil }
    left -= 1
    let tree = parse(SourceText(name: resolver?.source.name ?? "", text: text))
    let unread = tree.diagnostics.filter(\.isError)
    var found = unread
    guard let resolver else { return (found, tree.statements.count) }
    var environment = resolver.environment
    for statement in tree.statements {
      var resolver = Resolver(
        catalog: resolver.catalog, model: resolver.model, today: resolver.today,
        now: resolver.now, source: tree.source, environment: environment)
      let resolved = resolver.resolve(statement)
      found += resolver.diagnostics.filter { $0.isError && !$0.follows(from: unread) }
      if resolved != nil { environment = resolver.environment }
    }
    return (found, tree.statements.count)
  }
}

extension Diagnostic {
  /// Whether the message speaks of what another has made of a statement: of the same place, or of a
  /// condition that was not read to its end.
  package func follows(from others: [Diagnostic]) -> Bool {
    if code == .conditionExpected, others.contains(where: \.isError) { return true }
    return others.contains { $0.span.start < span.end && span.start < $0.span.end }
  }
}
