import PQLSyntax
import PQLTestSupport
import Testing

@Suite struct FormatterTests {
  @Test(arguments: Corpus.all)
  func `an example formats to itself`(_ text: String) {
    let tree = read(text)
    #expect(tree.diagnostics.isEmpty)
    #expect(format(tree) == text + "\n")
  }

  @Test func `a whole script formats to itself`() {
    let text =
      Corpus.queries.dropLast(2).joined(separator: "\n") + "\n\n"
      + Corpus.definitions.joined(separator: "\n") + "\n\n"
      + Corpus.blocks.joined(separator: "\n\n")
    #expect(format(read(text)) == text + "\n")
  }

  static let changed: [(String, String)] = [
    ("COUNT  BY stage", "COUNT by stage\n"),
    ("count limit 5 by owner where won", "count where won by owner limit 5\n"),
    ("deals WHERE Open AND NOT won", "deals where Open and not won\n"),
    ("count;sum amount;;", "count\nsum amount\n"),
    ("count; where won", "count\n\nwhere won\n"),
    ("count\n\n\n\nsum amount\n\n", "count\n\nsum amount\n"),
    ("  count\n  sum amount", "count\nsum amount\n"),
    ("count#why", "count #why\n"),
    ("# a\n\n\n# b\ncount", "# a\n\n# b\ncount\n"),
    ("\n\n# a\n", "# a\n"),
    ("count where a=1  or b in(1,2)", "count where a = 1 or b in (1, 2)\n"),
    ("deals show `late`:today, a.`b`", "deals show late: today, a.`b`\n"),
    ("deals show `top`: 1", "deals show `top`: 1\n"),
    ("sum(a over b where c)", "sum(a where c over b)\n"),
    ("count during last 1 quarter vs 1 year ago", "count during last quarter vs 1 year ago\n"),
    ("count where x > 30   day ago", "count where x > 30 days ago\n"),
    ("count where x = 2026-q3", "count where x = 2026-Q3\n"),
    (
      "count # head\n  where won # condition\n  # keys\n  by owner # last",
      "count # head\n  where won # condition\n  # keys\n  by owner # last\n"
    ),
    ("count where (a # x\n or b)", "count\n  # x\n  where (a or b)\n"),
    (
      "policy p {\n+5 when a because \"x\"; -5 when b\n}",
      "policy p {\n  +5 when a because \"x\"\n  -5 when b\n}\n"
    ),
    ("table t { a=>b\n1=>2\n}", "table t {\n  a => b\n  1 => 2\n}\n"),
    (
      "test \"t\" for p { given {a:1} expect score=1 }",
      "test \"t\" for p {\n  given { a: 1 }\n  expect score = 1\n}\n"
    ),
    ("\u{FEFF}count", "count\n"),
    ("count\r\nsum amount\r\n", "count\nsum amount\n"),
    ("", ""),
  ]

  @Test(arguments: changed)
  func `text is brought into its canonical form`(_ before: String, _ after: String) {
    let once = format(read(before))
    #expect(once == after)
    #expect(format(read(once)) == once)
  }

  @Test func `comments of a policy stay`() {
    let text = """
      # before
      policy p { # header
        # first
        start 10 # ten

        # group
        group g { # in g
          a: +5 when x because "y" # five
          # inside the group
        } # behind g
        # end
      } # behind p
      """
    let once = format(read(text))
    #expect(once == text + "\n")
  }

  @Test func `a query too long for a line is broken before each clause and step`() {
    let text =
      "deals where account.industry = software and amount > 100k and stage >= proposal show name, owner"
      + " sort -amount | sum amount by owner limit 3"
    let expected = """
      deals
        where account.industry = software and amount > 100k and stage >= proposal
        show name, owner
        sort -amount
        | sum amount by owner limit 3

      """
    #expect(format(read(text)) == expected)
    #expect(format(read(expected)) == expected)
    #expect(shapes(read(expected)) == shapes(read(text)))
  }

  @Test func `a statement in error stays byte for byte`() {
    let text = "count   by\n\nsum   amount\nlet where=  deals # why\n"
    #expect(format(read(text)) == "count   by\n\nsum amount\nlet where=  deals # why\n")
  }

  @Test func `formatting keeps the tree`() {
    for text in Corpus.all + Self.changed.map(\.0) {
      let tree = read(text)
      #expect(shapes(read(format(tree))) == shapes(tree), "\(text)")
    }
  }

  @Test func `an expression is named by its canonical text`() throws {
    let tree = read("sum( amount  where WON )")
    guard case .query(let query)? = tree.statements.first?.kind else { throw Failure() }
    #expect(format(query.head[0].operands[0], in: tree.source) == "sum(amount where WON)")
  }

  struct Failure: Error {}
}
