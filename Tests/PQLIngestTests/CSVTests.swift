import PQLIngest
import PQLModel
import Testing

@Suite("CSV")
struct CSVTests {
  @Test(arguments: [",", ";", "\t", "|"])
  func theDelimiterIsDetected(delimiter: String) throws {
    let rows = [["id", "name", "note"], ["1", "a", "x"], ["2", "b", "y"]]
    let text = rows.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
    #expect(try load(["deals.csv": text])[.deals]?.texts("name") == ["a", "b"])
  }

  @Test func quotedCellsHoldDelimitersLinesAndQuotes() throws {
    let model = try load([
      "deals.csv": "\u{FEFF}id,name,note\r\n1,\"a,\nb\",\"say \"\"hi\"\"\"\r\n2,\"\",c\r\n"
    ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("name") == ["a,\nb", nil])
    #expect(deals.texts("note") == ["say \"hi\"", "c"])
    #expect(deals.texts("id") == ["1", "2"])
  }

  @Test func headersAreTrimmedAndMadeUnique() throws {
    let model = try load(["deals.csv": "id, name ,x,x,\n1,a,p,q,r\n"])
    #expect(model[.deals]?.fields.map(\.name) == ["id", "name", "x", "x_2", "column_5"])
  }

  @Test func shortLinesLackTheirLastCells() throws {
    let model = try load(["deals.csv": "id,a,b\n1,x,y\n2\n\n3,z\n"])
    #expect(model[.deals]?.texts("a") == ["x", nil, "z"])
    #expect(
      model.messages.contains(
        "deals: 2 lines have fewer cells than the header; what they lack is missing"))
  }

  @Test(arguments: [
    ("id,a\n1,2,3\n", 2, "more cells"), ("id,a\n1,\"x\n", 2, "never closed"),
    ("id,a\n1,\"x\"y\n", 2, "closing quote"), ("id,a\n1,x\u{0}\n", 2, "NUL"),
  ])
  func brokenLinesAreNamed(text: String, line: Int, words: String) throws {
    let failure = try #require(refusal(["deals.csv": text]))
    #expect(failure.line == line)
    #expect(failure.message.contains(words))
  }

  @Test func emptyCellsBeyondTheHeaderAreNoMatter() throws {
    #expect(try load(["deals.csv": "id,a\n1,2,,\n"])[.deals]?.texts("a") == ["2.0"])
  }

  @Test func aFileOfOnlyAHeaderHasNoRows() throws {
    let deals = try #require(try load(["deals.csv": "id,stage,amount\n"])[.deals])
    #expect(deals.rowCount == 0)
    #expect(deals.fields.map(\.name) == ["id", "stage", "amount"])
  }

  @Test func filesOfOneEntityStandUnderEachOther() throws {
    let model = try load(
      [
        "m.json": #"{"entities":{"deals":{"files":["a.csv","b.ndjson"]}}}"#,
        "a.csv": "id,x\n1,p\n", "b.ndjson": #"{"id":"2","y":true}"#,
      ])
    let deals = try #require(model[.deals])
    #expect(deals.texts("id") == ["1", "2"])
    #expect(deals.texts("x") == ["p", nil])
    #expect(deals.texts("y") == [nil, "true"])
  }
}
