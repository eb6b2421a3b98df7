import PQLText

extension DisplayWidth {
  /// The start of a text that fits, with `…` where something was left out.
  static func truncated(_ text: String, to limit: Int) -> (text: String, columns: Int) {
    let full = columns(of: text)
    guard full > limit else { return (text, full) }
    guard limit > 0 else { return ("", 0) }
    var kept = ""
    var used = 0
    for character in text {
      let next = columns(of: character)
      if used + next > limit - 1 { break }
      kept.append(character)
      used += next
    }
    return (kept + "…", used + 1)
  }
}
