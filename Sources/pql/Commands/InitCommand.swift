import ArgumentParser
import PQLIngest
import PQLModel
import PQLRender
import PQLShell

/// `pql init DIR`: a model.json for the data files of a folder.
struct InitCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Writes a model.json for the data files of a folder.")

  @Argument(help: "The folder.")
  var folder: String

  @Flag(help: "Replaces a model.json that is there already.")
  var force = false

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    let path = (folder.hasSuffix("/") ? String(folder.dropLast()) : folder) + "/model.json"
    guard force || host.files.kind(of: path) == .absent else {
      throw CommandFailure(
        message: "`\(path)` is there already; --force replaces it", code: .usage)
    }
    do throws(LoadFailure) {
      let proposal = try Loader(files: host.files).proposal(folder: folder)
      do throws(FileFailure) {
        try host.replaceFile(path, with: proposal.text)
      } catch {
        throw .notWritten(path, error)
      }
      for remark in proposal.remarks { host.writeError("note: \(VisibleText.shown(remark))\n") }
      let shown = VisibleText.shown(path)
      host.write("wrote \(shown); look it over, then: pql \(shown)\n")
    } catch {
      throw CommandFailure.unreadable(error)
    }
    return .done
  }
}
