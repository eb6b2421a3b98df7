import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax
import PQLText

extension Session {
  /// Carries out a command; false when its word means something that was defined.
  mutating func runCommand(_ source: SourceText) -> Bool {
    let words = Session.words(source.text)
    guard let first = words.first else { return false }
    guard first.hasPrefix(".") else { return runWord(first, source) }
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

  /// Carries out a command that is told by a word or `?`.
  private mutating func runWord(_ word: String, _ source: SourceText) -> Bool {
    let text = source.text.drop { $0.isWhitespace }
    if word.hasPrefix("?") {
      help(String(text.drop { $0 == "?" }))
    } else if word.lowercased() == "help" {
      help(String(text.dropFirst(word.count)))
    } else if environment.defines(word) {
      return false
    } else {
      wantsToQuit = true
    }
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

  /// What was loaded, in a line, and how much there is to know of it, in another.
  package var loadSummary: String {
    guard !model.entities.isEmpty else { return "nothing is loaded yet: .load FILE loads data\n" }
    let tables = model.entities.map { "\(model[$0]?.rowCount ?? 0) \($0.rawValue)" }
    let name = model.name.isEmpty ? "loaded" : VisibleText.shown(model.name)
    let left = model.report.files.reduce(0) { $0 + $1.read - $1.taken }
    let warnings = model.notes.count { $0.severity == .warning }
    let counts = [
      Session.counted(left, "record not taken", "records not taken"),
      Session.counted(warnings, "warning", "warnings"),
      Session.counted(model.notes.count - warnings, "note", "notes"),
    ].compactMap { $0 }
    var lines = [name + ": " + tables.joined(separator: ", ")]
    if !counts.isEmpty {
      lines.append("  \(counts.joined(separator: ", ")): `describe model` tells of them")
    }
    return lines.map { $0.wrapped(to: settings.width, indent: 4) + "\n" }.joined()
  }

  private static func counted(_ count: Int, _ one: String, _ several: String) -> String? {
    count == 0 ? nil : count == 1 ? "1 \(one)" : "\(count) \(several)"
  }
}
