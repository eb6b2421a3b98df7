import PQLModel
import Testing

@testable import PQLEngine

/// Letters are what the standard library makes of them.
struct LetterCaseTests {
  @Test func `every scalar is what the standard library makes of it`() {
    let scalars = (0...0x10FFFF as ClosedRange<UInt32>).compactMap { Unicode.Scalar($0) }
    let texts = scalars.map { "x\(String($0))Y" }
    let dictionary = TextDictionary(texts)
    let (small, large) = (LetterCase.lower(dictionary), LetterCase.upper(dictionary))
    #expect(small == TextDictionary(texts.map { $0.lowercased() }))
    #expect(large == TextDictionary(texts.map { $0.uppercased() }))
  }

  @Test func `texts of several letters keep their codes`() {
    let texts = ["", "ŁÓDŹ Labs", "straße", "ΟΔΟΣ", "İstanbul", "東京 – ÉNERGIE 🎯", ""]
    #expect(LetterCase.lower(TextDictionary(texts)).values == texts.map { $0.lowercased() })
    #expect(LetterCase.upper(TextDictionary(texts)).values == texts.map { $0.uppercased() })
    #expect(LetterCase.lower(TextDictionary()) == TextDictionary())
  }
}
