import PQLSyntax

func read(_ text: String) -> SyntaxTree {
  parse(SourceText(name: "test.pql", text: text))
}

/// All that a diagnostic says.
func words(_ diagnostic: Diagnostic) -> String {
  ([diagnostic.message, diagnostic.label] + diagnostic.labels.map(\.text) + diagnostic.notes
    + diagnostic.suggestions.map(\.message)).joined(separator: "\n")
}
