import PQLEngine
import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// A verb that only these tests know: what it takes to add one is this file and its row in a library.
private enum Halves {
  static let verb = Verb(
    VerbDefinition(
      name: "halves", summary: "half of the deals of each group, rounded down",
      clauses: [.where, .by, .asFormat],
      examples: [Example("halves by stage", "half of each stage")],
      needs: [.field("stage")],
      resolve: { request, binder throws(Reported) in
        let rows = try binder.resolveDeals(
          request.source, clauses: request.clauses, verb: request.verbSpan)
        let keys = try binder.resolveKeys(request.clauses, in: rows.scope).keys
        let named = keys.map { PlannedColumn(name: $0.name, type: $0.term.type) }
        let count = AggregateTerm(aggregate: "count", type: .number)
        let groups = AggregateNode(
          input: rows.node, keys: keys, aggregates: [count],
          outputs: [NamedTerm("count", .column(keys.count, name: "count", .number))], rates: [])
        let node = OperatorNode(
          "halves", inputs: [.aggregate(groups)], keys: keys,
          columns: named + [PlannedColumn(name: "half", type: .number)])
        return try binder.arrangeGroups(
          binder.operated(node, verb: request.verbSpan), by: request.clauses)
      }),
    operators: [
      Operator("halves") { inputs, context in
        let rows = inputs[0]
        guard case .number(let counts)? = rows["count"] else { return rows }
        let half = Column.number(
          NumberColumn(values: counts.values.map { ($0 / 2).rounded(.down) }))
        let odd = counts.values.count { $0.remainder(dividingBy: 2) != 0 }
        context.note(Note(rounded, [.count("n", odd)]))
        return Rows(
          count: rows.count,
          columns: Array(rows.columns.dropLast()) + [Rows.Named("half", .number, half)])
      }
    ])

  private static let rounded = NoteForm("rounded", "{n:# group|# groups} rounded down")
}

@Suite struct TestOnlyVerbTests {
  private func session() throws -> (Session, FakeHost) {
    let host = FakeHost(files: RootedFiles(folder: Repository.root))
    var library = Library.standard
    library.verbs.append(Halves.verb)
    var session = Session(
      host: host, settings: SessionSettings(format: .table, today: dayNumber("2026-06-30")),
      library: library)
    try session.load(["Examples/sample/model.json"])
    return (session, host)
  }

  private func answer(_ text: String) throws -> String {
    var (session, host) = try session()
    session.run(SourceText(name: "test.pql", text: text))
    return host.take().text(of: .output)
  }

  @Test func `it answers with keys, and says its note`() throws {
    let text = try answer("halves where won by type")
    #expect(text.contains("New"))
    #expect(text.contains("half"))
    #expect(text.contains("rounded down"))
  }

  @Test func `explain plan shows its operator`() throws {
    let text = try answer("explain plan halves by source")
    #expect(text.contains("halves"))
    #expect(text.contains("by source: half"))
  }

  @Test func `JSON has its column and the note's figures`() throws {
    let text = try answer("halves as json")
    #expect(text.contains(#"{"name": "half", "type": "number"}"#))
    #expect(text.contains(#""code": "rounded""#))
  }

  @Test func `help knows it`() throws {
    var (session, host) = try session()
    session.run(SourceText(typed: "help halves"))
    #expect(host.take().text(of: .output).contains("half of the deals of each group"))
  }

  @Test func `completion offers it, and its clauses`() throws {
    let (session, _) = try session()
    func words(_ text: String) -> [String] {
      Completer(session).completions(in: text, at: text.utf8.count).candidates.map(\.text)
    }
    #expect(words("hal").contains("halves"))
    #expect(words("halves wh").contains("where"))
    #expect(!words("halves sh").contains("show"))
  }

  @Test func `a field that it needs is asked for before it binds`() throws {
    var library = Library.standard
    library.verbs.append(Halves.verb)
    let host = FakeHost(files: MemoryFiles(["deals.csv": "id,amount\n1,5\n"]))
    var session = Session(host: host, settings: SessionSettings(format: .table), library: library)
    try session.load(["deals.csv"])
    session.run(SourceText(name: "test.pql", text: "halves"))
    #expect(host.take().text(of: .errors).contains("needs `stage`"))
  }
}
