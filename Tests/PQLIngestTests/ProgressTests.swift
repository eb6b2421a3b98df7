import PQLModel
import PQLThreads
import Testing

@testable import PQLIngest

/// Files in which something comes late or never, so that a reader that waits for it would not end.
///
/// A reader that stands still is stopped by a precondition.
@Suite("every load ends")
struct ProgressTests {
  private func table(
    _ name: String, _ text: String, threads: Int = 1, pieceSize: Int = 1 << 20
  ) throws -> RawTable {
    var session = LoadSession(files: MemoryFiles([name: text]), threads: ThreadCount(threads))
    session.pieceSize = pieceSize
    return RawTable(kind: .deals, parts: [try session.lines(try session.read(name))])
  }

  private static let question = EarlyColumn.firstQuestion

  /// Rows in which a text comes first at some row, and texts hardly repeat from there on.
  private static func records(_ present: [Range<Int>], count: Int) -> [String?] {
    (0..<count).map { row in present.contains { $0.contains(row) } ? "n\(row - row % 3)" : nil }
  }

  private static let layouts: [[Range<Int>]] = [
    [question - 1..<question + 9], [question..<question + 9], [question + 1..<question + 9],
    [44_999..<45_009], [2 * question..<2 * question + 9],
    // Texts of which half repeat when the question is passed, and some behind it.
    [0..<20_000, 40_000..<40_009], [0..<10_000, 40_000..<40_009],
  ]

  @Test(arguments: layouts, ["deals.ndjson", "deals.json", "deals.csv"])
  func aTextMayBeginAnywhere(present: [Range<Int>], name: String) throws {
    let texts = Self.records(present, count: (present.last?.upperBound ?? 0) + 3)
    let whole: String
    switch name {
    case "deals.csv":
      whole = "id,note\n" + texts.enumerated().map { "\($0),\($1 ?? "")\n" }.joined()
    default:
      let lines = texts.enumerated().map { row, text in
        "{\"id\":\"\(row)\"" + (text.map { ",\"note\":\"\($0)\"" } ?? "") + "}"
      }
      whole =
        name == "deals.json"
        ? "[" + lines.joined(separator: ",") + "]" : lines.joined(separator: "\n")
    }
    var areCoded: Set<Bool> = []
    for (threads, pieceSize) in [(1, 1 << 20), (1, 30_000), (2, 50_000)] {
      let table = try table(name, whole, threads: threads, pieceSize: pieceSize)
      let note = table.textColumn(1, mayRepeat: true)
      #expect((0..<table.rowCount).map { note[$0] } == texts)
      #expect(table.textColumn(1).dictionary.count == Set(texts.compactMap { $0 }).count)
      areCoded.insert(!table.parts[0].early[1].isPlain)
    }
    // Whether texts are coded does not depend on where pieces begin.
    #expect(areCoded.count == 1)
  }

  @Test(arguments: [
    ("deals.json", #"[{"id":"a","l":[1,2]}, {"id":"b","o":{"x":"y"}} ,{"id":"c"}]"#),
    ("deals.json", #"{"deals":[{"id":"a"},{"id":"b"}],"owners":[{"id":"o"}]}"#),
    ("deals.json", #"{"results":[{"id":"a"},{"id":"b"}],"paging":{}}"#),
    ("deals.ndjson", "{\"id\":\"a\",\"n\":\"x\\ty\"}\n\n{\"id\":\"b\"}\n"),
    ("deals.csv", "id;\"a \"\"b\"\"\";a;a\r\n1;\"x\ny\";2\r\n\r\n3;4;5;6\r\n"),
  ])
  func aFileMayEndAnywhere(name: String, text: String) {
    let bytes = Array(text.utf8)
    for end in 0...bytes.count {
      for pieceSize in [4, 1 << 20] {
        var session = LoadSession(
          files: MemoryFiles([name: String(decoding: bytes[..<end], as: UTF8.self)]),
          threads: .one)
        session.pieceSize = pieceSize
        // What is cut off is refused or read as far as it goes; either way it ends.
        do {
          let source = try session.read(name)
          _ = try session.modelMembers(source)
          _ = try session.part(source)
        } catch {
          #expect(!error.message.isEmpty)
        }
      }
    }
  }

  @Test func aListThatEndsBehindACommaIsRefused() throws {
    let failure = try #require(refusal(["deals.json": #"[{"id":"1"}, "#]))
    #expect(failure.message == "the text ends where a record `{…}` should be")
    #expect(failure.record == 2 && failure.byte == 14)
  }

  @Test func aHeaderMayRepeatOneNameInEveryColumn() throws {
    let count = CellBlock.mostColumns - 1
    let header = Array(repeating: "a", count: count).joined(separator: ",")
    let bytes = FileBytes(Array((header + ",a_3\n").utf8))
    let (read, _) = try withExtendedLifetime(bytes) { try CSVReader.header(bytes.view) }
    #expect(read.names.count == count + 1 && Set(read.names).count == count + 1)
    #expect(read.names[..<4] == ["a", "a_2", "a_3", "a_4"] && read.names.last == "a_3_2")
    #expect(read.repeated == ["a", "a_3"])
  }
}
