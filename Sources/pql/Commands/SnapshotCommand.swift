import ArgumentParser
import PQLIngest
import PQLModel
import PQLRender
import PQLShell
import PQLSnapshot

/// `pql snapshot DATA … -o FILE`: a model as a file that opens at once.
struct SnapshotCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Writes loaded data to a file that opens at once.",
    discussion: """
      pql snapshot DATA -o model.pqls    writes a snapshot; pql model.pqls then opens it
      pql snapshot --verify model.pqls   looks at every byte of one

      A snapshot holds all that PQL made of the data, on that day. It is read by the PQL that wrote
      it; another version asks for a new one. Replace it by writing a new one, never in place.
      """)

  @Argument(
    help: "A model.json, data files, a folder or a pattern; with --verify a snapshot.",
    transform: DataPath.named)
  var data: [String]

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String?

  @Flag(help: "Looks at every byte of a snapshot and writes nothing.")
  var verify = false

  @OptionGroup var options: SharedOptions

  func validate() throws {
    if verify {
      guard data.count == 1, output == nil else {
        throw ValidationError("--verify takes one snapshot and writes nothing")
      }
    } else if output == nil {
      throw ValidationError("name the file to write: -o model\(SnapshotFormat.ending)")
    }
  }

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    var session = Session(host: host, settings: options.settings(isInteractive: false))
    do throws(LoadFailure) {
      if verify {
        try check(data[0], on: host)
      } else if let output {
        try write(output, of: &session)
      }
    } catch {
      throw CommandFailure.unreadable(error, session)
    }
    session.finish()
    return .done
  }

  private func check(_ path: String, on host: ProgramHost) throws(LoadFailure) {
    let snapshot = try Session.snapshot(path, host.files)
    do throws(SnapshotFailure) {
      try snapshot.verify()
    } catch {
      throw .snapshotRefused(path, error.description, advice: error.advice)
    }
    host.write("\(VisibleText.shown(path)): whole; \(Self.contents(of: snapshot.model))\n")
  }

  private func write(_ path: String, of session: inout Session) throws(LoadFailure) {
    let host = session.host
    try mayReplace(path, on: host)
    try session.load(data)
    session.warnOfData()
    let writing: SnapshotWriting
    do throws(SnapshotFailure) {
      writing = try SnapshotWriting(of: session.model)
    } catch {
      throw .snapshotRefused(data.first, error.description, advice: error.advice)
    }
    do throws(FileFailure) {
      try host.replaceFile(path, as: .document) { (write) throws(FileFailure) in
        try writing.write(write)
      }
    } catch {
      throw .notWritten(path, error)
    }
    host.write(
      "wrote \(VisibleText.shown(path)): \(Self.contents(of: session.model)); "
        + "\(writing.byteCount) bytes\n")
  }

  /// Refuses to write over what is no snapshot: most likely the data, named in the wrong place.
  private func mayReplace(_ path: String, on host: any ShellHost) throws(LoadFailure) {
    guard let old = try? host.files.mapped(path), old.count > 0,
      unsafe !SnapshotFormat.isSnapshot(old.memory.prefix(SnapshotFormat.magic.count))
    else { return }
    throw .isNoSnapshot(path)
  }

  private static func contents(of model: Model) -> String {
    model.entities.map { "\(model[$0]?.rowCount ?? 0) \($0.rawValue)" }.joined(separator: ", ")
  }
}
