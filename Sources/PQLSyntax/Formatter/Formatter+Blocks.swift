/// What stands in braces: policies, tables and tests.
extension Formatter {
  /// One item of a block: columns to be aligned with its neighbours, or lines that stand as they are.
  enum BlockItem {
    case points(label: String?, body: String, because: String?)
    case line(String)
    case block(header: String, open: Int, items: [BlockItem])
  }

  mutating func definition(_ statement: Statement, _ printer: Printer) -> String {
    let range = statement.tokens
    guard let open = range.first(where: { lexed.lexemes[$0].sign == .openBrace }) else {
      return lexed.text(statement.span)
    }
    hoist(comments(in: range.lowerBound..<open + 1))
    switch statement.kind {
    case .policy(let policy):
      return block(header(policy, printer), open, items(policy, printer, open, range), indent: "")
    case .table(let table):
      return block(header(table, printer), open, rows(table, printer), indent: "", isTable: true)
    case .test(let test): return self.test(test, statement, printer, open)
    default: return lexed.text(statement.span)
    }
  }

  // MARK: - Lines

  /// A block with its comments; the items are in the order of the source.
  private mutating func block(
    _ header: String, _ open: Int, _ items: [BlockItem], indent: String, isTable: Bool = false
  ) -> String {
    let (ranges, close) = Layout.items(
      lexed.lexemes, open: open, before: lexed.lexemes.count - 1, isTable: isTable)
    guard ranges.count == items.count else { return written(from: open, header, close) }
    let texts = aligned(items, parted: parted(ranges), indent: indent + "  ")
    var text = header
    var end = lexed.lexemes[open].token.span.end
    for (place, item) in items.enumerated() {
      let range = ranges[place]
      let start = lexed.lexemes[range.lowerBound].token.span.start
      text += lead(Span(end, start), isFirst: place == 0, indent: indent + "  ")
      if case .block(let header, let open, let inner) = item {
        for comment in comments(in: range.lowerBound..<open + 1) {
          text += indent + "  " + comment.text + "\n"
        }
        text += indent + "  " + block(header, open, inner, indent: indent + "  ")
      } else {
        for comment in comments(in: range) { text += indent + "  " + comment.text + "\n" }
        text += texts[place]
      }
      end = lexed.lexemes[range.upperBound - 1].token.span.end
    }
    let gap = Span(end, lexed.lexemes[close].token.span.start)
    return text + lead(gap, isFirst: true, indent: indent + "  ") + indent + "}"
  }

  /// The comments and the line end before an item.
  private func lead(_ span: Span, isFirst: Bool, indent: String) -> String {
    var gap = Gap(lexed.bytes, span)
    var text = gap.takeTrailing().map { $0.gap + $0.text } ?? ""
    text += "\n"
    var mayPart = !isFirst
    for comment in gap.comments {
      if comment.linesBefore > 1, mayPart { text += "\n" }
      text += indent + comment.text + "\n"
      mayPart = true
    }
    if gap.linesAfter > 1, !isFirst { text += "\n" }
    return text
  }

  private func written(from open: Int, _ header: String, _ close: Int) -> String {
    let start = lexed.lexemes[open].token.span.end
    return header + lexed.text(Span(start, lexed.lexemes[close].token.span.end))
  }

  /// Whether a blank line stands before each item, so that alignment begins anew.
  private func parted(_ ranges: [Range<Int>]) -> [Bool] {
    ranges.map { range in
      let token = lexed.lexemes[range.lowerBound].token
      let gap = Gap(lexed.bytes, Span(token.triviaStart, token.span.start))
      return gap.linesAfter > 1 || gap.comments.contains { $0.linesBefore > 1 }
    }
  }

  /// The text of each item, with labels and reasons in columns within a run of rules.
  private func aligned(_ items: [BlockItem], parted: [Bool], indent: String) -> [String] {
    var texts: [String] = []
    var start = 0
    while start < items.count {
      var end = start + 1
      if case .points = items[start] {
        while end < items.count, case .points = items[end], !parted[end] { end += 1 }
      }
      texts += run(items[start..<end], indent)
      start = end
    }
    return texts
  }

  private func run(_ items: ArraySlice<BlockItem>, _ indent: String) -> [String] {
    var labelWidth = 0
    for case .points(let label?, _, _) in items { labelWidth = max(labelWidth, label.count + 2) }
    let bodies = items.map { item -> (text: String, because: String?) in
      switch item {
      case .points(nil, let body, let because): (body, because)
      case .points(let label?, let body, let because):
        (Self.padded("\(label): ", labelWidth) + body, because)
      case .line(let text): (text, nil)
      case .block: ("", nil)
      }
    }
    let widest = Self.widest - indent.count
    var width = 0
    for case (let body, let reason?) in bodies where body.count + 1 + reason.count <= widest {
      width = max(width, body.count)
    }
    return bodies.map { body, reason in
      guard let reason else { return indent + body }
      let line = Self.padded(body, width) + " " + reason
      if line.count <= widest { return indent + line }
      if body.count + 1 + reason.count <= widest { return "\(indent)\(body) \(reason)" }
      return "\(indent)\(body)\n\(indent)  \(reason)"
    }
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  // MARK: - Tests

  private mutating func test(
    _ test: TestStatement, _ statement: Statement, _ printer: Printer, _ open: Int
  ) -> String {
    let header =
      "test \(printer.quoted(test.title))" + suffix(test.subject, printer) + " {"
    let (ranges, _) = Layout.items(
      lexed.lexemes, open: open, before: statement.tokens.upperBound, isTable: false)
    let given = self.given(test.given, printer)
    let expect = self.expect(test.expectations, printer)
    let items = test.expectations.isEmpty ? [given] : [given, expect]
    let isPlain =
      ranges.count == items.count
      && lexed.lexemes[ranges[0].lowerBound].keyword == .given
    if isPlain { return block(header, open, items.map { .line($0) }, indent: "") }
    let hasComment = Gap.hasComment(lexed, statement.tokens)
    if hasComment { return lexed.text(statement.span) }
    return ([header] + items.map { "  \($0)" } + ["}"]).joined(separator: "\n")
  }

  private func given(_ record: Expression, _ printer: Printer) -> String {
    guard case .record(let entries) = record.kind, !entries.isEmpty else { return "given {}" }
    let line = "given { \(printer.entries(entries)) }"
    if line.count + 2 <= Self.widest { return line }
    let lines = entries.map { "    \(printer.entries([$0]))" }
    return "given {\n\(lines.joined(separator: ",\n"))\n  }"
  }

  private func expect(_ expectations: [TestExpectation], _ printer: Printer) -> String {
    let texts = expectations.map { expectation in
      switch expectation {
      case .condition(let condition): printer.expression(condition)
      case .fired(let name, let isNegated):
        (isNegated ? "not fired " : "fired ") + printer.name(name)
      }
    }
    let line = "expect \(texts.joined(separator: ", "))"
    return line.count + 2 <= Self.widest ? line : "expect \(texts.joined(separator: ",\n    "))"
  }
}
