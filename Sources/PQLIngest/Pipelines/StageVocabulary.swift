import PQLModel

/// What is known of stage names.
enum StageVocabulary {
  /// How a name says that a deal ends: it begins with or ends in won or lost, as a word.
  static func outcome(of name: String) -> Stage.Outcome? {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    if words.first == "won" || words.last == "won" { return .won }
    if words.first == "lost" || words.last == "lost" { return .lost }
    let plain = folded(name)
    if plain == "closedwon" { return .won }
    return plain == "closedlost" ? .lost : nil
  }

  /// The usual order of open stages, by the words that name them; nil for an unknown name.
  static func rank(of name: String) -> Int? {
    let plain = folded(name)
    return groups.firstIndex { group in group.contains { plain.contains($0) } }
  }

  private static let groups: [[String]] = [
    ["suspect", "newlead", "lead", "inbound"],
    ["prospect"],
    ["appointment", "firstmeeting", "contact"],
    ["engag"],
    ["qualif"],
    ["needsanalysis", "discovery", "analysis"],
    ["idecision", "decisionmaker", "perception", "presentation", "demo"],
    ["valueproposition", "evaluation", "poc", "pilot", "trial"],
    ["proposal", "quote", "pricequote", "offer"],
    ["negotiat", "review"],
    ["contractsent", "contract", "legal", "verbal", "commit"],
  ]
}
