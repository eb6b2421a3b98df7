import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax
import PQLText

extension Session {
  /// Carries out a line that begins with a dot or the word `help`; false when the text is neither.
  mutating func runCommand(_ source: SourceText) -> Bool {
    let words = Session.words(source.text)
    guard let first = words.first else { return false }
    if first.lowercased() == "help", words.count <= 2 || words == ["help", "as", "of"] {
      help(Array(words.dropFirst()))
      return true
    }
    guard first.hasPrefix("."), first.count > 1, !first.dropFirst().allSatisfy({ $0 == "." })
    else { return false }
    guard let command = ShellCommand.all.first(where: { $0.name == first }) else {
      let start = source.text.utf8.prefix { $0 <= 0x20 }.count
      let span = Span(start, start + first.utf8.count)
      let near = Spelling.nearest(to: first, in: ShellCommand.all.map(\.name))
      report(
        [
          Diagnostic(
            .unknownCommand, span, "`\(first)` is not a command", label: "not known",
            notes: ["commands: " + ShellCommand.all.map(\.name).joined(separator: " ")],
            suggestions: near.map {
              Diagnostic.Suggestion(
                "a command with a similar name: `\($0)`", replacing: span, with: $0)
            })
        ], in: source)
      return true
    }
    command.run(&self, Array(words.dropFirst()))
    return true
  }

  /// The words of a command line; a word in double quotes may hold spaces.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var current: String?
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
        current = current ?? ""
      } else if character.isWhitespace, !isQuoted {
        if let word = current { words.append(word) }
        current = nil
      } else {
        // In place: a text of a megabyte has as many signs to add.
        if current == nil { current = "" }
        current?.append(character)
      }
    }
    if let word = current { words.append(word) }
    return words
  }

  /// Tells what went wrong with a command.
  mutating func complain(_ message: String) {
    hasFailed = true
    let lines = "error: \(message)".split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      let shown = VisibleText.shown(String(line))
      host.writeError(shown.wrapped(to: settings.width, indent: 4) + "\n")
    }
  }

  mutating func setFormat(_ words: [String]) {
    guard let word = words.first, words.count == 1, let format = OutputFormat.named(word) else {
      complain("`.as` takes one of " + OutputFormat.all.map(\.name).joined(separator: ", "))
      return
    }
    settings.format = format
  }

  mutating func setTimer(_ words: [String]) {
    switch words {
    case ["on"]: settings.showsTime = true
    case ["off"]: settings.showsTime = false
    default: complain("`.timer` takes on or off")
    }
  }

  mutating func loadCommand(_ words: [String]) {
    guard !words.isEmpty else {
      complain("`.load` takes a model file, a data file or a folder")
      return
    }
    do throws(LoadFailure) {
      try load(words, readingStreams: false)
      host.write(loadSummary)
    } catch {
      tell(error.told)
    }
  }

  mutating func readCommand(_ words: [String]) {
    guard let path = words.first, words.count == 1 else {
      complain("`.read` takes one script")
      return
    }
    guard !openFiles.contains(Session.plain(path: path)) else {
      complain("`\(path)` is being read already")
      return
    }
    do throws(FileFailure) {
      let source = SourceText(name: path, text: try scriptText(path))
      openFiles.append(Session.plain(path: path))
      let unshown = telling(of: source) { $0.run(source) }
      openFiles.removeLast()
      if let unshown { complain(unshown.message) }
    } catch {
      complain("`\(VisibleText.shown(path))` cannot be read: \(error.reason)")
    }
  }

  /// How many notes of a load are told unasked.
  private static let mostNotes = 4

  /// What was loaded, in a few lines: warnings first, and not every note.
  package var loadSummary: String {
    guard !model.entities.isEmpty else { return "nothing is loaded yet: .load FILE loads data\n" }
    let tables = model.entities.map { "\(model[$0]?.rowCount ?? 0) \($0.rawValue)" }
    let name = model.name.isEmpty ? "loaded" : VisibleText.shown(model.name)
    var lines = [(name + ": " + tables.joined(separator: ", "))]
    lines += model.report.files.filter { $0.taken < $0.read }.map {
      "  " + VisibleText.shown($0.summary)
    }
    let notes =
      model.notes.filter { $0.severity == .warning } + model.notes.filter { $0.severity == .note }
    lines += notes.prefix(Self.mostNotes).map {
      "  \($0.severity.rawValue): \(VisibleText.shown($0.message))"
    }
    if notes.count > Self.mostNotes {
      lines.append("  … and \(notes.count - Self.mostNotes) more: .schema")
    }
    return lines.map { $0.wrapped(to: settings.width, indent: 4) + "\n" }.joined()
  }
}
