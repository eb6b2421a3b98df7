import Foundation
import PQLModel
import PQLRender
import PQLSyntax
import Testing

@Suite struct JSONTests {
  @Test func `the document has columns, rows and notes`() throws {
    let document = try object(rendered(SampleAnswers.everyType, as: .json))
    let columns = try #require(document["columns"] as? [[String: String]])
    let types = [
      "text", "category", "stage", "number", "money", "percent", "boolean", "date", "timestamp",
      "duration", "period", "list",
    ]
    #expect(columns.map { $0["type"] } == types)
    #expect(columns[4] == ["name": "sum_amount", "type": "money", "currency": "EUR"])
    #expect(columns[10]["grain"] == "quarter")
    let notes = try #require(document["notes"] as? [[String: Any]])
    #expect(notes.map { $0["code"] as? String } == ["closed-left-out"])
    #expect(notes[0]["text"] as? String == "open deals; 31 closed deals not counted")
    #expect((notes[0]["figures"] as? [String: Double]) == ["n": 31])
    let rows = try #require(document["rows"] as? [[String: Any]])
    #expect(rows.count == 3)
    #expect(rows[1].values.allSatisfy { $0 is NSNull } && rows[1].count == 12)
    #expect(rows[2]["name"] as? String == "日本 \u{1b}[31m|\"a\",\n\u{202e}b")
    #expect(rows[0]["tags"] as? [String] == ["a", "b \"c\""])
    #expect(rows[0]["age"] as? Double == 37.5)
    #expect(rows[0]["open"] as? Bool == true)
    #expect(rows[0]["quarter"] as? String == "2026-Q3")
  }

  @Test func `an object a line, keyed by the columns and nothing else`() throws {
    let lines = rendered(SampleAnswers.everyType, as: .ndjson).split(separator: "\n")
    #expect(lines.count == 3)
    let rows = try #require(
      try object(rendered(SampleAnswers.everyType, as: .json))["rows"] as? [NSDictionary])
    for (line, row) in zip(lines, rows) {
      #expect(try object(String(line)) as NSDictionary == row)
    }
    #expect(
      lines[0].hasPrefix(
        #"{"name": "Acme", "product": "GTX Pro", "stage": "won", "score": 12345.5, "#
          + #""sum_amount": 1234567.12, "rate": 0.326, "open": true, "created": "2026-06-30""#))
  }

  @Test func `every character comes back`() throws {
    let hostile =
      (0..<0x300).compactMap(Unicode.Scalar.init).map { String($0) }
      + ["\u{2028}\u{2029}", "\u{feff}", "👩‍👩‍👧‍👦", "\"\\/", "\u{10ffff}"]
    let text = rendered(SampleAnswers.texts(hostile), as: .ndjson)
    let lines = text.split(separator: "\n")
    #expect(lines.count == hostile.count)
    for (line, original) in zip(lines, hostile) {
      let found = try #require(try object(String(line))["x"] as? String)
      #expect(Array(found.unicodeScalars) == Array(original.unicodeScalars))
    }
    #expect(!text.contains("\u{2028}") && text.contains("\\u2028\\u2029"))
  }

  @Test func `names of columns are escaped`() throws {
    var answer = SampleAnswers.texts(["a"])
    answer.columns[0].name = "sum(\"x\"\n)"
    #expect(try object(rendered(answer, as: .ndjson)).keys.first == "sum(\"x\"\n)")
    #expect(rendered(answer, as: .csv).hasPrefix("\"sum(\"\"x\"\"\n)\"\n"))
  }

  @Test func `no rows`() throws {
    #expect(
      rendered(SampleAnswers.texts([]), as: .json) == """
        {
          "columns": [
            {"name": "x", "type": "text"}
          ],
          "rows": [],
          "notes": []
        }

        """)
  }

  private func object(_ text: String) throws -> [String: Any] {
    let found = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(found as? [String: Any])
  }
}
