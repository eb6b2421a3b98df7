import Foundation
import PQLIngest
import PQLModel
import Testing

/// Python's `json`, made strict, as a second opinion on documents that were changed at random.
@Suite("JSON as Python reads it", .enabled(if: Python.path != nil, "python3 is not installed"))
struct JSONOracleTests {
  /// How many documents are tried.
  static let count = 6000

  /// Python reads each line of hexadecimal digits and answers `no`, or the value in one form:
  /// numbers as they are written, texts by their bytes, `deep` beyond 63 brackets: the record's own is the 64th.
  ///
  /// What is stricter than the module: no `NaN` and `Infinity`, no halves of surrogate pairs, no
  /// byte order mark.
  static let program = """
    import json, sys
    def refuse(_): raise ValueError()
    class Word(str): pass
    def depth(v):
        if isinstance(v, list): return 1 + max(map(depth, v), default=0)
        if isinstance(v, Pairs): return 1 + max((depth(x) for _, x in v.pairs), default=0)
        return 0
    class Pairs:
        def __init__(self, pairs): self.pairs = pairs
    def check(v):
        if isinstance(v, str): v.encode('utf-8')
        if isinstance(v, list): [check(x) for x in v]
        if isinstance(v, Pairs): [(check(k), check(x)) for k, x in v.pairs]
    sys.setrecursionlimit(20000)
    for line in sys.stdin:
        try:
            value = json.loads(bytes.fromhex(line.strip()).decode('utf-8'), parse_constant=refuse,
                object_pairs_hook=Pairs, parse_int=Word, parse_float=Word)
            check(value)
        except (ValueError, RecursionError):
            print('no')
            continue
        if depth(value) > 63: print('deep')
        elif isinstance(value, Word) or not isinstance(value, str): print('other')
        else: print('text ' + value.encode('utf-8').hex())
    """

  @Test func changedValuesAreTakenAndRefusedAlike() throws {
    let values = JSONOracleTests.mutants
    let answers = try #require(try Python.answers(JSONOracleTests.program, values.map(hex)))
    #expect(answers.count == values.count)
    var accepted = 0
    for (value, answer) in zip(values, answers) {
      // The first record makes the column one of texts, in which nothing is read as anything else.
      let bytes =
        Array("{\"id\":\"a\",\"x\":\"some words\"}\n{\"id\":\"b\",\"x\":".utf8) + value + [0x7D]
      let model = try? taking("deals.ndjson", bytes).get()
      #expect((model == nil) == (answer == "no" || answer == "deep"), "\(shown(value)): \(answer)")
      guard let model else { continue }
      accepted += 1
      guard answer.hasPrefix("text ") else { continue }
      let text = model[.deals]?.texts("x")[1] ?? ""
      #expect("text " + hex(Array(text.utf8)) == answer, "\(shown(value))")
    }
    #expect(accepted > JSONOracleTests.count / 20 && accepted < JSONOracleTests.count * 9 / 10)
  }

  /// Values of the suite with one to three bytes changed, left out, doubled or put in.
  ///
  /// Left out are those that would end the record they stand in, as `1,"b":2`, and those that say
  /// nothing alone: as values of a record, Python and PQL would be asked different questions.
  private static let mutants: [[UInt8]] = {
    var numbers = SeededNumbers(state: 8259)
    let bases = JSONCase.all.map(\.bytes).filter { !$0.isEmpty && $0.count < 200 }
    let signs =
      Array("[]{}:,\"\\/ \t\n0123456789+-.eEtrufalsn'".utf8) + [0, 0x1F, 0x7F, 0xC3, 0xA9, 0xED]
    var mutants: [[UInt8]] = []
    while mutants.count < count {
      var value = bases[Int.random(in: bases.indices, using: &numbers)]
      for _ in 0..<Int.random(in: 1...3, using: &numbers) where !value.isEmpty {
        let place = Int.random(in: value.indices, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: value[place] = signs[Int.random(in: signs.indices, using: &numbers)]
        case 1: value.remove(at: place)
        case 2: value.insert(value[place], at: place)
        default: value.insert(signs[Int.random(in: signs.indices, using: &numbers)], at: place)
        }
      }
      if !endsItsRecord(value) { mutants.append(value) }
    }
    return mutants
  }()

  /// Whether a comma or a closing brace stands outside of all brackets and quotes.
  private static func endsItsRecord(_ value: [UInt8]) -> Bool {
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for byte in value {
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case 0x22: isQuoted = true
      case 0x5B, 0x7B: depth += 1
      case 0x5D, 0x7D: depth -= 1
      case 0x2C where depth <= 0: return true
      default: break
      }
      if depth < 0 { return true }
    }
    return false
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0, radix: 16).leftPadded }.joined()
  }

  private func shown(_ value: [UInt8]) -> String {
    String(String(decoding: value, as: UTF8.self).prefix(120))
  }
}

extension String {
  fileprivate var leftPadded: String { count < 2 ? "0" + self : self }
}

/// The Python of the machine.
enum Python {
  static let path: String? = [
    "/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3",
  ]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// What a program answers to these lines, a line each.
  static func answers(_ program: String, _ lines: [String]) throws -> [String]? {
    guard let path else { return nil }
    let folder = FileManager.default.temporaryDirectory
    let input = folder.appendingPathComponent("pql-oracle-\(UUID().uuidString)")
    try lines.map { $0 + "\n" }.joined().write(to: input, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: input) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-c", program]
    process.standardInput = try FileHandle(forReadingFrom: input)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
