import PQLIngest
import PQLModel
import Testing

/// What a history says of values comes to the form in which the deals hold them.
@Suite struct HistoryFormTests {
  private func changes(
    _ deals: String, _ history: String, _ entity: String = ""
  ) throws -> [String?] {
    let model = try load(
      [
        "m.json": """
        {"pql": 1, "currency": {"base": "EUR"}, "entities": {
          "deals": {"file": "deals.csv"\(entity)}, "history": {"file": "history.csv"}}}
        """, "deals.csv": deals, "history.csv": "deal;at;field;from;to\n" + history,
      ])
    let table = try #require(model[.history])
    return (0..<table.rowCount).flatMap { [table.text("from", $0), table.text("to", $0)] }
  }

  @Test("dates in the order that the history proves, else in that of the deals")
  func dates() throws {
    let deals = "id;stage;close_date\nA;New;13/05/2026\nB;Won;02/03/2026\n"
    #expect(
      try changes(deals, "A;2026-01-01;close_date;04/05/2026;13/05/2026\n")
        == ["2026-05-04", "2026-05-13"])
    #expect(
      try changes(deals, "A;2026-01-01;close_date;04/05/2026;06/05/2026\n")
        == ["2026-05-04", "2026-05-06"])
    // A history that proves the other order was written by another program.
    #expect(
      try changes(deals, "A;2026-01-01;close_date;04/05/2026;05/13/2026\n")
        == ["2026-04-05", "2026-05-13"])
  }

  @Test("dates that nothing proves stay as they are written")
  func openDates() throws {
    let deals = "id;stage;close_date\nA;New;2026-05-13\n"
    #expect(
      try changes(deals, "A;2026-01-01;close_date;2026-05-01;04/05/2026\n")
        == ["2026-05-01", "04/05/2026"])
  }

  @Test("numbers with a comma before their decimals, where one of them proves it")
  func numbers() throws {
    let deals = "id;stage;amount\nA;New;\"1.234,50\"\n"
    #expect(
      try changes(deals, "A;2026-01-01;amount;\"2.000,75\";3.000\nA;2026-01-02;amount;3.000;-0,5\n")
        == ["2000.75", "3000", "3000", "-0.5"])
    #expect(
      try changes(deals, "A;2026-01-01;amount;;12000.5\nA;2026-01-02;name;a,b;1,5\n")
        == [nil, "12000.5", "a,b", "1,5"])
  }

  @Test("texts that the model file replaces are replaced in the field's changes alone")
  func values() throws {
    let deals = "id;stage;product\nA;New;GTXPro\n"
    #expect(
      try changes(
        deals, "A;2026-01-01;product;GTXPro;Care\nA;2026-01-02;source;GTXPro;web\n",
        ", \"values\": {\"product\": {\"GTXPro\": \"GTX Pro\"}}")
        == ["GTX Pro", "Care", "GTXPro", "web"])
  }
}
