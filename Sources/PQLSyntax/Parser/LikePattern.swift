/// A pattern of SQL's `like` as the language asks it.
package enum LikePattern {
  /// The words that ask for a pattern elsewhere.
  package static let words: Set<String> = ["like", "ilike", "rlike", "regexp"]

  /// `contains "x"` for `%x%`, `starts with "x"` for `x%`, `ends with "x"` for `%x`, and a pattern
  /// for what stands between.
  package static func native(_ word: String, _ pattern: String) -> String {
    guard word == "like" || word == "ilike" else { return "matches /\(escaped(pattern, []))/" }
    let opens = pattern.hasPrefix("%")
    let closes = pattern.hasSuffix("%") && pattern.count > 1
    let inner = String(pattern.dropFirst(opens ? 1 : 0).dropLast(closes ? 1 : 0))
    if inner.contains("%") || inner.contains("_") {
      return "matches /^\(escaped(pattern, signs))$/" + (word == "ilike" ? "i" : "")
    }
    let text = TextLiteral.quoted(inner)
    switch (opens, closes) {
    case (true, true): return "contains \(text)"
    case (false, true): return "starts with \(text)"
    case (true, false): return "ends with \(text)"
    case (false, false): return "= \(text)"
    }
  }

  private static let signs: Set<Character> = [
    ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "^", "$", "\\",
  ]

  private static func escaped(_ pattern: String, _ signs: Set<Character>) -> String {
    pattern.reduce(into: "") { text, character in
      if character == "/" || signs.contains(character) {
        text += "\\\(character)"
      } else if !signs.isEmpty, character == "%" {
        text += ".*"
      } else if !signs.isEmpty, character == "_" {
        text += "."
      } else {
        text.append(character)
      }
    }
  }
}
