import CLineEdit

/// A command of libedit's configuration: its name and its arguments.
typealias ConfigurationLine = [String]

/// The keys that are ours in libedit's maps.
///
/// Keys are written as `bind` reads them: `^R` is Ctrl-R, `^[` Escape.
enum KeyBindings {
  /// The lines that bind our keys, for the map that is in use.
  static func lines(vi: Bool) -> [ConfigurationLine] {
    var lines = vi ? viLines : emacsLines
    for code in StepCode.allCases {
      lines.append(["bind", character(code.rawValue), code.functionName])
      if vi { lines.append(["bind", "-a", character(code.rawValue), code.functionName]) }
    }
    // Without a locale libedit takes é for Meta-i.
    for value in UInt32(0xA0)...0xFF {
      lines.append(["bind", character(value), "ed-insert"])
    }
    return lines
  }

  /// A code as a word of a line.
  static func character(_ code: UInt32) -> String {
    Unicode.Scalar(code).map { String(Character($0)) } ?? ""
  }

  /// What `.editrc` calls a command.
  static func name(of command: CLECommand) -> String {
    // Static storage, never null, ASCII.
    unsafe String(cString: cle_command_name(command))
  }

  private static func bind(_ keys: [(String, CLECommand)], alternative: Bool = false)
    -> [ConfigurationLine]
  {
    keys.map { key, command in
      (alternative ? ["bind", "-a"] : ["bind"]) + [key, name(of: command)]
    }
  }

  // MARK: - Maps

  private static let named: [(NamedKey, CLECommand)] = [
    (.up, .up), (.down, .down), (.right, .right), (.left, .left), (.home, .rowStart),
    (.end, .rowEnd), (.delete, .delete), (.wordLeft, .wordLeft), (.wordRight, .wordRight),
    (.deleteWord, .killWord), (.historyPrevious, .historyPrevious), (.historyNext, .historyNext),
    (.newline, .newline), (.shiftTab, .abort), (.paste, .paste),
  ]

  private static var namedKeys: [(String, CLECommand)] {
    named.map { (character($0.rawValue), $1) }
  }

  /// In every map that inserts.
  private static let inserting: [(String, CLECommand)] = [
    ("^C", .interrupt), ("^D", .deleteOrEnd), ("^G", .abort), ("^H", .backspace),
    ("^?", .backspace), ("^I", .complete), ("^J", .submit), ("^L", .clearScreen), ("^M", .submit),
    ("^N", .down), ("^P", .up), ("^R", .searchBackward), ("^S", .searchForward),
    ("^U", .killRowStart), ("^W", .killWordBack), ("^Z", .suspend), ("^_", .undo),
  ]

  private static let emacs: [(String, CLECommand)] = [
    ("^A", .rowStart), ("^B", .left), ("^E", .rowEnd), ("^F", .right), ("^K", .killRowEnd),
    ("^[b", .wordLeft), ("^[B", .wordLeft), ("^[f", .wordRight), ("^[F", .wordRight),
    ("^[d", .killWord), ("^[D", .killWord), ("^[^?", .killWordBack), ("^[^H", .killWordBack),
    ("^[n", .prefixNext), ("^[N", .prefixNext), ("^[p", .prefixPrevious),
    ("^[P", .prefixPrevious),
  ]

  private static let viCommand: [(String, CLECommand)] = [
    ("^C", .interrupt), ("^D", .deleteOrEnd), ("^J", .submit), ("^L", .clearScreen),
    ("^M", .submit), ("^N", .down), ("^P", .up), ("^R", .searchBackward), ("^S", .searchForward),
    ("^Z", .suspend), ("+", .down), ("-", .up), ("/", .searchBackward), ("?", .searchForward),
    ("J", .prefixNext), ("K", .prefixPrevious), ("U", .undo), ("j", .down), ("k", .up),
    ("u", .undo), ("x", .viDelete),
  ]

  /// Functions that read or show text past our drawing, or start other programs.
  private static let unfit = "ed-unassigned"

  private static var emacsLines: [ConfigurationLine] {
    bind(inserting + emacs + namedKeys) + [["bind", "^[x", unfit], ["bind", "^[X", unfit]]
  }

  private static var viLines: [ConfigurationLine] {
    bind(inserting + namedKeys) + bind(viCommand + namedKeys, alternative: true)
      + [["bind", character(NamedKey.escape.rawValue), "vi-command-mode"]]
      + [":", "v", "#", "N", "n", "G", "@", "_"].map { ["bind", "-a", $0, unfit] }
  }
}
