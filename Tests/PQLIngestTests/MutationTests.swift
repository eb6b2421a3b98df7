import PQLIngest
import Testing

/// Numbers that look random and are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33 ^ state << 31
  }
}

@Suite("broken bytes never trap")
struct MutationTests {
  static let document = """
    {"pql":1,"currency":{"base":"EUR","rates":[{"currency":"USD","from":"2026-01-01","rate":0.9}]},
     "calendar":{"timezone":"UTC","fiscal_year_starts":4},
     "pipelines":[{"name":"P","stages":[{"name":"New","probability":0.1},{"name":"Won"}]}],
     "deals":[{"id":"a","stage":"New","amount":12.50,"close_date":"2026-01-05","tags":["x",{"y":[1]}],
       "custom":{"n":1e3,"é":"\\u00e9\\ud83d\\ude00"},"probability":20,"t":true},
      {"id":"b","stage":"won","amount":"1.234,50","created":"2026-01-05T10:00:00+02:00"}],
     "history":[{"deal":"b","at":"2026-01-06T10:00Z","stage":"Won"},
      {"deal":"a","at":"2026-01-05 3:15:52 UTC","field":"amount","from":1,"to":12.5}],
     "relations":{"deals.owner":"owners.name"}}
    """
  static let csv =
    "id;stage;amount;close_date;note\r\n1;\"a \"\"b\"\"\";1.234,50 €;13/02/26 08:55 PM;\"x\ny\"\r\n"
    + "2;Won;(12);02/26/2026;\n3;Lost;$7;;é\n"

  private func check(_ bytes: [UInt8], _ name: String) {
    var files = MemoryFiles()
    files.files[name] = bytes
    _ = try? Loader(files: files).load([name])
  }

  @Test(arguments: [("m.json", document), ("deals.ndjson", document), ("deals.csv", csv)])
  func everyPrefixIsLoadedOrRefused(name: String, text: String) {
    let bytes = Array(text.utf8)
    for end in 0...bytes.count { check(Array(bytes[..<end]), name) }
  }

  @Test(arguments: [("m.json", document), ("deals.json", document), ("deals.csv", csv)])
  func everyByteMayBeLeftOutOrChanged(name: String, text: String) {
    let bytes = Array(text.utf8)
    for index in bytes.indices {
      var without = bytes
      without.remove(at: index)
      check(without, name)
      for byte: UInt8 in [0, 0x22, 0x5C, 0x7B, 0x2C, 0x39, 0xFF] {
        var changed = bytes
        changed[index] = byte
        check(changed, name)
      }
    }
  }

  @Test(arguments: [("m.json", document), ("deals.csv", csv)])
  func scatteredChangesAreLoadedOrRefused(name: String, text: String) {
    let bytes = Array(text.utf8)
    var numbers = SeededNumbers(state: 42)
    for _ in 0..<2000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...6, using: &numbers) {
        let index = Int.random(in: changed.indices, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: changed[index] = UInt8.random(in: 0...255, using: &numbers)
        case 1: changed.remove(at: index)
        case 2: changed.insert(changed[Int.random(in: changed.indices, using: &numbers)], at: index)
        default: changed.swapAt(index, Int.random(in: changed.indices, using: &numbers))
        }
      }
      check(changed, name)
    }
  }
}
