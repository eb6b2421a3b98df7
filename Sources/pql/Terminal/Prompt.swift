import PQLLineEdit
import PQLShell
import PQLSyntax

/// The conversation at a terminal.
struct Prompt {
  let host: ProgramHost

  /// Reads and answers until the user leaves.
  func run(_ session: inout Session) -> ExitStatus {
    host.write("PQL: help for help, Ctrl-D to leave\n")
    host.write(session.loadSummary)
    host.flush()
    let knowledge = EditingKnowledge()
    knowledge.update(from: session)
    do throws(EditorFailure) {
      var editor = try LineEditor(
        settings: settings(of: session), behavior: EditorBehavior(knowledge))
      converse(&session, &editor, knowledge)
    } catch {
      // A terminal that cannot be edited on is still read, line by line.
      while let line = readLine() {
        answer(line, &session)
        if session.wantsToQuit { break }
      }
    }
    return .done
  }

  private func converse(
    _ session: inout Session, _ editor: inout LineEditor, _ knowledge: EditingKnowledge
  ) {
    while !session.wantsToQuit {
      switch editor.readStatement() {
      case .interrupted: continue
      case .endOfInput, .failed: return
      case .statement(let text):
        guard text.contains(where: { !$0.isWhitespace }) else { continue }
        editor.remember(text)
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
    settings.programName = "pql"
    settings.color = session.settings.colorsOutput
    settings.historyPath =
      variable("PQL_HISTORY") ?? variable("HOME").map { $0 + "/.pql_history" }
    return settings
  }
}
