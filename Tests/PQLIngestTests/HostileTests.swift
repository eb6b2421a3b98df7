import PQLIngest
import PQLModel
import PQLTestSupport
import Testing

/// Small versions of the files of `Benchmarks/hostile.py`, which are made to kill a reader: each is
/// loaded or refused soon, and what is refused is refused with a word.
///
/// Soon is said of the processor's time. The limit of the suite ends what hangs, and runs while a test
/// waits for its turn among all the others.
@Suite("hostile files", .timeLimit(.minutes(60)))
struct HostileTests {
  /// How many seconds of the processor a load may take: many times what any needs in a debug build.
  static let soon = 60.0

  /// What becomes of a file: the number of its records, or words of the refusal.
  enum Outcome {
    case records(Int)
    case refused(String)
  }

  struct Shape: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var name: String
    var make: @Sendable () -> String
    var outcome: Outcome

    init(
      _ title: String, _ name: String, _ outcome: Outcome,
      _ make: @autoclosure @escaping @Sendable () -> String
    ) {
      testDescription = title
      self.name = name
      self.make = make
      self.outcome = outcome
    }
  }

  static let shapes: [Shape] = [
    Shape("open brackets", "deals.json", .refused("a record"), many("[", 1 << 20)),
    Shape(
      "open brackets in a line", "deals.ndjson", .refused("64 deep"),
      "{\"id\":" + many("[", 1 << 20)),
    Shape("open records", "deals.json", .refused("64 deep"), many("{\"a\":", 1 << 18)),
    Shape("open records in a line", "deals.ndjson", .refused("64 deep"), many("{\"a\":", 1 << 18)),
    Shape(
      "brackets in a list", "deals.json", .refused("64 deep"), "[{\"id\":" + many("[", 1 << 20)),
    Shape(
      "a long text", "deals.json", .records(1),
      "[{\"id\":\"a\",\"x\":\"" + many("x", 1 << 20) + "\"}]"),
    Shape(
      "a long text of escapes", "deals.json", .records(1),
      "[{\"id\":\"a\",\"x\":\"" + many("\\u00e9", 1 << 17) + "\"}]"),
    Shape(
      "a long list", "deals.json", .records(1),
      "[{\"id\":\"a\",\"x\":[" + many("1,", 1 << 16) + "1]}]"),
    Shape(
      "a long number", "deals.json", .records(1),
      "[{\"id\":\"a\",\"x\":" + many("7", 1 << 20) + "}]"),
    Shape(
      "a text that is too long", "deals.json", .refused("a value of 67108865 bytes"),
      "[{\"id\":\"a\",\"x\":\"" + many("x", (1 << 26) + 1) + "\"}]"),
    Shape(
      "a number in a line that is too long", "deals.ndjson", .refused("a value of 67108865 bytes"),
      "{\"id\":1}\n{\"id\":" + many("7", (1 << 26) + 1) + "}\n{\"id\":2}\n"),
    Shape(
      "a CSV cell that is too long", "deals.csv", .refused("a value of 67108865 bytes"),
      "id,x\na," + many("x", (1 << 26) + 1) + "\nb,1\n"),
    Shape(
      "a column's name that is too long", "deals.csv", .refused("a column's name"),
      many("x", (1 << 20) + 1)),
    Shape(
      "a key that is too long", "deals.json", .refused("a key of"),
      "[{\"" + many("x", (1 << 20) + 1) + "\":1}]"),
    Shape(
      "a text without end", "deals.ndjson", .refused("ends inside a string"),
      "{\"id\":\"" + many("x", 1 << 20)),
    Shape(
      "distinct keys in a record", "deals.json", .refused("different fields"),
      "[{" + numbered(100_000) { "\"k\($0)\":1," } + "\"id\":1}]"),
    Shape(
      "distinct keys over records", "deals.ndjson", .refused("cells, too many"),
      numbered(40_000) { "{\"k\($0)\":1}\n" }),
    Shape(
      "distinct keys in bad lines", "deals.ndjson", .refused("a key in quotes"),
      "{\"id\":1}\n" + numbered(20_000) { "{\"k\($0)\":1,}\n" }),
    Shape(
      "equal keys in a record", "deals.json", .records(1),
      "[{" + many("\"a\":1,", 1 << 16) + "\"id\":1}]"),
    Shape("bad lines", "deals.ndjson", .refused("a record"), "{\"id\":1}\n" + many("x\n", 1 << 17)),
    Shape("a CSV line without end", "deals.csv", .records(0), many("x", 1 << 20)),
    Shape("a quoted cell", "deals.csv", .records(1), "id,x\na,\"" + many("x\n", 1 << 19) + "\"\n"),
    Shape(
      "a quoted cell without end", "deals.csv", .refused("never closed"),
      "id,x\na,\"" + many("x\n", 1 << 19)),
    Shape("quotes", "deals.csv", .records(1), "id,x\na," + many("\"", 1 << 20) + "\n"),
    Shape("empty lines", "deals.csv", .records(1), "id,x\n" + many("\n", 1 << 20) + "a,1\n"),
    Shape("delimiters", "deals.csv", .refused("too many"), many(",", 1 << 20)),
    Shape(
      "delimiters behind a header", "deals.csv", .records(0), "id,x\n" + many(",", 1 << 20) + "\n"),
    Shape(
      "a wide header", "deals.csv", .refused("too many"),
      "id" + numbered(100_000) { ",c\($0)" } + "\n"),
    Shape("zeros", "deals.csv", .refused("NUL"), many("\0", 1 << 20)),
  ]

  @Test(arguments: shapes)
  func itIsLoadedOrRefusedWithAWord(shape: Shape) throws {
    let seconds = try ProcessorTime.seconds(runs: 1) { try check(shape) }
    #expect(seconds < Self.soon)
  }

  private func check(_ shape: Shape) throws {
    switch shape.outcome {
    case .records(let count):
      let model = try load([shape.name: shape.make()])
      #expect(model[.deals]?.rowCount == count)
    case .refused(let words):
      guard case .failure(let refusal) = taking(shape.name, Array(shape.make().utf8)) else {
        Issue.record("it is taken")
        return
      }
      #expect(refusal.reason.contains(words), "\(refusal.reason.prefix(200))")
    }
  }

  /// What a bad line brings up is forgotten with it, and changes nothing of the lines after it.
  @Test func keysOfBadLinesAreForgotten() throws {
    let good = "{\"id\":\"a\",\"n\":{\"x\":1},\"z\":2}\n"
    let bad = "{\"id\":\"a\",\"new\":{\"x\":9,\"y\":8},\"n\":{\"y\":7},\"z\":{\"x\":6},}\n"
    let late = "{\"id\":\"b\",\"late\":{\"y\":5},\"n\":{\"y\":4},\"z\":3}\n"
    let last = "{\"id\":\"c\",\"n\":{\"x\":1},\"z\":4}\n"
    let mixed = try load(["deals.ndjson": bad + good + bad + late + bad + last])
    let clean = try load(["deals.ndjson": good + late + last])
    let names = mixed[.deals]?.fields.map(\.name)
    #expect(names == clean[.deals]?.fields.map(\.name))
    #expect(names?.contains { $0.contains("new") } == false)
    #expect(mixed[.deals]?.rowCount == 3)
  }

  /// A place is told by line, column and byte.
  @Test func theByteIsTold() {
    let failure = #expect(throws: LoadFailure.self) {
      try load(["deals.json": "[{\"id\":1},\n  {\"id\":!}]"])
    }
    #expect(failure?.line == 2 && failure?.column == 9 && failure?.byte == 20)
  }

  /// A text so many times.
  private static func many(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  /// Texts made of the numbers below a limit.
  private static func numbered(_ count: Int, _ text: (Int) -> String) -> String {
    (0..<count).map(text).joined()
  }
}
