import PQLSyntax

/// A tree as text without its spans, so that two can be compared.
package func shape(_ value: Any) -> String {
  if value is Span { return "" }
  if let name = value as? Name { return name.text }
  if let expression = value as? PQLSyntax.Expression { return shape(expression.kind) }
  if let clauses = value as? [Clause] {
    return clauses.map { shape($0.content) }.sorted().joined(separator: "; ")
  }
  let mirror = Mirror(reflecting: value)
  let children = mirror.children.map { "\($0.label ?? "")=\(shape($0.value))" }
  switch mirror.displayStyle {
  case .optional: return mirror.children.first.map { shape($0.value) } ?? "nil"
  case .collection: return "[\(children.joined(separator: ", "))]"
  case .enum, .struct, .tuple:
    return children.isEmpty ? "\(value)" : "(\(children.joined(separator: " ")))"
  default: return "\(value)"
  }
}

/// Every statement of a tree as text without its spans.
package func shapes(_ tree: SyntaxTree) -> [String] {
  tree.statements.map { shape($0.kind) }
}

/// The text that tokens and the trivia before them give back.
package func reproduced(_ tree: SyntaxTree) -> [UInt8] {
  let bytes = Array(tree.source.text.utf8)
  return tree.tokens.reduce(into: []) { result, token in
    result += bytes[token.triviaStart..<token.span.end]
  }
}
