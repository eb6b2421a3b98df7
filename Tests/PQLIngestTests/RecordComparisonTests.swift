import PQLModel
import PQLThreads
import Testing

@testable import PQLIngest

/// Records that are the same in every field, however they are written.
@Suite("records that are compared")
struct RecordComparisonTests {
  private static let model =
    #"{"entities":{"deals":{"files":["a.csv","b.csv"],"values":{"x":{"old":"new","none":""}}}}}"#

  /// How many records of two files repeat another; nil when the load refuses two deals of one id.
  private func repeats(_ name: String, _ one: String, _ other: String) throws -> Int? {
    let parts = name.split(separator: ".").map(String.init)
    let files = MemoryFiles([
      "m.json":
        #"{"entities":{"deals":{"files":["a.\#(parts[0])","b.\#(parts[1])"]}}}"#,
      "a.\(parts[0])": one, "b.\(parts[1])": other,
    ])
    do throws(LoadFailure) {
      return try Loader(files: files).load(["m.json"]).report.files.reduce(0) { $0 + $1.repeated }
    } catch {
      guard error.message.contains("two different deals") else { throw error }
      return nil
    }
  }

  @Test(arguments: [
    // The same bytes, and the last record of each file.
    ("csv.csv", "id,x\nA,1\nB,2\n", "id,x\nA,1\nB,2\n"),
    ("csv.csv", "id,x\nA,1\nB,2", "id,x\nB,2\nA,1"),
    ("csv.csv", "id,x\nA,1\nB,2\n", "id,x\r\nB,2\r\nA,1\r\n"),
    (
      "ndjson.ndjson", "{\"id\":\"A\",\"x\":1}\n{\"id\":\"B\"}\n",
      "{\"id\":\"A\",\"x\":1}\n{\"id\":\"B\"}\n"
    ),
    // Columns in another order, other delimiters, quotes where none are needed, and doubled ones.
    ("csv.csv", "id,x\nA,1\nB,2\n", "x;id\n1;A\n\"2\";B\n"),
    ("csv.csv", "id,x\nA,\"a \"\"b\"\"\"\nB,2\n", "id,x\nA,a \"b\"\nB,2\n"),
    // Other spaces, escapes, and keys in another order or missing.
    (
      "ndjson.json", "{\"id\":\"A\",\"x\":\"é\"}\n{\"id\":\"B\"}",
      #"[{"x":"\u00e9","id":"A"},{"id":"B","x":null}]"#
    ),
    (
      "json.json", "[{\"id\":\"A\",\"x\":[1]},{\"id\":\"B\"}]",
      "[{\"id\": \"B\"}, {\"id\": \"A\", \"x\": [1]}]"
    ),
    ("json.csv", "[{\"id\":\"A\",\"x\":\"1\"},{\"id\":\"B\",\"x\":2}]", "id,x\nA,1\nB,2\n"),
    // What a system wraps around its fields.
    (
      "json.json", #"[{"id":"A","properties":{"x":"1"}},{"id":"B"}]"#,
      #"[{"id":"B"},{"id":"A","x":"1"}]"#
    ),
  ])
  func theyAreTheSameHoweverTheyAreWritten(name: String, one: String, other: String) throws {
    #expect(try repeats(name, one, other) == 2)
    #expect(
      try repeats(name.split(separator: ".").reversed().joined(separator: "."), other, one) == 2)
  }

  @Test(arguments: [
    ("csv.csv", "id,x\nA,1", "id,x\nA,10\nB,2\n"),
    ("csv.csv", "id,x\nB,2\nA,1", "id,x\nA,10\nB,2\n"),
    // The same bytes under other names, or parted otherwise.
    ("csv.csv", "id,x\nA,1\nB,2\n", "id,y\nA,1\nB,2\n"),
    ("csv.csv", "id,x,y\nA,1;2,3\nB,1,2\n", "id;x;y\nA,1;2,3\nC;1;2\n"),
    ("csv.csv", "id,x\nA,a\"\"b\nB,2\n", "id,x\nA,\"a\"\"b\"\nB,2\n"),
    ("ndjson.ndjson", "{\"id\":\"A\",\"x\":1}\n", "{\"id\":\"A\",\"x\":1.0}\n"),
    ("ndjson.ndjson", #"{"id":"A","x":"a\nb"}"#, #"{"id":"A","x":"a\tb"}"#),
    ("ndjson.csv", #"{"id":"A","x":"a\nb"}"#, "id,x\nA,a\\nb\n"),
    ("json.json", #"[{"id":"A","x":1},{"id":"B"}]"#, #"[{"id":"A","x":null},{"id":"C"}]"#),
  ])
  func whatDiffersInAFieldIsRefused(name: String, one: String, other: String) throws {
    let isParted = other.hasPrefix("id;")
    #expect(try repeats(name, one, other) == (isParted ? 0 : nil))
    #expect(
      try repeats(name.split(separator: ".").reversed().joined(separator: "."), other, one)
        == (isParted ? 0 : nil))
  }

  @Test func aReplacedValueIsComparedAsWhatItBecame() throws {
    let model = try load([
      "m.json": Self.model, "a.csv": "id,x\nA,old\nB,none\nC,p\n",
      "b.csv": "id,x\nA,new\nB,\nC,p\n",
    ])
    #expect(model[.deals]?.texts("x") == ["new", nil, "p"])
    #expect(model.report.files.map(\.repeated) == [0, 3])
    let failure = refusal([
      "m.json": Self.model, "a.csv": "id,x\nA,old\n", "b.csv": "id,x\nA,other\n",
    ])
    #expect(failure?.message.contains("two different deals have the id `A`") == true)
  }

  /// Rows are counted off where others were taken out before, in many files.
  @Test func eachFileTellsItsRepeats() throws {
    var files = MemoryFiles()
    let names = (0..<40).map { "deals-\($0).csv" }
    for (number, name) in names.enumerated() {
      files.files[name] = Array("id,x\n,gone\nA,1\nB\(number),2\nA,1\n".utf8)
    }
    let model = try Loader(files: files).load(names)
    #expect(model[.deals]?.rowCount == 41)
    #expect(model.report.files.map(\.repeated) == [1] + Array(repeating: 2, count: 39))
    #expect(model.report.files.allSatisfy { $0.read == 4 && $0.rejected == 1 })
  }

  @Test func comparingCanBeStopped() throws {
    let text = "id,x\n" + String(repeating: "A,1\n", count: 10_000)
    let session = LoadSession(files: MemoryFiles(["deals.csv": text]), threads: .one)
    let table = RawTable(kind: .deals, parts: [try session.lines(try session.read("deals.csv"))])
    func builder(_ watch: LoadWatch) throws -> EntityBuilder {
      try EntityBuilder(
        table, ModelSettings.Entity(kind: .deals), present: [.deals], zone: ZoneClock(.utc),
        modelFile: "", notes: NoteBook(), watch: watch)
    }
    var stopped = try builder(LoadWatch(isStopped: { true }, hears: { _ in }))
    let failure = #expect(throws: LoadFailure.self) { try stopped.refuseRepeatedRecords() }
    #expect(failure?.message == "stopped")
    var whole = try builder(.none)
    try whole.refuseRepeatedRecords()
    #expect(whole.table.rowCount == 1)
  }
}
