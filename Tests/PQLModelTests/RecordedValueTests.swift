import PQLModel
import Testing

@Suite("Texts of a history") struct RecordedValueTests {
  private func value(_ text: String) -> RecordedValue { RecordedValue(TextDictionary([text]), 0) }

  @Test(
    arguments: [
      ("2026-03-31", 20_543), ("2026-03-31T23:59", 20_543), ("1970-01-01", 0), ("2026-02-30", nil),
      ("31.03.2026", nil), ("", nil), ("2026-03-31x", nil),
    ] as [(String, Int32?)])
  func days(text: String, day: Int32?) { #expect(value(text).day == day) }

  @Test(
    arguments: [
      ("12.5", 2, 1250), ("-12.5", 1, -125), ("12", 0, 12), ("12.345", 2, nil), ("12.50", 1, 125),
      ("", 2, nil), ("-", 2, nil), ("1,5", 2, nil), ("1.2.3", 2, nil), (".5", 2, 50),
      ("9999999999999999999", 0, nil), ("999999999999999999", 2, nil),
    ] as [(String, Int, Int64?)])
  func amounts(text: String, scale: Int, units: Int64?) {
    #expect(value(text).units(scale: scale) == units)
  }

  @Test func moments() {
    #expect(value("1970-01-02T01:02:03").second == 90_123)
    #expect(value("1970-01-02").second == 86_400)
    #expect(value("1970-01-02T25:00").second == nil)
  }
}
