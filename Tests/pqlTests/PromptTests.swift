import Foundation
import PQLTerminalSupport
import Testing

/// The conversation at a terminal, as a user has it.
@Suite struct PromptTests {
  @Test func answersAndLeaves() throws {
    let terminal = try Program.withData().prompt("model.json")
    #expect(terminal.screen.text.contains("Small: 4 deals"))
    terminal.type("count where won" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("1 row") && $0.beforeCursor == "pql> " })
    terminal.type(Keys.control("d"))
    #expect(terminal.exitCode() == 0)
    #expect(!terminal.screen.isPasteBracketed)
    #expect(terminal.screen.unknown.isEmpty)
  }

  @Test func quitsByItsCommand() throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type(".quit" + Keys.enter)
    #expect(terminal.exitCode() == 0)
    #expect(!terminal.screen.isPasteBracketed)
  }

  @Test func completesFieldsAndStages() throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type("deals wh\t")
    #expect(terminal.waits { $0.beforeCursor == "pql> deals where " })
    terminal.type("sta\t")
    #expect(terminal.waits { $0.beforeCursor == "pql> deals where stage" })
    terminal.type(" >= pr\t")
    #expect(terminal.waits { $0.beforeCursor.hasSuffix("stage >= proposal") })
    terminal.type(" and region = \t")
    #expect(terminal.waits { $0.text.contains("north_america") && $0.text.contains("2 records") })
    terminal.type("\t\r" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("Two") && $0.beforeCursor == "pql> " })
  }

  @Test func editsSeveralRows() throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type("deals where (open or" + Keys.enter)
    #expect(terminal.waits { $0.beforeCursor == "...> " })
    terminal.type("wno)")
    terminal.type(Keys.left + Keys.left + Keys.backspace + Keys.right + "n")
    #expect(terminal.waits { $0.lines.contains("...> won)") || $0.text.contains("...> wo") })
    terminal.type(Keys.control("c"))
    #expect(terminal.waits { $0.beforeCursor == "pql> " })
    terminal.type("deals where (open or" + Keys.enter + "won) show name as csv" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("One\nTwo\nThree") && $0.beforeCursor == "pql> " })
    terminal.type(Keys.up)
    #expect(terminal.waits { $0.text.hasSuffix("...> won) show name as csv") })
  }

  @Test func refinesTheLastQuery() throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type("| sort amount" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("no query yet") && $0.beforeCursor == "pql> " })
    terminal.type("sum amount by owner as csv" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("Bob,200") && $0.beforeCursor == "pql> " })
    terminal.type("| sort sum_amount limit 1" + Keys.enter)
    #expect(
      terminal.waits {
        $0.text.contains("sum amount by owner as csv | sort sum_amount limit 1\n")
          && $0.beforeCursor == "pql> "
      })
    terminal.type("where region = apac" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("Ann,400") && $0.beforeCursor == "pql> " })
  }

  @Test func keepsTheSessionBehindAnError() throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type("deals where stage >= propsal" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("`proposal`") && $0.beforeCursor == "pql> " })
    #expect(!terminal.screen.text.contains("<prompt>"))
    terminal.type(".load absent.json" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("no such file") && $0.beforeCursor == "pql> " })
    terminal.type("count as csv" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("count\n4\n") && $0.beforeCursor == "pql> " })
  }

  @Test func remembersAcrossSessions() throws {
    let program = try Program.withData()
    let first = try program.prompt("model.json")
    first.type("count where region = apac" + Keys.enter)
    #expect(first.waits { $0.text.contains("1 row") && $0.beforeCursor == "pql> " })
    first.type(Keys.control("d"))
    #expect(first.exitCode() == 0)
    let second = try program.prompt("model.json")
    second.type(Keys.control("r") + "apac")
    #expect(second.waits { $0.text.contains("count where region = apac") })
    second.type(Keys.enter)
    #expect(second.waits { $0.text.contains("1 row") && $0.beforeCursor == "pql> " })
    let mode = try FileManager.default.attributesOfItem(atPath: program.path("history"))
    #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func runsPastedStatementsInOrder() throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type(Keys.pasted(".as csv\ncount where won\n\ncount where lost\n"))
    terminal.type(Keys.enter)
    #expect(
      terminal.waits { $0.text.contains("count\n1\ncount\n1\n") && $0.beforeCursor == "pql> " })
  }

  @Test func fitsAWindowOfAnotherSize() throws {
    let terminal = try Program.withData().prompt("model.json", columns: 80)
    terminal.type("deals show name, owner, region, amount, close_date")
    terminal.resize(columns: 40, rows: 24)
    #expect(terminal.waits { $0.text.contains("close_date") })
    terminal.type(Keys.enter)
    #expect(terminal.waits { $0.text.contains("4 rows") && $0.beforeCursor == "pql> " })
  }

  @Test func showsHostileDataHarmlessly() throws {
    let program = try Program()
    try program.folder.write(
      "id,name,region\n1,\"a\u{1B}[31m\u{07}b\",\"x\u{1B}]0;t\u{07}\"\n2,c,\"x\u{1B}]0;t\u{07}\"\n",
      to: "deals.csv")
    let terminal = try program.prompt("deals.csv", variables: ["NO_COLOR": "1"])
    terminal.type("deals show name, region" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("2 rows") && $0.beforeCursor == "pql> " })
    terminal.type("deals where region = \"\t")
    #expect(terminal.waits { $0.text.contains("\\u{1B}]0;t") })
    #expect(terminal.screen.unknown.isEmpty)
    #expect(terminal.screen.bellCount == 0)
    #expect(!terminal.screen.usesRendition)
  }

  @Test(arguments: ["csv", "json", "ndjson", "markdown"])
  func showsHostileDataHarmlesslyInEachFormat(format: String) throws {
    let program = try Program()
    try program.folder.write(
      "id,name\n1,\"a\u{1B}[31m\u{07}b\"\n2,c\u{9B}31m\u{202E}\n", to: "deals.csv")
    let terminal = try program.prompt("deals.csv", variables: ["NO_COLOR": "1"])
    terminal.type("deals as \(format)" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("31m") && $0.beforeCursor == "pql> " })
    #expect(terminal.screen.unknown.isEmpty)
    #expect(terminal.screen.bellCount == 0)
    #expect(!terminal.screen.usesRendition)
    #expect(!terminal.screen.text.unicodeScalars.contains("\u{202E}"))
  }

  @Test func stopsALongAnswerByCtrlC() throws {
    let program = try Program()
    // The terminal is slower than whoever writes to it.
    let name = String(repeating: "long ", count: 20)
    let rows = (0..<60_000).map { "D\($0),\(name)\n" }.joined()
    try program.folder.write("id,name\n" + rows, to: "deals.csv")
    let terminal = try program.prompt("deals.csv")
    #expect(terminal.waits(within: Program.patience) { $0.beforeCursor == "pql> " })
    terminal.type("deals as csv" + Keys.enter)
    #expect(terminal.waits(within: Program.patience) { $0.text.contains("long long") })
    terminal.type(Keys.control("c"))
    let isStopped = terminal.waits(within: Program.patience) {
      $0.text.contains("the rest is not shown") && $0.beforeCursor == "pql> "
    }
    #expect(isStopped)
    terminal.type("count as csv" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("60000") && $0.beforeCursor == "pql> " })
  }

  @Test func staysPlainWithoutColour() throws {
    let program = try Program.withData()
    for variables in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      let terminal = try program.prompt("model.json", variables: variables)
      terminal.type("count where won" + Keys.enter)
      #expect(terminal.waits { $0.text.contains("1 row") && $0.beforeCursor == "pql> " })
      #expect(!terminal.screen.usesRendition)
    }
  }
}
