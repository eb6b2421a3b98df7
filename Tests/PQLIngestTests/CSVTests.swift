import PQLIngest
import PQLModel
import PQLTestSupport
import PQLThreads
import Testing

@Suite("CSV")
struct CSVTests {
  @Test(arguments: [",", ";", "\t", "|"])
  func theDelimiterIsDetected(delimiter: String) throws {
    let rows = [["id", "name", "note"], ["1", "a", "x"], ["2", "b", "y"]]
    let text = rows.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
    #expect(try load(["deals.csv": text])[.deals]?.texts("name") == ["a", "b"])
  }

  @Test func quotedCellsHoldDelimitersLinesAndQuotes() throws {
    let model = try load([
      "deals.csv": "\u{FEFF}id,name,note\r\n1,\"a,\nb\",\"say \"\"hi\"\"\"\r\n2,\"\",c\r\n"
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("name") == ["a,\nb", nil])
    #expect(deals.texts("note") == ["say \"hi\"", "c"])
    #expect(deals.texts("id") == ["1", "2"])
  }

  @Test func headersAreTrimmedAndMadeUnique() throws {
    let model = try load(["deals.csv": "id, name ,x,x,\n1,a,p,q,r\n"])
    #expect(model[.deals]?.fields.map(\.name) == ["id", "name", "x", "x_2", "column_5"])
  }

  @Test func aNameThatStandsTwiceInAHeaderIsSaid() throws {
    let model = try load(["deals.csv": "id,amount,amount\n1,5,6\n"])
    #expect(model[.deals]?.texts("amount") == ["5e-0"])
    #expect(
      model.messages.contains(
        "deals: the header has `amount` more than once; the first counts, the second is "
          + "`amount_2`")
    )
    let plain = try load(["deals.csv": "id,a,,\n1,5,6,7\n"])
    #expect(!plain.messages.contains { $0.contains("more than once") })
  }

  @Test(arguments: ["\r", "\r\n", "\n"])
  func aBrokenLineIsRefusedAloneWhateverEndsTheLines(end: String) throws {
    let lines = [
      "id,stage,amount", "A,Open,1", "B,\"Open\"x,2", "C,Op\u{0}en,3", "D,Won,4,x", ",Won,5",
    ]
    let text = (lines + ["E,Won,6", ""]).joined(separator: end)
    let files = MemoryFiles(["deals.csv": text])
    let model = try Loader(files: files).load(["deals.csv"], keepingRejects: true)
    #expect(model[.deals]?.texts("id") == ["A", "E"])
    #expect(model.rejections.map(\.line) == [3, 4, 5, 6])
    #expect(model.rejections.map(\.raw) == lines[2...].map { $0 })
    #expect(model.report.files.map(\.read) == [6])
  }

  @Test func linesEndInCarriageReturnsOnlyWhereNothingElseEndsThem() throws {
    let text = "id,name\nA,\"x\ry\"z\nB,ok\n"
    let model = try load(["deals.csv": text])
    #expect(model[.deals]?.texts("id") == ["B"])
    #expect(model.messages.contains { $0.contains("first at deals.csv line 2") })
  }

  @Test(arguments: ["[{\"id\": 1}]", " {\"id\": 1}\n", "[]", "\u{FEFF}[\n{\"id\":1}]"])
  func jsonUnderTheNameOfATableIsRefused(text: String) throws {
    let failure = try #require(refusal(["deals.csv": text]))
    #expect(failure.message.contains("holds JSON"))
  }

  @Test func aHeaderMayBeginWithABracket() throws {
    #expect(try load(["deals.csv": "[x],id\n1,A\n"])[.deals]?.texts("id") == ["A"])
    #expect(try load(["deals.csv": "{x},id\n1,A\n"])[.deals]?.texts("id") == ["A"])
  }

  /// What one line costs must not grow with the width of the header.
  @Test(.timeLimit(.minutes(60)))
  func manyBrokenLinesOfAWideFileAreSoonRefused() throws {
    let header = (0..<8_000).map { "c\($0)" }.joined(separator: ",")
    let broken = String(repeating: "\"x\"y\n", count: 100_000)
    let seconds = try ProcessorTime.seconds(runs: 1) {
      let model = try load(["deals.csv": "id,\(header)\nA\n\(broken)B\n"])
      #expect(model[.deals]?.texts("id") == ["A", "B"])
      #expect(model.report.files.map(\.read) == [100_002])
    }
    #expect(seconds < HostileTests.soon)
  }

  /// Each of these lines has a quote that closes in the next one, and so on to the width of the
  /// header.
  @Test(.timeLimit(.minutes(60)), arguments: [1, 2])
  func brokenLinesThatReachOverManyOthersAreRefusedSoon(threads: Int) throws {
    let header = (0..<8_000).map { "c\($0)" }.joined(separator: ",")
    let broken = String(repeating: "\",x\",\"z\n", count: 60_000)
    let files = MemoryFiles(["deals.csv": "id,\(header)\nA\n\(broken)B\n"])
    var failure: LoadFailure?
    let seconds = ProcessorTime.seconds(runs: 1) {
      failure = #expect(throws: LoadFailure.self) {
        try Loader(files: files, threads: ThreadCount(threads)).load(["deals.csv"])
      }
    }
    #expect(seconds < HostileTests.soon)
    #expect(failure?.message.contains("read more than eight times") == true)
    #expect(failure?.line == 3)
    #expect(failure?.record == 2)
  }

  /// Lines that reach no further than they are long are all left out, however many.
  @Test func brokenLinesOfTheirOwnAreAllLeftOut() throws {
    let broken = String(repeating: "1,2,\"\(String(repeating: "x", count: 200))\"y\n", count: 9_000)
    let model = try load(["deals.csv": "id,a,b\nA\n\(broken)B\n"])
    #expect(model[.deals]?.texts("id") == ["A", "B"])
    #expect(model.report.files.map(\.rejected) == [9_000])
  }

  @Test(arguments: ["\n", "\r\n", "\r"], [";", ",", "\t", "|", "^", " "])
  func aFirstLineMaySayTheDelimiter(end: String, delimiter: String) throws {
    let lines = ["id,x,n", "1,a,5", "2,b,c,d", "3,\"e\",6", ",f,7"]
      .map { $0.replacing(",", with: delimiter) }
    let text = (["\u{FEFF}sep=\(delimiter)"] + lines + [""]).joined(separator: end)
    let files = MemoryFiles(["deals.csv": text])
    let model = try Loader(files: files).load(["deals.csv"], keepingRejects: true)
    #expect(model[.deals]?.fields.map(\.name) == ["id", "x", "n"])
    #expect(model[.deals]?.texts("x") == ["a", "e"])
    #expect(model.rejections.map(\.line) == [4, 6])
    #expect(model.rejections.map(\.raw) == [lines[2], lines[4]])
    #expect(model.report.files.map(\.read) == [4])
  }

  @Test(arguments: ["sep=", "sep=ab", "sep=a", "sep=;x", "sep", "separator=;"])
  func anotherFirstLineIsAHeader(line: String) throws {
    let model = try load(["deals.csv": "\(line),id\n1,A\n"])
    #expect(model[.deals]?.texts("id") == ["A"])
  }

  @Test(arguments: ["sep=;", "sep=;\n", "\u{FEFF}sep=;\r\n\r\n"])
  func aFileOfNothingButItsDelimiterIsEmpty(text: String) throws {
    #expect(refusal(["deals.csv": text])?.message == "the file is empty")
  }

  @Test func shortLinesLackTheirLastCells() throws {
    let model = try load(["deals.csv": "id,a,b\n1,x,y\n2\n\n3,z\n"])
    #expect(model[.deals]?.texts("a") == ["x", nil, "z"])
    #expect(
      model.messages.contains(
        "deals: 2 lines have fewer cells than the header; what they lack is missing"))
  }

  @Test(arguments: [
    ("id,a\n1,2,3\n", 2, "more cells"), ("id,a\n1,\"x\n", 2, "never closed"),
    ("id,a\n1,\"x\"y\n", 2, "closing quote"), ("id,a\n1,x\u{0}\n", 2, "NUL"),
  ])
  func brokenLinesAreNamed(text: String, line: Int, words: String) throws {
    let failure = try #require(refusal(["deals.csv": text]))
    #expect(failure.line == line)
    #expect(failure.message.contains(words))
  }

  @Test func emptyCellsBeyondTheHeaderAreNoMatter() throws {
    #expect(try load(["deals.csv": "id,a\n1,2,,\n"])[.deals]?.texts("a") == ["2.0"])
  }

  @Test func aFileOfOnlyAHeaderHasNoRows() throws {
    let deals = try #require(try load(["deals.csv": "id,stage,amount\n"])[.deals])
    #expect(deals.rowCount == 0)
    #expect(deals.fields.map(\.name) == ["id", "stage", "amount"])
  }

  @Test func filesOfOneEntityStandUnderEachOther() throws {
    let model = try load(
      [
        "m.json": #"{"entities":{"deals":{"files":["a.csv","b.ndjson"]}}}"#,
        "a.csv": "id,x\n1,p\n", "b.ndjson": #"{"id":"2","y":true}"#,
      ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["1", "2"])
    #expect(deals.texts("x") == ["p", nil])
    #expect(deals.texts("y") == [nil, "true"])
  }
}
