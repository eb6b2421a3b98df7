import PQLModel
import Testing

@testable import PQLEngine

/// Letters are what the standard library makes of them.
struct LetterCaseTests {
  @Test func `every scalar is what the standard library makes of it`() {
    let scalars = (0...0x10FFFF as ClosedRange<UInt32>).compactMap { Unicode.Scalar($0) }
    let texts = scalars.map { "x\(String($0))Y" }
    let dictionary = TextDictionary(texts)
    var (lower, upper) = (LetterCase.lower, LetterCase.upper)
    let (small, large) = (lower.mapped(dictionary), upper.mapped(dictionary))
    #expect(small == TextDictionary(texts.map { $0.lowercased() }))
    #expect(large == TextDictionary(texts.map { $0.uppercased() }))
  }

  @Test func `texts of several letters keep their codes`() {
    let texts = ["", "ŁÓDŹ Labs", "straße", "ΟΔΟΣ", "İstanbul", "東京 – ÉNERGIE 🎯", ""]
    var (lower, upper) = (LetterCase.lower, LetterCase.upper)
    #expect(lower.mapped(TextDictionary(texts)).values == texts.map { $0.lowercased() })
    #expect(upper.mapped(TextDictionary(texts)).values == texts.map { $0.uppercased() })
    #expect(lower.mapped(TextDictionary()) == TextDictionary())
  }
}
