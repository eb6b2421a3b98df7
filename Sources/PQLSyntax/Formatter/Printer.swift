/// Writes parts of a tree as canonical text.
struct Printer {
  let source: [UInt8]
  /// how texts were written, by what they say.
  var spellings: [String: String] = [:]

  /// The text as it was written.
  func written(_ span: Span) -> String {
    String(decoding: source[span.start..<span.end], as: UTF8.self)
  }

  /// A text in quotes, as it was written where that is known.
  func quoted(_ text: String) -> String {
    spellings[text] ?? TextLiteral.quoted(text)
  }

  /// A name in backticks when it was so.
  func name(_ name: Name) -> String {
    name.isQuoted ? "`\(name.text)`" : name.text
  }

  /// A name where it can be nothing but a name, so that backticks go when the word needs none.
  func label(_ name: Name) -> String {
    name.isQuoted && Self.needsBackticks(name.text) ? "`\(name.text)`" : name.text
  }

  /// Whether a name can only be written in backticks, or is clearer so: no word, or a keyword.
  static func needsBackticks(_ text: String) -> Bool {
    if Keyword(word: text) != nil { return true }
    let lexed = Lexer.lex(SourceText(name: "", text: text))
    return lexed.lexemes.count != 2 || lexed.lexemes[0].token.kind != .word
      || lexed.lexemes[0].token.span.end != lexed.bytes.count
  }

  func list(_ expressions: [Expression]) -> String {
    expressions.map { expression($0) }.joined(separator: ", ")
  }

  // MARK: - Expressions

  /// An expression on one line.
  ///
  /// Chains grow to the left, so they are unrolled; what nests otherwise is bounded by the parser.
  func expression(_ expression: Expression) -> String {
    var tail: [String] = []
    var place = expression
    while case .binary(let operation, _, let left, let right) = place.kind {
      tail.append(" \(operation.rawValue) \(self.expression(right))")
      place = left
    }
    return operand(place) + tail.reversed().joined()
  }

  private func operand(_ expression: Expression) -> String {
    switch expression.kind {
    case .name(let parts): path(parts)
    case .text, .number, .percent, .date, .timestamp, .pattern, .parameter, .unreadable:
      written(expression.span)
    case .period: written(expression.span).uppercased()
    case .money(_, let currency): money(expression.span, currency)
    case .duration(_, let unit): duration(expression.span, unit)
    case .moment(let moment): moment.rawValue
    case .relativePeriod(let relative, let count, let unit): period(relative, count, unit)
    case .ago(let duration): "\(self.expression(duration)) ago"
    case .boolean(let value): value ? "true" : "false"
    case .missing: "missing"
    case .list(let elements): "[\(list(elements))]"
    case .tuple(let elements): "(\(list(elements)))"
    case .record(let entries): "{\(self.entries(entries))}"
    case .parenthesized(let inner): "(\(self.expression(inner)))"
    case .call(let call): self.call(call)
    case .reached(let stage): "reached \(self.expression(stage))"
    default: operation(expression)
    }
  }

  private func operation(_ expression: Expression) -> String {
    switch expression.kind {
    case .unary(.minus, let operand): return "-\(self.expression(operand))"
    case .unary(.not, let operand): return "not \(self.expression(operand))"
    case .range(let low, let high, let includesEnd):
      return self.expression(low) + (includesEnd ? ".." : "..<") + self.expression(high)
    case .between(let value, let low, let high, let isNegated):
      let word = negated("between", isNegated)
      return
        "\(self.expression(value)) \(word) \(self.expression(low)) and \(self.expression(high))"
    case .membership(let value, let set, let isNegated):
      return "\(self.expression(value)) \(negated("in", isNegated)) \(self.expression(set))"
    case .presence(let value, let isPresent):
      return "\(self.expression(value)) \(presence(isPresent, expression.span))"
    case .isValue(let value, let other, let isNegated, _):
      let word = isNegated ? "is not" : "is"
      return "\(self.expression(value)) \(word) \(self.expression(other))"
    case .textTest(let test, let value, let other, let isNegated):
      let word = negated(test.rawValue, isNegated)
      return "\(self.expression(value)) \(word) \(self.expression(other))"
    case .conditional(let condition, let yes, let no):
      return "if \(self.expression(condition)) then \(self.expression(yes))"
        + " else \(self.expression(no))"
    default: return written(expression.span)
    }
  }

  private func negated(_ word: String, _ isNegated: Bool) -> String {
    isNegated ? "not \(word)" : word
  }

  /// `is not missing` and `is present` say the same; the shorter wording that was chosen stays.
  private func presence(_ isPresent: Bool, _ span: Span) -> String {
    let endsInMissing = written(span).asciiLowercased.hasSuffix("missing")
    switch (isPresent, endsInMissing) {
    case (true, true): return "is not missing"
    case (true, false): return "is present"
    case (false, true): return "is missing"
    case (false, false): return "is not present"
    }
  }

  private func path(_ parts: [Name]) -> String {
    guard let first = parts.first else { return "" }
    return parts.dropFirst().reduce(name(first)) { "\($0).\(name($1))" }
  }

  private func call(_ call: Call) -> String {
    var parts: [String] = []
    if !call.arguments.isEmpty { parts.append(list(call.arguments)) }
    if let condition = call.condition { parts.append("where \(expression(condition))") }
    if let during = call.during { parts.append("during \(expression(during))") }
    if let field = call.on { parts.append("on \(expression(field))") }
    if let keys = call.over { parts.append(keys.isEmpty ? "over all" : "over \(list(keys))") }
    return "\(name(call.function))(\(parts.joined(separator: " ")))"
  }

  func entries(_ entries: [RecordEntry]) -> String {
    entries.map { entry in
      "\(entry.path.map { label($0) }.joined(separator: ".")): \(expression(entry.value))"
    }.joined(separator: ", ")
  }

  // MARK: - Literals of two words

  /// The first or last run of bytes without white space.
  private func word(_ span: Span, isLast: Bool) -> String {
    let parts = source[span.start..<span.end].split { $0 <= 0x20 }
    return (isLast ? parts.last : parts.first).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private func money(_ span: Span, _ currency: Name) -> String {
    currency.span.start == span.start
      ? "\(currency.text) \(word(span, isLast: true))"
      : "\(word(span, isLast: false)) \(currency.text)"
  }

  private func duration(_ span: Span, _ unit: DurationUnit) -> String {
    let number = word(span, isLast: false)
    guard number.utf8.count < span.end - span.start else { return written(span) }
    return "\(number) \(unit.rawValue)\(number == "1" ? "" : "s")"
  }

  private func period(_ relative: RelativePeriod, _ count: Int, _ unit: PeriodUnit) -> String {
    count == 1
      ? "\(relative.rawValue) \(unit.rawValue)" : "\(relative.rawValue) \(count) \(unit.rawValue)s"
  }
}

/// The canonical text of an expression on one line, as results without a label are named.
package func format(_ expression: Expression, in source: SourceText) -> String {
  Printer(source: Array(source.text.utf8)).expression(expression)
}
