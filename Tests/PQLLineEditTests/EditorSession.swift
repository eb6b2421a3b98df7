import Foundation
import PQLLineEdit
import PQLTerminalSupport
import Synchronization

/// An editor at work on a pseudo-terminal, in a thread of its own.
final class EditorSession {
  /// What the thread tells the test.
  private final class Report: Sendable {
    let outcomes = Mutex<[ReadOutcome]>([])
    let hasEnded = Mutex(false)
    let continues = Mutex(true)
  }

  let terminal: PseudoTerminal
  private let report = Report()

  /// Opens an editor and waits for its prompt.
  init(
    columns: Int = 60, rows: Int = 12, behavior: EditorBehavior = EditorBehavior(),
    remembers: Bool = true, settings adjust: (inout EditorSettings) -> Void = { _ in }
  ) throws {
    terminal = try PseudoTerminal(columns: columns, rows: rows)
    var settings = EditorSettings()
    settings.terminalName = "xterm"
    settings.editrcPath = "/dev/null"
    adjust(&settings)
    let (descriptor, report, opened) = (terminal.terminal, report, settings)
    let thread = Thread {
      Self.run(report, opened, behavior, descriptor: descriptor, remembers: remembers)
      report.hasEnded.withLock { $0 = true }
    }
    thread.start()
    let prompt = settings.prompt
    _ = terminal.waits { $0.beforeCursor.hasSuffix(prompt) }
  }

  private static func run(
    _ report: Report, _ settings: EditorSettings, _ behavior: EditorBehavior,
    descriptor: Int32, remembers: Bool
  ) {
    guard
      var editor = try? LineEditor(
        settings: settings, behavior: behavior, input: descriptor, output: descriptor)
    else { return }
    while true {
      let outcome = editor.readStatement()
      if remembers, case .statement(let text) = outcome { editor.remember(text) }
      report.outcomes.withLock { $0.append(outcome) }
      while !report.continues.withLock({ $0 }) { usleep(2_000) }
      if outcome == .endOfInput { return }
      if case .failed = outcome { return }
    }
  }

  deinit {
    report.continues.withLock { $0 = true }
    terminal.hangUp()
    // The thread must be gone before the descriptor is closed and given to another test.
    _ = terminal.waits { _ in report.hasEnded.withLock { $0 } }
  }

  var screen: ScreenModel { terminal.screen }
  var outcomes: [ReadOutcome] { report.outcomes.withLock { $0 } }

  /// Keeps the editor from reading the next statement, or lets it.
  func holdsAfterStatement(_ holds: Bool) { report.continues.withLock { $0 = !holds } }

  private var isHeld: Bool { !report.continues.withLock { $0 } }

  func type(_ text: String) { terminal.type(text) }

  /// Types, and waits until the screen shows just a text; what it shows in the end.
  func shows(_ text: String, after keys: String) -> String {
    type(keys)
    return terminal.settles(on: text)
  }

  /// Types, and waits for another outcome and the next prompt; the last outcome there is.
  func outcome(after keys: String) -> ReadOutcome? {
    let count = outcomes.count
    type(keys)
    guard terminal.waits(until: { _ in outcomes.count > count }) else { return nil }
    // What is typed before the prompt, the system would echo.
    if !isHeld, outcomes.last != .endOfInput {
      _ = terminal.waits { _ in !terminal.isCooked }
    }
    return outcomes.last
  }

  /// Types, and waits until the row of the cursor up to it ends in a text.
  func stands(behind text: String, after keys: String = "") -> Bool {
    type(keys)
    return terminal.waits { $0.beforeCursor.hasSuffix(text) }
  }
}
