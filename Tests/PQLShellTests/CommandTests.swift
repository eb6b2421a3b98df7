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

  @Test func tellsALoadInTwoLines() throws {
    let (session, _) = try SmallPipeline.session()
    let lines = session.loadSummary.split(separator: "\n")
    #expect(lines[0].hasPrefix("Small: 4 deals, 2 leads, 3 accounts, 2 owners"))
    #expect(lines.count == 2)
    #expect(lines.last?.contains("`describe model`") == true)
  }

  @Test func saysThatThereIsNothingToRefine() throws {
    var (session, host) = try SmallPipeline.session()
    session.ask("| sort amount")
    #expect(host.complaints == "error: there is no query yet that this line could refine\n")
    session.run(SourceText(name: "s.pql", text: "| sort amount"))
    #expect(host.complaints.contains("a query begins with"))
  }

  @Test func helpsWithEveryWordItKnows() throws {
    var (session, host) = try SmallPipeline.session("let big = deals where amount > 100")
    session.ask("help")
    #expect(host.takeWritten().contains("aggregates  any avg count"))
    session.ask("param least = 5\nmetric part = count(won) / count \"the part won\"")
    session.ask("define size = amount * 2\nlet home = [\"NL\"]")
    for topic in Completer(session).helpTopics {
      session.ask("help \(topic.text)")
      #expect(!host.takeWritten().isEmpty, "\(topic.text)")
    }
    #expect(host.complaints.isEmpty)
    session.ask("help forcast")
    #expect(host.complaints.contains("forecast"))
  }

  @Test(arguments: [
    ("In Talks", "2 of 4 in pipeline Sales: open, chance to win 50%"), ("in_talks", "2 of 4"),
    ("deals.amount", "from EUR 100 to EUR 400"), ("account.industry", "values: software"),
    ("emea", "a value of deals.region"), ("`Deal Size`", "avg `Deal Size`"),
    ("PQL2104", "a word that is not a stage"), ("unknown-stage", "PQL2104"),
    ("| where", "where CONDITION"), ("=>", "policies"), ("==", "write `=`"),
    ("big", "let big = deals"),
    ("count by owner", "deals.owner"), ("exit", ".quit"), ("WHERE ?", "where CONDITION"),
  ])
  func helpTakesAnySubject(_ subject: String, _ part: String) throws {
    var (session, host) = try SmallPipeline.session("let big = deals where amount > 100")
    for line in ["help \(subject)", "?\(subject)", "? \(subject)", "HELP \(subject) ;"] {
      _ = host.takeWritten()
      session.ask(line)
      #expect(
        host.takeWritten().replacing("value of", with: "a value of").contains(part), "\(line)")
    }
    #expect(host.complaints.isEmpty)
  }

  /// A word or sign that a line cannot end in, or that opens a bracket, ends with the line of its
  /// `help`.
  @Test(
    arguments: Keyword.allCases.map(\.rawValue) + Sign.allCases.map(\.rawValue)
      + ["\"", "`", "#", "$", "%", "?", "/", "deals where", "count by stage |", "(a, [b, {c"])
  func helpEndsWithItsLine(_ subject: String) throws {
    for line in ["help \(subject)", "Help \(subject)", "  help \(subject)", "? \(subject)"] {
      #expect(CommandLines.isComplete(line))
      var (session, host) = try SmallPipeline.session()
      session.run(SourceText(name: "<stdin>", text: "\(line)\ncount as csv\n"))
      #expect(host.written.hasSuffix("count\n4\n"), "\(line)")
      #expect(!host.complaints.contains("error["))
      session.ask("count\n\(line)\ncount where (won")
      #expect(host.complaints.contains("error[PQL1103]"))
    }
  }

  @Test func tellsACommandFromAStatement() throws {
    #expect(CommandLines.isComplete("count\n.as csv"))
    #expect(!CommandLines.isComplete("help where\ndeals where ("))
    #expect(!CommandLines.isComplete("deals where (\n  help"))
    var (session, host) = try SmallPipeline.session()
    session.ask("help: count as csv")
    #expect(host.takeWritten() == "help\n4\n")
    session.ask("deals where (won\n  or open) show\n  help: id as csv")
    #expect(host.takeWritten() == "help\n1\n2\n3\n")
    session.ask("count as csv; help where; count as csv")
    #expect(host.takeWritten().hasPrefix("count\n4\nwhere: "))
    #expect(host.complaints.isEmpty)
  }

  @Test(arguments: ["exit", "quit", "EXIT", "Quit ;", "  quit  ", ".quit", "count\nexit\ncount"])
  func leaves(_ line: String) throws {
    var (session, host) = try SmallPipeline.session(line)
    #expect(session.wantsToQuit)
    #expect(host.complaints.isEmpty)
    #expect(host.written.split(separator: "\n").filter { $0.hasPrefix("count") }.count <= 1)
    session.ask("let exit = deals where won\nexit show id as csv")
    #expect(host.written.hasSuffix("id\n3\n") == false)
  }

  @Test func aDefinitionOfThatNameIsAsked() throws {
    let (session, host) = try SmallPipeline.session("let exit = deals where won", "exit")
    #expect(!session.wantsToQuit)
    #expect(host.written.contains("Three"))
  }
}
