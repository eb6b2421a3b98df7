import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// What `pql check --fix` makes of a script.
@Suite struct FixTests {
  private func fixed(_ text: String) throws -> (text: String, count: Int) {
    let golden = try GoldenSession(data: "Tests/Conformance/models/pages.json", today: "2026-06-30")
    let (source, count) = golden.session.fixed(SourceText(name: "fix.pql", text: text))
    return (source.text, count)
  }

  @Test func `the only replacement of each message is made`() throws {
    let (text, count) = try fixed(
      "# mine\nsum Amount by Owner\n\ncount where stage == 'won' && region = \"emea\"\n")
    #expect(
      text == "# mine\nsum amount by owner\n\ncount where stage = won and region = \"EMEA\"\n")
    #expect(count == 2)
  }

  @Test func `where two are offered, and where all is right, nothing changes`() throws {
    for text in ["count where amount > 50.000\n", "count by stage\n", "count by nonsense\n"] {
      #expect(try fixed(text) == (text, 0))
    }
  }
}
