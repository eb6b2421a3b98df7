import PQLText
import Testing

@Suite struct SpellingTests {
  private let stages = ["lead", "qualified", "proposal", "negotiation", "won", "lost"]

  @Test func `the nearest word is found whatever its case`() {
    #expect(Spelling.nearest(to: "propsal", in: stages) == ["proposal"])
    #expect(Spelling.nearest(to: "PROPOSLA", in: stages) == ["proposal"])
    #expect(Spelling.nearest(to: "smu", in: ["sum", "max", "min"]) == ["sum"])
  }

  @Test func `words too far are not offered`() {
    #expect(Spelling.nearest(to: "xyz", in: stages).isEmpty)
    #expect(Spelling.nearest(to: "", in: stages).isEmpty)
    #expect(Spelling.nearest(to: "lost", in: ["most", "list", "cost", "post"]).count == 3)
  }

  @Test func `ties keep the order given and the word itself is left out`() {
    #expect(Spelling.nearest(to: "lost", in: ["post", "lost", "cost"]) == ["post", "cost"])
  }

  @Test func `hostile lengths cost nothing`() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(Spelling.nearest(to: long, in: [long + "b", "a"]).isEmpty)
    #expect(Spelling.nearest(to: "aa", in: [long, "ab"]) == ["ab"])
  }
}
