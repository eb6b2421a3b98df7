package import PQLModel
import PQLPlan
package import PQLSyntax

/// A text that was read once: statements, and the shell's commands between them, in their order.
package struct AskedText: Sendable {
  enum Part: Sendable {
    case command(SourceText)
    /// how long it took to read them, in nanoseconds
    case statements(SyntaxTree, nanoseconds: UInt64)
  }

  let parts: [Part]
}

extension Session {
  /// Reads a text, each of its parts once.
  package func read(_ source: SourceText) -> AskedText {
    AskedText(
      parts: CommandLines.parts(of: source).map { part in
        part.isCommand ? .command(part.source) : statements(part.source)
      })
  }

  /// The statements of a text without commands.
  func statements(_ source: SourceText) -> AskedText.Part {
    let start = host.nanoseconds
    let tree = reader(source)
    return .statements(tree, nanoseconds: host.nanoseconds - start)
  }

  /// The tables and fields that texts can ask for; all of them for a command, and for what cannot be
  /// read, whose messages may name any.
  package func reads(of asked: [AskedText]) -> ReadSet {
    var statements: [Statement] = []
    for part in asked.flatMap(\.parts) {
      guard case .statements(let tree, _) = part, tree.diagnostics.isEmpty else {
        return .everything
      }
      statements += tree.statements
    }
    return ReadBinder(catalog: catalog).reads(statements)
  }
}
