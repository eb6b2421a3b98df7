import PQLShell
import PQLSyntax
import Testing

/// Commands of the shell, and what they leave as it was.
@Suite struct CommandTests {
  @Test func runsCommandsAmongStatementsInOrder() throws {
    var (session, host) = try SmallPipeline.session()
    session.run(SourceText(name: "s.pql", text: ".as csv\ncount\n.as ndjson\ncount where won\n"))
    #expect(host.written == "count\n4\n{\"count\": 1}\n")
    session.run(SourceText(name: "s.pql", text: "count\n\n.as csv\n\ncount by x\n"))
    #expect(host.complaints.contains("s.pql:5:10"))
  }

  @Test(arguments: ["absent.json", "empty.json", "cut.json", "folder", "bad.csv"])
  func keepsTheModelWhenALoadFails(_ path: String) throws {
    var files = SmallPipeline.files
    files["empty.json"] = ""
    files["cut.json"] = "{\"pql\": 1, \"entities\": "
    files["folder/notes.txt"] = "nothing"
    files["bad.csv"] = "\"a"
    let host = TestHost(files)
    var session = Session(host: host, settings: SessionSettings(isInteractive: true))
    try session.load(["m/model.json"])
    session.ask(".load \(path)")
    #expect(host.complaints.hasPrefix("error[PQL5"))
    #expect(!host.complaints.contains("␊"))
    session.ask("count as csv")
    #expect(host.written.hasSuffix("count\n4\n"))
  }

  @Test func tellsALoadInFewLines() throws {
    let (session, _) = try SmallPipeline.session()
    let lines = session.loadSummary.split(separator: "\n")
    #expect(lines[0].hasPrefix("Small: 4 deals, 2 leads, 3 accounts, 2 owners"))
    #expect(lines.count <= 6)
  }

  @Test func saysThatThereIsNothingToRefine() throws {
    var (session, host) = try SmallPipeline.session()
    session.ask("| sort amount")
    #expect(host.complaints == "error: there is no query yet that this line could refine\n")
    session.run(SourceText(name: "s.pql", text: "| sort amount"))
    #expect(host.complaints.contains("a query begins with"))
  }

  @Test func helpsWithEveryWordItKnows() throws {
    var (session, host) = try SmallPipeline.session()
    session.ask("help")
    #expect(host.takeWritten().contains("aggregates  any avg count"))
    for word in Completer(session).completions(in: "help ", at: 5).candidates.map(\.text) {
      session.ask("help \(word)")
      #expect(!host.takeWritten().isEmpty, "\(word)")
    }
    session.ask("help forcast")
    #expect(host.complaints.contains("forecast"))
  }
}
