import PQLIngest
import PQLModel
import PQLRender
import PQLShell
import PQLSnapshot
import PQLSyntax

/// A session on a golden's data, with the host that hears what it says.
package struct GoldenSession {
  package let host: FakeHost
  package var session: Session

  /// A session that begins as the script's directives say.
  ///
  /// With `fromSnapshot` the data are written to a snapshot, and the session opens that; with
  /// `shuffledBy`, a seed, the records of the files stand in another order.
  package init(
    _ script: GoldenScript, fromSnapshot: Bool = false, shuffledBy seed: UInt64? = nil
  ) throws {
    let files = OverlaidFiles(
      base: GoldenSession.files(below: Repository.root + "/" + script.folder, shuffledBy: seed))
    host = FakeHost(files: files)
    session = Session(host: host, settings: SessionSettings(script))
    session.supply(script.parameters)
    var data = script.data
    if data.isEmpty, files.kind(of: "model.json") == .file { data = ["model.json"] }
    guard !data.isEmpty else { return }
    try session.load(data)
    guard fromSnapshot else { return }
    files.put(try SnapshotWriting(of: session.model).bytes, at: "golden.pqls")
    try session.load(["golden.pqls"])
  }

  /// A session on data of the repository, for questions that are no script.
  package init(
    data: String..., today: String, shuffledBy seed: UInt64? = nil
  ) throws(LoadFailure) {
    host = FakeHost(files: GoldenSession.files(below: Repository.root, shuffledBy: seed))
    session = Session(host: host, settings: SessionSettings(today: dayNumber(today)))
    try session.load(data)
  }

  /// A session on files that are nowhere on a disk.
  package init(files: any FileReading, data: String..., today: String) throws(LoadFailure) {
    host = FakeHost(files: files)
    session = Session(host: host, settings: SessionSettings(today: dayNumber(today)))
    try session.load(data)
  }

  private static func files(below folder: String, shuffledBy seed: UInt64?) -> any FileReading {
    if let seed { ShuffledFiles(folder: folder, seed: seed) } else { RootedFiles(folder: folder) }
  }

  /// Asks one text, and gives back what was said.
  package mutating func run(_ text: String, as format: OutputFormat = .table) -> [FakeHost.Piece] {
    session.settings.format = format
    session.run(SourceText(name: "test.pql", text: text))
    return host.take()
  }

  /// The rows of an answer in a format for programs; what went wrong when there is none.
  package mutating func rows(_ text: String) -> Result<[[String: MachineValue]], RunFailure> {
    let pieces = run(text, as: .ndjson)
    let errors = pieces.text(of: .errors)
    if errors.contains("error[") { return .failure(RunFailure(text: errors)) }
    let lines = pieces.text(of: .output).split(separator: "\n")
    var rows: [[String: MachineValue]] = []
    for line in lines {
      guard let row = MachineValue(json: String(line))?.members else {
        return .failure(RunFailure(text: "not a row of JSON: \(line)"))
      }
      rows.append(row)
    }
    return .success(rows)
  }

  /// What a session said instead of an answer.
  package struct RunFailure: Error, CustomStringConvertible {
    package var text: String
    package var description: String { text }
  }
}

extension SessionSettings {
  /// The settings that the directives of a script ask for.
  init(_ script: GoldenScript) {
    self.init(
      format: script.settings.format, width: script.settings.width,
      errorsAsJSON: script.settings.errorsAsJSON, today: script.settings.today.flatMap(dayNumber),
      isInteractive: script.isTyped)
  }
}

/// The number of a day as `2026-06-30`; nil when it is none.
package func dayNumber(_ text: String) -> Int32? {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  guard parts.count == 3 else { return nil }
  return CivilDate(year: parts[0], month: parts[1], day: parts[2]).dayNumber
}
