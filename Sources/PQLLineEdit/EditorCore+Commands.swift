import CLineEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension EditorCore {
  /// Runs a command of ours on the text.
  func run(_ command: CLECommand) -> CLEAfter {
    pull()
    if command != .up, command != .down { goalColumn = nil }
    let after = perform(command)
    guard outcome == nil else { return .finish }
    push()
    return after
  }

  private func perform(_ command: CLECommand) -> CLEAfter {
    switch command {
    case .abort: break
    case .backspace: if !draft.deleteBackward() { beep() }
    case .clearScreen: clearScreen()
    case .complete: complete()
    case .delete: if !draft.deleteForward() { beep() }
    case .deleteOrEnd: deleteOrEnd()
    case .down: moveDown()
    case .historyNext: recall(history.next(from: draft))
    case .historyPrevious: recall(history.previous(from: draft))
    case .interrupt: interrupt()
    case .killRowEnd: return killRowEnd()
    case .killRowStart: codes = Self.cut(to: .rowStart) + codes
    case .killWord: return killWord()
    case .killWordBack: killWordBack()
    case .left: draft.moveLeft()
    case .newline: draft.insert("\n")
    case .paste: draft.insert(pasted)
    case .prefixNext: recallByPrefix(forward: true)
    case .prefixPrevious: recallByPrefix(forward: false)
    case .right: if !takeSuggestion() { draft.moveRight() }
    case .rowEnd: if !takeSuggestion() { draft.moveToRowEnd() }
    case .rowStart: draft.moveToRowStart()
    case .searchBackward: search(forward: false)
    case .searchForward: search(forward: true)
    case .submit: submit()
    case .suspend: suspend()
    case .undo: if let state = undo.takeBack() { draft = state } else { beep() }
    case .up: moveUp()
    case .viDelete: return viDelete()
    case .wordLeft: draft.moveWordLeft()
    case .wordRight: draft.moveWordRight()
    }
    return .continue
  }

  func beep() { terminal.write("\u{07}") }

  /// Drops the statement and what was typed ahead.
  func interrupt() {
    terminal.discardPending()
    outcome = .interrupted
  }

  private func submit() {
    let text = draft.text
    if behavior.isComplete(text) { outcome = .statement(text) } else { draft.insert("\n") }
  }

  private func deleteOrEnd() {
    if draft.isEmpty {
      outcome = .endOfInput
    } else if !draft.deleteForward() {
      beep()
    }
  }

  private func clearScreen() {
    guard !isDumb else { return }
    terminal.write("\u{1B}[H\u{1B}[2J")
    painter.reset()
  }

  private func suspend() {
    leave()
    setRaw(false)
    endGuard()
    if let suspend = settings.suspend { suspend() } else { kill(getpid(), SIGTSTP) }
    guardTerminal()
    setRaw(true)
    enter()
  }

  // MARK: - Rows and history

  private func moveUp() {
    let goal = goalColumn ?? draft.displayColumn
    if draft.moveVertically(by: -1, towards: goal) {
      goalColumn = goal
    } else {
      recall(history.previous(from: draft))
    }
  }

  private func moveDown() {
    let goal = goalColumn ?? draft.displayColumn
    if draft.moveVertically(by: 1, towards: goal) {
      goalColumn = goal
    } else {
      recall(history.next(from: draft))
    }
  }

  private func recall(_ entry: Draft?) {
    goalColumn = nil
    if let entry { draft = entry } else { beep() }
  }

  private func recallByPrefix(forward: Bool) {
    let offset = draft.offset
    let prefix = String(decoding: draft.text.utf8.prefix(offset), as: UTF8.self)
    let found =
      forward
      ? history.next(from: draft, prefix: prefix) : history.previous(from: draft, prefix: prefix)
    recall(found.map { Draft($0.text, cursor: offset) })
  }

  /// What is shown after the text as a proposal.
  var suggestion: String? {
    guard draft.isAtEnd, !draft.isEmpty, case .none = overlay else { return nil }
    let text = draft.text
    if let suggestion = behavior.suggest(text) { return suggestion.isEmpty ? nil : suggestion }
    return settings.suggestsFromHistory ? history.suggestion(for: text) : nil
  }

  private func takeSuggestion() -> Bool {
    // Where there is no dimming, a proposal would pass for text: none is shown.
    guard !isDumb, settings.color, let suggestion else { return false }
    draft.insert(suggestion)
    return true
  }

  // MARK: - Cutting

  /// The codes that cut from the cursor to where a motion leads.
  private static func cut(to motion: StepCode) -> [UInt32] {
    [StepCode.setMark.rawValue, motion.rawValue, StepCode.killRegion.rawValue]
  }

  private func killRowEnd() -> CLEAfter {
    guard !draft.isAtRowEnd else {
      _ = draft.deleteForward()
      return .continue
    }
    codes.insert(StepCode.killRowEnd.rawValue, at: 0)
    return .keepArgument
  }

  private func killWord() -> CLEAfter {
    var end = draft
    end.moveWordRight()
    // A cut is within a row; past its end, the line break goes.
    if end.row != draft.row { return killRowEnd() }
    codes = Self.cut(to: .wordRight) + codes
    return .continue
  }

  private func killWordBack() {
    var start = draft
    start.moveWordLeft()
    if start.row == draft.row {
      codes = Self.cut(to: .wordLeft) + codes
    } else if draft.column > 0 {
      codes = Self.cut(to: .rowStart) + codes
    } else {
      _ = draft.deleteBackward()
    }
  }

  /// Leaves the count, an operator and the cut text to libedit, but not half a cluster.
  private func viDelete() -> CLEAfter {
    var next = draft
    if next.moveRight(), next.row == draft.row, next.column > draft.column + 1 {
      _ = draft.deleteForward()
      return .continue
    }
    codes.insert(StepCode.deleteNext.rawValue, at: 0)
    return .keepArgument
  }
}
