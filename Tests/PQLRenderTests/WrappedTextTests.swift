import Testing

@testable import PQLRender

/// Long lines broken at the width of a terminal.
@Suite struct WrappedTextTests {
  @Test(arguments: [
    ("short", 20, 2, "short"),
    ("one two three four five", 20, 2, "one two three four\n  five"),
    ("  note: one two three four", 20, 4, "  note: one two\n    three four"),
    ("stages: a < b < c   (lost d)", 20, 2, "stages: a < b < c\n  (lost d)"),
    ("a 日本語日本語日本語日本語", 20, 0, "a\n日本語日本語日本語日本語"),
    ("", 20, 2, ""),
  ])
  func breaksAtSpaces(_ text: String, _ width: Int, _ indent: Int, _ rows: String) {
    #expect(text.wrapped(to: width, indent: indent) == rows)
    #expect(text.wrapped(to: nil, indent: indent) == text)
  }
}
