import Testing

@testable import PQLIngest

@Suite("records that cannot be read")
struct RejectedTests {
  /// What a file of lines gives: the texts of its first column, and what was rejected.
  private func read(_ name: String, _ text: String) throws -> (rows: [String?], part: RawPart) {
    let session = LoadSession(files: MemoryFiles([name: text]), threads: .one)
    let part = try session.lines(try session.read(name))
    let table = RawTable(kind: .deals, parts: [part])
    return ((0..<table.rowCount).map { table.text(column: 0, row: $0) }, part)
  }

  @Test func aBrokenLineIsLeftOutAndTheRestIsRead() throws {
    let text = """
      {"id":"a","x":1}
      {"id":"b","new":1,"x":}
      {"id":"c"
      {"id":"d","x":2}
      rubbish
      {"id":"e","id":"f","y":[}
      {"id":"g"}
      """
    let (rows, part) = try read("deals.ndjson", text)
    #expect(rows == ["a", "d", "g"])
    #expect(part.columnNames == ["id", "x"])
    #expect(part.duplicateKeys == 0)
    #expect(part.rejected.count == 4)
    #expect(part.rejected.kept.map(\.record) == [2, 3, 5, 6])
    #expect(part.rejected.kept.map(\.line) == [2, 3, 5, 6])
    let lines = text.split(separator: "\n").map(String.init)
    let view = part.bytes.view
    for rejected in part.rejected.kept {
      let shown = view.string(rejected.bytes.lowerBound, rejected.bytes.upperBound)
      #expect(shown == lines[rejected.line - 1])
      #expect((rejected.bytes.lowerBound...rejected.bytes.upperBound).contains(rejected.offset))
    }
    #expect(part.rejected.kept[1].reason == "the record is not closed at the end of its line")
  }

  @Test func aBrokenLineOfCSVIsLeftOutAndTheRestIsRead() throws {
    let (rows, part) = try read(
      "deals.csv", "id,a\n1,x\n2,y,z\r\n3,\"w\n4,v\n5,\"q\"r\n\"6\n6\",u\n")
    #expect(rows == ["1", "4", "6\n6"])
    #expect(part.rejected.kept.map(\.line) == [3, 4, 6])
    #expect(part.rejected.kept.map(\.record) == [2, 3, 5])
    #expect(
      part.rejected.kept.map { part.bytes.view.string($0.bytes.lowerBound, $0.bytes.upperBound) }
        == ["2,y,z", "3,\"w", "5,\"q\"r"])
  }

  @Test func aFileOfNoiseCostsNoMemory() throws {
    let text = String(repeating: "no record\n", count: RejectedRecords.mostKept + 500)
    let (rows, part) = try read("deals.ndjson", text)
    #expect(rows.isEmpty)
    #expect(part.rejected.count == RejectedRecords.mostKept + 500)
    #expect(part.rejected.kept.count == RejectedRecords.mostKept)
    #expect(part.rejected.kept.last?.line == RejectedRecords.mostKept)
  }

  @Test func anArrayThatIsBrokenIsNotReadAtAll() {
    #expect(throws: LoadFailure.self) { try read("deals.json", "[{\"id\":\"a\"},\n{\"id\":}]") }
  }
}
