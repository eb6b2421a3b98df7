import ArgumentParser
import PQLRender
import PQLShell

/// The program: arguments in, exit code out.
@main
struct Pql: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "pql",
    abstract: "Asks a sales pipeline questions, in one typed line.",
    discussion: """
      pql DATA                   opens a prompt on a model.json, data files or a folder
      pql DATA -c 'count'        answers one question and leaves
      pql DATA < questions.pql   answers what stands on standard input
      pql - -c 'count' < DATA    answers from data that stand there

      Exit codes: 0 done, 1 a query, test or expectation failed, 2 usage,
      3 data could not be read, 70 a fault in PQL, 130 interrupted.
      """,
    version: version,
    subcommands: [
      AskCommand.self, CheckCommand.self, ExplainCommand.self, FormatCommand.self,
      HistoryCommand.self, InitCommand.self, RunCommand.self, SampleCommand.self,
      SnapshotCommand.self,
    ],
    defaultSubcommand: AskCommand.self)

  static func main() {
    let host = ProgramHost()
    Signals.install()
    do {
      var command = try parseAsRoot()
      if var ours = command as? any HostedCommand {
        host.exit(try ours.run(on: host))
      }
      try command.run()
      host.exit(.done)
    } catch let failure as CommandFailure {
      host.writeError(failure.told)
      host.exit(Signals.interrupted ? .interrupted : failure.code)
    } catch {
      let message = fullMessage(for: error)
      guard exitCode(for: error) != .success else {
        host.write(message.isEmpty ? "" : message + "\n")
        host.exit(.done)
      }
      host.writeError(VisibleText.shownLines(message) + "\n")
      host.exit(.usage)
    }
  }
}

/// A subcommand that works on a host and says how it ended.
protocol HostedCommand: ParsableCommand {
  mutating func run(on host: ProgramHost) throws -> ExitStatus
}

/// How the program ends.
enum ExitStatus: Int32 {
  case done = 0
  case failed = 1
  case usage = 2
  case unreadableData = 3
  case fault = 70
  case interrupted = 130
}

/// Why a subcommand could not do its work.
struct CommandFailure: Error {
  /// What is written to standard error, with its line end.
  var told: String
  var code: ExitStatus

  /// A failure of a file or a word of the command line.
  init(message: String, code: ExitStatus) {
    self.init(told: "error: \(VisibleText.shownLines(message))\n", code: code)
  }

  init(told: String, code: ExitStatus) {
    self.told = told
    self.code = code
  }
}
