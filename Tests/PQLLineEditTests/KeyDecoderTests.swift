import PQLTerminalSupport
import Testing

@testable import PQLLineEdit

@Suite struct KeyDecoderTests {
  private func keys(_ bytes: [UInt8], expired: Bool = true) -> [Key] {
    var decoder = KeyDecoder()
    decoder.feed(bytes)
    var keys: [Key] = []
    while let key = decoder.next(expired: expired) { keys.append(key) }
    return keys
  }

  private func keys(_ text: String, expired: Bool = true) -> [Key] {
    keys(Array(text.utf8), expired: expired)
  }

  @Test(arguments: [
    ("\u{1B}[A", NamedKey.up), ("\u{1B}OB", .down), ("\u{1B}[1;5C", .wordRight),
    ("\u{1B}[1;3D", .wordLeft), ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}OF", .end),
    ("\u{1B}[3~", .delete), ("\u{1B}[3;5~", .deleteWord), ("\u{1B}[Z", .shiftTab),
    ("\u{1B}\r", .newline), ("\u{1B}[13;2u", .newline), ("\u{1B}[27;2;13~", .newline),
  ])
  func aSequenceIsAKey(text: String, key: NamedKey) {
    #expect(keys(text) == [.named(key)])
  }

  @Test func aKeyThatIsNotAllThereIsWaitedFor() {
    for part in ["\u{1B}", "\u{1B}[", "\u{1B}[1;", "\u{1B}O"] {
      #expect(keys(part, expired: false) == [])
    }
    #expect(keys([0xE6, 0x97], expired: false) == [])
  }

  @Test func bytesThatAreNoTextAreReplaced() {
    let replacement = Key.scalar("\u{FFFD}")
    #expect(keys([0xFF, 0x61]) == [replacement, .scalar("a")])
    #expect(keys([0xE6, 0x61]) == [replacement, .scalar("a")])
    #expect(keys([0xC0, 0x80]) == [replacement, replacement])
    #expect(keys([0xC2, 0x81]) == [replacement])
    #expect(keys([0xED, 0xA0, 0x80]).allSatisfy { $0 == replacement })
  }

  @Test func escapeStandsAloneWhenNothingFollows() {
    #expect(keys("\u{1B}") == [.escape])
    #expect(keys("\u{1B}\u{1B}[A") == [.escape, .named(.up)])
    #expect(keys("\u{1B}b") == [.meta("b")])
  }

  @Test func aPasteEndsWithItsMarkOnly() {
    #expect(keys("\u{1B}[200~a\u{1B}[Ab\u{1B}[201~c") == [.paste("a[Ab"), .scalar("c")])
    #expect(keys("\u{1B}[200~abc", expired: false) == [])
    #expect(keys("\u{1B}[200~abc") == [.paste("abc")])
  }

  @Test func aPasteComesInParts() {
    var decoder = KeyDecoder()
    for part in ["\u{1B}[200~on", "e\u{1B}[20", "1~"] {
      let early = decoder.next(expired: false)
      #expect(early == nil)
      decoder.feed(Array(part.utf8))
    }
    let key = decoder.next(expired: false)
    #expect(key == .paste("one"))
    #expect(!decoder.hasPending)
  }

  @Test func anEndlessPasteIsCut() {
    let text = String(repeating: "x", count: KeyDecoder.longestPaste + 10)
    #expect(keys(Keys.pasted(text)) == [.paste(String(text.dropLast(10)))])
  }

  /// Whatever bytes come, decoding ends and no key carries the code of another.
  @Test func anyBytesAreDecoded() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let bytes = (0..<40).map { _ in
        [0x1B, 0x5B, 0x4F, 0x7E, 0x32, 0x30, 0x3B, UInt8.random(in: 0...255, using: &generator)]
          .randomElement(using: &generator) ?? 0
      }
      for key in keys(bytes) {
        guard case .scalar(let scalar) = key else { continue }
        #expect(!(0x80...0x9F).contains(scalar.value))
      }
    }
  }
}
