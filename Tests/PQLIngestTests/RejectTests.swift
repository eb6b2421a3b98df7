import PQLIngest
import PQLModel
import Testing

/// Loads texts and keeps what is rejected.
private func loadKeeping(_ files: KeyValuePairs<String, String>) throws -> Model {
  let all = Dictionary(files.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
  return try Loader(files: MemoryFiles(all)).load([files[0].key], keepingRejects: true)
}

@Suite("records that cannot be taken")
struct RejectTests {
  @Test func aDealWithoutAnIdIsRejectedWithItsPlaceAndText() throws {
    let model = try loadKeeping(["deals.csv": "id,x\n1,a\n,\"b\nc\"\n\n  ,d\n2,e\n"])
    #expect(model[.deals]?.texts("x") == ["a", "e"])
    let first = Rejection(
      file: "deals.csv", kind: .deals, line: 3, field: "id", reason: "`id` is missing",
      raw: ",\"b\nc\"")
    let second = Rejection(
      file: "deals.csv", kind: .deals, line: 6, field: "id", reason: "`id` is missing",
      raw: "  ,d")
    #expect(model.rejections == [first, second])
    #expect(
      model.report.files == [
        LoadedFile(name: "deals.csv", kind: .deals, read: 4, taken: 2, rejected: 2)
      ])
  }

  @Test func dealsWithoutAFieldForTheIdNeedNone() throws {
    let model = try loadKeeping(["deals.csv": "stage,amount\nWon,5\nLost,6\n"])
    #expect(model[.deals]?.rowCount == 2)
    #expect(model.rejections.isEmpty)
  }

  @Test func recordsWithoutAnyValueAreRejectedOfEveryEntity() throws {
    let model = try loadKeeping(["accounts.csv": "name;city\n;\nA;B\n\n;\n;\nC;D\n"])
    #expect(model[.accounts]?.texts("name") == ["A", "C"])
    #expect(model.rejections.map(\.line) == [2, 5, 6])
    #expect(model.rejections.map(\.raw) == [";", ";", ";"])
    #expect(Set(model.rejections.map(\.reason)) == ["every field is missing"])
    let lines = try loadKeeping(["accounts.ndjson": "{\"a\":1}\n{\"a\":null}\n{}\n{\"a\":2}\n"])
    #expect(lines.rejections.map(\.line) == [2, 3])
  }

  @Test func aChangeOfNoDealOrAtNoMomentIsRejected() throws {
    let model = try loadKeeping([
      "doc.json": """
      {"deals":[{"id":"a","stage":"Won"}],
       "history":[{"deal":"a","at":"2026-01-01","stage":"Open"},
        {"at":"2026-01-01","stage":"Open"},{"deal":"a","at":"soon","stage":"Won"},
        {"deal":"a","stage":"Won"},{"deal":"a","at":"2026-01-03","stage":"Won"}]}
      """
    ])
    #expect(model[.history]?.rowCount == 2)
    #expect(model.rejections.map(\.record) == [2, 3, 4])
    #expect(model.rejections.map(\.line) == [3, 3, 4])
    #expect(model.rejections.map(\.field) == ["deal", "at", "at"])
    #expect(model.rejections.map(\.value) == [nil, "soon", nil])
    #expect(
      model.rejections.map(\.reason) == [
        "`deal` is missing", "`at` is no timestamp", "`at` is missing",
      ])
    #expect(model.rejections.allSatisfy { $0.raw == nil })
    #expect(!model.messages.contains { $0.contains("count as missing") })
    let history = model.report.files.first { $0.kind == .history }
    #expect(history?.summary == "doc.json: 5 records read, 2 taken, 3 rejected")
  }

  @Test func placesBehindARejectedRecordStayRight() throws {
    let model = try loadKeeping([
      "deals.json":
        #"[{"x":1},{},{"id":"a","amount":5},{"id":"b","amount":"tbd"},{"y":1},{"id":"a","amount":5}]"#
    ])
    #expect(model.rejections.map(\.record) == [1, 2, 5])
    #expect(model.messages.contains { $0.contains("first `tbd` at deals.json record 4") })
    #expect(model.messages.contains { $0.contains("first at deals.json record 6") })
    #expect(
      model.report.files.first?.summary
        == "deals.json: 6 records read, 2 taken, 1 repeated, 3 rejected")
  }

  @Test func eachFileHasItsOwnCounts() throws {
    let model = try loadKeeping([
      "m.json": #"{"entities":{"deals":{"files":["a.csv","b.csv"]}}}"#,
      "a.csv": "id,x\n1,p\n,q\n", "b.csv": "id,x\n,r\n,\n1,p\n2,s\n",
    ])
    #expect(model[.deals]?.texts("id") == ["1", "2"])
    #expect(
      model.report.files.map(\.summary) == [
        "a.csv: 2 records read, 1 taken, 1 rejected",
        "b.csv: 4 records read, 1 taken, 1 repeated, 2 rejected",
      ])
    #expect(
      model.rejections.map { "\($0.file) \($0.line ?? 0)" } == ["a.csv 3", "b.csv 2", "b.csv 3"])
  }

  @Test func aReplacedIdMayBecomeOneOrNone() throws {
    let model = try loadKeeping([
      "m.json": #"{"entities":{"deals":{"file":"d.csv","values":{"id":{"none":"","-":"7"}}}}}"#,
      "d.csv": "id,x\nnone,p\n-,q\n",
    ])
    #expect(model[.deals]?.texts("id") == ["7"])
    #expect(model.rejections.map(\.line) == [2])
  }

  @Test func withoutBeingToldNoRecordIsKept() throws {
    let model = try load(["deals.csv": "id,x\n,a\n1,b\n"])
    #expect(model.rejections.isEmpty)
    #expect(model.report.files.first?.rejected == 1)
  }

  @Test func whateverIsRejectedTheCountsAddUp() throws {
    let all = try loadKeeping(["deals.csv": "id,x\n,a\n,b\n"])
    #expect(all[.deals]?.rowCount == 0)
    #expect(all.report.files.first?.summary == "deals.csv: 2 records read, 0 taken, 2 rejected")
    let none = try loadKeeping(["deals.csv": "id,x\n"])
    #expect(none.report.files.first?.summary == "deals.csv: 0 records read, 0 taken")
  }
}
