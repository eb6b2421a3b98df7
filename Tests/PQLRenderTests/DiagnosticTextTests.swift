import PQLRender
import PQLSyntax
import Testing

@Suite struct DiagnosticTextTests {
  @Test func `the shape of every message`() {
    let source = MarkedSource("pql 1\n\nforecast where «stage» >= «propsal» by product\n", "q4.pql")
    let diagnostic = Diagnostic(
      .unknownStage, source[1], "`propsal` is not a stage of pipeline `New business`",
      label: "not a stage",
      labels: [.init(source[0], "this is a stage, so the right side must name one")],
      notes: [
        "stages in order: lead < qualified < proposal < negotiation < won   (lost has no rank)"
      ],
      suggestions: [
        .init(
          "a stage with a similar name: `proposal`", replacing: source[1], with: "proposal")
      ])
    #expect(
      rendered(diagnostic, in: source.text) == """
        error[PQL2104]: `propsal` is not a stage of pipeline `New business`
          --> q4.pql:3:25
          3 | forecast where stage >= propsal by product
            |                -----    ^^^^^^^ not a stage
            |                this is a stage, so the right side must name one
          = stages in order: lead < qualified < proposal < negotiation < won   (lost has no rank)
          help: a stage with a similar name: `proposal`

        """)
  }

  @Test func `carets stand under wide characters and past marks`() {
    #expect(
      shown("count where \"日本 e\u{301}👩‍👩‍👧‍👦\" = «ölig»") == """
          --> q:1:23
          1 | count where "日本 e\u{301}👩‍👩‍👧‍👦" = ölig
            |                          ^^^^ here

        """)
    #expect(
      shown("«日本» = 1") == """
          --> q:1:1
          1 | 日本 = 1
            | ^^^^ here

        """)
  }

  @Test func `tabs become spaces, controls become signs`() {
    #expect(
      shown("\tdeals\t\u{1b}[31m \u{202e}«x»\r\nnext") == """
          --> q:1:15
          1 |     deals   ␛[31m \\u{202e}x
            |                           ^ here

        """)
  }

  @Test func `the end of the text is pointed at where its last word ends`() {
    for end in ["", "\n", "  \r\n\n"] {
      #expect(
        shown("deals\ncount where amount >«»\(end)", trailing: end.utf8.count) == """
            --> q:2:21
            2 | count where amount >
              |                     ^ here

          """)
    }
    #expect(
      shown("«»") == """
          --> q:1:1
          1 |
            | ^ here

        """)
  }

  @Test func `a span over two lines, and one over many`() {
    #expect(
      shown("count where «(open\n  and won\n») by") == """
          --> q:1:13
          1 | count where (open
            |             ^^^^^
          2 |   and won
            |   ^^^^^^^ here

        """)
    #expect(
      shown("a «(\n  b\n  c\n  d\n  e\n  f) » g") == """
          --> q:1:3
          1 | a (
            |   ^
          2 |   b
            |   ^
          ...
          6 |   f)  g
            |   ^^^ here

        """)
  }

  @Test func `other places, on the same line and on others`() {
    let source = MarkedSource(
      "let «big» = deals\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n# 8\n# 9\n«let» «big» = «leads»", "q")
    let diagnostic = Diagnostic(
      .nameTaken, source[2], "`big` is taken", label: "second",
      labels: [
        .init(source[0], "first"), .init(source[1], "the word"), .init(source[3], "leads"),
      ], severity: .warning)
    #expect(
      rendered(diagnostic, in: source.text) == """
        warning[PQL2111]: `big` is taken
          --> q:10:5
           1 | let big = deals
             |     --- first
          ...
          10 | let big = leads
             | --- ^^^   ----- leads
             | |   second
             | the word

        """)
  }

  @Test func `a place inside another`() {
    let diagnostic = Diagnostic(
      .typeMismatch, Span(6, 11), "no", label: "here", labels: [.init(Span(0, 17), "all of it")])
    #expect(
      rendered(diagnostic, in: SourceText(name: "q", text: "where stage = abc")) == """
        error[PQL2201]: no
          --> q:1:7
          1 | where stage = abc
            | ------^^^^^------ here
            | all of it

        """)
  }

  @Test func `a long line is cut round its place`() {
    let long = String(repeating: "abcdefghi ", count: 30)
    #expect(
      shown(long + "«here» " + long, width: 50)
        == """
          --> q:1:301
          1 | …hi abcdefghi here abcdefghi abcdefghi abcd…
            |               ^^^^ here

        """)
  }

  @Test(arguments: [0, 1, 20, 150, 290, 299, 300])
  func `no source line is wider than asked`(place: Int) {
    let text = String(repeating: "日", count: 300)
    let diagnostic = Diagnostic(
      .unexpectedCharacter, Span(place * 3, place * 3 + 3), "x", label: "")
    let lines = rendered(
      diagnostic, in: SourceText(name: "q", text: text), options: RenderOptions(width: 60)
    ).split(separator: "\n")
    let shown = lines[2].dropFirst(6)
    #expect(shown.reduce(0) { $0 + ($1 == "日" ? 2 : 1) } <= 54)
    let caret = lines[3].dropFirst(6).prefix { $0 == " " }.count
    var column = 0
    var found = false
    for character in shown {
      if column == caret { found = character == "日" || place == 300 }
      column += character == "日" ? 2 : 1
    }
    #expect(found || place == 300)
  }

  @Test func `offsets out of range and inside characters do no harm`() {
    for text in ["", "日本\r\n", "\r\n\r\n", "a"] {
      for start in -1...9 {
        for end in -1...9 {
          let diagnostic = Diagnostic(
            .typeMismatch, Span(start, end), "x", labels: [.init(Span(end, start), "y")])
          #expect(rendered(diagnostic, in: SourceText(name: "q", text: text)).hasSuffix("\n"))
        }
      }
    }
  }

  @Test func `the text of a message cannot steer the terminal`() {
    let bad = "\u{1b}[2J\n\u{202e}"
    let diagnostic = Diagnostic(
      .typeMismatch, Span(0, 1), bad, label: bad, labels: [.init(Span(1, 2), bad)], notes: [bad],
      suggestions: [.init(bad)])
    let text = rendered(diagnostic, in: SourceText(name: bad, text: bad))
    #expect(!text.contains("\u{1b}") && !text.unicodeScalars.contains("\u{202e}"))
    #expect(text.split(separator: "\n").count == 7)
  }

  @Test func `colour changes nothing but the colour`() {
    let source = SourceText(name: "q", text: "count where x")
    let diagnostic = Diagnostic(
      .unknownField, Span(12, 13), "x", label: "y", labels: [.init(Span(0, 5), "z")], notes: ["n"],
      suggestions: [.init("s")])
    let styled = rendered(
      [diagnostic, diagnostic], in: source, options: RenderOptions(color: true))
    #expect(styled.contains("\u{1b}[1;31m^\u{1b}[0m"))
    #expect(
      styled.replacing(/\u{1b}\[[0-9;]*m/, with: "")
        == rendered([diagnostic, diagnostic], in: source))
  }

  /// The message without its first line.
  private func shown(_ marked: String, trailing: Int = 0, width: Int? = nil) -> String {
    let source = MarkedSource(marked, "q")
    let span = Span(source[0].start + trailing, source[0].end + trailing)
    let text = rendered(
      Diagnostic(.typeMismatch, span, "x", label: "here"), in: source.text,
      options: RenderOptions(width: width))
    return String(text.drop { $0 != "\n" }.dropFirst())
  }
}

/// A source whose spans stand between « and ».
struct MarkedSource {
  let text: SourceText
  private var spans: [Span] = []

  init(_ marked: String, _ name: String) {
    var plain = ""
    var starts: [Int] = []
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": starts.append(plain.utf8.count)
      case "»": spans.append(Span(starts.removeLast(), plain.utf8.count))
      default: plain.unicodeScalars.append(scalar)
      }
    }
    text = SourceText(name: name, text: plain)
  }

  subscript(index: Int) -> Span { spans[index] }
}
