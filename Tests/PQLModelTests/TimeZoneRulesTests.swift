import PQLModel
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a zone of this machine; nil when it has none.
private func zone(_ name: String) -> TimeZoneRules? {
  guard let file = fopen("/usr/share/zoneinfo/" + name, "rb") else { return nil }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 16)
  let count = fread(&bytes, 1, bytes.count, file)
  return TimeZoneRules(tzif: Array(bytes[..<count]))
}

/// Seconds of a date and time as if in UTC.
private func seconds(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Int64 {
  Int64(CivilDate(year: year, month: month, day: day).dayNumber) * 86_400
    + Int64(hour * 3600 + minute * 60)
}

@Suite("time zones", .enabled(if: zone("Europe/Amsterdam") != nil, "no time zone files"))
struct TimeZoneRulesTests {
  @Test(arguments: [
    ("Europe/Amsterdam", seconds(2026, 3, 29, 0, 59), 3600),
    ("Europe/Amsterdam", seconds(2026, 3, 29, 1, 0), 7200),
    ("Europe/Amsterdam", seconds(2026, 10, 25, 0, 59), 7200),
    ("Europe/Amsterdam", seconds(2026, 10, 25, 1, 0), 3600),
    ("Europe/Amsterdam", seconds(2099, 7, 1, 0, 0), 7200),
    ("Europe/Amsterdam", seconds(2099, 1, 1, 0, 0), 3600),
    ("America/New_York", seconds(2026, 3, 8, 7, 0), -14_400),
    ("America/New_York", seconds(2060, 11, 7, 6, 0), -18_000),
    ("Australia/Sydney", seconds(2060, 1, 1, 0, 0), 39_600),
    ("Australia/Sydney", seconds(2060, 7, 1, 0, 0), 36_000),
    ("Asia/Kolkata", seconds(2050, 7, 1, 0, 0), 19_800),
    ("America/Sao_Paulo", seconds(2050, 1, 1, 0, 0), -10_800),
  ])
  func offsets(name: String, at: Int64, offset: Int32) throws {
    let rules = try #require(zone(name))
    #expect(rules.offset(atUTC: at) == offset)
    #expect(rules.localSeconds(fromUTC: at) == at + Int64(offset))
  }

  @Test func localTimesComeBackToUTC() throws {
    let rules = try #require(zone("Europe/Amsterdam"))
    #expect(
      rules.utcSeconds(fromLocal: seconds(2026, 7, 1, 12, 0)) == seconds(2026, 7, 1, 10, 0))
    // The hour that comes twice is the earlier one.
    #expect(
      rules.utcSeconds(fromLocal: seconds(2026, 10, 25, 2, 30)) == seconds(2026, 10, 25, 0, 30))
    // The hour that never comes is read by the clock that ran before.
    #expect(
      rules.utcSeconds(fromLocal: seconds(2026, 3, 29, 2, 30)) == seconds(2026, 3, 29, 1, 30))
  }

  @Test func brokenFilesAreNone() throws {
    #expect(TimeZoneRules(tzif: []) == nil)
    #expect(TimeZoneRules(tzif: Array("TZif2".utf8)) == nil)
    guard let file = fopen("/usr/share/zoneinfo/Europe/Amsterdam", "rb") else { return }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    bytes = Array(bytes[..<count])
    for end in 0..<count { _ = TimeZoneRules(tzif: Array(bytes[..<end])) }
    for index in 0..<count {
      var changed = bytes
      changed[index] ^= 0xFF
      _ = TimeZoneRules(tzif: changed)?.offset(atUTC: 4_000_000_000)
    }
  }

  @Test func utcNeedsNoFile() {
    #expect(TimeZoneRules.utc.localSeconds(fromUTC: 5) == 5)
    #expect(TimeZoneRules.utc.isUTC)
  }
}

@Suite("relations find records by their bytes")
struct TextLookupTests {
  @Test func everyTextFindsItsFirstCode() {
    let here = TextDictionary(["a", "bb", "", "a longer text", "bb", "é"])
    let others = TextDictionary(["bb", "é", "e\u{301}", "", "a longer texT", "a", "a longer text"])
    #expect(here.codes(of: others) == [1, 5, -1, 2, -1, 0, 3])
  }

  @Test func idsComeBeforeNamesAndRepeatedNamesAreKnown() {
    let target = EntityTable(
      kind: .owners, rowCount: 3,
      fields: [
        EntityField(name: "id", type: .text, column: .text(TextColumn(["1", "2", "Bo"]))),
        EntityField(name: "name", type: .text, column: .text(TextColumn(["Bo", "Ana", "Ana"]))),
      ])
    let link = RelationLink(values: TextColumn(["Bo", "Ana", nil, "2", "X"]), target: target)
    #expect(link.rows == [2, 2, -1, 1, -1])
    #expect(link.unmatchedCount == 1)
    #expect(link.ambiguousNames == ["Ana"])
    let byName = RelationLink(
      values: TextColumn(["Bo", "2"]), target: target, keyField: "name")
    #expect(byName.rows == [0, -1])
  }
}
