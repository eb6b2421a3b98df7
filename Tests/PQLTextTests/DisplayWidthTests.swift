import PQLText
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("ｱ", 1), ("Ａ", 2), ("한", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("🇩", 1),
    ("❤", 1), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("©", 1), ("\u{200B}", 0),
    ("\u{301}", 0), ("\u{7F}", 0), ("\u{1B}", 0), ("ก็", 1), ("☕", 2), ("—", 1), ("𠀀", 2),
  ])
  func aClusterHasItsWidth(text: Character, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test func aTextHasTheSumOfItsClusters() {
    #expect(DisplayWidth.columns(of: "日本 a👨‍👩‍👧") == 8)
    #expect(DisplayWidth.columns(of: "") == 0)
  }

  @Test func aTextIsAsWideAsItsClustersWhicheverSignsStandInIt() {
    for value in UInt32(0)..<0x3_0000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // Behind and before signs of several alphabets, so that a sign that joins is noticed.
      let text = "é\(scalar)–\(scalar)日\(scalar)한\(scalar)"
      let expected = text.reduce(0) { $0 + DisplayWidth.columns(of: $1) }
      let found = DisplayWidth.columns(of: text)
      if found != expected { Issue.record("\(String(value, radix: 16)): \(found)") }
    }
  }
}
