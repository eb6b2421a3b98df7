import PQLSyntax

/// A line that begins with `|` or a clause word, put into the last query.
package enum Refinement {
  /// The question that a line and the last query make together.
  ///
  /// The line was read by the parser without an error, so that all of it is taken over.
  static func refined(_ line: Query, of source: SourceText, last: String) -> String? {
    let base = SourceText(typed: last)
    guard case .query(let query)? = parse(base).statements.first?.kind else { return nil }
    var refined = RefinedQuery(query, of: base)
    refined.take(RefinedQuery(line, of: source))
    return refined.text
  }

  /// The query before its first `|`, as a new clause stands before it.
  static func withoutSteps(_ query: String) -> String {
    let source = SourceText(typed: query)
    guard case .query(let read)? = parse(source).statements.first?.kind, let step = read.steps.first
    else { return query }
    return source.slice(Span(read.span.start, step.span.start))
  }
}

extension Statement {
  /// The query that the statement is when it has no head, as only a line that refines another has.
  var refinement: Query? {
    guard case .query(let query) = kind, query.head.isEmpty else { return nil }
    return query
  }
}
