import ArgumentParser
import PQLIngest
import PQLModel
import PQLRender
import PQLShell
import PQLSyntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `pql [DATA …] [-c QUERY]`: a prompt, one question, or what stands on standard input.
struct AskCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Asks questions of data; what `pql` does without a subcommand.")

  @Argument(
    help: "A model.json, data files (.json, .ndjson, .csv), a folder, or a snapshot.",
    transform: DataPath.named)
  var data: [String] = []

  @Option(name: .customShort("c"), help: "Answers this query and leaves; several in their order.")
  var queries: [String] = []

  @OptionGroup var options: SharedOptions

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    if queries.isEmpty, let script = data.first, data.count == 1, script.hasSuffix(".pql") {
      return try ScriptRun(path: script, data: [], options: options).run(on: host)
    }
    guard !queries.isEmpty || !data.contains(PosixFiles.standardInput) else {
      throw CommandFailure(
        message: "standard input holds the data, so the question stands behind -c", code: .usage)
    }
    let isInteractive = queries.isEmpty && isatty(0) == 1
    var session = Session(host: host, settings: options.settings(isInteractive: isInteractive))
    session.supply(options.parameterValues)
    let asked = isInteractive ? nil : try questions(on: host)?.map { session.read($0) }
    if !isInteractive, asked == nil { return .interrupted }
    if !data.isEmpty {
      do throws(LoadFailure) {
        try Signals.leavingAtOnce { () throws(LoadFailure) in try session.load(data, for: asked) }
        if !isInteractive, session.settings.errorsAsJSON { session.warnOfData() }
      } catch {
        guard isInteractive else { throw CommandFailure.unreadable(error, session) }
        session.tell(error.told)
      }
    }
    ScratchMemory.keepForQueries()
    guard let asked else { return Prompt(host: host).run(&session) }
    // Each by itself, as a bracket left open in one is no reason to read on in the next.
    for question in asked where !session.wantsToQuit { session.run(question) }
    session.finish()
    return session.status
  }

  /// What messages call a question of the command line.
  private static let name = "<command line>"

  /// What is asked without a prompt; nil when the user broke off.
  private func questions(on host: ProgramHost) throws(CommandFailure) -> [SourceText]? {
    guard queries.isEmpty else { return queries.map { SourceText(name: Self.name, text: $0) } }
    return try SourceText.standardInput(on: host).map { [$0] }
  }
}

extension CommandFailure {
  /// Data that could not be loaded, told as a session tells its messages.
  static func unreadable(_ failure: LoadFailure, _ session: Session? = nil) -> CommandFailure {
    let told = failure.told
    return CommandFailure(
      told: session?.settings.errorsAsJSON ?? false
        ? renderedJSON([], loads: [told]) : told.text + "\n", code: .unreadableData)
  }
}

extension Session {
  /// How a run ended.
  var status: ExitStatus {
    if Signals.interrupted { return .interrupted }
    if hasMetFault { return .fault }
    if model.damage.description != nil { return .unreadableData }
    return hasFailed ? .failed : .done
  }
}
