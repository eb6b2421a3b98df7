import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLSnapshot
import PQLSyntax

extension Completer {
  /// The words of a line that begins with a dot or `help`; nil for any other text.
  func commandWords(in text: String, at cursor: Int) -> Result? {
    let typed = String(decoding: text.utf8.prefix(max(cursor, 0)), as: UTF8.self)
    guard !typed.contains("\n") else { return nil }
    let line = typed.drop { $0 == " " || $0 == "\t" }
    let isCommand = line.hasPrefix(".")
    guard isCommand || line.lowercased().hasPrefix("help ") else { return nil }
    guard let space = line.firstIndex(where: \.isWhitespace) else {
      let words = ShellCommand.all.map {
        Candidate($0.name, $0.summary, space: !$0.arguments.isEmpty)
      }
      return result(words, typed: String(line), endingAt: cursor)
    }
    let name = isCommand ? String(line[..<space]) : ".help"
    let rest = line[space...].drop { $0.isWhitespace }
    let word = rest.last == "\"" && !Self.endsInOpenQuote(rest) ? "" : Self.lastWord(rest)
    let isFirst = word.count == rest.count
    guard let command = ShellCommand.all.first(where: { $0.name == name }) else {
      return Result(range: cursor..<cursor, candidates: [])
    }
    switch command.argument {
    case .file(let ending) where isFirst || ending == nil:
      let names = fileWords(String(word), ending: ending)
      return result(names, typed: String(word), endingAt: cursor)
    case .words(let words) where isFirst:
      return result(words(self), typed: String(word), endingAt: cursor)
    default: return Result(range: cursor..<cursor, candidates: [])
    }
  }

  /// The words there is help for.
  package var helpTopics: [Candidate] { resolver.helpTopics.map { Candidate($0.word, $0.summary) } }

  private func result(_ words: [Candidate], typed: String, endingAt cursor: Int) -> Result {
    Result(
      range: cursor - typed.utf8.count..<cursor, candidates: matching(words, typed: typed))
  }

  private static func endsInOpenQuote(_ text: Substring) -> Bool {
    !text.count { $0 == "\"" }.isMultiple(of: 2)
  }

  /// The last word of a command line, which an open quote may hold together.
  private static func lastWord(_ text: Substring) -> Substring {
    if endsInOpenQuote(text), let quote = text.lastIndex(of: "\"") { return text[quote...] }
    return text.lastIndex(where: \.isWhitespace).map { text[text.index(after: $0)...] } ?? text
  }

  /// The files and folders a path may go on to; in quotes when it began with one or holds a space.
  func fileWords(_ typed: String, ending: String?, quotes: Bool = false) -> [Candidate] {
    let path = typed.drop { $0 == "\"" }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let start = path.dropFirst(folder.count)
    let place = folder.isEmpty ? "." : folder.count > 1 ? String(folder.dropLast()) : folder
    guard let names = try? files.names(in: place) else { return [] }
    let shown = names.sorted().filter { name in
      name.hasPrefix(start) && (start.hasPrefix(".") || !name.hasPrefix("."))
        && VisibleText.shown(name) == name && !name.contains("\"") && !name.contains("\\")
    }
    let words = shown.compactMap { name -> Candidate? in
      let isFolder = files.kind(of: folder + name) == .folder
      guard isFolder || Self.isWanted(name, ending) else { return nil }
      let whole = folder + name + (isFolder ? "/" : "")
      let isQuoted = quotes || typed.hasPrefix("\"") || whole.contains { $0.isWhitespace }
      let text = isQuoted ? "\"" + whole + (isFolder ? "" : "\"") : whole
      return Candidate(text, isFolder ? "folder" : "", isChosen: true)
    }
    return words
  }

  private static func isWanted(_ name: String, _ ending: String?) -> Bool {
    if let ending { return name.hasSuffix(ending) }
    let endings = ModelProposal.dataEndings + [SnapshotFormat.ending]
    return endings.contains { name.lowercased().hasSuffix($0) }
  }
}
