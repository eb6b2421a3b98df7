extension EditorCore {
  /// Shows the text as it is.
  func paint() {
    terminal.write(painter.paint(frame(), height: size.rows))
  }

  /// The text by itself, the cursor at its end.
  func finalFrame() -> ScreenFrame {
    var layout = newLayout()
    layout.add(settings.prompt, style: settings.promptStyle)
    addText(to: &layout, marksCursor: false)
    return layout.frame()
  }

  private func newLayout() -> ScreenLayout {
    ScreenLayout(
      columns: size.columns, color: settings.color && !isDumb, movesColumns: !isDumb)
  }

  private func frame() -> ScreenFrame {
    var layout = newLayout()
    if case .search(let search) = overlay {
      let direction = search.isForward ? "forward" : "back"
      let failed = search.hasFailed ? ", not found" : ""
      layout.add("search \(direction)\(failed) `\(search.words)`: ", style: settings.promptStyle)
    } else {
      layout.add(settings.prompt, style: settings.promptStyle)
    }
    addText(to: &layout, marksCursor: true)
    if !isDumb, settings.color, let suggestion {
      // One row of it is enough to know it by.
      layout.addCut(
        suggestion.prefix { !$0.isNewline }, style: TextStyle(isDim: true))
    }
    if case .menu(let menu) = overlay, !isDumb { addMenu(menu, to: &layout) }
    return layout.frame()
  }

  // MARK: - Text

  private func addText(to layout: inout ScreenLayout, marksCursor: Bool) {
    let text = draft.text
    let styles = self.styles(of: text)
    let cursor = draft.offset
    var offset = 0
    for character in text {
      if marksCursor, offset == cursor { layout.markCursor() }
      if character == "\n" {
        layout.breakRow()
        layout.add(settings.continuationPrompt, style: settings.promptStyle)
      } else {
        layout.setStyle(styles.isEmpty ? .plain : styles[offset])
        layout.add(character)
      }
      offset += character.utf8.count
    }
    if marksCursor, cursor >= offset { layout.markCursor() }
  }

  /// A style for each byte of the text; empty when all are plain.
  private func styles(of text: String) -> [TextStyle] {
    guard settings.color, !isDumb else { return [] }
    var spans = behavior.highlight(text)
    if case .search(let search) = overlay, let match = search.match, !search.hasFailed {
      spans.append(StyledSpan(range: match.range, style: TextStyle(isInverse: true)))
    }
    guard !spans.isEmpty else { return [] }
    let count = text.utf8.count
    var styles = [TextStyle](repeating: .plain, count: count)
    for span in spans {
      for offset in span.range.clamped(to: 0..<count) { styles[offset] = span.style }
    }
    return styles
  }

  // MARK: - Menu

  private func addMenu(_ menu: CompletionMenu, to layout: inout ScreenLayout) {
    let rowCount = max(1, min(settings.menuRows, size.rows / 2, menu.candidates.count))
    let first = min(
      max(0, (menu.selection ?? 0) - rowCount + 1), menu.candidates.count - rowCount)
    let shown = menu.candidates[first..<(first + rowCount)]
    let widest = menu.candidates.reduce(0) { max($0, Self.shownColumns(of: $1.text)) }
    let wordColumns = min(widest, max(8, size.columns / 2))
    for (index, candidate) in zip(shown.indices, shown) {
      layout.breakRow()
      let style = TextStyle(isInverse: index == menu.selection)
      let marker = index == menu.selection && !settings.color ? "> " : "  "
      layout.addCut(marker, style: style)
      let before = layout.columnsLeft
      layout.addCut(Self.cut(candidate.text, to: wordColumns), style: style)
      let used = before - layout.columnsLeft
      layout.addCut(
        String(repeating: " ", count: max(0, wordColumns - used) + 2), style: style)
      layout.addCut(candidate.detail, style: TextStyle(isDim: true))
    }
    let hidden = menu.candidates.count - rowCount
    if hidden > 0 {
      layout.breakRow()
      layout.addCut("  \(hidden) more", style: TextStyle(isDim: true))
    }
  }

  private static func shownColumns(of text: String) -> Int {
    text.reduce(0) { $0 + ScreenLayout.cell(of: $1).columns }
  }

  private static func cut(_ text: String, to columns: Int) -> Substring {
    var used = 0
    return text.prefix { character in
      used += ScreenLayout.cell(of: character).columns
      return used <= columns
    }
  }
}
