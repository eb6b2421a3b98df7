import Foundation
import Testing

/// What a load says with `--errors json`, and where its codes are explained.
@Suite struct LoadMessageTests {
  private func messages(_ text: String) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  @Test func aFailureIsOneObject() throws {
    let program = try Program()
    let result = try program.run("nofile.csv", "--errors", "json", "-c", "count")
    #expect(result.code == 3 && result.output.isEmpty)
    let all = try messages(result.errors)
    #expect(all.count == 1)
    #expect(all.first?["code"] as? String == "PQL5002")
    #expect(all.first?["filename"] as? String == "nofile.csv")
    #expect(all.first?["severity"] as? String == "error")
    try program.folder.write("{\n\"pql\": 1, \"entitys\": {}}", to: "m.json")
    for arguments in [
      ["m.json", "-c", "count"], ["run", "s.pql", "--data", "m.json"],
      ["check", "s.pql", "--data", "m.json"], ["snapshot", "m.json", "-o", "m.pqls"],
    ] {
      try program.folder.write("count\n", to: "s.pql")
      let result = try program.start(arguments + ["--errors", "json"]).result()
      let first = try #require(messages(result.errors).first)
      #expect(first["code"] as? String == "PQL5201" && result.code == 3, "\(arguments)")
      #expect((first["location"] as? [String: Any])?["row"] as? Int == 2)
    }
  }

  @Test func warningsStandBeforeTheMessagesOfTheQuestion() throws {
    let program = try Program()
    try program.folder.write(
      "id,stage,amount,currency\nA,Open,5,EUR\nB,Won,abc,EUR\n", to: "deals.csv")
    let result = try program.run("deals.csv", "--errors", "json", "-c", "count where amout > 1")
    let all = try messages(result.errors)
    #expect(all.map { $0["code"] as? String } == ["PQL5305", "PQL2101"])
    let first = try #require(all.first)
    #expect(
      first["filename"] as? String == "deals.csv" && first["severity"] as? String == "warning")
    #expect((first["location"] as? [String: Any])?["row"] as? Int == 3)
    #expect(first["entity"] as? String == "deals" && first["field"] as? String == "amount")
    #expect(first["value"] as? String == "abc")
    #expect(first["count"] as? Int == 1 && first["of"] as? Int == 2)
    #expect(result.code == 1)
  }

  @Test func eachCodeIsExplained() throws {
    for word in ["PQL5305", "5305", "values-unreadable"] {
      let result = try Program().run("explain", word)
      #expect(result.output.hasPrefix("PQL5305: values that are not of their field's type\n"))
      #expect(result.code == 0)
    }
  }

  @Test func peopleSeeTheCodeToo() throws {
    let program = try Program()
    let absent = try program.run("nofile.csv", "-c", "count")
    #expect(absent.errors == "error[PQL5002]: nofile.csv: there is no such file\n")
    try program.folder.write("id,stage,amount\nA,Open,5\nB,Won,x\n", to: "deals.csv")
    let result = try program.run("deals.csv", "-c", "count", "--strict")
    #expect(result.errors.hasPrefix("error[PQL5017]: the data have "))
  }
}
