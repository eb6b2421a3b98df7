import Foundation
import PQLSyntax
import Testing

@Suite struct GrammarTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func read(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The grammar without its comments.
  private static func grammar() throws -> String {
    try read("Grammar/pql.ebnf").replacing(/\(\*(?s:.)*?\*\)/, with: "")
  }

  private static func parserSource() throws -> String {
    let folder = root.appending(path: "Sources/PQLSyntax")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var source = ""
    while let file = files?.nextObject() as? URL {
      if file.pathExtension == "swift" { source += try String(contentsOf: file, encoding: .utf8) }
    }
    return source
  }

  @Test func `every rule has its parser function`() throws {
    let source = try Self.parserSource()
    let rules = try Self.grammar().matches(of: /(?m)^([a-z-]+)\s*=/).map { String($0.1) }
    #expect(rules.count > 60)
    #expect(Set(rules).count == rules.count)
    for rule in rules {
      let parts = rule.split(separator: "-").map(String.init)
      let camel = parts[0] + parts.dropFirst().map(\.capitalized).joined()
      let scan = "scan" + parts.map(\.capitalized).joined()
      let hasFunction = source.contains("func \(camel)(") || source.contains("func \(scan)(")
      #expect(hasFunction, "\(rule)")
    }
  }

  @Test func `every name in a rule is a rule`() throws {
    let grammar = try Self.grammar()
    let rules = Set(grammar.matches(of: /(?m)^([a-z-]+)\s*=/).map { String($0.1) })
    let characters: Set = ["letter", "digit", "digits", "character", "year", "two-digits"]
    let bare = grammar.replacing(/"[^"]*"|'[^']*'/, with: "")
    for name in bare.matches(of: /[a-z][a-z-]*/).map({ String($0.0) }) {
      #expect(rules.contains(name) || characters.contains(name), "\(name)")
    }
  }

  @Test func `every keyword is used in the grammar`() throws {
    let grammar = try Self.grammar()
    for keyword in Keyword.allCases {
      #expect(grammar.contains("\"\(keyword.rawValue)\""), "\(keyword.rawValue)")
    }
  }

  @Test func `every operator is used in the grammar`() throws {
    let grammar = try Self.grammar()
    for row in Operators.rows {
      for word in row.spelling.split(separator: " ") {
        #expect(grammar.contains("\"\(word)\""), "\(row.spelling)")
      }
    }
  }

  @Test func `the tables are sorted and agree`() {
    #expect(Keyword.allCases.map(\.rawValue) == Keyword.allCases.map(\.rawValue).sorted())
    #expect(Keyword.allCases.filter(\.isReserved) == Keyword.reserved)
    #expect(Set(Operators.rows.map(\.spelling)).count == Operators.rows.count)
    let words = Set(Keyword.allCases.compactMap(\.clause))
    #expect(words.union([.asOf]) == Set(ClauseKeyword.allCases))
  }

  @Test func `the list of keywords is not stale`() throws {
    let file = Self.root.appending(path: "Grammar/keywords.txt")
    let expected = Self.keywordList()
    let found = try? String(contentsOf: file, encoding: .utf8)
    if found != expected, ProcessInfo.processInfo.environment["PQL_RECORD"] == "1" {
      try expected.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(found == expected, "run with PQL_RECORD=1 to write it anew")
  }

  /// What stands in the file: words by their role, then operators by precedence.
  private static func keywordList() -> String {
    let clauses = Keyword.allCases.filter { $0.clause != nil }
    let others = Keyword.allCases.filter { $0.clause == nil && !$0.isReserved }
    func section(_ title: String, _ words: [String]) -> String {
      "\n[\(title)]\n" + words.map { $0 + "\n" }.joined()
    }
    return "# made by: PQL_RECORD=1 swift test --filter GrammarTests\n"
      + section("reserved", Keyword.reserved.map(\.rawValue))
      + section("clauses", clauses.map(\.rawValue))
      + section("contextual", others.map(\.rawValue))
      + section("operators", Operators.rows.map { "\($0.precedence) \($0.spelling)" })
  }
}
