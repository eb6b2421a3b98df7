import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// Definitions on definitions, and paths of dots: what would take the stack is refused.
@Suite struct DeepDefinitionTests {
  private func session() throws -> GoldenSession {
    try GoldenSession(data: "Tests/Conformance/models/pages.json", today: "2026-06-30")
  }

  /// `count` definitions, each in so many brackets on the one before.
  private func chain(_ word: String, _ count: Int, brackets: Int, first: String) -> String {
    let open = String(repeating: "(", count: brackets)
    let close = String(repeating: " + 1)", count: brackets)
    return (1...count).reduce("\(word) d0 = \(first)\n") { text, number in
      text + "\(word) d\(number) = \(open)d\(number - 1)\(close)\n"
    }
  }

  @Test(arguments: [("define", "amount", "deals show x: d59"), ("metric", "sum(amount)", "d59")])
  func `the unfolded depth of definitions counts`(
    word: String, first: String, question: String
  ) throws {
    let golden = try session()
    let text = chain(word, 59, brackets: 60, first: first) + question
    let said = golden.session.diagnostics(of: SourceText(name: "deep.pql", text: text))
    #expect(said.first?.code == .nestedTooDeep)
  }

  @Test func `what is just deep enough is answered`() throws {
    var golden = try session()
    let text = chain("define", 9, brackets: 30, first: "amount") + "sum(d9 - d0) where won"
    #expect(golden.run(text).text(of: .output).contains("270"))
  }

  @Test func `a path has a limit of dots`() throws {
    let golden = try session()
    for (dots, isRefused) in [(4000, true), (40, true), (20, false)] {
      let path = "owner" + String(repeating: ".manager", count: dots)
      let source = SourceText(name: "dots.pql", text: "deals show x: \(path)\n")
      let refused = golden.session.diagnostics(of: source).contains { $0.code == .nestedTooDeep }
      #expect(refused == isRefused, "\(dots)")
      if isRefused { #expect(format(parse(source)) == source.text) }
    }
  }

  @Test func `definitions take time in proportion to their number`() throws {
    let golden = try session()
    func seconds(_ count: Int) -> Double {
      let text = (0..<count).map { "let q\($0) = deals where amount > \($0)" }
        .joined(separator: "\n")
      return ProcessorTime.seconds(runs: 1) {
        #expect(golden.session.diagnostics(of: SourceText(name: "many.pql", text: text)).isEmpty)
      }
    }
    _ = seconds(100)
    // Eight times as many take eight times as long, and with the square 64 times.
    #expect(seconds(4000) < 30 * seconds(500) + 1)
  }
}
