import Foundation
import Testing

/// Scripts, and the subcommands that read or write files.
@Suite struct FileTests {
  @Test func runsWhatStandsOnStandardInput() throws {
    let program = try Program.withData()
    let result = try program.run(
      "model.json", "--as", "csv", input: "count\n.as json\ncount where won\n")
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("count\n4\n{"))
    let failed = try program.run("model.json", "--as", "csv", input: "count by x\n\ncount\n")
    #expect(failed.code == 1)
    #expect(failed.output == "count\n4\n")
    #expect(failed.errors.contains("<stdin>:1:10"))
  }

  @Test func runsAScriptWithTheModelBesideIt() throws {
    let program = try Program.withData()
    try program.folder.write("#!/usr/bin/env pql\ncount as csv\n", to: "q.pql")
    #expect(try program.run("q.pql").output == "count\n4\n")
    #expect(try program.run("run", "q.pql").output == "count\n4\n")
    #expect(try program.run("run", "q.pql", "--data", "deals.csv").output == "count\n4\n")
    let elsewhere = try Program()
    #expect(try elsewhere.run("run", program.path("q.pql")).output == "count\n4\n")
  }

  @Test func checksWithoutRunning() throws {
    let program = try Program.withData()
    try program.folder.write("count by owner\n", to: "good.pql")
    try program.folder.write("count by\n\ncount by stgae\n", to: "bad.pql")
    let good = try program.run("check", "good.pql")
    #expect(good.code == 0)
    #expect(good.output.isEmpty)
    let bad = try program.run("check", "good.pql", "bad.pql")
    #expect(bad.code == 1)
    #expect(bad.errors.contains("PQL2101") && bad.errors.contains("bad.pql:3:10"))
  }

  @Test func formats() throws {
    let program = try Program.withData()
    let untidy = "count   by  owner where  won # why\n"
    let tidy = try program.run("fmt", input: untidy)
    #expect(tidy.code == 0)
    #expect(tidy.output.contains("# why"))
    #expect(try program.run("fmt", input: tidy.output).output == tidy.output)
    try program.folder.write(untidy, to: "a.pql")
    try program.folder.write(tidy.output, to: "b.pql")
    let check = try program.run("fmt", "--check", "a.pql", "b.pql")
    #expect(check.code == 1)
    #expect(check.output == "a.pql\n")
    #expect(try program.run("fmt", "--write", "a.pql").code == 0)
    #expect(program.folder.text(of: "a.pql") == tidy.output)
    #expect(try program.run("fmt", "--check", "a.pql", "b.pql").code == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: program.path(""))
    #expect(!files.contains { $0.hasSuffix(".partial") })
  }

  @Test func explainsACode() throws {
    let program = try Program()
    let page = try program.run("explain", "PQL2104")
    #expect(page.code == 0)
    #expect(page.output.contains("PQL2104"))
  }

  @Test func proposesAModel() throws {
    let program = try Program()
    try program.folder.write(SmallData.files["deals.csv"] ?? "", to: "deals.csv")
    let made = try program.run("init", ".")
    #expect(made.code == 0)
    #expect(program.folder.text(of: "model.json").contains("\"deals\""))
    #expect(try program.run("model.json", "-c", "count", "--as", "csv").output == "count\n4\n")
    #expect(try program.run("init", ".").code == 2)
    #expect(try program.run("init", ".", "--force").code == 0)
  }

  @Test func makesTheSameSampleTwice() throws {
    let program = try Program()
    #expect(try program.run("sample", "--deals", "40", "--seed", "7", "--out", "a").code == 0)
    #expect(try program.run("sample", "--deals", "40", "--seed", "7", "--out", "b").code == 0)
    #expect(try program.run("sample", "--deals", "40", "--seed", "8", "--out", "c").code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: program.path("a")).sorted()
    #expect(names.contains("model.json") && names.contains("deals.ndjson"))
    for name in names {
      #expect(program.folder.bytes(of: "a/\(name)") == program.folder.bytes(of: "b/\(name)"))
    }
    #expect(
      program.folder.bytes(of: "a/deals.ndjson") != program.folder.bytes(of: "c/deals.ndjson"))
    let count = try program.run("a/model.json", "-c", "count", "--as", "csv")
    #expect(count.output == "count\n40\n")
  }

  @Test func exports() throws {
    let program = try Program.withData()
    let result = try program.run(
      "model.json", "-c", "sum amount by owner | export \"out.csv\"")
    #expect(result.code == 0)
    #expect(result.output.isEmpty)
    #expect(program.folder.text(of: "out.csv").contains("Ann,800"))
    let failed = try program.run("model.json", "-c", "count | export \"no/such/folder.csv\"")
    #expect(failed.code == 1)
  }

  @Test(arguments: [["model.json"], ["--cache", "model.json"], ["deals.csv"]])
  func exportsOverNoData(arguments: [String]) throws {
    let program = try Program.withData()
    let before = program.folder.text(of: "deals.csv")
    #expect(symlink("deals.csv", program.folder.path("link.csv")) == 0)
    // The second run of a cache opens what the first one kept.
    for _ in 0..<2 {
      for name in ["deals.csv", "./deals.csv", "link.csv"] {
        let result = try program.start(
          arguments + ["-c", "count | export \"\(name)\""]
        ).result()
        #expect(result.code == 1)
        #expect(result.errors.contains("it holds the data that are loaded"))
      }
    }
    #expect(program.folder.text(of: "deals.csv") == before)
    #expect(!before.isEmpty)
  }
}

/// Data that are not clean, at the edge of the program.
@Suite struct CleanDataTests {
  private static let dirty = "id,stage,amount\nA,Open,5\n,Won,7\nB,Won,x\n"
  private static let clean = "id,stage,amount,currency\nA,Open,5,EUR\nB,Won,7,EUR\n"

  @Test func keepsWhatIsRejected() throws {
    let program = try Program()
    try program.folder.write(Self.dirty, to: "deals.csv")
    let result = try program.run(
      "deals.csv", "-c", "count", "--as", "csv", "--rejects", "out.ndjson")
    #expect(result.code == 0)
    #expect(result.output == "count\n2\n")
    #expect(
      program.folder.text(of: "out.ndjson")
        == #"{"file":"deals.csv","entity":"deals","record":null,"line":3,"field":"id","#
        + #""value":null,"reason":"`id` is missing","raw":",Won,7"}"# + "\n")
    try program.folder.write(Self.clean, to: "deals.csv")
    #expect(try program.run("deals.csv", "-c", "count", "--rejects", "out.ndjson").code == 0)
    #expect(program.folder.text(of: "out.ndjson").isEmpty)
    let failed = try program.run("deals.csv", "-c", "count", "--rejects", "no/such/out.ndjson")
    #expect(failed.code == 3)
    #expect(failed.errors.contains("no/such/out.ndjson"))
  }

  @Test func strictlyEveryOddityIsAnError() throws {
    let program = try Program()
    try program.folder.write(Self.dirty, to: "deals.csv")
    let result = try program.run(
      "deals.csv", "-c", "count", "--strict", "--rejects", "out.ndjson")
    #expect(result.code == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("3 oddities"))
    #expect(result.errors.contains("`id` is missing, first at deals.csv line 3"))
    #expect(result.errors.contains("1 of 2 values are not money, first `x`"))
    #expect(result.errors.contains("the data name none"))
    #expect(program.folder.text(of: "out.ndjson").contains("\"line\":3"))
    try program.folder.write(Self.clean, to: "deals.csv")
    let passed = try program.run("deals.csv", "-c", "count", "--as", "csv", "--strict")
    #expect(passed.code == 0)
    #expect(passed.errors.isEmpty)
  }

  @Test func strictlyTheHistoryIsReadThoughNobodyAsksForIt() throws {
    let program = try Program.withData()
    try program.folder.write(
      """
      {"currency": {"base": "EUR"}, "pipelines": [{"name": "P", "stages": ["Lead", "Won"]}],
       "entities": {"deals": {"records": [{"id": "1", "stage": "Won", "closed_on": "2026-01-01"}],
                              "fields": {"closed_on": "closed_on"}},
                    "history": {"records": [{"deal": "1", "at": "soon", "stage": "Won"}]}}}
      """, to: "odd.json")
    #expect(try program.run("odd.json", "-c", "count").code == 0)
    let strict = try program.run("odd.json", "-c", "count", "--strict")
    #expect(strict.code == 3)
    #expect(strict.errors.contains("`at` is missing or no timestamp"))
  }
}
