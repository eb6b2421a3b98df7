import PQLShell
import Testing

/// Lines that refine the last query.
@Suite struct RefinementTests {
  @Test(
    arguments: [
      ("count", ["by stage"], "count by stage"),
      ("count by stage", ["by owner"], "count by owner"),
      ("deals", ["| sum amount by owner"], "deals | sum amount by owner"),
      ("count by owner | sort count", ["where won"], "count where won by owner | sort count"),
      ("count by owner | sort count", ["| limit 2"], "count by owner | sort count | limit 2"),
      ("count by owner # who\n  where open", ["limit 1"], "count where open by owner limit 1"),
      ("count where won", ["in EUR", "by stage"], "count where won by stage in EUR"),
    ])
  func refines(_ last: String, _ lines: [String], _ whole: String) throws {
    let (_, host) = try SmallPipeline.session(last, whole: lines)
    #expect(host.complaints.isEmpty)
    #expect(host.written.contains("\n\(whole)\n"))
  }

  @Test(
    arguments: [
      ("open", ["won", "lost"], "open and won and lost"),
      ("open", ["open", "(open)"], "open"),
      ("open or won", ["amount > 1"], "(open or won) and amount > 1"),
      ("(open and won)", ["not (lost or won)"], "open and won and not (lost or won)"),
      ("if open then won else lost", ["won"], "(if open then won else lost) and won"),
      ("not if open then won else lost", ["won"], "(not if open then won else lost) and won"),
      (
        "owner is missing", ["region in (emea, apac)"],
        "owner is missing and region in (emea, apac)"
      ),
      ("amount between 1 and 500", ["won"], "amount between 1 and 500 and won"),
    ])
  func narrowsInSimpleWords(_ first: String, _ further: [String], _ whole: String) throws {
    let (_, host) = try SmallPipeline.session(
      "count where \(first)", whole: further.map { "where \($0)" })
    #expect(host.complaints.isEmpty)
    #expect(host.written.contains("\ncount where \(whole)\n"))
    let steps = further.map { "| where count > 0 or \($0.count) = 0" }
    let (_, other) = try SmallPipeline.session("count | where count >= 0", whole: steps)
    #expect(other.complaints.isEmpty)
  }

  @Test func joinsStepsThatOnlyFilter() throws {
    let (_, host) = try SmallPipeline.session(
      "count by owner", whole: ["| where count > 0", "| where count < 9", "| where count > 0"])
    let whole = "count by owner | where count > 0 and count < 9"
    #expect(host.written.components(between: whole).count == 3)
  }

  /// What cannot be read is told as in a whole question, and nothing else is answered instead.
  @Test(arguments: [
    "where amount > 20k orr stage = lead", "by stage owner", "limit 2 from the list",
    "top 10 accounts by amount", "where", "| ", "| where amount >", "group by stage",
    "by stage\n\nlimit 2 from the list", "where open by", "by stage by owner",
  ])
  func refusesAsAWholeQuestionDoes(_ line: String) throws {
    let (session, host) = try SmallPipeline.session("count where open by owner")
    var refining = session
    _ = host.takeWritten()
    refining.ask(line)
    let last = line.split(separator: "\n").last.map(String.init) ?? line
    let (_, other) = try SmallPipeline.session("count \(last)")
    let wanted = other.complaints.titles
    #expect(!wanted.isEmpty)
    #expect(host.complaints.titles.first == wanted.first)
    #expect(line.contains("\n\n") || host.written.isEmpty)
    refining.ask("limit 1")
    #expect(host.written.hasPrefix("count where open by") || line.contains("\n\n"))
  }

  @Test(arguments: ["sort", "in EUR USD", "limit", "top 3", "since", ")", "where open)"])
  func answersNothingElseInstead(_ line: String) throws {
    var (session, host) = try SmallPipeline.session("count where open by owner")
    _ = host.takeWritten()
    session.ask(line)
    #expect(host.complaints.hasPrefix("error[PQL"))
    #expect(host.written.isEmpty)
  }

  @Test(arguments: ["deals", "let x = deals", "sum amount", "count by stage"])
  func leavesOtherLinesAlone(_ line: String) throws {
    let (session, host) = try SmallPipeline.session("count where open")
    var asked = session
    _ = host.takeWritten()
    asked.ask(line)
    #expect(!host.written.hasPrefix("count where"))
    #expect(host.complaints.isEmpty)
  }
}

extension SmallPipeline {
  /// A session that was asked a question and then lines that refine it.
  fileprivate static func session(
    _ question: String, whole lines: [String]
  ) throws -> (Session, TestHost) {
    let host = TestHost(files)
    var session = Session(host: host, settings: SessionSettings(isInteractive: true))
    try session.load(["m/model.json"])
    host.write("\n")
    for line in [question] + lines { session.ask(line) }
    return (session, host)
  }
}

extension String {
  /// The first lines of the messages in a text.
  fileprivate var titles: [Substring] { split(separator: "\n").filter { $0.hasPrefix("error") } }

  fileprivate func components(between part: String) -> [Substring] {
    split(separator: part, omittingEmptySubsequences: false)
  }
}
