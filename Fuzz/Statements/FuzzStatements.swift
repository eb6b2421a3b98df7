import FuzzSupport
import PQLIngest
import PQLRender
import PQLSample
import PQLShell
import PQLSyntax
import PQLTestSupport

/// A hostile script on the sample pipeline: read, bound, run, drawn, formatted and completed.
///
/// The length of the input chooses the output format, so that the input stays a plain script.
@main
enum FuzzStatements {
  static func main() {
    FuzzInput.drive { input in
      let bytes = input.bytes
      let count = bytes.count
      guard let text = String(validating: bytes, as: UTF8.self) else { return }
      let source = SourceText(name: "fuzz.pql", text: text)
      var session = SampleSession.shared.session
      session.settings.format = OutputFormat.all[count % OutputFormat.all.count]
      session.settings.errorsAsJSON = count % 3 == 0
      session.run(source)
      session.finish()
      let said = SampleSession.shared.host.take()
      _ = SampleSession.shared.host.takeFiles()
      if session.hasMetFault { fatalError("a fault: \(said)") }
      if session.hasFailed, said.isEmpty { fatalError("failed without a word") }
      checkFormatting(source)
      _ = Completer(session).completions(in: text, at: bytes.count)
    }
  }
}

/// What is formatted can be read again, and is its own form.
private func checkFormatting(_ source: SourceText) {
  let tree = parse(source)
  guard !tree.diagnostics.contains(where: { $0.severity == .error }) else { return }
  let once = format(tree)
  let again = parse(SourceText(name: "fuzz.pql", text: once))
  guard !again.diagnostics.contains(where: { $0.severity == .error }) else {
    fatalError("the formatted text cannot be read:\n\(once)")
  }
  let twice = format(again)
  if twice != once { fatalError("formatted twice differs:\n\(once)\n--\n\(twice)") }
}

/// A session on a small sample, made once.
private struct SampleSession: Sendable {
  let host: FakeHost
  let session: Session

  static let shared = SampleSession()

  init() {
    var files = MemoryFiles()
    for file in SamplePipeline(deals: 48, seed: 7).files() {
      var bytes: [UInt8] = []
      file.write { bytes += $0 }
      files.files["sample/" + file.name] = bytes
    }
    // The sample's own zone, from the machine's table.
    let zone = "Europe/Amsterdam"
    files.zones[zone] = PosixFiles().timeZone(zone)
    files.files["team.pql"] = Array("define big := amount > 10000\n".utf8)
    host = FakeHost(files: files)
    var session = Session(host: host, settings: SessionSettings(today: 20_634))
    // An input has ten seconds, and this build is about ten times slower than the one that is used.
    session.trialsOfText = 300
    do {
      try session.load(["sample/model.json"])
    } catch {
      fatalError("the sample does not load: \(error)")
    }
    self.session = session
  }
}
