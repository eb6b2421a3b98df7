/// A menu of candidates under the text.
struct CompletionMenu: Hashable {
  var candidates: [Candidate]
  /// The candidate that stands in the text; nil when the menu has just opened.
  var selection: Int?

  /// Goes to the next candidate or the one before, around the ends.
  mutating func step(by count: Int) {
    guard let selection else {
      self.selection = count > 0 ? 0 : candidates.count - 1
      return
    }
    self.selection = (selection + count + candidates.count) % candidates.count
  }
}

/// A search through the history that is under way.
struct HistorySearch: Hashable {
  var words = ""
  var isForward: Bool
  /// What was found last; it stays when more words find nothing.
  var match: History.Match?
  var hasFailed = false
}

extension EditorCore {
  // MARK: - Completion

  func complete() {
    let original = draft
    let text = draft.text
    let completion = behavior.complete(text, draft.offset)
    let range = completion.range.clamped(to: 0..<text.utf8.count)
    let candidates = completion.candidates
    guard let first = candidates.first else { return beep() }
    if candidates.count == 1 {
      draft.replace(range, with: first.text)
      return
    }
    let typed = String(
      decoding: text.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    let shared = Self.sharedPrefix(of: candidates)
    if shared.count > typed.count, shared.lowercased().hasPrefix(typed.lowercased()) {
      draft.replace(range, with: shared)
      return
    }
    chooseFromMenu(CompletionMenu(candidates: candidates), over: range, of: original)
  }

  private static func sharedPrefix(of candidates: [Candidate]) -> String {
    var shared = Substring(candidates.first?.text ?? "")
    for candidate in candidates.dropFirst() {
      let length = zip(shared, candidate.text).prefix { $0 == $1 }.count
      shared = shared.prefix(length)
    }
    return String(shared)
  }

  private func chooseFromMenu(_ opened: CompletionMenu, over range: Range<Int>, of original: Draft)
  {
    var menu = opened
    defer { overlay = .none }
    while true {
      overlay = .menu(menu)
      guard let key = nextKey() else { return }
      switch key {
      case .scalar("\t"), .named(.down), .scalar("\u{0E}"): menu.step(by: 1)
      case .named(.shiftTab), .named(.up), .scalar("\u{10}"): menu.step(by: -1)
      case .escape, .scalar("\u{07}"):
        draft = original
        return
      case .scalar("\r") where menu.selection != nil, .scalar("\n") where menu.selection != nil:
        return
      default:
        enqueue(key)
        return
      }
      draft = original
      if let selection = menu.selection {
        draft.replace(range, with: menu.candidates[selection].text)
      }
    }
  }

  // MARK: - Search

  func search(forward: Bool) {
    let original = draft
    var search = HistorySearch(isForward: forward)
    defer { overlay = .none }
    while true {
      overlay = .search(search)
      guard let key = nextKey() else { return }
      switch key {
      case .scalar("\u{03}"): return interrupt()
      case .scalar("\u{07}"):
        draft = original
        return
      case .escape: return
      case .scalar("\u{12}"): find(&search, forward: false)
      case .scalar("\u{13}"): find(&search, forward: true)
      case .scalar("\u{08}"), .scalar("\u{7F}"):
        if search.words.isEmpty { beep() } else { search.words.removeLast() }
        refind(&search, from: original)
      case .scalar(let scalar) where scalar.properties.generalCategory != .control:
        search.words.unicodeScalars.append(scalar)
        refind(&search, from: original)
      case .paste(let text):
        search.words += text
        refind(&search, from: original)
      default:
        enqueue(key)
        return
      }
    }
  }

  /// Looks for the next entry with the words, past the one found.
  private func find(_ search: inout HistorySearch, forward: Bool) {
    search.isForward = forward
    var start = forward ? 0 : history.entries.count - 1
    if let match = search.match { start = match.entry + (forward ? 1 : -1) }
    // The same statement entered again elsewhere is no other find.
    let shown = search.match.map { history.entries[$0.entry] }
    while let match = history.search(search.words, from: start, forward: forward) {
      if history.entries[match.entry] != shown { return show(match, in: &search) }
      start = match.entry + (forward ? 1 : -1)
    }
    search.hasFailed = true
    beep()
  }

  /// Looks for the words anew, as they have changed.
  private func refind(_ search: inout HistorySearch, from original: Draft) {
    guard !search.words.isEmpty else {
      (search.match, search.hasFailed) = (nil, false)
      draft = original
      return
    }
    let start = search.match?.entry ?? (search.isForward ? 0 : history.entries.count - 1)
    if let match = history.search(search.words, from: start, forward: search.isForward) {
      show(match, in: &search)
    } else {
      search.hasFailed = true
    }
  }

  private func show(_ match: History.Match, in search: inout HistorySearch) {
    (search.match, search.hasFailed) = (match, false)
    draft = Draft(history.entries[match.entry], cursor: match.range.lowerBound)
  }
}
