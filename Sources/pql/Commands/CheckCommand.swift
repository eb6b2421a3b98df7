import ArgumentParser
import PQLModel
import PQLShell
import PQLSyntax

/// `pql check SCRIPT.pql …`: every name and type, nothing run.
struct CheckCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks scripts without running them.",
    discussion: """
      Names and types are checked against --data, or the model.json beside the script; without
      either the grammar alone is checked.
      """)

  @Argument(help: "The scripts.")
  var scripts: [String]

  @Option(help: "A model.json, a data file or a folder.", transform: DataPath.named)
  var data: [String] = []

  @Flag(help: "Makes each replacement that is the only one its message offers, in the script.")
  var fix = false

  @OptionGroup var options: SharedOptions

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    var all = Session(host: host, settings: options.settings(isInteractive: false))
    var hasFailed = false
    for script in scripts {
      var session = Session(host: host, settings: options.settings(isInteractive: false))
      session.supply(options.parameterValues)
      var source = try SourceText(script: script, on: host)
      try session.loadData(data, beside: script)
      if fix {
        let fixed = session.fixed(source)
        if fixed.count > 0 {
          source = fixed.source
          try host.replaceScript(script, with: source.text)
          session.remark("\(script): \(fixed.count) replaced")
        }
      }
      if session.model.entities.isEmpty {
        session.checkGrammar(source)
        session.remark("\(script): no data, so the grammar alone was checked")
      } else {
        session.check(source)
      }
      if session.hasFailed { hasFailed = true }
      all.takeMessages(of: session)
    }
    all.finish()
    return hasFailed ? .failed : .done
  }
}
