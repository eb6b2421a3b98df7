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
    return lines(collapsed(chunks))
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

  /// A step with its clauses below its `|`.
  private func step(_ step: Step, _ printer: Printer) -> [Chunk] {
    var chunks = printer.ordered(step.clauses).map {
      Chunk(text: printer.clause($0), span: $0.span, depth: 2)
    }
    if let last = step.head.last {
      let span = Span(step.span.start, last.span.end)
      chunks.insert(Chunk(text: printer.head(step.head), span: span, depth: 1), at: 0)
    }
    guard !chunks.isEmpty else { return [Chunk(text: "|", span: step.span, depth: 1)] }
    chunks[0].text = "| \(chunks[0].text)"
    chunks[0].depth = 1
    return chunks
  }

  /// Brings each step to one line where its comments and its length allow it.
  private func collapsed(_ chunks: [Chunk]) -> [Chunk] {
    var result: [Chunk] = []
    var start = 0
    while start < chunks.count {
      var end = start + 1
      while end < chunks.count, chunks[end].depth == 2 { end += 1 }
      let step = chunks[start..<end]
      let line = step.map(\.text).joined(separator: " ")
      let hasComments =
        step.dropFirst().contains { !$0.before.isEmpty }
        || step.dropLast().contains { $0.trailing != nil }
      if chunks[start].depth == 1, !hasComments, line.count + 2 <= Self.widest {
        var whole = chunks[start]
        whole.text = line
        whole.trailing = chunks[end - 1].trailing
        result.append(whole)
      } else {
        result += step
      }
      start = end
    }
    return result
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
    // what stands behind the last part is the statement's own comment
    guard let last = chunks.indices.last, let trailing = chunks[last].trailing else { return }
    chunks[last].trailing = nil
    chunks[last].before.append(trailing)
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
  /// Whether a comment stands between the tokens of a range.
  static func hasComment(_ lexed: LexedText, _ range: Range<Int>) -> Bool {
    range.dropFirst().contains { place in
      let token = lexed.lexemes[place].token
      return lexed.bytes[token.triviaStart..<token.span.start].contains(UInt8(ascii: "#"))
    }
  }
}
