import Foundation
import PQLShell
import PQLSyntax
import Testing

@Suite struct ReferenceTests {
  private static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/reference.md")

  /// `PQL_RECORD=1` rewrites the file and fails, so that a recording run is never taken for a pass.
  @Test func `the reference is up to date`() throws {
    if ProcessInfo.processInfo.environment["PQL_RECORD"] == "1" {
      try Data(Reference.markdown.utf8).write(to: Self.file)
      Issue.record("the reference was written; run again without PQL_RECORD")
      return
    }
    let found = try? String(contentsOf: Self.file, encoding: .utf8)
    #expect(
      found == Reference.markdown,
      "reference.md is stale: PQL_RECORD=1 swift test --filter ReferenceTests")
  }

  @Test func `every form of a statement begins with a keyword`() {
    for statement in Reference.statementForms {
      let word = statement.form.prefix { $0.isLetter }
      #expect(Keyword(word: String(word)) != nil, "\(statement.form)")
    }
  }

  @Test func `no table of the reference breaks a row`() {
    for line in Reference.markdown.split(separator: "\n") where line.hasPrefix("|") {
      #expect(line.hasSuffix("|"))
    }
  }
}
