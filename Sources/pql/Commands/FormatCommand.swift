import ArgumentParser
import PQLIngest
import PQLShell
import PQLSyntax

/// `pql fmt [SCRIPT.pql …]`: the one way a text is written.
struct FormatCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Writes scripts in the one form there is.",
    discussion: "Without a script it reads standard input. Statements in error stay as they are.")

  @Argument(help: "The scripts.")
  var scripts: [String] = []

  @Flag(help: "Puts the result in the place of each script.")
  var write = false

  @Flag(help: "Only says which scripts would change, and fails when there are any.")
  var check = false

  @OptionGroup var options: SharedOptions

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    var session = Session(host: host, settings: options.settings(isInteractive: false))
    var sources: [SourceText] = []
    for script in scripts { sources.append(try SourceText(script: script, on: host)) }
    if scripts.isEmpty {
      guard let source = try SourceText.standardInput(on: host) else { return .interrupted }
      sources.append(source)
    }
    var changes = 0
    for source in sources {
      session.checkGrammar(source)
      let formatted = PQLSyntax.format(PQLSyntax.parse(source))
      if formatted != source.text { changes += 1 }
      if check {
        if formatted != source.text { host.write("\(source.name)\n") }
      } else if write, !scripts.isEmpty {
        if formatted != source.text { try host.replaceScript(source.name, with: formatted) }
      } else {
        host.write(formatted)
      }
    }
    session.finish()
    return session.hasFailed || (check && changes > 0) ? .failed : .done
  }
}

extension ProgramHost {
  /// Puts a text in the place of a script.
  func replaceScript(_ path: String, with text: String) throws {
    do throws(FileFailure) {
      try replaceFile(path, with: text)
    } catch {
      throw CommandFailure(
        message: "`\(path)` cannot be written: \(error.reason)", code: .failed)
    }
  }
}
