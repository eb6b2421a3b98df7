import PQLSyntax

/// The text of an expression as the formatter writes it.
enum ExpressionText {
  static func canonical(_ expression: Expression, in source: SourceText) -> String {
    let bytes = Array(source.text.utf8)
    guard expression.span.start >= 0, expression.span.end <= bytes.count,
      expression.span.start <= expression.span.end
    else { return "" }
    let text = String(
      decoding: bytes[expression.span.start..<expression.span.end], as: UTF8.self)
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
