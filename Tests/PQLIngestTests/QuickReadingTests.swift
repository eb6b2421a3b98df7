import PQLModel
import PQLThreads
import Testing

@testable import PQLIngest

/// What is read by the word and by tables against what is read byte by byte.
@Suite("quick reading")
struct QuickReadingTests {
  /// Numbers that look random and are the same in every run.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private func read<Result>(
    _ bytes: some Collection<UInt8>, _ body: (ByteView, CellText) -> Result
  ) -> Result {
    let file = FileBytes(bytes)
    return withExtendedLifetime(file) {
      body(file.view, CellText(kind: .text, view: file.view, start: 0, end: file.count))
    }
  }

  @Test func everyDateIsTheCalendars() {
    for year in 1890...2210 {
      for month in 0...13 {
        for day in [0, 1, 2, 27, 28, 29, 30, 31, 32, 99] {
          let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
          let wanted = dayNumber(year: Int32(year), month: Int32(month), day: Int32(day))
          #expect(read(date.utf8) { view, _ in DateText.day(view, 0) } == wanted, "\(date)")
        }
      }
    }
  }

  @Test func aDateWithAnotherByteIsNone() {
    let date = Array("2026-06-19".utf8)
    for place in date.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = date
        changed[place] = byte
        let isMark = place == 4 || place == 7
        let isForm = isMark ? byte == 0x2D : (0x30...0x39).contains(byte)
        let numbers = isForm ? String(decoding: changed, as: UTF8.self).split(separator: "-") : []
        let wanted =
          isForm
          ? dayNumber(
            year: Int32(numbers[0])!, month: Int32(numbers[1])!, day: Int32(numbers[2])!) : nil
        #expect(read(changed) { view, _ in DateText.day(view, 0) } == wanted, "\(changed)")
      }
    }
  }

  @Test func aMomentInItsUsualFormIsWhatAnyIs() {
    var count = 0
    for form in ["2026-06-19T14:05:59", "2026-06-19 23:59:00Z", "1999-12-31T00:00:60"] {
      let moment = Array(form.utf8)
      for place in moment.indices {
        for byte in UInt8.min...UInt8.max {
          var changed = moment
          changed[place] = byte
          let (quick, slow) = read(changed) { view, text in
            (DateText.usualMoment(view, 0, text.end, .usual), DateText(iso: text))
          }
          guard let quick else { continue }
          count += 1
          let seconds = slow.map { Int64($0.day) * 86_400 + Int64($0.second ?? -1) }
          #expect(quick.seconds == seconds && quick.isUTC == (slow?.offset != nil), "\(changed)")
        }
      }
    }
    #expect(count > 150)
  }

  @Test func aNumberInItsUsualFormIsWhatAnyIs() {
    var numbers = Numbers(state: 7)
    for _ in 0..<20_000 {
      let whole = Int.random(in: 1...9, using: &numbers)
      let decimals = Int.random(in: 0...9, using: &numbers)
      func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(Int.random(in: 0...9, using: &numbers)) }.joined()
      }
      let sign = Bool.random(using: &numbers) ? "-" : ""
      let written = sign + digits(whole) + (decimals > 0 ? "." + digits(decimals) : "")
      let (quick, slow) = read(written.utf8) { view, text in
        (DecimalText.usual(view, 0, text.end), DecimalText(text))
      }
      #expect((quick != nil) == (whole <= 8 && decimals <= 7), "\(written)")
      guard let quick, let slow else { continue }
      let mantissa = Int64(slow.mantissa ?? 0) * (slow.isNegative ? -1 : 1)
      #expect(quick.value == mantissa && quick.decimals == -slow.exponent, "\(written)")
    }
    for odd in ["1e5", "1.5e3", "-0.5E-2", "123456789", "0.123456789"] {
      #expect(read(odd.utf8) { DecimalText.usual($0, 0, $1.end) } == nil, "\(odd)")
    }
  }

  @Test(arguments: [1, 3, 40_000])
  func eachTextHasTheCodeOfItsFirstAppearance(kinds: Int) {
    var numbers = Numbers(state: UInt64(kinds))
    var interner = TextInterner()
    var known: [[UInt8]: Int32] = [:]
    for _ in 0..<60_000 {
      let kind = Int.random(in: 0..<kinds, using: &numbers)
      // Long ones that differ in the middle alone, short ones that begin alike, zeros at the end.
      let text =
        switch kind % 4 {
        case 0:
          Array(repeating: 0x61, count: 20) + Array("\(kind)".utf8)
            + Array(repeating: 0x62, count: 20)
        case 1: Array(String(repeating: "x", count: kind % 33).utf8)
        case 2: Array("\(kind)".utf8) + Array(repeating: 0, count: kind / 4 % 18)
        default: Array("account \(kind)".utf8)
        }
      let wanted = known[text] ?? Int32(known.count)
      known[text] = wanted
      let code = read([0x7F] + text + [0x7F, 0x21]) { view, _ in
        interner.code(view, 1, 1 + text.count)
      }
      #expect(code == wanted)
    }
    #expect(interner.count == known.count)
  }

  @Test func textsInOrderAreFoundWithoutATableAndAfterwards() {
    var interner = TextInterner()
    for number in 0..<3000 {
      for _ in 0..<2 { #expect(interner.code(of: "D-\(padded(number, 7))") == Int32(number)) }
    }
    #expect(interner.code(of: "D-0000007") == 7)
    #expect(interner.code(of: "D-0002999") == 2999)
    #expect(interner.code(of: "A") == 3000)
  }

  @Test func whatIsNoTextIsFoundWhereItStands() {
    var numbers = Numbers(state: 3)
    let pieces: [[UInt8]] = [
      Array("a".utf8), Array("é".utf8), Array("–".utf8), Array("🎯".utf8), [0x80], [0xC3],
      [0xE2, 0x80],
      [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF],
      Array("plain text of sixteen".utf8),
    ]
    var refused = 0
    for _ in 0..<4000 {
      let count = Int.random(in: 0...6, using: &numbers)
      let bytes = (0..<count).flatMap { _ in pieces.randomElement(using: &numbers)! }
      let wanted = String(validating: bytes, as: UTF8.self) != nil
      let found = read(bytes) { $0.firstInvalid(from: 0, to: $1.end) }
      #expect((found == nil) == wanted, "\(bytes)")
      guard let found else { continue }
      refused += 1
      #expect(String(validating: bytes[..<found], as: UTF8.self) != nil, "\(bytes)")
    }
    #expect(refused > 1000)
  }

  @Test(arguments: [
    #"{"id":"A","n":"x*y"}"#, #"{"id":"A","l":["*"]}"#, #"{"i*d":"A"}"#, #"{"id":"A",*}"#,
    #"{"id":"A","n":"long enough to be read in a second piece of 32 bytes *"}"#,
    #"{"id":"A","n":"an \"escape\" and *"}"#, #"{"id":"A","o":{"n":"*"}}"#, #"x*"#,
  ])
  func aLargeFileThatIsNoTextIsRefused(record: String) throws {
    let good = Array(#"{"id":"B","n":"é"}"#.utf8) + [0x0A]
    var bytes: [UInt8] = []
    while bytes.count < LoadSession.checkedByReaders { bytes += good }
    let place = bytes.count + Array(record.utf8).firstIndex(of: 0x2A)!
    bytes += record.utf8.map { $0 == 0x2A ? 0xE9 : $0 } + [0x0A] + good
    var files = MemoryFiles()
    files.files["deals.ndjson"] = bytes
    let session = LoadSession(files: files, threads: ThreadCount(2))
    let failure = #expect(throws: LoadFailure.self) {
      try session.lines(try session.read("deals.ndjson"))
    }
    #expect(failure?.byte == place + 1)
    #expect(failure?.message == "byte 0xe9 is not valid UTF-8")
  }

  @Test func aRejectedRecordLeavesNothingBehind() throws {
    let model = try load([
      "deals.ndjson": """
      {"id":"A","a":1,"o":{"b":"x","c":["y"]},"d":"2026-01-01"}
      {"id":"B","a":2,"o":{"b":"z","c":["w"]},"d":"2026-01-02",}
      {"id":"C"}
      {"id":"D","a":3,"o":{"b":"q","new":
      {"id":"E"}

      """
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["A", "C", "E"])
    for name in ["a", "o.b", "o.c", "d"] {
      #expect(deals.texts(name).dropFirst().allSatisfy { $0 == nil }, "\(name)")
    }
    #expect(deals.field("o.new") == nil)
  }

  @Test func linesMayEndInACarriageReturnAlone() throws {
    let model = try load(["deals.ndjson": "{\"id\":\"A\"}\r{\"id\":\"x\",}\r{\"id\":\"B\"}\r"])
    #expect(model[.deals]?.texts("id") == ["A", "B"])
  }

  @Test func listsThatHardlyRepeatAreReadAsWell() throws {
    let rows = 0..<20_000
    let lines = rows.map { "{\"id\":\"D\($0)\",\"tags\":[\"t\($0)\",\"u\($0 % 3)\",\"\"]}" }
    let deals = try #require(try load(["deals.ndjson": lines.joined(separator: "\n")])[.deals])
    #expect(deals.texts("tags") == rows.map { "t\($0)|u\($0 % 3)|" })
  }

  @Test func anIdThatStandsTwiceFarApartIsFound() {
    let rows = (0..<70_000).map { "{\"id\":\"D\($0 * 7919 % 70_000)\",\"n\":\($0)}" }
    let refused = refusal([
      "deals.ndjson": (rows + ["{\"id\":\"D5\",\"n\":-1}"]).joined(separator: "\n")
    ])
    #expect(refused?.message.hasPrefix("two different deals have the id `D5`") == true)
  }

  @Test(arguments: [["a", "b"], ["b", "a"], ["b", "c"]])
  func anIdThatStandsTwiceInTwoFilesIsFound(names: [String]) {
    var files = MemoryFiles()
    let ascending = (0..<40_000).map { "{\"id\":\"D-\(padded($0, 7))\",\"n\":\($0)}\n" }.joined()
    files.files["a.ndjson"] = Array("{\"id\":\"Z\"}\n{\"id\":\"D-0000005\"}\n".utf8)
    files.files["b.ndjson"] = Array(ascending.utf8)
    files.files["c.ndjson"] = Array(
      ("{\"id\":\"Z\"}\n" + ascending.replacing("n\":5}", with: "n\":6}")).utf8)
    let listed = names.map { "\"\($0).ndjson\"" }.joined(separator: ",")
    files.files["m.json"] = Array("{\"entities\":{\"deals\":{\"files\":[\(listed)]}}}".utf8)
    let failure = #expect(throws: LoadFailure.self) { try Loader(files: files).load(["m.json"]) }
    #expect(failure?.message.hasPrefix("two different deals have the id `D-0000005`") == true)
  }

  @Test func digitsBeyondANumbersAreRoundedOnce() throws {
    let written = ["99999999.99999999", "90071992.54740993", "12345678.1234567", "0.1"]
    let lines = written.enumerated().map { "{\"id\":\"D\($0)\",\"score\":\($1)}" }
    let deals = try #require(try load(["deals.ndjson": lines.joined(separator: "\n")])[.deals])
    #expect(deals.texts("score") == written.map { "\(Double($0)!)" })
  }

  @Test func aKeyHasACommaBeforeItUnlessItIsTheFirst() throws {
    let model = try load([
      "deals.ndjson": """
      {"id":"A","stage":"won","o":{"x":1,"y":2}}
      {"stage":"won","id":"B","o":{"y":1,"x":2}}
      {,"id":"C","stage":"won"}
      {"id":"D""stage":"won"}
      {"stage":"won""id":"E"}
      {"id":"F","o":{,"x":1}}
      {"id":"G","o":{"x":1"y":2}}
      {"id":"H","stage":"lost"}

      """
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["A", "B", "H"])
    #expect(deals.texts("stage") == ["won", "won", "lost"])
    #expect(deals.texts("o.x") == ["1.0", "2.0", nil])
  }

  @Test func aWideFileOfFewValuesARecordIsReadWhole() throws {
    let rows = 0..<2000
    let lines = rows.map { row in
      "{\"id\":\"D\(row)\",\"k\(row * 7 % 500)\":\(row),\"t\(row * 3 % 300)\":\"x\(row % 9)\"}"
    }
    let deals = try #require(try load(["deals.ndjson": lines.joined(separator: "\n")])[.deals])
    for row in rows {
      #expect(deals.text("k\(row * 7 % 500)", row) == "\(Double(row))")
      #expect(deals.text("t\(row * 3 % 300)", row) == "x\(row % 9)")
    }
    let present = deals.fields.reduce(0) { $0 + $1.column.count - $1.column.missingCount }
    #expect(present == rows.count * 3)
  }
}
