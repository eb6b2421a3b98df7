import PQLSyntax
import PQLTestSupport
import Testing

/// Every token of the corpus deleted, doubled and swapped with the next: never a trap, always a tree
/// that gives the text back.
@Suite struct MutationTests {
  @Test(arguments: Corpus.all)
  func `a mutated text is read without a trap`(_ text: String) {
    let tree = read(text)
    let bytes = Array(text.utf8)
    let spans = tree.tokens.dropLast().map(\.span)
    for (place, span) in spans.enumerated() {
      check(bytes[..<span.start] + bytes[span.end...])
      check(bytes[..<span.end] + [0x20] + bytes[span.start...])
      guard place + 1 < spans.count else { continue }
      let next = spans[place + 1]
      check(
        bytes[..<span.start] + bytes[next.start..<next.end] + bytes[span.end..<next.start]
          + bytes[span.start..<span.end] + bytes[next.end...])
    }
  }

  private func check(_ bytes: ArraySlice<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    let tree = read(text)
    #expect(reproduced(tree) == Array(text.utf8))
    #expect(tree.diagnostics.allSatisfy { $0.span.start <= $0.span.end })
    #expect(tree.diagnostics.allSatisfy { $0.span.end <= bytes.count })
    guard tree.diagnostics.isEmpty else {
      #expect(format(tree).isEmpty == text.isEmpty)
      return
    }
    let once = format(tree)
    #expect(shapes(read(once)) == shapes(tree), "\(text)")
    #expect(format(read(once)) == once, "\(text)")
  }
}
