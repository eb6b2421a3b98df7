import PQLModel
import Testing

@testable import PQLIngest

@Suite("JSON records")
struct JSONTests {
  @Test func nestedRecordsBecomeFieldsWithDots() throws {
    let model = try load([
      "deals.json": #"[{"id":"a","custom":{"seats":5,"deep":{"x":"y"}}},{"id":"b","custom":{}}]"#
    ])
    let deals = try #require(model[.deals])
    #expect(deals.fields.map(\.name) == ["id", "custom.seats", "custom.deep.x"])
    #expect(deals.texts("custom.seats") == ["5.0", nil])
  }

  @Test func absentKeysNullsAndEmptyTextsAreMissing() throws {
    let model = try load([
      "deals.ndjson":
        "{\"id\":\"a\",\"x\":null}\n{\"id\":\"b\",\"x\":\"\"}\n{\"id\":\"c\",\"x\":\"v\"}\n{\"id\":\"d\"}"
    ])
    #expect(model[.deals]?.texts("x") == [nil, nil, "v", nil])
  }

  @Test func listsOfPlainValuesAreLists() throws {
    let model = try load([
      "deals.json": #"[{"id":"a","tags":["hot","a\"b"]},{"id":"b","tags":[]},{"id":"c"}]"#
    ])
    let deals = try #require(model[.deals])
    #expect(deals.field("tags")?.type == .list)
    #expect(deals.texts("tags") == ["hot|a\"b", "", nil])
  }

  @Test func recordsInsideListsStayJSON() throws {
    let model = try load([
      "deals.json": #"[{"id":"a","lines":[{"p":1},{"p":[2, 3]}]}]"#
    ])
    #expect(model[.deals]?.texts("lines") == [#"{"p":1}|{"p":[2, 3]}"#])
  }

  @Test func keysInAnyOrderFillTheSameFields() throws {
    let model = try load([
      "deals.ndjson": """
      {"id":"a","x":"1a","y":"2a"}
      {"y":"2b","id":"b","x":"1b"}
      {"x":"1c","id":"c"}
      {"a_key_longer_than_sixteen_bytes":"L","id":"d"}
      {"a_key_longer_than_sixteen_bytEs":"M","id":"e"}
      """
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["a", "b", "c", "d", "e"])
    #expect(deals.texts("x") == ["1a", "1b", "1c", nil, nil])
    #expect(deals.texts("y") == ["2a", "2b", nil, nil, nil])
    #expect(deals.texts("a_key_longer_than_sixteen_bytes") == [nil, nil, nil, "L", nil])
    #expect(deals.texts("a_key_longer_than_sixteen_bytEs") == [nil, nil, nil, nil, "M"])
  }

  @Test func escapesAreResolved() throws {
    let model = try load([
      "deals.json": #"[{"id":"\u00e9\n\"\\\/ \ud83d\ude00","n\u0061me":"x"}]"#
    ])
    #expect(model[.deals]?.texts("id") == ["é\n\"\\/ 😀"])
    #expect(model[.deals]?.texts("name") == ["x"])
  }

  @Test func theLastOfTwoEqualKeysCountsAndThatIsSaid() throws {
    let model = try load(["deals.json": #"[{"id":"a","x":"one","x":"two"}]"#])
    #expect(model[.deals]?.texts("x") == ["two"])
    #expect(
      model.messages.contains("deals: 1 keys stand twice in their record; the last counts"))
  }

  @Test(arguments: [
    (#"{"records":[{"Id":"1","Name":"N","StageName":"S"}],"done":true}"#, "N"),
    (#"{"results":[{"id":"1","properties":{"dealname":"N","dealstage":"S"}}]}"#, "N"),
    (#"{"data":[{"id":1,"title":"N","stage_id":3}]}"#, "N"),
  ])
  func wrappedRecordsAreFound(text: String, name: String) throws {
    let model = try load(["deals.json": text])
    #expect(model[.deals]?.texts("name") == [name])
    #expect(model[.deals]?.texts("id") == ["1"])
  }

  @Test func byteOrderMarkAndLineEndsAreNoMatter() throws {
    let model = try load(["deals.ndjson": "\u{FEFF}{\"id\":\"a\"}\r\n\r\n{\"id\":\"b\"}\r\n"])
    #expect(model[.deals]?.texts("id") == ["a", "b"])
  }

  @Test func whiteSpaceMayDifferFromRecordToRecord() throws {
    let values = ["\"v\"", " \"v\"", "\t \"v\"", "\n\"v\"", "\"v\""]
    let lines = values.enumerated().map { "{\"id\":\"\($0)\",\"x\":\($1) }" }
    let model = try load(["deals.ndjson": lines.joined(separator: "\n")])
    #expect(model[.deals]?.texts("x") == ["v", "v", "v", "v", "v"])
  }

  @Test func recordsOneALineInAJSONFileAreRead() throws {
    let model = try load(["deals.json": "{\"id\":\"a\"}\n{\"id\":\"b\"}"])
    #expect(model[.deals]?.texts("id") == ["a", "b"])
  }

  @Test func aThousandBlocksOfRecordsKeepTheirOrder() throws {
    let lines = (0..<3000).map { "{\"id\":\"d\($0)\",\"n\":\($0),\"at\":\"2026-01-01\"}" }
    let model = try load(["deals.ndjson": lines.joined(separator: "\n")])
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == (0..<3000).map { "d\($0)" })
    #expect(deals.texts("n") == (0..<3000).map { "\(Double($0))" })
  }

  @Test func aTypeThatChangesAfterThousandsOfRecordsIsText() throws {
    var lines = (0..<2000).map { "{\"id\":\"d\($0)\",\"n\":\($0),\"on\":\"2026-01-01\"}" }
    lines.append("{\"id\":\"last\",\"n\":\"none\",\"on\":\"soon\"}")
    let deals = try #require(try load(["deals.ndjson": lines.joined(separator: "\n")])[.deals])
    #expect(deals.field("n")?.type == .text)
    #expect(deals.text("n", 1999) == "1999")
    #expect(deals.text("n", 2000) == "none")
    #expect(deals.text("on", 7) == "2026-01-01")
  }
}

@Suite("JSON that is refused")
struct RefusedJSONTests {
  @Test(arguments: [
    (#"[{"id":"a"}"#, "the text ends"),
    (#"[{"id":"a"}] x"#, "the end of the file"),
    (#"[{"id":"a"},]"#, "a record"),
    (#"[{"id":"a",}]"#, "a key in quotes"),
    (#"[{"id" "a"}]"#, "`:`"),
    (#"[{"id":01}]"#, "`,` or `}`"),
    (#"[{"id":-}]"#, "a digit"),
    (#"[{"id":tru}]"#, "a value"),
    (#"[{"id":"\x"}]"#, "a backslash that escapes nothing"),
    (#"[{"id":"\u12"}]"#, "four hexadecimal digits"),
    (#"[{"id":"\ud800"}]"#, "surrogate"),
    (#"[{"id":"\ude00\ud83d"}]"#, "surrogate"),
    ("[{\"id\":\"a\nb\"}]", "end of its line"),
    ("[{\"id\":\"a\u{0}b\"}]", "control character"),
    ("[{\"id\":\"a\"\u{0}}]", "byte 0x0"),
    ("[1]", "a record"),
    ("[{\"id\":\"a", "the text ends inside a string"),
  ])
  func brokenTextIsNamedWithItsLine(text: String, words: String) throws {
    let failure = try #require(refusal(["deals.json": text]))
    #expect(failure.message.contains(words), "\(failure)")
    #expect(failure.file == "deals.json")
    #expect(failure.line == (text.contains("\nb") ? 1 : 1))
  }

  @Test func aBrokenLineIsNamedByItsNumber() throws {
    let model = try load(["deals.ndjson": "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":}\n"])
    #expect(model[.deals]?.rowCount == 2)
    #expect(model.messages.contains { $0.contains("first at deals.ndjson line 3: ") })
  }

  @Test func aFileOfLinesThatAreAllBrokenIsRefused() throws {
    let failure = try #require(refusal(["deals.ndjson": "\n{\"id\":}\n{\n"]))
    #expect(failure.line == 2)
    #expect(failure.record == 1)
    #expect(failure.column == 7)
  }

  @Test(arguments: [70, 10_000, 200_000])
  func recordsTooDeepAreRefused(depth: Int) throws {
    for (open, close) in [("{\"a\":", "}"), ("[", "]")] {
      let deep =
        String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      for text in ["[{\"id\":\(deep)}]", "{\"id\":\(deep)}", "{\"deals\":[],\"x\":\(deep)}", deep] {
        #expect(refusal(["deals.json": text]) != nil)
      }
      let lines = try #require(refusal(["deals.ndjson": "{\"id\":\(deep)}"]))
      #expect(lines.message.contains("64 deep"))
    }
  }

  @Test func bytesThatAreNotUTF8AreRefused() throws {
    let starts: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
      [0xF0, 0x8F, 0xBF, 0xBF],
    ]
    for bad in starts {
      for padding in [0, 5, 29, 31, 40] {
        var files = MemoryFiles()
        files.files["deals.json"] =
          Array("[{\"id\":\"\n".utf8) + Array(repeating: 0x61, count: padding) + bad
          + Array("\"}]".utf8)
        let failure = #expect(throws: LoadFailure.self) {
          try Loader(files: files).load(["deals.json"])
        }
        #expect(failure?.message.contains("UTF-8") == true)
        #expect(failure?.line == 2)
        #expect(failure?.column == padding + 1)
      }
    }
  }

  @Test(arguments: [
    (#"{"records":[{"id":"A"}],"data":[{"id":"B"}],"fields":["id"],"errors":[]}"#, "`data`"),
    (#"{"data":[ {"id":"B"}],"x":[{"id":"C"}],"records":[{"id":"A"}],"done":true}"#, "`data`, `x`"),
    (#"{"result":{"list":[{"id":"A"}],"more":[{"id":"B"}]},"x":[{"id":"C"}]}"#, "`more`, `x`"),
    (#"{"success":true,"data":{"id":"A","l":[{"n":1}]},"also":[{"id":"B"}]}"#, "`also`"),
  ])
  func anotherListOfRecordsIsLeftAsideWithAWord(text: String, names: String) throws {
    let model = try load(["deals.json": text])
    #expect(model[.deals]?.texts("id") == ["A"])
    #expect(
      model.notes.contains(
        .listsLeftAside(
          .deals, "deals.json",
          names.split(separator: ", ").map { String($0.dropFirst().dropLast()) })))
    #expect(
      model.messages.contains(
        "deals: deals.json holds more than one list of records; left aside: \(names)"))
  }

  @Test func listsOfOtherThingsAreNoRecordsLeftAside() throws {
    let model = try load([
      "deals.json":
        #"{"records":[{"id":"A","l":[{"n":1}]}],"fields":["id"],"page":{"n":[{"a":1}]}}"#
    ])
    #expect(model[.deals]?.rowCount == 1)
    #expect(!model.messages.contains { $0.contains("left aside") })
  }

  @Test func manyDifferentKeysDoNotEatTheMemory() {
    let lines = (0..<40_000).map { "{\"k\($0)\":1}" }.joined(separator: "\n")
    let failure = refusal(["deals.ndjson": lines])
    #expect(failure?.message.contains("different fields") == true)
  }

  @Test(arguments: [
    ("empty.json", ""), ("packed.csv", "\u{1F}\u{8B}"), ("x.json", "\"text\""),
    ("x.json", "{\"a\":1}"),
  ])
  func whatIsNoDataIsRefused(name: String, text: String) {
    var files = MemoryFiles()
    files.files[name] = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    #expect(throws: LoadFailure.self) { try Loader(files: files).load([name]) }
  }

  @Test func aMissingFileNamesTheNearest() throws {
    let failure = #expect(throws: LoadFailure.self) {
      try Loader(files: MemoryFiles(["data/deals.csv": "id\na"])).load(["data/daels.csv"])
    }
    #expect(failure?.advice == "perhaps `data/deals.csv`")
  }
}
