import Foundation
import PQLModel
import Testing

@testable import PQLIngest

/// Every value of `Tests/Fixtures/json-suite.txt`, in each place where a value can stand.
@Suite("JSON that public suites accept and refuse")
struct JSONSuiteTests {
  /// Where a value stands.
  enum Place: CaseIterable {
    case listOfRecords, line, insideList, insideRecord, document

    /// A file in which the value stands there, between two good records where it can.
    func file(_ value: [UInt8]) -> (name: String, bytes: [UInt8]) {
      func with(_ before: String, _ after: String) -> [UInt8] {
        Array(before.utf8) + value + Array(after.utf8)
      }
      switch self {
      case .listOfRecords: return ("deals.json", with(#"[{"id":"a"},{"id":"b","x":"#, "}]"))
      case .line: return ("deals.ndjson", with(#"{"id":"a"}\#n{"id":"b","x":"#, "}\n"))
      case .insideList: return ("deals.json", with(#"[{"id":"a"},{"id":"b","x":["#, "]}]"))
      case .insideRecord:
        return ("deals.ndjson", with(#"{"id":"a"}\#n{"id":"b","x":{"y":"#, "}}\n"))
      case .document:
        return ("m.json", with(#"{"pql":1,"deals":[{"id":"a"},{"id":"b","x":"#, "}]}"))
      }
    }
  }

  @Test func thereAreEnoughCases() {
    #expect(JSONCase.all.count >= 480)
    #expect(Set(JSONCase.all.map(\.name)).count == JSONCase.all.count)
  }

  @Test(arguments: Place.allCases)
  func everyValueIsTakenOrRefusedAsDecided(place: Place) {
    for one in JSONCase.all {
      let (name, bytes) = place.file(one.bytes)
      let isAccepted = one.isAccepted(insideBrackets: place == .insideList)
      switch taking(name, bytes) {
      case .success(let model):
        #expect(isAccepted, "\(one.name) should be refused")
        #expect(model[.deals]?.rowCount == 2, "\(one.name)")
      case .failure(let refusal):
        #expect(!isAccepted, "\(one.name) should be accepted: \(refusal.reason)")
        #expect(refusal.line != nil && !refusal.reason.isEmpty, "\(one.name)")
      }
    }
  }

  @Test(arguments: [
    (#""\u0060\u012a\u12AB""#, "`Īካ"), (#""\uD834\uDd1e""#, "\u{1D11E}"),
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0000""#, "\u{0}"),
    (#""\\u0000""#, "\\u0000"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""é\n""#, "é\n"),
    ("1e400", "1e400"), ("-1e+9999", "-1e+9999"),
    (#""aaaaaaa\naaaaaaaa\ud83d\ude00""#, "aaaaaaa\naaaaaaaa😀"),
  ])
  func aValueIsWhatWasWritten(written: String, value: String) throws {
    let (name, bytes) = Place.line.file(Array(written.utf8))
    let read = try #require(try loadOne(name, bytes)[.deals]?.texts("x")[1])
    // By bytes: Swift's `==` takes canonically equal texts as equal.
    #expect(Array(read.utf8) == Array(value.utf8))
  }

  @Test func aByteOrderMarkIsPassedOverAtTheStartOfAFileAlone() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for text in [#"[{"id":"a"}]"#, #"{"pql":1,"deals":[{"id":"a"}]}"#, #"{"id":"a"}"#] {
      let name = text.hasPrefix(#"{"id"#) ? "deals.ndjson" : "deals.json"
      #expect(try loadOne(name, mark + Array(text.utf8))[.deals]?.rowCount == 1)
      #expect(throws: LoadFailure.self) { try loadOne(name, mark + mark + Array(text.utf8)) }
    }
  }

  @Test(
    arguments: ["", "\u{FEFF}", " ", "\u{FEFF}\r\n\t ", "\n\n"],
    ["deals.json", "deals.ndjson", "deals.csv"])
  func nothingButWhiteSpaceIsAnEmptyFile(text: String, name: String) throws {
    let failure = try #require(throws: LoadFailure.self) { try loadOne(name, Array(text.utf8)) }
    #expect(failure.message == "the file is empty")
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian])
  func otherEncodingsAreRefused(encoding: String.Encoding) throws {
    for mark in ["", "\u{FEFF}"] {
      let data = try #require((mark + #"[{"id":"a"}]"#).data(using: encoding))
      for name in ["deals.json", "deals.ndjson", "deals.csv"] {
        #expect(throws: LoadFailure.self) { try loadOne(name, Array(data)) }
      }
    }
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":"], [100_000, 1_000_000])
  func bracketsWithoutEndAreRefusedAtOnce(open: String, count: Int) throws {
    let bytes = Array(String(repeating: open, count: count).utf8)
    for name in ["deals.json", "deals.ndjson", "m.json"] {
      guard case .failure(let refusal) = taking(name, bytes) else {
        Issue.record("\(name) is taken")
        continue
      }
      #expect(refusal.reason.contains("deep") || refusal.reason.contains("a record"))
    }
  }
}

/// A value of the suite and what is to become of it.
struct JSONCase {
  enum Outcome: Character {
    case accepted = "y"
    case refused = "n"
    case nothing = "e"
    case openAccepted = "i"
    case openRefused = "r"
  }

  var outcome: Outcome
  var name: String
  var bytes: [UInt8]

  func isAccepted(insideBrackets: Bool) -> Bool {
    switch outcome {
    case .accepted, .openAccepted: true
    case .refused, .openRefused: false
    case .nothing: insideBrackets
    }
  }

  /// The cases of the file, whose first lines say how it is written.
  static let all: [JSONCase] = {
    let path = DataFolders.repository + "/Tests/Fixtures/json-suite.txt"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3, let outcome = words[0].first.flatMap(Outcome.init) else { return nil }
      return JSONCase(outcome: outcome, name: String(words[1]), bytes: unescaped(words[2]))
    }
  }()

  private static func unescaped(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      if byte == 0x25, let code = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
        rest = rest.dropFirst(2)
        bytes.append(code)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}

/// Loads one file by its bytes; a record that is rejected fails it as a broken document does.
func loadOne(_ name: String, _ bytes: [UInt8]) throws(LoadFailure) -> Model {
  var files = MemoryFiles()
  files.files[name] = bytes
  let model = try Loader(files: files).load([name], keepingRejects: true)
  guard let rejection = model.rejections.first else { return model }
  throw LoadFailure(
    .recordUnreadable, rejection.reason, file: rejection.file, line: rejection.line, column: 1)
}

/// Why a file, or a record of it, was not taken.
struct Refusal: Error {
  var reason: String
  var line: Int?
}

/// Loads one file of which every record must be taken.
func taking(_ name: String, _ bytes: [UInt8]) -> Result<Model, Refusal> {
  var files = MemoryFiles()
  files.files[name] = bytes
  do {
    let model = try Loader(files: files).load([name], keepingRejects: true)
    guard let first = model.rejections.first else { return .success(model) }
    return .failure(Refusal(reason: first.reason, line: first.line))
  } catch {
    return .failure(Refusal(reason: error.message, line: error.line))
  }
}
