import PQLModel
import PQLThreads
import Testing

@testable import PQLIngest

@Suite("files read in pieces")
struct PieceTests {
  static let lines: String = {
    var lines: [String] = []
    for row in 0..<40 {
      let tags = row.isMultiple(of: 3) ? #"["a","t\#(row % 5)"]"# : "[]"
      let closed = row.isMultiple(of: 2) ? "null" : "\"2026-01-1\(row % 10)\""
      var line = #"{"id":"D-\#(1000 + row)","name":"é \"n\#(row % 7)\"","amount":\#(row).50,"#
      line +=
        #""closed":\#(closed),"open":\#(row.isMultiple(of: 4)),"tags":\#(tags),"c":{"n":\#(row)}"#
      if row == 17 { line += #","late":"x""# }
      lines.append(line + "}")
    }
    lines[9] = #"{"id":"broken","name":}"#
    lines[23] = #"{"id":"cut","new":"#
    return lines.joined(separator: "\n") + "\n"
  }()
  static let array =
    "["
    + (0..<40).map { #"{"id":"D\#($0)","l":[{"id":"x"},{"id":"y"}]}"# }
    .joined(separator: ",") + "]"
  static let csv =
    "id;note;n\r\n" + (0..<40).map { "\($0);\"a\nb;\($0 % 3)\";\($0),5\r\n" }.joined()
    + "41;\"x\"y;1\n"

  /// All that a load makes of a file.
  private func load(
    _ name: String, _ text: String, threads: Int, pieceSize: Int
  ) throws -> (said: String, columns: [Column]) {
    var session = LoadSession(files: MemoryFiles([name: text]), threads: ThreadCount(threads))
    session.pieceSize = pieceSize
    let part = try session.lines(try session.read(name))
    let table = RawTable(kind: .deals, parts: [part])
    let builder = try EntityBuilder(
      table, ModelSettings.Entity(kind: .deals), present: [.deals], zone: ZoneClock(.utc),
      modelFile: "", notes: NoteBook())
    var shown = "\(part.columnNames) \(part.rowCount) \(part.rejected.kept) \(part.duplicateKeys)"
    shown += (0..<part.rowCount).map { " \(part.starts[$0])" }.joined()
    var columns: [Column] = []
    for column in table.columns.indices {
      let entry = FieldPlan.Entry(
        name: table.columns[column].name, aliases: [], column: column, canonical: nil)
      var builder = builder
      let field = try builder.inferred(entry)
      shown += "\n\(entry.name) \(field.type) "
      columns.append(field.column)
      // The same again, from cells that were read again.
      shown += "\((0..<table.rowCount).map { table.text(column: column, row: $0) })"
    }
    return (shown, columns)
  }

  @Test(
    arguments: [
      ("deals.ndjson", lines), ("deals.json", array), ("deals.csv", csv),
    ], [1, 2])
  func aBorderMayStandAtEveryByte(file: (name: String, text: String), threads: Int) throws {
    let whole = try load(file.name, file.text, threads: 1, pieceSize: 1 << 20)
    for size in 4...200 where size < 40 || size.isMultiple(of: 7) {
      let parted = try load(file.name, file.text, threads: threads, pieceSize: size)
      #expect(parted.said == whole.said, "\(size)")
      #expect(parted.columns == whole.columns, "\(size)")
    }
  }

  @Test(arguments: [1, 2, 3])
  func textsThatHardlyRepeatAreTheSameForAnyNumberOfThreads(threads: Int) throws {
    let count = EarlyColumn.firstQuestion + 3000
    // Ids that do not ascend, names of which some stand twice.
    let lines = (0..<count).map {
      "{\"id\":\"\(($0 &* 7919) % 100_003)\",\"name\":\"n\($0 - $0 % 50 / 49)\",\"s\":\"\($0 % 3)\"}"
    }
    var session = LoadSession(
      files: MemoryFiles(["deals.ndjson": lines.joined(separator: "\n")]),
      threads: ThreadCount(threads))
    session.pieceSize = 50_000
    let part = try session.lines(try session.read("deals.ndjson"))
    let table = RawTable(kind: .deals, parts: [part])
    #expect(part.early.map(\.isPlain) == [true, true, false])
    let ids = table.textColumn(0)
    #expect(ids.isDistinct && ids.dictionary.count == count)
    let names = table.textColumn(1, mayRepeat: true)
    #expect(!names.isDistinct)
    let coded = table.textColumn(1)
    #expect(coded.isDistinct && coded.dictionary.count < names.dictionary.count)
    for row in stride(from: 0, to: count, by: 997) {
      #expect(names[row] == coded[row] && ids[row] == table.text(column: 0, row: row))
    }
    #expect(names.codes.indices.allSatisfy { names.codes[$0] >= 0 })
    // Codes count texts by first appearance, whoever read them.
    var highest: Int32 = -1
    for code in names.codes {
      #expect(code <= highest + 1)
      highest = max(highest, code)
    }
  }

  @Test(arguments: [1, 2])
  func aLoadCanBeStopped(threads: Int) throws {
    let lines = String(repeating: "{\"id\":\"a\"}\n", count: 20_000)
    var session = LoadSession(
      files: MemoryFiles(["deals.ndjson": lines]), threads: ThreadCount(threads))
    session.pieceSize = 1000
    session.watch = LoadWatch(isStopped: { true }, hears: { _ in })
    let source = try session.read("deals.ndjson")
    let failure = #expect(throws: LoadFailure.self) { try session.lines(source) }
    #expect(failure?.message == "stopped")
  }
}
