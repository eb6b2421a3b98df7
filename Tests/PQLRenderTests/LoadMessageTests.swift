import Foundation
import PQLModel
import PQLRender
import Testing

@Suite struct LoadMessageTests {
  private static let failure = LoadMessage(
    .recordUnreadable, .error, "found `x`\u{7} where `,` should be", advice: "say \"so\"",
    place: LoadPlace(
      file: "d\u{1B}.json", line: 3, column: 4, byte: 21, record: 2, entity: .deals, field: "amount"
    ))

  @Test func `as people read it`() {
    #expect(
      Self.failure.text
        == "error[PQL5101]: d␛.json, line 3, column 4, byte 21, record 2, field `deals.amount`: "
        + "found `x`␇ where `,` should be\n  help: say \"so\"")
    let note = LoadNote(
      .currencyNotNamed, "currency: none", severity: .warning, place: LoadPlace(file: "x", count: 2)
    )
    #expect(LoadMessage(note).text == "warning[PQL5501]: currency: none")
  }

  @Test func `as JSON it has the keys of every message and those of its place`() throws {
    let note = LoadMessage(LoadNote(.leadingZeros, "zeros"))
    let text = renderedJSON([], loads: [Self.failure, note])
    let all = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(all.count == 2)
    let first = all[0]
    #expect(
      first["code"] as? String == "PQL5101" && first["name"] as? String == "record-unreadable")
    #expect(
      first["severity"] as? String == "error" && first["filename"] as? String == "d\u{1B}.json")
    #expect(first["location"] as? [String: Int] == ["row": 3, "column": 4])
    #expect(first["entity"] as? String == "deals" && first["field"] as? String == "amount")
    #expect(first["byte"] as? Int == 21 && first["record"] as? Int == 2)
    #expect(first["count"] is NSNull && first["value"] is NSNull && first["url"] is NSNull)
    let suggestions = first["suggestions"] as? [[String: Any]]
    #expect(suggestions?.first?["message"] as? String == "say \"so\"")
    #expect(all[1]["location"] is NSNull && all[1]["filename"] is NSNull)
    #expect(Set(all[1].keys) == Set(first.keys))
  }
}
