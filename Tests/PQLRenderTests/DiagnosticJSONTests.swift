import Foundation
import PQLRender
import PQLSyntax
import Testing

@Suite struct DiagnosticJSONTests {
  @Test func `the shape of ruff's`() throws {
    let source = MarkedSource("pql 1\r\n«日e\u{301}»👍🏽 «propsal»", "q4.pql")
    let diagnostic = Diagnostic(
      .unknownStage, source[1], "`propsal` is \"no\" stage", label: "not a stage",
      labels: [.init(source[0], "a stage")], notes: ["a < b"],
      suggestions: [
        .init("no edits"),
        .init("a similar name", replacing: source[1], with: "proposal\n"),
      ])
    #expect(
      renderedJSON([(diagnostic, source.text)]) == #"""
        [
          {
            "code": "PQL2104",
            "name": "unknown-stage",
            "severity": "error",
            "filename": "q4.pql",
            "message": "`propsal` is \"no\" stage",
            "label": "not a stage",
            "location": {"row": 2, "column": 7},
            "end_location": {"row": 2, "column": 14},
            "labels": [{"message": "a stage", "location": {"row": 2, "column": 1}, "end_location": {"row": 2, "column": 4}}],
            "notes": ["a < b"],
            "fix": {"message": "a similar name", "edits": [{"content": "proposal\n", "location": {"row": 2, "column": 7}, "end_location": {"row": 2, "column": 14}}]},
            "suggestions": [{"message": "no edits", "edits": []}, {"message": "a similar name", "edits": [{"content": "proposal\n", "location": {"row": 2, "column": 7}, "end_location": {"row": 2, "column": 14}}]}],
            "url": null
          }
        ]

        """#)
  }

  @Test func `several messages of several files are one array`() throws {
    let first = SourceText(name: "a", text: "x\ny")
    let second = SourceText(name: "b", text: "")
    let all = [
      (Diagnostic(.unknownField, Span(2, 3), "y"), first),
      (Diagnostic(.unknownField, Span(0, 1), "x", severity: .warning), first),
      (Diagnostic(.missingExpression, Span(0, 0), "z"), second),
    ]
    let text = renderedJSON(all.map { (diagnostic: $0.0, source: $0.1) }) { "https://x/\($0.slug)" }
    let found = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let objects = try #require(found as? [[String: Any]])
    #expect(objects.map { $0["filename"] as? String } == ["a", "a", "b"])
    #expect(objects.map { $0["severity"] as? String } == ["error", "warning", "error"])
    #expect(objects[0]["location"] as? [String: Int] == ["row": 2, "column": 1])
    #expect(objects[0]["fix"] is NSNull)
    #expect(objects[2]["url"] as? String == "https://x/missing-expression")
    #expect(renderedJSON([]) == "[]\n")
  }

  @Test func `lines and columns of every byte`() {
    let index = LineIndex(SourceText(name: "q", text: "a\r\n\u{65}\u{301}日\n"))
    let places = (0...10).map { index.position(of: $0, in: .scalars) }
    #expect(places.map(\.row) == [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3])
    #expect([0, 1, 3, 4, 6, 9, 10].map { places[$0].column } == [1, 2, 1, 2, 3, 4, 1])
    #expect(index.position(of: 6, in: .graphemes).column == 2)
    #expect(index.position(of: 99, in: .graphemes) == places[10])
    #expect(index.lineCount == 3)
    #expect((0..<3).map(index.text(ofLine:)) == ["a", "e\u{301}日", ""])
  }
}
