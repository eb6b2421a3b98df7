import PQLSyntax

/// A line that begins with `|` or a clause word, put into the last query.
package enum Refinement {
  /// The query that the line and the last query make together; nil when the line refines nothing.
  ///
  /// A step is added at the end. A clause takes the place of the one of its word; a further
  /// `where` narrows.
  package static func refined(_ line: String, last: String) -> String? {
    let trimmed = String(line.drop { $0.isWhitespace })
    if trimmed.hasPrefix("|") { return last + " " + trimmed }
    // A word that can begin a query is no clause: `count` and a clause alone make a query.
    let probe = SourceText(typed: "count " + trimmed)
    guard beginsWithClause(trimmed), case .query(let added)? = parse(probe).statements.first?.kind,
      !added.clauses.isEmpty
    else { return nil }
    let base = SourceText(typed: last)
    guard case .query(let query)? = parse(base).statements.first?.kind else { return nil }
    return merged(query, base, added, probe)
  }

  /// Whether a text begins as only a refinement does: with `|` or a clause, and no head.
  static func isRefinement(_ text: String) -> Bool {
    guard case .query(let query)? = parse(SourceText(typed: text)).statements.first?.kind else {
      return false
    }
    return query.head.isEmpty && !(query.clauses.isEmpty && query.steps.isEmpty)
  }

  /// The query before its first `|`, as a new clause stands before it.
  static func withoutSteps(_ query: String) -> String {
    let source = SourceText(typed: query)
    guard case .query(let read)? = parse(source).statements.first?.kind, let step = read.steps.first
    else { return query }
    return source.slice(Span(read.span.start, step.span.start))
  }

  private static func beginsWithClause(_ line: String) -> Bool {
    let word = line.prefix { $0.isLetter }.lowercased()
    return ClauseKeyword.allCases.contains {
      $0 != .let && $0 != .export && $0.rawValue.split(separator: " ")[0] == word
    }
  }

  private static func merged(
    _ query: Query, _ base: SourceText, _ added: Query, _ probe: SourceText
  ) -> String {
    var parts: [String] = []
    if let first = query.head.first, let last = query.head.last {
      parts.append(base.slice(first.span.through(last.span)))
    }
    for clause in query.clauses {
      guard let newer = added.clauses.first(where: { $0.keyword == clause.keyword }) else {
        parts.append(base.slice(clause.span))
        continue
      }
      if case .where(let old) = clause.content, case .where(let new) = newer.content {
        parts.append("where (\(base.slice(old.span))) and (\(probe.slice(new.span)))")
      }
    }
    for clause in added.clauses {
      let isNarrowing =
        clause.keyword == .where && query.clauses.contains { $0.keyword == .where }
      if !isNarrowing { parts.append(probe.slice(clause.span)) }
    }
    for step in query.steps { parts.append(base.slice(step.span)) }
    return parts.joined(separator: " ")
  }
}
