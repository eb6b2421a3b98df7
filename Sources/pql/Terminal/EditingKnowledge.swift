import PQLLineEdit
import PQLRender
import PQLShell
import PQLSyntax
import Synchronization

/// What the editor asks while somebody types, as of the last statement.
final class EditingKnowledge: Sendable {
  private let completer = Mutex<Completer?>(nil)

  /// Takes over what the session knows now.
  func update(from session: Session) {
    let current = Completer(session)
    completer.withLock { $0 = current }
  }

  /// What may stand at a place of the text.
  func completions(_ text: String, _ cursor: Int) -> Completer.Result? {
    completer.withLock { $0 }?.completions(in: text, at: cursor)
  }

  /// The rest of the word at the end of the text, when only one can be meant.
  func suggestion(_ text: String) -> String? {
    completer.withLock { $0 }?.suggestion(for: text)
  }
}

extension EditorBehavior {
  /// The editor's questions, answered from the language and the model.
  init(_ knowledge: EditingKnowledge) {
    self.init(
      highlight: { text in
        highlights(text).map {
          StyledSpan(range: $0.span.start..<$0.span.end, style: $0.kind.style)
        }
      },
      complete: { text, cursor in
        guard let found = knowledge.completions(text, cursor) else { return .none }
        let rest = text.utf8.dropFirst(found.range.upperBound)
        let hasSpace = rest.first.map { $0 == 0x20 || $0 == 0x0A } ?? false
        return Completion(
          range: found.range,
          candidates: found.candidates.map {
            Candidate(
              text: $0.text + ($0.isFollowedBySpace && !hasSpace ? " " : ""),
              detail: VisibleText.shown($0.detail))
          })
      },
      isComplete: { CommandLines.isComplete($0) },
      suggest: { knowledge.suggestion($0) })
  }
}

extension HighlightKind {
  /// How the editor draws it.
  fileprivate var style: TextStyle {
    switch self {
    case .keyword: TextStyle(color: .blue)
    case .verb: TextStyle(color: .blue, isBold: true)
    case .name, .sign: .plain
    case .parameter: TextStyle(color: .magenta)
    case .text, .pattern: TextStyle(color: .green)
    case .number, .date: TextStyle(color: .cyan)
    case .comment: TextStyle(isDim: true)
    case .error: TextStyle(color: .red, isUnderlined: true)
    }
  }
}
