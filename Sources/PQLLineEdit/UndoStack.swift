/// The states of a text that can be taken back to.
struct UndoStack {
  private static let limit = 200

  private var states: [Draft] = []
  private var current = Draft()
  /// Whether the last change was typing, which is taken back word by word and not key by key.
  private var isTyping = false

  /// Notes the text as it now is.
  mutating func record(_ draft: Draft) {
    guard draft.rows != current.rows else {
      current = draft
      return
    }
    let types = Self.isTypedAfter(current, draft)
    if !(types && isTyping) {
      states.append(current)
      if states.count > Self.limit { states.removeFirst() }
    }
    isTyping = types
    current = draft
  }

  /// The text before the last change; nil if there was none.
  mutating func takeBack() -> Draft? {
    guard let state = states.popLast() else { return nil }
    current = state
    isTyping = false
    return state
  }

  /// Whether one character of a word was added before the cursor.
  private static func isTypedAfter(_ old: Draft, _ new: Draft) -> Bool {
    guard old.rows.count == new.rows.count, old.row == new.row, new.column == old.column + 1,
      new.current.count == old.current.count + 1
    else { return false }
    let typed = new.current[old.column]
    return typed != " " && new.current[..<old.column] == old.current[..<old.column]
  }
}
