import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax
import PQLText

extension Session {
  /// Writes help: an overview, or what is known of a subject, whatever it is.
  mutating func help(_ subject: String) {
    let subject = Session.plain(subject: subject)
    guard !subject.isEmpty else { return host.write(helpOverview) }
    if let page = DiagnosticPage.named(subject) {
      return host.write(page.text(options: settings.answerOptions))
    }
    let pages = helpPages(of: subject)
    guard pages.isEmpty else { return show(pages, of: subject) }
    // A question, or a part of one: each of its words.
    var seen: Set<String> = []
    let parts = subject.split(separator: " ").map(String.init)
      .filter { seen.insert($0).inserted }.map { (word: $0, pages: helpPages(of: $0)) }
    guard parts.contains(where: { !$0.pages.isEmpty }) else { return show([], of: subject) }
    for (place, part) in parts.enumerated() {
      if place > 0 { host.write("\n") }
      show(part.pages, of: part.word)
    }
  }

  private mutating func show(_ pages: [HelpPage], of subject: String) {
    guard pages.isEmpty else {
      let texts = pages.map { VisibleText.shownLines($0.text) }
      return host.write(texts.joined(separator: "\n"))
    }
    let near = Spelling.nearest(to: subject, in: resolver().helpTopics.map(\.word))
    complain(
      "there is no help for `\(VisibleText.shown(subject))`"
        + (near.isEmpty
          ? "; `help` alone lists what there is" : "; near it: " + near.joined(separator: ", ")))
  }

  /// What is asked about, without the signs that only end a line or stand round a word.
  private static func plain(subject: String) -> String {
    var words = subject.split(whereSeparator: \.isWhitespace).joined(separator: " ")[...]
    while words.last == ";" || words.last == " " { words.removeLast() }
    // The mark that ends a question in prose, and not the sign `??`.
    if words.last == "?", words.dropLast().last != "?" { words.removeLast() }
    while words.last == " " { words.removeLast() }
    if words.hasPrefix("| ") { words = words.dropFirst(2) }
    if let first = words.first, "\"`'".contains(first), words.last == first, words.count > 2 {
      words = words.dropFirst().dropLast()
    }
    return String(words)
  }

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
    lines.append("definitions let, define, metric, rule, param, use, set, expect")
    lines.append("commands    " + ShellCommand.all.map(\.name).joined(separator: " "))
    lines += ["", "`help SUBJECT` tells more: of a word, a sign, a field, a stage, the code of a"]
    lines.append("message, a definition of your own. `.schema` shows what is loaded.")
    if settings.isInteractive {
      lines.append("Tab completes names and values; a line that begins with `|` or a clause word")
      lines.append("refines the last query; Ctrl-R searches what was typed before.")
    }
    return lines.map { $0.wrapped(to: settings.width, indent: 12) + "\n" }.joined()
  }

  private func helpPages(of subject: String) -> [HelpPage] {
    catalogPages(of: subject.lowercased()) + dataPages(of: subject) + ownPages(of: subject)
  }

  // MARK: - The language

  private func catalogPages(of name: String) -> [HelpPage] {
    var pages: [HelpPage] = []
    if let verb = catalog.verb(name) {
      let clauses = ClauseKeyword.allCases.filter(verb.clauses.contains).map(\.rawValue)
      let state = verb.resolve == nil ? " (not yet built)" : ""
      pages.append(
        HelpPage(
          verb.name, verb.summary + state,
          clauses.isEmpty ? [] : ["clauses: " + clauses.joined(separator: ", ")], verb.examples))
    }
    if let aggregate = catalog.aggregate(name) {
      pages.append(
        HelpPage(
          aggregate.name, aggregate.summary, ["form: \(aggregate.form)"], aggregate.examples))
    }
    if let function = catalog.function(name) {
      pages.append(
        HelpPage(function.name, function.summary, ["form: \(function.form)"], function.examples))
    }
    if let window = catalog.window(name) {
      pages.append(
        HelpPage(
          window.name, window.summary, ["form: \(window.name)(X [over KEY])"], window.examples))
    }
    for clause in ClauseDefinition.all where clause.keyword.rawValue == name {
      pages.append(HelpPage(name, clause.summary, ["form: \(clause.form)"]))
    }
    let statements = Reference.statementForms.filter { $0.form.prefix { $0.isLetter } == name }
    pages += statements.map { HelpPage($0.form, $0.summary) }
    if let word = LanguageWord.named(name) {
      pages.append(HelpPage(name, word.summary, ["form: \(word.form)"], word.examples))
    }
    if let native = Sign(rawValue: name)?.native {
      pages.append(HelpPage(name, "write `\(native)`"))
    }
    if let format = OutputFormat.named(name) {
      pages.append(HelpPage(format.name, format.summary, ["form: as \(format.name)"]))
    }
    for command in ShellCommand.all where command.isCalled(name) {
      let form = command.arguments.isEmpty ? command.name : "\(command.name) \(command.arguments)"
      pages.append(HelpPage(form, command.summary))
    }
    return pages
  }
}

extension ShellCommand {
  /// Whether a word means the command, with its dot or without.
  fileprivate func isCalled(_ word: String) -> Bool {
    name == word || name == "." + word || name == ".quit" && CommandLines.leaving.contains(word)
  }
}

extension Resolver {
  /// Every subject that has a name of its own, with its line, in the order of the overview.
  var helpTopics: [(word: String, summary: String)] {
    let language =
      catalog.verbs.map { ($0.name, $0.summary) }
      + catalog.aggregates.map { ($0.name, $0.summary) }
      + catalog.functions.map { ($0.name, $0.summary) }
      + catalog.windows.map { ($0.name, $0.summary) }
      + ClauseDefinition.all.map { ($0.keyword.rawValue, $0.summary) }
      + catalog.fields.map { ($0.name, $0.summary) }
      + ShellCommand.all.map { ($0.name, $0.summary) }
      + LanguageWord.all.flatMap { row in row.words.map { ($0, row.summary) } }
    let data =
      model.entities.map { ($0.rawValue, "records") }
      + model.entities.flatMap { model[$0]?.fields ?? [] }.map { ($0.name, $0.type.keyword) }
      + names.stageNames.map { ($0, "stage") }
    let own =
      environment.queryNames.map { ($0, "named query") }
      + environment.metricNames.map { ($0, "metric") } + environment.listNames.map { ($0, "list") }
      + environment.fields.keys.map(\.name).sorted().map { ($0, "defined") }
      + environment.ruleNames.map { ($0, "rule") }
      + environment.parameterNames.map { ("$" + $0, "parameter") }
    return language + data + own
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
