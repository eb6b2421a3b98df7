import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax
import PQLText

extension Session {
  /// Writes help: an overview, or what is known of one word.
  mutating func help(_ words: [String]) {
    guard !words.isEmpty else {
      host.write(helpOverview)
      return
    }
    let word = words.joined(separator: " ")
    let pages = helpPages(of: word)
    if pages.isEmpty {
      let near = Spelling.nearest(to: word, in: helpWords)
      complain(
        "there is no help for `\(VisibleText.shown(word))`"
          + (near.isEmpty ? "" : "; near it: " + near.joined(separator: ", ")))
      return
    }
    host.write(pages.joined(separator: "\n"))
  }

  /// Every word there is help for.
  var helpWords: [String] { catalog.helpTopics.map(\.word) }

  private var helpOverview: String {
    let built = catalog.verbs.filter { $0.resolve != nil }
    let waiting = catalog.verbs.filter { $0.resolve == nil }
    var lines = ["A question is a head and its clauses, then steps joined with `|`:", ""]
    lines += [
      "  deals where open and amount > 50k sort -amount limit 10",
      "  sum amount, count where won by owner during last quarter",
      "  forecast by product", "",
    ]
    lines.append("lists       " + EntityKind.allCases.map(\.rawValue).joined(separator: " "))
    lines.append("aggregates  " + catalog.aggregates.map(\.name).joined(separator: " "))
    lines.append("verbs       " + built.map(\.name).joined(separator: " "))
    lines.append("not yet     " + waiting.map(\.name).joined(separator: " "))
    lines.append(
      "clauses     " + ClauseDefinition.all.map(\.keyword.rawValue).joined(separator: ", "))
    lines.append("functions   " + catalog.functions.map(\.name).joined(separator: " "))
    lines.append("windows     " + catalog.windows.map(\.name).joined(separator: " "))
    lines.append("definitions let, define, metric, param, use, set, expect")
    lines.append("commands    " + ShellCommand.all.map(\.name).joined(separator: " "))
    lines += ["", "`help WORD` tells more of each; `.schema` shows what is loaded."]
    if settings.isInteractive {
      lines.append("Tab completes names and values; a line that begins with `|` or a clause word")
      lines.append("refines the last query; Ctrl-R searches what was typed before.")
    }
    return lines.map { $0.wrapped(to: settings.width, indent: 12) + "\n" }.joined()
  }

  private func helpPages(of word: String) -> [String] {
    let name = word.lowercased()
    var pages: [String] = []
    if let verb = catalog.verb(name) {
      let clauses = ClauseKeyword.allCases.filter(verb.clauses.contains).map(\.rawValue)
      let state = verb.resolve == nil ? " (not yet built)" : ""
      pages.append(
        page(
          verb.name, verb.summary + state,
          clauses.isEmpty ? [] : ["clauses: " + clauses.joined(separator: ", ")], verb.examples))
    }
    if let aggregate = catalog.aggregate(name) {
      pages.append(
        page(
          aggregate.name, aggregate.summary, ["form: \(aggregate.form)"], aggregate.examples))
    }
    if let function = catalog.function(name) {
      pages.append(
        page(function.name, function.summary, ["form: \(function.form)"], function.examples))
    }
    if let window = catalog.window(name) {
      pages.append(
        page(window.name, window.summary, ["form: \(window.name)(X [over KEY])"], window.examples))
    }
    for clause in ClauseDefinition.all where clause.keyword.rawValue == name {
      pages.append(page(clause.keyword.rawValue, clause.summary, ["form: \(clause.form)"], []))
    }
    for field in catalog.fields where field.name == name {
      pages.append(page("\(field.entity.rawValue).\(field.name)", field.summary, [], []))
    }
    if let command = ShellCommand.all.first(where: { $0.name == name || $0.name == "." + name }) {
      pages.append(page("\(command.name) \(command.arguments)", command.summary, [], []))
    }
    return pages
  }

  private func page(
    _ name: String, _ summary: String, _ facts: [String], _ examples: [Example]
  ) -> String {
    var lines = ["\(name): \(summary)"] + facts.map { "  \($0)" }
    let width = examples.map(\.query.count).max() ?? 0
    for example in examples {
      let gap = String(repeating: " ", count: width - example.query.count)
      lines.append("  \(example.query)\(gap)   # \(example.shows)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Catalog {
  /// Every word there is help for, with its line, in the order of the overview.
  var helpTopics: [(word: String, summary: String)] {
    verbs.map { ($0.name, $0.summary) } + aggregates.map { ($0.name, $0.summary) }
      + functions.map { ($0.name, $0.summary) } + windows.map { ($0.name, $0.summary) }
      + ClauseDefinition.all.map { ($0.keyword.rawValue, $0.summary) }
      + fields.map { ($0.name, $0.summary) } + ShellCommand.all.map { ($0.name, $0.summary) }
  }
}

extension AggregateDefinition {
  /// How the aggregate is written.
  var form: String {
    switch argument {
    case .rows: "\(name), \(name)(CONDITION), \(name)(RELATION [where C] [during P])"
    case .value: "\(name) FIELD, \(name)(EXPR [where C] [during P])"
    case .valueAndPercentile: "\(name)(EXPR, 90)"
    case .share: "\(name) FIELD, \(name)(EXPR over KEY)"
    case .variants(let variants):
      variants.map { $0.word.isEmpty ? name : "\(name)(\($0.word))" }.joined(separator: ", ")
    }
  }
}

extension FunctionDefinition {
  /// How the function is written.
  var form: String {
    let names = parameters.map { $0.isRepeated ? "\($0.name), …" : $0.name }
    return "\(name)(\(names.joined(separator: ", ")))"
  }
}
