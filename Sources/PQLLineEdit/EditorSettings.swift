/// What the editor is opened with.
package struct EditorSettings: Sendable {
  /// What stands before the first row of a statement.
  package var prompt = "> "
  /// What stands before the rows after the first.
  package var continuationPrompt = ". "
  package var promptStyle = TextStyle.plain
  /// The file of the history; nil keeps the history in memory.
  package var historyPath: String?
  /// How many entries the history keeps.
  package var historyLimit = 5_000
  /// Whether the most recent entry that starts with the text is suggested if nothing else is.
  package var suggestsFromHistory = true
  /// Whether spans are coloured; a dumb terminal never is.
  package var color = true
  /// What `.editrc` calls the program, for lines such as `name:bind …`.
  package var programName = "editor"
  /// The user's key bindings; nil takes `$EDITRC`, or `.editrc` in the home directory.
  package var editrcPath: String?
  /// The type of the terminal; nil takes `$TERM`.
  package var terminalName: String?
  /// How many rows the menu of a completion may fill.
  package var menuRows = 8
  /// Whether the program shall end: reading then ends as if the terminal had hung up.
  package var mustEnd: @Sendable () -> Bool = { false }
  /// Whether a signal that ends the program while a statement is typed, a fault among them, gives the
  /// terminal back first; for the program's own terminal alone, as signals are the whole program's.
  package var guardsTerminal = false
  /// Stops the program on Ctrl-Z; nil sends it SIGTSTP.
  package var suspend: (@Sendable () -> Void)?

  package init() {}
}

/// How reading a statement ended.
package enum ReadOutcome: Sendable, Hashable {
  /// A whole statement, its rows parted by `\n`.
  case statement(String)
  /// Ctrl-C: the text was dropped.
  case interrupted
  /// Ctrl-D on an empty statement, or the terminal hung up.
  case endOfInput
  /// The terminal could not be read; the `errno` of it.
  case failed(Int32)
}

/// Why an editor could not be opened.
package enum EditorFailure: Error, Hashable {
  /// Input or output is a file or a pipe.
  case notATerminal
  /// libedit refused the terminal.
  case libeditRefused
}
