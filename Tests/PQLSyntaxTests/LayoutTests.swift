import PQLSyntax
import PQLTestSupport
import Testing

@Suite struct LayoutTests {
  static let counts: [(String, Int)] = [
    ("count\nsum amount", 2),
    ("count\nwhere won", 1),
    ("count\n  where won\n  by owner", 1),
    ("count\n| sort x", 1),
    ("count by\nowner", 1),
    ("count where a =\n1", 1),
    ("count where a and\nb", 1),
    ("count by a,\nb", 1),
    ("count(\na\n)", 1),
    ("let x = [\n1,\n2\n]", 1),
    ("count\n\nwhere won", 2),
    ("count\n# note\nwhere won", 1),
    ("count; sum amount", 2),
    ("count where (a\n\nsum amount", 2),
    ("count where (a; sum amount", 2),
    ("count\nlimit: sum(amount)", 2),
    ("count\nlet x = deals", 2),
    ("  count\n  sum amount", 2),
    ("  count\n    where won", 1),
    ("policy p {\n  start 1\n\n  bounds 0..1\n}\ncount", 2),
    ("policy p {\n  start 1\n\nrule r for deals when x", 2),
    ("test \"t\" for p {\n  given {\n    a: 1\n  }\n\n  expect x\n}", 1),
    ("count\r\nsum amount\rmax amount", 3),
    ("", 0), ("# only\n", 0), (";;", 0),
  ]

  @Test(arguments: counts)
  func `statements end where the lines say`(_ text: String, _ count: Int) {
    #expect(read(text).statements.count == count)
  }

  static let typed: [(String, Bool)] = [
    ("count", true), ("", true), ("deals where open", true), ("count by", false),
    ("count |", false), ("count by a,", false), ("count where (a", false),
    ("count where a =", false),
    ("count where a = \"x", true), ("policy p {", false), ("policy p {\n  start 1\n", false),
    ("policy p {\n}", true), ("count where (a\n", true), ("count by\n", true), ("let x = [", false),
    ("count;", true), ("count # (", true), ("count where not", false), ("deals where true", true),
  ]

  @Test(arguments: typed)
  func `enter submits a whole statement`(_ text: String, _ expected: Bool) {
    #expect(isComplete(text) == expected)
  }

  @Test func `a rule goes on in a line that begins with because`() {
    let tree = read("policy p {\n  +5 when a\n  because \"x\"\n  -5 when b and\n  c\n}")
    guard case .policy(let policy)? = tree.statements.first?.kind else {
      Issue.record("no policy")
      return
    }
    #expect(tree.diagnostics.isEmpty)
    #expect(policy.items.count == 2)
  }

  @Test func `a statement in error does not spoil the next`() {
    let tree = read("count where )\nsum amount by owner\ncount by\n\nmax amount")
    #expect(tree.statements.count == 4)
    #expect(tree.diagnostics.count == 2)
    #expect(shapes(tree)[1] == shapes(read("sum amount by owner"))[0])
    #expect(shapes(tree)[3] == shapes(read("max amount"))[0])
  }
}
