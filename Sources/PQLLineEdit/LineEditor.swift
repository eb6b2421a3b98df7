#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The owner of a terminal on which statements are typed.
///
/// The terminal is in its own mode, with Ctrl-C as a signal, except while `readStatement` runs.
package struct LineEditor: ~Copyable {
  private let core: EditorCore
  private let file: HistoryFile?

  /// The `errno` of the last entry that could not be written to the history file; nil if all were.
  package private(set) var historyProblem: Int32?

  /// Opens an editor on a terminal and loads the history.
  ///
  /// - Throws: `EditorFailure` when a descriptor is no terminal or libedit refuses it.
  package init(
    settings: EditorSettings = EditorSettings(), behavior: EditorBehavior = EditorBehavior(),
    input: Int32 = 0, output: Int32 = 1
  ) throws(EditorFailure) {
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    let limit = max(settings.historyLimit, 1)
    let file = settings.historyPath.map { HistoryFile(path: $0, limit: limit) }
    let history = History(entries: file?.load() ?? [], limit: limit)
    let core = try EditorCore(
      settings: settings, behavior: behavior, history: history, input: input, output: output)
    self.core = core
    self.file = file
    historyProblem = nil
  }

  /// Reads one statement, of as many rows as it takes.
  package mutating func readStatement() -> ReadOutcome { core.read() }

  /// Adds a statement to the history, unless it is blank or the last one again.
  package mutating func remember(_ statement: String) {
    guard core.history.accepts(statement) else { return }
    core.history.append(statement)
    do throws(HistoryFailure) {
      try file?.append(statement)
      historyProblem = nil
    } catch {
      historyProblem = error.code
    }
  }
}
