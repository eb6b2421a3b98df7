import PQLSyntax
import Testing

@Suite struct HighlightTests {
  private func kinds(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return highlights(text).map {
      "\(String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self)):\($0.kind)"
    }
  }

  @Test func `words are told apart by their place`() {
    #expect(
      kinds("sum limit where by_x = $p limit 5 # c") == [
        "sum:verb", "limit:name", "where:keyword", "by_x:name", "=:sign", "$p:parameter",
        "limit:keyword", "5:number", "# c:comment",
      ])
  }

  @Test func `literals and calls have their kinds`() {
    #expect(
      kinds("month(created) > 2026-01-01 and \"x\"") == [
        "month:verb", "(:sign", "created:name", "):sign", ">:sign", "2026-01-01:date",
        "and:keyword", "\"x\":text",
      ])
  }

  @Test func `what cannot be read is an error`() {
    #expect(kinds("count where a = 30m").last == "30m:error")
  }

  @Test(arguments: Corpus.all)
  func `highlights are in order and do not overlap`(_ text: String) {
    var end = 0
    for highlight in highlights(text) {
      #expect(highlight.span.start >= end)
      end = highlight.span.end
    }
    #expect(end <= text.utf8.count)
  }
}
