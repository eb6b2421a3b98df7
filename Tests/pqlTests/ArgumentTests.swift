import Foundation
import Testing

/// What the arguments do, and how a run ends.
@Suite struct ArgumentTests {
  @Test func tellsHowItIsUsed() throws {
    let program = try Program()
    let help = try program.run("--help")
    #expect(help.code == 0)
    for word in ["USAGE", "check", "explain", "fmt", "init", "run", "sample", "Exit codes"] {
      #expect(help.output.contains(word))
    }
    let version = try program.run("--version")
    #expect(version.code == 0)
    #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(try program.run("sample", "--help").code == 0)
  }

  @Test(arguments: [
    ["--nonsense"], ["--as", "pdf", "-c", "count"], ["--width", "3", "-c", "count"],
    ["--today", "someday", "-c", "count"], ["--param", "x", "-c", "count"], ["run"], ["check"],
    ["--color", "pink", "-c", "count"], ["sample", "--deals", "0", "--out", "x"],
    ["explain", "PQL0000"], ["-c"],
  ])
  func refusesWrongUse(_ arguments: [String]) throws {
    let program = try Program.withData()
    let result = try program.start(arguments).result()
    #expect(result.code == 2)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }

  @Test func answersOneQuestion() throws {
    let program = try Program.withData()
    let result = try program.run("model.json", "-c", "count where open", "--as", "csv")
    #expect(result.code == 0)
    #expect(result.output == "count\n2\n")
    #expect(result.errors.isEmpty)
  }

  @Test func answersSeveralQuestionsInTheirOrder() throws {
    let program = try Program.withData()
    let result = try program.run(
      "model.json", "--as", "csv", "-c", "let big = deals where amount > 200", "-c", "count of big",
      "-c", "deals (", "-c", "help where", "-c", "deals where won show id", "-c", "quit", "-c",
      "count")
    #expect(result.output == "count\n2\nwhere: which rows count\n  form: where CONDITION\nid\n3\n")
    #expect(result.errors.hasPrefix("error[PQL1102]"))
    #expect(result.errors.contains("<command line>:1:"))
    #expect(result.code == 1)
    let json = try program.run("model.json", "--errors", "json", "-c", "dealz", "-c", "count as x")
    #expect(json.errors.split(separator: "\n").filter { $0 == "]" }.count == 1)
  }

  @Test func failsByWhatWentWrong() throws {
    let program = try Program.withData()
    #expect(try program.run("model.json", "-c", "count by stgae").code == 1)
    #expect(try program.run("model.json", "-c", "expect count(deals) = 5").code == 1)
    #expect(try program.run("model.json", "-c", "expect count(deals) = 4").code == 0)
    #expect(try program.run("absent.json", "-c", "count").code == 3)
    #expect(try program.run("run", "absent.pql").code == 3)
    try program.folder.write("", to: "empty.json")
    #expect(try program.run("empty.json", "-c", "count").code == 3)
    try program.folder.write("{\"pql\": 1, ", to: "cut.json")
    let cut = try program.run("cut.json", "-c", "count")
    #expect(cut.code == 3)
    #expect(cut.errors.hasPrefix("error[PQL5101]: cut.json"))
  }

  @Test func refusesWhatIsNotUTF8() throws {
    let program = try Program.withData()
    try Data([0x63, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: program.path("bad.pql")))
    #expect(try program.run("bad.pql").code == 3)
    try Data(Array("id,name\n1,".utf8) + [0xC3, 0x28, 0x0A]).write(
      to: URL(fileURLWithPath: program.path("bad.csv")))
    let result = try program.run("bad.csv", "-c", "count")
    #expect(result.code == 3 || result.code == 1)
    #expect(!result.errors.isEmpty)
  }

  @Test(arguments: ["table", "csv", "json", "ndjson", "markdown"])
  func writesEachFormat(_ format: String) throws {
    let program = try Program.withData()
    let query = "sum amount where closed by owner"
    let result = try program.run("model.json", "-c", query, "--as", format)
    #expect(result.code == 0)
    #expect(result.output.contains("Ann"))
    #expect(result.output.contains("700"))
    if format == "json" {
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      }
    }
    let clause = try program.run("model.json", "-c", query + " as \(format)")
    #expect(clause.output == result.output)
  }

  @Test func writesErrorsAsJSON() throws {
    let program = try Program.withData()
    let result = try program.run(
      "model.json", "-c", "count by stgae", "--errors", "json")
    #expect(result.code == 1)
    let messages = try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [Any]
    let first = messages?.first as? [String: Any]
    #expect(first?["code"] as? String == "PQL2101")
    #expect(first?["location"] != nil)
  }

  @Test func colorsOnlyWhenAsked() throws {
    let program = try Program.withData()
    func colors(_ arguments: String..., variables: [String: String] = [:]) throws -> Bool {
      let result = try program.start(
        ["model.json", "-c", "count by stgae"] + arguments, variables: variables
      ).result()
      return result.errors.contains("\u{1B}[")
    }
    #expect(try !colors())
    #expect(try colors("--color", "always"))
    #expect(try colors("--color", "always", variables: ["NO_COLOR": "1"]))
    #expect(try !colors("--color", "never"))
  }

  @Test func takesWidthDayAndParameters() throws {
    let program = try Program.withData()
    let narrow = try program.run("model.json", "-c", "deals", "--width", "40")
    #expect(narrow.code == 0)
    let rows = narrow.output.components(separatedBy: "\n").prefix(4)
    #expect(rows.allSatisfy { $0.count <= 40 })
    let day = try program.run(
      "model.json", "-c", "count where close_date < today", "--today", "2026-03-15", "--as", "csv")
    #expect(day.output == "count\n1\n")
    try program.folder.write("param r: text\ncount where region = $r as csv\n", to: "p.pql")
    #expect(try program.run("run", "p.pql", "--param", "r=EMEA").output == "count\n2\n")
    #expect(try program.run("run", "p.pql").code == 1)
  }
}
