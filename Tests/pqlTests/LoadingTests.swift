import Foundation
import PQLTerminalSupport
import Testing

/// What a user sees of a load that takes a while, and how it is stopped.
///
/// The data are so many that no debug build loads them within half a second; a release build does,
/// and has nothing to show.
@Suite(.enabled(if: isDebugBuild)) struct LoadingTests {
  private static let data: String = {
    var text = "id,name,amount,created\n"
    for row in 0..<600_000 { text += "\(row),n\(row % 97),\(row % 1_000),2026-01-01\n" }
    return text
  }()

  private func program() throws -> Program {
    let program = try Program.withData()
    try program.folder.write(Self.data, to: "many-deals.csv")
    return program
  }

  private func terminal(_ program: Program, _ arguments: String...) throws -> PseudoTerminal {
    try PseudoTerminal(
      spawning: Program.path, arguments: arguments, environment: program.environment, columns: 70)
  }

  @Test func showsABarAndTakesItAway() throws {
    let program = try program()
    let terminal = try terminal(
      program, program.path("many-deals.csv"), "--threads", "1", "-c", "count where amount = 7")
    #expect(terminal.exitCode(within: Program.patience) == 0)
    #expect(terminal.transcript.contains("of 15.3 MB █"))
    #expect(terminal.waits { $0.text.contains("  600\n1 row") })
    #expect(!terminal.screen.text.contains("loading"))
  }

  @Test func saysNothingToAFile() throws {
    let program = try program()
    let result = try program.run(program.path("many-deals.csv"), "-c", "count")
    #expect(result.code == 0)
    #expect(!result.errors.contains("loading") && !result.errors.contains("\u{1B}"))
  }

  @Test func leavesACleanTerminalByCtrlC() throws {
    let program = try program()
    let terminal = try terminal(program, program.path("many-deals.csv"), "-c", "count")
    #expect(terminal.waits(within: Program.patience) { $0.text.contains("loading") })
    terminal.type(Keys.control("c"))
    #expect(terminal.exitCode() == 130)
    #expect(!terminal.screen.text.contains("loading"))
  }

  @Test func keepsWhatWasLoadedWhenALoadIsStopped() throws {
    let program = try program()
    let terminal = try program.prompt("model.json")
    terminal.type(".load " + program.path("many-deals.csv") + Keys.enter)
    #expect(terminal.waits(within: Program.patience) { $0.text.contains("loading") })
    terminal.type(Keys.control("c"))
    #expect(terminal.waits { $0.beforeCursor == "pql> " && $0.text.contains("stopped") })
    #expect(!terminal.screen.text.contains("loading"))
    terminal.type("count" + Keys.enter)
    #expect(terminal.waits { $0.beforeCursor == "pql> " && $0.text.contains("    4\n") })
    terminal.type(Keys.control("d"))
    #expect(terminal.exitCode() == 0)
  }
}

private let isDebugBuild: Bool = {
  #if DEBUG
    true
  #else
    false
  #endif
}()
