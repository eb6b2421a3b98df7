import PQLPlan

/// What help says of one subject: a line, further facts, and questions that show it.
struct HelpPage {
  var name: String
  var summary: String
  var facts: [String] = []
  var examples: [Example] = []

  init(_ name: String, _ summary: String, _ facts: [String] = [], _ examples: [Example] = []) {
    self.name = name
    self.summary = summary
    self.facts = facts
    self.examples = examples
  }

  /// The page on lines of its own.
  var text: String {
    var lines = ["\(name): \(summary)"] + facts.map { "  \($0)" }
    let width = examples.map(\.query.count).max() ?? 0
    for example in examples {
      let gap = String(repeating: " ", count: width - example.query.count)
      lines.append("  \(example.query)\(gap)   # \(example.shows)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
