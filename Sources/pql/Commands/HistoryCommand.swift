import ArgumentParser
import PQLIngest
import PQLModel
import PQLRender
import PQLShell

/// `pql history FOLDER -o FILE`: the history that dated exports make, as a file.
struct HistoryCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Writes the history that dated exports of the deals make.",
    discussion: """
      pql history exports -o history.ndjson

      Each export is compared with the one before: what differs is a change, on the day of the later
      one. Exports have their day in their names, as deals-2026-01-05.csv. The newest of them and the
      history are then a pipeline: name both in a model file, or name the exports there.
      """)

  @Argument(
    help: "A folder of exports, exports, a pattern, or a model.json that names them.",
    transform: DataPath.named)
  var data: [String]

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @OptionGroup var options: SharedOptions

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    var session = Session(host: host, settings: options.settings(isInteractive: false))
    do throws(LoadFailure) {
      try mayReplace(output, on: host)
      try session.load(data)
      try write(session.model, on: host)
      session.warnOfData()
    } catch {
      throw CommandFailure.unreadable(error, session)
    }
    session.finish()
    return .done
  }

  private func write(_ model: Model, on host: ProgramHost) throws(LoadFailure) {
    guard !model.time.exportDays.isEmpty, let history = model[.history] else {
      throw .noExports(data.first ?? "")
    }
    do throws(FileFailure) {
      try host.replaceFile(output, with: HistoryText.ndjson(history))
    } catch {
      throw .notWritten(output, error)
    }
    for note in model.notes where note.code == .historyOfExports || note.code == .dealsGone {
      host.writeError("note: \(VisibleText.shown(note.message))\n")
    }
    host.write("wrote \(VisibleText.shown(output)): \(history.rowCount) changes\n")
  }

  /// Refuses to write over what is no history: most likely the data, named in the wrong place.
  private func mayReplace(_ path: String, on host: any ShellHost) throws(LoadFailure) {
    guard let old = try? host.files.mapped(path), old.count > 0,
      unsafe !old.memory.prefix(HistoryText.beginning.utf8.count).elementsEqual(
        HistoryText.beginning.utf8)
    else { return }
    throw .isNoHistory(path)
  }
}
