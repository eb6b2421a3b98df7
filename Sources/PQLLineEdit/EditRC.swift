import CLineEdit

/// The user's `.editrc`, fitted to an editor with rows and a history of its own.
///
/// libedit's own reader is not used: it needs a locale, and its `bind -v` would take our bindings
/// away. Here the choice of the map comes first, then our bindings, then the user's over them.
enum EditRC {
  /// The most that is read of the file, in bytes.
  static let longestFile = 1 << 16

  /// The lines of a file, split into words, without comments.
  static func lines(of text: some StringProtocol) -> [ConfigurationLine] {
    text.split(separator: "\n").map { words(of: $0) }.filter { $0.first?.first != "#" }
      .filter { !$0.isEmpty }
  }

  /// Whether the file asks for the vi keys; the last line that says so counts.
  static func asksForVi(_ lines: [ConfigurationLine], programName: String) -> Bool {
    var isVi = false
    for line in lines {
      guard let words = command(in: line, programName: programName) else { continue }
      if words == ["bind", "-v"] { isVi = true }
      if words == ["bind", "-e"] { isVi = false }
    }
    return isVi
  }

  /// A line with our keys and functions for libedit's; nil if it is not for us.
  static func adapted(_ line: ConfigurationLine, programName: String) -> ConfigurationLine? {
    guard let words = command(in: line, programName: programName), let name = words.first
    else { return nil }
    // Of the other commands, `edit off` and `settc` would only spoil what we rely on.
    guard name == "bind", words != ["bind", "-v"], words != ["bind", "-e"] else { return nil }
    var options: [String] = []
    var operands: [String] = []
    for word in words.dropFirst() {
      if operands.isEmpty, word.count == 2, word.first == "-" {
        options.append(word)
      } else {
        operands.append(word)
      }
    }
    guard let key = operands.first else { return nil }
    if options.contains("-k") {
      guard let named = arrows[key] else { return nil }
      options.removeAll { $0 == "-k" }
      operands[0] = KeyBindings.character(named.rawValue)
    } else if let named = namedKey(of: key) {
      operands[0] = KeyBindings.character(named.rawValue)
    }
    if operands.count == 2, !options.contains("-s"), let ours = functions[operands[1]] {
      operands[1] = KeyBindings.name(of: ours)
    }
    return ["bind"] + options + operands
  }

  /// The words of a line without `name:` before them; nil if another program is named.
  private static func command(in line: ConfigurationLine, programName: String)
    -> ConfigurationLine?
  {
    guard let first = line.first, let colon = first.firstIndex(of: ":") else { return line }
    let name = first[..<colon]
    guard name == "*" || name == programName else { return nil }
    return [String(first[first.index(after: colon)...])] + line.dropFirst()
  }

  // MARK: - Words

  /// Splits a line as a shell does: quotes keep spaces, a backslash the next character.
  static func words(of line: some StringProtocol) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\\" {
        isEscaped = true
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    return words
  }

  // MARK: - Keys and functions

  /// The key whose sequence a word of `bind` spells, such as `^[[A` or `\e[A`.
  static func namedKey(of word: String) -> NamedKey? {
    var bytes: [UInt8]
    if word.hasPrefix("^[") {
      bytes = [0x1B] + word.utf8.dropFirst(2)
    } else if word.hasPrefix("\\e") {
      bytes = [0x1B] + word.utf8.dropFirst(2)
    } else if word.hasPrefix("\\033") {
      bytes = [0x1B] + word.utf8.dropFirst(4)
    } else {
      return nil
    }
    guard bytes.count > 2 else { return nil }
    var decoder = KeyDecoder()
    decoder.feed(bytes)
    guard case .named(let key)? = decoder.next(expired: true), !decoder.hasPending else {
      return nil
    }
    return key
  }

  private static let arrows: [String: NamedKey] = [
    "up": .up, "down": .down, "left": .left, "right": .right, "home": .home, "end": .end,
    "delete": .delete,
  ]

  /// Functions of libedit that know nothing of our rows and history, and ours for them.
  private static let functions: [String: CLECommand] = [
    "ed-clear-screen": .clearScreen,
    "ed-end-of-file": .deleteOrEnd,
    "ed-newline": .submit,
    "ed-next-char": .right,
    "ed-next-history": .historyNext,
    "ed-next-line": .down,
    "ed-prev-char": .left,
    "ed-prev-history": .historyPrevious,
    "ed-prev-line": .up,
    "ed-prev-word": .wordLeft,
    "ed-delete-prev-char": .backspace,
    "ed-delete-prev-word": .killWordBack,
    "ed-kill-line": .killRowEnd,
    "ed-move-to-beg": .rowStart,
    "ed-move-to-end": .rowEnd,
    "ed-search-next-history": .prefixNext,
    "ed-search-prev-history": .prefixPrevious,
    "ed-tty-sigint": .interrupt,
    "ed-tty-sigtstp": .suspend,
    "em-delete-next-char": .delete,
    "em-delete-or-list": .deleteOrEnd,
    "em-delete-prev-char": .backspace,
    "em-inc-search-next": .searchForward,
    "em-inc-search-prev": .searchBackward,
    "em-next-word": .wordRight,
    "rl_complete": .complete,
    "vi-delete-prev-char": .backspace,
    "vi-list-or-eof": .deleteOrEnd,
    "vi-search-next": .searchForward,
    "vi-search-prev": .searchBackward,
    "vi-undo": .undo,
    "vi-undo-line": .undo,
  ]
}
