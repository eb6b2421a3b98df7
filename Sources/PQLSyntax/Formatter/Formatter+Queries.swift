/// Queries: one line, or a line a clause.
extension Formatter {
  /// A part of a query that may stand on a line of its own, with its comments.
  private struct Chunk {
    var text: String
    var span: Span
    /// how deep it is indented in the broken layout.
    var depth: Int
    var before: [Comment] = []
    var trailing: Comment?
  }

  mutating func query(
    _ query: Query, prefix: String, _ printer: Printer, _ range: Range<Int>
  ) -> String {
    var chunks = self.chunks(query, printer)
    attach(comments(in: range), to: &chunks)
    guard !chunks.isEmpty else { return prefix }
    chunks[0].text = prefix + chunks[0].text
    hoist(chunks[0].before)
    let hasComments =
      chunks.dropFirst().contains { !$0.before.isEmpty }
      || chunks.dropLast().contains { $0.trailing != nil }
    let line = chunks.map(\.text).joined(separator: " ")
    if !hasComments, line.count <= Self.widest { return line }
    return lines(chunks)
  }

  private func chunks(_ query: Query, _ printer: Printer) -> [Chunk] {
    var chunks: [Chunk] = []
    if let first = query.head.first, let last = query.head.last {
      chunks.append(
        Chunk(text: printer.head(query.head), span: first.span.through(last.span), depth: 0))
    }
    chunks += printer.ordered(query.clauses).map {
      Chunk(text: printer.clause($0), span: $0.span, depth: 1)
    }
    for step in query.steps { chunks += self.step(step, printer) }
    if !chunks.isEmpty { chunks[0].depth = 0 }
    return chunks
  }

  /// A step on one line, or with its clauses deeper than its `|`.
  private func step(_ step: Step, _ printer: Printer) -> [Chunk] {
    let clauses = printer.ordered(step.clauses).map {
      Chunk(text: printer.clause($0), span: $0.span, depth: 2)
    }
    let head = step.head.isEmpty ? [] : [printer.head(step.head)]
    let line = "| " + (head + clauses.map(\.text)).joined(separator: " ")
    let hasComments = Gap.hasComment(lexed, step.span)
    if line.count + 2 <= Self.widest, !hasComments {
      return [Chunk(text: line, span: step.span, depth: 1)]
    }
    var chunks = clauses
    if let first = head.first {
      let start = step.clauses.map(\.span.start).min() ?? step.span.end
      chunks.insert(
        Chunk(text: "| \(first)", span: Span(step.span.start, start - 1), depth: 1), at: 0)
    } else if !chunks.isEmpty {
      chunks[0].text = "| \(chunks[0].text)"
      chunks[0].depth = 1
    }
    return chunks
  }

  /// Gives each comment to the part it stands behind, or else to the one it stands in or before.
  private func attach(_ comments: [Comment], to chunks: inout [Chunk]) {
    let order = chunks.indices.sorted { chunks[$0].span.start < chunks[$1].span.start }
    for comment in comments {
      let next = order.first { chunks[$0].span.end > comment.start } ?? order.last
      guard let next else { continue }
      let previous = order.last { chunks[$0].span.end <= comment.start }
      if !comment.isOwnLine, comment.start < chunks[next].span.start, let previous,
        chunks[previous].trailing == nil
      {
        chunks[previous].trailing = comment
      } else {
        chunks[next].before.append(comment)
      }
    }
  }

  private func lines(_ chunks: [Chunk]) -> String {
    var text = ""
    for (place, chunk) in chunks.enumerated() {
      let indent = String(repeating: "  ", count: chunk.depth)
      if place > 0 {
        text += "\n"
        for comment in chunk.before { text += indent + comment.text + "\n" }
      }
      text += indent + chunk.text
      if let trailing = chunk.trailing { text += trailing.gap + trailing.text }
    }
    return text
  }
}

extension Gap {
  /// Whether a comment stands between the tokens of a span.
  static func hasComment(_ lexed: LexedText, _ span: Span) -> Bool {
    var low = 0
    var high = lexed.lexemes.count
    while low < high {
      let middle = (low + high) / 2
      if lexed.lexemes[middle].token.span.start <= span.start {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < lexed.lexemes.count, lexed.lexemes[low].token.span.end <= span.end {
      let token = lexed.lexemes[low].token
      if lexed.bytes[token.triviaStart..<token.span.start].contains(UInt8(ascii: "#")) {
        return true
      }
      low += 1
    }
    return false
  }
}
