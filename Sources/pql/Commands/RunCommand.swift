import ArgumentParser
import PQLIngest
import PQLShell
import PQLSyntax

/// `pql run SCRIPT.pql [--data DATA] [--param k=v]`.
struct RunCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs a script.",
    discussion: "Without --data, a model.json beside the script is loaded.")

  @Argument(help: "The script.")
  var script: String

  @Option(help: "A model.json, a data file or a folder.", transform: DataPath.named)
  var data: [String] = []

  @OptionGroup var options: SharedOptions

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    try ScriptRun(path: script, data: data, options: options).run(on: host)
  }
}

/// A script with its data.
struct ScriptRun {
  var path: String
  var data: [String]
  var options: SharedOptions

  func run(on host: ProgramHost) throws -> ExitStatus {
    var session = Session(host: host, settings: options.settings(isInteractive: false))
    session.supply(options.parameterValues)
    let script = session.read(try SourceText(script: path, on: host))
    try session.loadData(data, beside: path, for: [script])
    ScratchMemory.keepForQueries()
    session.run(script)
    session.finish()
    return session.status
  }
}

extension SourceText {
  /// What stands on standard input; nil when the user broke off.
  static func standardInput(on host: ProgramHost) throws(CommandFailure) -> SourceText? {
    guard let text = host.standardInput() else {
      if Signals.interrupted { return nil }
      throw CommandFailure(message: "standard input is not UTF-8 text", code: .unreadableData)
    }
    return SourceText(name: "<stdin>", text: text)
  }

  /// The text of a script.
  init(script path: String, on host: ProgramHost) throws(CommandFailure) {
    do throws(FileFailure) {
      guard let text = try host.files.read(path).text else {
        throw FileFailure(reason: "it is not UTF-8 text")
      }
      self.init(name: path, text: text)
    } catch {
      throw CommandFailure(
        message: "`\(path)` cannot be read: \(error.reason)", code: .unreadableData)
    }
  }
}

extension Session {
  /// Loads the data named, or the model that stands beside a script; without either nothing.
  mutating func loadData(
    _ data: [String], beside script: String, for asked: [AskedText]? = nil
  ) throws(CommandFailure) {
    var paths = data
    if paths.isEmpty {
      let folder = script.lastIndex(of: "/").map { String(script[...$0]) } ?? ""
      let model = folder + "model.json"
      guard host.files.kind(of: model) == .file else { return }
      paths = [model]
    }
    do throws(LoadFailure) {
      try Signals.leavingAtOnce { () throws(LoadFailure) in try load(paths, for: asked) }
      if settings.errorsAsJSON { warnOfData() }
    } catch {
      throw .unreadable(error, self)
    }
  }
}
