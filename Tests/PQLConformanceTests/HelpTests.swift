import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// What help says, asked of the sample.
@Suite struct HelpTests {
  @Test func `every question that help shows holds together`() throws {
    var golden = try GoldenSession(data: "Examples/sample/model.json", today: "2026-06-30")
    var shown: Set<String> = []
    for topic in Set(Completer(golden.session).helpTopics.map(\.text)).sorted() {
      golden.session.ask("help \(topic)")
      let pages = golden.host.takeText(.output).split(separator: "\n\n")
      for page in pages where !page.contains("(not yet") {
        shown.formUnion(page.split(separator: "\n").compactMap(Self.question))
      }
    }
    #expect(shown.count > 200)
    for question in shown.sorted() {
      var probe = golden.session
      _ = golden.host.take()
      probe.check(SourceText(name: "help", text: question))
      let errors = golden.host.takeText(.errors)
      #expect(errors.isEmpty, "\(question)\n\(errors)")
    }
  }

  /// The question of a line that shows one, as `  count by stage   # deals in each stage`.
  private static func question(_ line: Substring) -> String? {
    guard line.hasPrefix("  "), let mark = line.firstRange(of: "   # ") else { return nil }
    return String(line[..<mark.lowerBound].drop { $0 == " " })
  }

  @Test(arguments: Keyword.allCases.map(\.rawValue) + Sign.allCases.map(\.rawValue))
  func `every keyword and sign is explained`(word: String) throws {
    let host = FakeHost()
    var session = Session(host: host, settings: SessionSettings(isInteractive: true))
    session.ask("help \(word)")
    let pieces = host.take()
    #expect(pieces.text(of: .errors).isEmpty)
    #expect(pieces.text(of: .output).contains("\(word)"))
  }
}
