import PQLModel
import PQLRender
import Testing

@Suite("Notes")
struct NoteTests {
  private static let form = NoteForm(
    "left-out", "{n:# deal is|# deals are} left out since {day}, worth {worth}, by {field}")

  private static func note(_ count: Int, _ field: String = "stage") -> Note {
    Note(
      form,
      [
        .count("n", count), .day("day", 20_454), .text("field", field),
        .init("worth", .money(1_234 * Money.one, currency: "EUR")),
      ])
  }

  @Test func `a sentence has its figures, one of a kind in its own form`() {
    #expect(
      Self.note(1).text == "1 deal is left out since 2026-01-01, worth EUR 1234, by stage")
    #expect(
      Self.note(12).text == "12 deals are left out since 2026-01-01, worth EUR 1234, by stage")
  }

  @Test func `braces and signs of a figure stay what they are`() {
    let text = Self.note(2, "{n} # | :").text
    #expect(text.hasSuffix("by {n} # | :"))
  }

  @Test func `a figure that is not there leaves its place empty`() {
    #expect(Note(NoteForm("x", "a {b} c{d:one|many}")).text == "a  c")
  }

  @Test func `JSON has the code, the sentence and the figures`() {
    #expect(
      Self.note(2).json
        == #"""
        {"code": "left-out", "text": "2 deals are left out since 2026-01-01, worth EUR 1234, \#
        by stage", "figures": {"n": 2, "day": "2026-01-01", "field": "stage", \#
        "worth": {"amount": 1234, "currency": "EUR"}}}
        """#)
  }

  @Test func `a section stands below the answer, and is told where a format has no place for it`() {
    var answer = SampleAnswers.texts(["a"])
    let column = AnswerColumn(
      name: "reason", type: .text, column: .text(TextColumn(["too early", nil])))
    answer.sections = [AnswerSection(name: "reasons", columns: [column], rowCount: 2)]
    #expect(
      rendered(answer, as: .table).hasSuffix(
        "reasons\nreason\n─────────\ntoo early\n(none)\n2 rows\n"))
    #expect(rendered(answer, as: .markdown).contains("**reasons**\n\n| reason |"))
    #expect(
      rendered(answer, as: .json).contains(
        #"""
          "reasons": {
          "columns": [
            {"name": "reason", "type": "text"}
          ],
          "rows": [
            {"reason": "too early"},
            {"reason": null}
          ]},
        """#))
    #expect(OutputFormat.csv.notesBeside(answer).map(\.form.code) == ["section-left-out"])
  }
}
