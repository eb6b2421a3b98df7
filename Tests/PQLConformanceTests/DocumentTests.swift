import Foundation
import PQLIngest
import PQLModel
import PQLRender
import PQLShell
import PQLSyntax
import Synchronization
import Testing

/// What the documents show is what the program says.
///
/// - A `pql` block holds together on the sample: every name and every type.
/// - A `console` block is a transcript. `pql> …` is typed at a prompt on the sample (`...> …` goes on
///   with it), `$ pql …` is a command; the lines behind are the output. Each block is a session of
///   its own, on 2026-06-30.
/// - A `json` block of a document about models loads beside the export of the guide.
///
/// `PQL_RECORD=1` writes the outputs anew and fails, so that a recording run is never taken for a
/// pass.
@Suite struct DocumentTests {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    arguments: ["README.md"]
      + ["guide.md", "model-file.md", "reference.md"].map { "Documentation/" + $0 })
  func `what a document shows is what the program says`(name: String) throws {
    let path = Self.root.appending(path: name)
    var document = MarkdownText(try String(contentsOf: path, encoding: .utf8))
    var reader = try DocumentReader(root: Self.root)
    let isRecording = ProcessInfo.processInfo.environment["PQL_RECORD"] == "1"
    var changed = false
    for block in document.blocks.reversed() {
      let lines = Array(document.lines[block.lines])
      switch block.language {
      case "console":
        let told = reader.transcript(of: lines)
        guard told != lines else { continue }
        changed = true
        if isRecording {
          document.lines.replaceSubrange(block.lines, with: told)
        } else {
          let place = zip(told, lines).enumerated().first { $0.element.0 != $0.element.1 }?.offset
          Issue.record(
            "the program says:\n\(told.joined(separator: "\n"))",
            sourceLocation: location(
              name, block.lines.lowerBound + (place ?? min(told.count, lines.count))))
        }
      case "pql":
        guard let problem = reader.problem(in: lines) else { continue }
        Issue.record("\(problem)", sourceLocation: location(name, block.lines.lowerBound))
      case "json":
        guard let problem = reader.modelProblem(in: lines) else { continue }
        Issue.record("\(problem)", sourceLocation: location(name, block.lines.lowerBound))
      default: break
      }
    }
    #expect(document.blocks.contains { ["console", "json", "pql"].contains($0.language) })
    if isRecording, changed {
      try Data(document.text.utf8).write(to: path)
      Issue.record("\(name) was written; run again without PQL_RECORD")
    }
  }

  @Test func `every relative link leads somewhere`() throws {
    for name in try documents() {
      let file = Self.root.appending(path: name)
      let document = MarkdownText(try String(contentsOf: file, encoding: .utf8))
      for (line, target) in document.links where !target.contains("://") {
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let aim =
          parts[0].isEmpty
          ? file : file.deletingLastPathComponent().appending(path: String(parts[0]))
        guard FileManager.default.fileExists(atPath: aim.path) else {
          Issue.record("\(target) is not there", sourceLocation: location(name, line))
          continue
        }
        guard parts.count == 2, aim.pathExtension == "md" else { continue }
        let headings = MarkdownText(try String(contentsOf: aim, encoding: .utf8)).anchors
        if !headings.contains(String(parts[1])) {
          Issue.record("\(target): no such heading", sourceLocation: location(name, line))
        }
      }
    }
  }

  /// Every Markdown file of the project, by its path from the root.
  private func documents() throws -> [String] {
    let found = FileManager.default.enumerator(atPath: Self.root.path)
    var names: [String] = []
    while let name = found?.nextObject() as? String {
      if name.hasPrefix(".") {
        if !name.contains("/") { found?.skipDescendants() }
      } else if name.hasSuffix(".md") {
        names.append(name)
      }
    }
    #expect(names.contains("README.md"))
    return names.sorted()
  }

  private func location(_ name: String, _ line: Int) -> SourceLocation {
    SourceLocation(
      fileID: "documents/\(name.replacing("/", with: "_"))",
      filePath: Self.root.appending(path: name).path, line: line + 1, column: 1)
  }
}

/// A Markdown text with its fenced blocks.
private struct MarkdownText {
  struct Block {
    var language: String
    /// The lines between the fences.
    var lines: Range<Int>
  }

  var lines: [String]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  var text: String { lines.joined(separator: "\n") }

  var blocks: [Block] {
    var blocks: [Block] = []
    var open: (language: String, start: Int)?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      if let (language, start) = open {
        blocks.append(Block(language: language, lines: start..<index))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), index + 1)
      }
    }
    return blocks
  }

  /// The lines outside of blocks, without what stands in backticks.
  private var prose: [(Int, String)] {
    let hidden = blocks.map(\.lines)
    return lines.enumerated().filter { index, _ in !hidden.contains { $0.contains(index) } }
      .map { ($0.offset, $0.element.replacing(#/`[^`]*`/#, with: "")) }
  }

  var links: [(line: Int, target: String)] {
    prose.flatMap { index, line in
      line.matches(of: #/\]\(([^)\s]+)\)/#).map { (index, String($0.1)) }
    }
  }

  /// What `#…` may name: the headings as GitHub spells them.
  var anchors: [String] {
    let hidden = blocks.map(\.lines)
    return lines.enumerated().filter { index, line in
      line.hasPrefix("#") && !hidden.contains { $0.contains(index) }
    }.map { _, line in
      let title = line.drop { $0 == "#" || $0 == " " }.lowercased()
      return String(
        title.compactMap { character -> Character? in
          if character == " " { return "-" }
          return character.isLetter || character.isNumber || character == "-" || character == "_"
            ? character : nil
        })
    }
  }
}

/// Carries out what stands in blocks.
private struct DocumentReader {
  private let host: DocumentHost
  private let sample: Session
  private var exitCode = 0

  init(root: URL) throws {
    host = DocumentHost(root: root.path)
    var session = Session(host: host, settings: DocumentReader.settings(isInteractive: true))
    try session.load(["Examples/sample"])
    sample = session
  }

  private static func settings(isInteractive: Bool) -> SessionSettings {
    SessionSettings(
      width: 112, today: CivilDate(year: 2026, month: 6, day: 30).dayNumber,
      isInteractive: isInteractive)
  }

  /// A transcript with the outputs that the program gives now.
  mutating func transcript(of lines: [String]) -> [String] {
    host.forgetFiles()
    var session = sample
    var told: [String] = []
    var index = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      guard line.hasPrefix("pql> ") || line.hasPrefix("$ ") else { continue }
      if let last = told.last, !last.isEmpty { told.append("") }
      told.append(line)
      var text = String(line.drop { $0 != " " }.dropFirst())
      while index < lines.count, lines[index].hasPrefix("...> ") {
        told.append(lines[index])
        text += "\n" + lines[index].dropFirst(5)
        index += 1
      }
      if line.hasPrefix("$ ") { carryOut(words(text)) } else { session.ask(text) }
      var output = host.taken().split(separator: "\n", omittingEmptySubsequences: false)
      while output.last?.isEmpty == true { output.removeLast() }
      told += output.map(String.init)
    }
    return told
  }

  /// What is wrong with a text that should hold together on the sample.
  func problem(in lines: [String]) -> String? {
    var session = sample
    session.check(SourceText(name: "<block>", text: lines.joined(separator: "\n") + "\n"))
    let told = host.taken()
    return session.hasFailed ? told : nil
  }

  /// Why a model file that a document shows whole does not load.
  func modelProblem(in lines: [String]) -> String? {
    guard lines.contains(where: { $0.contains("\"pql\": 1") }) else { return nil }
    let path = "Documentation/examples/export/model.json"
    defer { host.forgetFiles() }
    do {
      try host.replaceFile(path, with: lines.joined(separator: "\n"))
      _ = try Loader(files: host.files).load([path])
      return nil
    } catch {
      return (error as? LoadFailure)?.told.text ?? "\(error)"
    }
  }

  // MARK: - Commands

  private mutating func carryOut(_ words: [String]) {
    var words = words
    guard words.first == "pql" else {
      switch words {
      case ["echo", "$?"]: host.write("\(exitCode)\n")
      case let words where words.count == 2 && words[0] == "cat":
        host.write((try? host.files.read(words[1]).text) ?? "no \(words[1])")
      default: host.write("this command is not known to the tests\n")
      }
      return
    }
    words.removeFirst()
    var session = Session(host: host, settings: Self.settings(isInteractive: false))
    var options: [String: String] = [:]
    var operands: [String] = []
    while let word = words.first {
      words.removeFirst()
      if word == "--strict" {
        session.settings.isStrict = true
      } else if word.hasPrefix("-"), let value = words.first {
        words.removeFirst()
        if word == "--param", let sign = value.firstIndex(of: "=") {
          session.supply([String(value[..<sign]): String(value[value.index(after: sign)...])])
        } else {
          options[word] = value
        }
      } else {
        operands.append(word)
      }
    }
    if let name = options["--as"], let format = OutputFormat.named(name) {
      session.settings.format = format
    }
    session.settings.rejectsFile = options["--rejects"]
    session.settings.errorsAsJSON = options["--errors"] == "json"
    do {
      try carryOut(operands, options, &session)
      session.finish()
      exitCode = session.hasFailed ? 1 : 0
    } catch {
      host.writeError(((error as? LoadFailure)?.told.text ?? "error: \(error)") + "\n")
      exitCode = 3
    }
  }

  private func carryOut(
    _ operands: [String], _ options: [String: String], _ session: inout Session
  ) throws {
    let data = options["--data"].map { [$0] } ?? []
    switch operands.first {
    case "explain": host.write(DiagnosticPage.named(operands[1])?.text() ?? "no such code\n")
    case "fmt": host.write(format(parse(try source(operands[1]))))
    case "init":
      let path = operands[1] + "/model.json"
      let proposal = try Loader(files: host.files).proposal(folder: operands[1])
      try host.replaceFile(path, with: proposal.text)
      for remark in proposal.remarks { host.writeError("note: \(remark)\n") }
      host.write("wrote \(path); look it over, then: pql \(path)\n")
    case "run", "check":
      let script = try source(operands[1])
      try session.load(data)
      session.warnOfData()
      if operands[0] == "run" { session.run(script) } else { session.check(script) }
    default:
      try session.load(operands)
      session.warnOfData()
      session.run(SourceText(name: "<command line>", text: options["-c"] ?? "count"))
    }
  }

  private func source(_ path: String) throws -> SourceText {
    SourceText(name: path, text: try host.files.read(path).text ?? "")
  }

  /// The words of a command; those in quotes may hold spaces.
  private func words(_ text: String) -> [String] {
    text.matches(of: #/'([^']*)'|"([^"]*)"|(\S+)/#).map {
      String($0.1 ?? $0.2 ?? $0.3 ?? "")
    }
  }
}

/// The world of a document: the project's files, what was written beside them, and a fixed clock.
private final class DocumentHost: ShellHost {
  private struct State {
    var nanoseconds: UInt64 = 0
    var output = ""
    var written: [String: String] = [:]
  }

  private let root: String
  private let state = Mutex(State())

  init(root: String) { self.root = root }

  var files: any FileReading {
    ProjectFiles(root: root, written: state.withLock { $0.written })
  }

  var isCancelled: @Sendable () -> Bool { { false } }
  /// A clock that moves some tens of microseconds at every look, since there is one in print.
  var nanoseconds: UInt64 {
    state.withLock {
      $0.nanoseconds += 40_000
      return $0.nanoseconds
    }
  }
  /// Noon of 2026-06-30.
  var utcSeconds: Int64 { 1_782_820_800 }

  func write(_ text: String) { state.withLock { $0.output += text } }
  func writeError(_ text: String) { write(text) }

  func replaceFile(_ path: String, with text: String) throws(FileFailure) {
    state.withLock { $0.written[path] = text }
  }

  /// What was written since the last call.
  func taken() -> String {
    state.withLock { state in
      defer { state.output = "" }
      return state.output
    }
  }

  /// Lets go of the files that were written.
  func forgetFiles() { state.withLock { $0.written = [:] } }
}

/// The files of the project by their paths from its root, some of them not on the disk.
private struct ProjectFiles: FileReading {
  var root: String
  var written: [String: String]
  private let disk = PosixFiles()

  init(root: String, written: [String: String]) {
    self.root = root
    self.written = written
  }

  func kind(of path: String) -> FileKind {
    written[path] == nil ? disk.kind(of: full(path)) : .file
  }

  func read(_ path: String) throws(FileFailure) -> FileBytes {
    if let text = written[path] { return FileBytes(Array(text.utf8)) }
    return try disk.read(full(path))
  }

  func names(in folder: String) throws(FileFailure) -> [String] {
    try disk.names(in: full(folder))
  }

  func timeZone(_ name: String) -> [UInt8]? { disk.timeZone(name) }
  func timeZoneNames() -> [String] { disk.timeZoneNames() }

  private func full(_ path: String) -> String { path.hasPrefix("/") ? path : root + "/" + path }
}
