import PQLLineEdit
import PQLShell
import PQLSyntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The conversation at a terminal.
struct Prompt {
  let host: ProgramHost

  /// Reads and answers until the user leaves.
  func run(_ session: inout Session) -> ExitStatus {
    Signals.installEnding()
    let knowledge = EditingKnowledge()
    knowledge.update(from: session)
    do throws(EditorFailure) {
      var editor = try LineEditor(
        settings: settings(of: session), behavior: EditorBehavior(knowledge))
      host.write("PQL \(Pql.version): `help` helps, Tab completes, Ctrl-D leaves\n")
      host.write(session.loadSummary)
      host.flush()
      converse(&session, &editor, knowledge)
    } catch {
      // A terminal that cannot be edited on is still read, line by line.
      while Signals.end == nil, !session.wantsToQuit, let line = readLine() {
        answer(line, &session)
      }
    }
    host.flush()
    Signals.endBySignal()
    return .done
  }

  private func converse(
    _ session: inout Session, _ editor: inout LineEditor, _ knowledge: EditingKnowledge
  ) {
    var knowsProblem = false
    while !session.wantsToQuit, Signals.end == nil {
      switch editor.readStatement() {
      case .interrupted: continue
      case .endOfInput, .failed: return
      case .statement(let text):
        guard text.contains(where: { !$0.isWhitespace }) else { continue }
        editor.remember(text)
        if let problem = editor.historyProblem, !knowsProblem {
          knowsProblem = true
          host.writeError(
            "note: the history is not kept: \(unsafe String(cString: strerror(problem)))\n")
        }
        answer(text, &session)
        knowledge.update(from: session)
      }
    }
  }

  private func answer(_ text: String, _ session: inout Session) {
    Signals.reset()
    session.settings.width = TerminalSize.columns(of: 1) ?? session.settings.width
    session.ask(text)
    host.flush()
    Signals.reset()
  }

  private func settings(of session: Session) -> EditorSettings {
    var settings = EditorSettings()
    settings.prompt = "pql> "
    settings.continuationPrompt = "...> "
    settings.promptStyle = TextStyle(isBold: true)
    settings.programName = "pql"
    settings.color = session.settings.colorsOutput
    settings.mustEnd = { Signals.end != nil }
    settings.guardsTerminal = true
    settings.historyPath =
      variable("PQL_HISTORY") ?? variable("HOME").map { $0 + "/.pql_history" }
    return settings
  }
}
