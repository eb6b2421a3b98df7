import Foundation
import PQLEngine
import PQLSyntax
import Testing

/// The rules of the library as a script to read and to copy from.
@Suite struct RulesScriptTests {
  private static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/rules.pql")

  private static let tree = parse(SourceText(name: "rules.pql", text: RuleLibrary.text))

  /// `PQL_RECORD=1` rewrites the file and fails, so that a recording run is never taken for a pass.
  @Test func `the script is up to date`() throws {
    if ProcessInfo.processInfo.environment["PQL_RECORD"] == "1" {
      try Data(RuleLibrary.text.utf8).write(to: Self.file)
      Issue.record("the script was written; run again without PQL_RECORD")
      return
    }
    let found = try? String(contentsOf: Self.file, encoding: .utf8)
    #expect(
      found == RuleLibrary.text,
      "rules.pql is stale: PQL_RECORD=1 swift test --filter RulesScriptTests")
  }

  @Test func `every statement is a whole rule, as the formatter writes it`() {
    #expect(Self.tree.diagnostics.isEmpty)
    #expect(RuleLibrary.rules.count == Self.tree.statements.count)
    #expect(format(Self.tree) == RuleLibrary.text)
  }

  @Test func `names and reasons are as those of every other table`() {
    #expect(Set(RuleLibrary.rules.map(\.name)).count == RuleLibrary.rules.count)
    for rule in RuleLibrary.rules {
      let ending: Character? = rule.because.last
      #expect(ending != ".", "\(rule.name)")
      #expect(rule.because.first?.isUppercase == false, "\(rule.name)")
      #expect(rule.because.count <= 100, "\(rule.name)")
    }
  }
}
