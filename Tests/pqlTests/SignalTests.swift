import CTerminal
import Foundation
import PQLTerminalSupport
import Testing

/// What happens when somebody stops the program, or stops reading.
@Suite struct SignalTests {
  @Test func isDoneWhenNobodyReadsOn() throws {
    let program = try Program.withData()
    var ends: (reader: Int32, writer: Int32) = (-1, -1)
    #expect(ct_pipe(&ends.reader, &ends.writer))
    close(ends.reader)
    let text = String(repeating: "deals as ndjson\n\n", count: 2_000)
    let running = try program.start(["model.json"], input: text, output: ends.writer)
    #expect(try running.result().code == 0)
  }

  @Test func endsALongRunByCtrlC() throws {
    let program = try Program.withData()
    // Enough output that some is written at once, and more statements than can be run in time.
    let text = String(repeating: "deals as ndjson\n\n", count: 100_000)
    let running = try program.start(["model.json"], input: text)
    #expect(running.waitsForOutput())
    running.signal(SIGINT)
    #expect(try running.result().code == 130)
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func putsTheTerminalInOrderBeforeItEnds(_ number: Int32) throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type("deals where op")
    #expect(terminal.waits { $0.beforeCursor.hasSuffix("where op") })
    #expect(!terminal.isCooked)
    terminal.signal(number)
    #expect(terminal.waits { !$0.isPasteBracketed })
    #expect(terminal.exitCode() == 128 + number)
  }

  /// Ended from outside at once, or by a fault of its own, as far as a program can tell the two apart.
  @Test(arguments: [
    SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGFPE, SIGSYS, SIGUSR1, SIGALRM,
  ])
  func givesTheTerminalBackWhenItIsKilled(_ number: Int32) throws {
    let terminal = try Program.withData().prompt("model.json")
    terminal.type("count" + Keys.enter)
    #expect(terminal.waits { $0.text.contains("1 row") && $0.beforeCursor == "pql> " })
    terminal.type("deals where op")
    #expect(terminal.waits { $0.beforeCursor.hasSuffix("where op") })
    #expect(!terminal.isCooked)
    terminal.signal(number)
    #expect(terminal.exitCode() == 128 + number)
    #expect(terminal.waits { !$0.isPasteBracketed && $0.cursorColumn == 0 })
    #expect(terminal.isCooked)
  }

  @Test func cancelsAQueryAndKeepsTheSession() throws {
    let program = try Program()
    var text = "id,name,amount,created\n"
    for row in 0..<20_000 { text += "\(row),n\(row % 97),\(row % 1_000),2026-01-01\n" }
    try program.folder.write(text, to: "deals.csv")
    let terminal = try program.prompt("deals.csv")
    // Many heavy questions at once: they take long in any build.
    let heavy = String(repeating: "sum amount by id | sort sum_amount limit 1\n", count: 400)
    terminal.type(Keys.pasted(heavy + "count"))
    terminal.type(Keys.enter)
    #expect(terminal.waits { $0.text.contains("1 row") })
    terminal.type(Keys.control("c"))
    #expect(terminal.waits { $0.beforeCursor == "pql> " })
    terminal.type("count where amount = 7" + Keys.enter)
    #expect(terminal.waits { $0.beforeCursor == "pql> " && $0.text.contains("   20\n") })
    terminal.type(Keys.control("d"))
    #expect(terminal.exitCode() == 0)
  }
}
