import PQLEngine
import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax

/// The reference page: the tables of the language, written as Markdown.
///
/// Nothing is listed here that another table does not hold, so that the page cannot say what the
/// program does not do.
package enum Reference {
  /// The whole page; its first line says how it is made.
  package static var markdown: String {
    let catalog = Library.standard.catalog(formats: OutputFormat.all.map(\.name))
    var page = MarkdownPage()
    page.line(
      "<!-- Made from the tables of the program by "
        + "`PQL_RECORD=1 swift test --filter ReferenceTests` -->")
    page.heading(1, "Reference")
    page.paragraph(
      "Every word of the language, taken from the tables that the program itself reads. "
        + "[The guide](guide.md) explains how they go together; `help SUBJECT` at the prompt shows "
        + "the same.")
    statements(&page)
    clauses(&page)
    verbs(catalog, &page)
    aggregates(catalog, &page)
    functions(catalog, &page)
    windows(catalog, &page)
    words(&page)
    operators(&page)
    fields(catalog, &page)
    rules(catalog, &page)
    formats(catalog, &page)
    commands(&page)
    keywords(&page)
    codes(&page)
    return page.text
  }

  /// The statements besides a question, as they are written.
  package static let statementForms: [(form: String, summary: String)] = [
    ("pql 1", "the version of the language; may stand in the first line"),
    ("let NAME = QUERY", "a named query, to be used as `of NAME` or as a head"),
    ("let NAME = [VALUE, …]", "a named list, to be used behind `in`"),
    ("define NAME [for ENTITY] = EXPR", "a field of every record, of deals unless it says so"),
    ("metric NAME = EXPR [\"TEXT\"]", "a named figure made of aggregates"),
    ("param NAME = VALUE", "a value that `--param NAME=VALUE` may replace; read as `$NAME`"),
    ("param NAME: TYPE", "a value that must be given from outside"),
    ("use \"FILE\"", "the definitions of another file; its questions are not asked"),
    ("set today = DAY", "the day that counts as today from here on"),
    ("expect CONDITION [because \"TEXT\"]", "fails the run when it does not hold"),
    (
      "explain ROW.COLUMN",
      "the rows that a cell of the last answer is made of; ROW is its number or its keys"
    ),
    (
      "rule NAME [for ENTITY] when CONDITION [warn|info] [because \"TEXT\"]",
      "a condition under its name, which `problems` counts; `when false` switches one off"
    ),
    ("policy NAME … { … }", "read, checked for its form and formatted; not carried out yet"),
    ("table NAME [for ENTITY] … { … }", "likewise"),
    ("test \"TITLE\" [for NAME] { … }", "likewise"),
  ]

  private static func statements(_ page: inout MarkdownPage) {
    page.heading(2, "Statements")
    page.paragraph("A statement is a question, or one of these.")
    page.table(["statement", "what it does"], statementForms.map { [code($0.form), $0.summary] })
  }

  private static func clauses(_ page: inout MarkdownPage) {
    page.heading(2, "Clauses")
    page.paragraph(
      "In the order `pql fmt` puts them. `let` and `export` stand behind `|` only; `of`, `during`, "
        + "`since`, `until`, `as of`, `vs`, `using` and `in` before the first `|` only.")
    page.table(
      ["clause", "what it says"], ClauseDefinition.all.map { [code($0.form), $0.summary] })
  }

  private static func verbs(_ catalog: Catalog, _ page: inout MarkdownPage) {
    page.heading(2, "Verbs")
    page.paragraph(
      "A question begins with an entity (a listing), with aggregates, or with a verb.")
    for verb in catalog.verbs where verb.resolve != nil {
      page.heading(3, "`\(verb.name)`")
      let clauses = ClauseKeyword.allCases.filter(verb.clauses.contains).map { code($0.rawValue) }
      page.paragraph("\(sentence(verb.summary)) Clauses: \(clauses.joined(separator: ", ")).")
      page.examples(verb.examples)
    }
    page.heading(3, "Not yet built")
    page.paragraph("These words are kept for what comes next; asking them says so.")
    page.table(
      ["verb", "what it will do"],
      catalog.verbs.filter { $0.resolve == nil }.map { [code($0.name), $0.summary] })
  }

  private static func aggregates(_ catalog: Catalog, _ page: inout MarkdownPage) {
    page.heading(2, "Aggregates")
    for aggregate in catalog.aggregates {
      page.heading(3, "`\(aggregate.name)`")
      page.paragraph("\(sentence(aggregate.summary)) Written \(code(aggregate.form)).")
      page.examples(aggregate.examples)
    }
  }

  private static func functions(_ catalog: Catalog, _ page: inout MarkdownPage) {
    page.heading(2, "Functions")
    for function in catalog.functions {
      page.heading(3, "`\(function.name)`")
      page.paragraph("\(sentence(function.summary)) Written \(code(function.form)).")
      page.examples(function.examples)
    }
  }

  private static func windows(_ catalog: Catalog, _ page: inout MarkdownPage) {
    page.heading(2, "Windows")
    page.paragraph(
      "Over the rows of the answer in their order; `over KEY` asks within each value of the key.")
    for window in catalog.windows {
      page.heading(3, "`\(window.name)`")
      page.paragraph(sentence(window.summary))
      page.examples(window.examples)
    }
  }

  private static func words(_ page: inout MarkdownPage) {
    page.heading(2, "Words and signs")
    page.paragraph("What stands inside clauses and definitions, and between them.")
    page.table(
      ["word", "what it does", "written"],
      LanguageWord.all.map {
        [$0.words.map(code).joined(separator: " "), $0.summary, code($0.form)]
      })
  }

  private static func operators(_ page: inout MarkdownPage) {
    page.heading(2, "Operators")
    page.paragraph("Each line binds tighter than the one above it.")
    var lines: [(Precedence, [String])] = [(.not, ["not"]), (.minus, ["- (sign)"])]
    for row in Operators.rows {
      if let index = lines.firstIndex(where: { $0.0 == row.precedence }) {
        lines[index].1.append(row.spelling)
      } else {
        lines.append((row.precedence, [row.spelling]))
      }
    }
    lines.sort { $0.0 < $1.0 }
    page.table(["operators"], lines.map { [$0.1.map(code).joined(separator: " ")] })
  }

  private static func fields(_ catalog: Catalog, _ page: inout MarkdownPage) {
    page.heading(2, "Fields")
    page.paragraph(
      "Fields that PQL knows the meaning of. A field of the data under another name is found by "
        + "the names that other systems use, or mapped in [the model file](model-file.md). Any "
        + "further field keeps its own name.")
    for kind in EntityKind.allCases {
      page.heading(3, "`\(kind.rawValue)`")
      page.table(
        ["recorded", "type", "names a record of"],
        kind.canonicalFields.map {
          [code($0.name), $0.type.keyword, $0.target.map { code($0.rawValue) } ?? ""]
        })
      let builtIn = catalog.fields.filter { $0.entity == kind && !$0.isRule }
      guard !builtIn.isEmpty else { continue }
      page.table(["built in", "type", "meaning"], builtIn.map(row))
    }
  }

  private static func row(_ field: FieldDefinition) -> [String] {
    switch field.source {
    case .expression(let line):
      [code(field.name), field.type.keyword, "\(field.summary): \(code(line))"]
    case .kernel, .table: [code(field.name), field.type.keyword, field.summary]
    case .notYet(let reason):
      [code(field.name), field.type.keyword, "\(field.summary); not yet: \(reason)"]
    }
  }

  private static func rules(_ catalog: Catalog, _ page: inout MarkdownPage) {
    page.heading(2, "Rules")
    page.paragraph(
      "What `problems` asks, in this order; each name is a condition of its records. A rule of one's "
        + "own of such a name takes its place. [The same as a script](rules.pql).")
    page.table(
      ["rule", "of", "condition", "severity", "because"],
      catalog.rules.map {
        [
          code($0.name), code($0.entity.rawValue), code($0.condition), $0.severity.rawValue,
          $0.because,
        ]
      })
  }

  private static func formats(_ catalog: Catalog, _ page: inout MarkdownPage) {
    page.heading(2, "Formats")
    let waiting = catalog.formatsNotYet.map(code).joined(separator: " and ")
    page.paragraph(
      "Behind `as`, in `--as` and in `.as`; `export` takes the format from the file's ending. "
        + "Not yet built: \(waiting).")
    page.table(
      ["format", "files", "what it writes"],
      OutputFormat.all.map {
        [code($0.name), $0.fileEndings.map { code("." + $0) }.joined(separator: " "), $0.summary]
      })
  }

  private static func commands(_ page: inout MarkdownPage) {
    page.heading(2, "Commands of the prompt")
    page.table(
      ["command", "what it does"],
      ShellCommand.all.map {
        [code($0.arguments.isEmpty ? $0.name : "\($0.name) \($0.arguments)"), $0.summary]
      })
  }

  private static func keywords(_ page: inout MarkdownPage) {
    page.heading(2, "Keywords")
    page.paragraph(
      "Only these are reserved; a field of such a name stands in backticks: "
        + Keyword.reserved.map { code($0.rawValue) }.joined(separator: " ") + ".")
    let others = Keyword.allCases.filter { !$0.isReserved }
    page.paragraph(
      "These have a meaning in their place and are names everywhere else: "
        + others.map { code($0.rawValue) }.joined(separator: " ") + ".")
  }

  private static func codes(_ page: inout MarkdownPage) {
    page.heading(2, "Messages")
    page.paragraph("`pql explain CODE` shows the same pages.")
    page.table(
      ["code", "name", "meaning"],
      DiagnosticPage.all.map {
        ["[\($0.code.rawValue)](Diagnostics/\($0.fileName))", code($0.code.slug), $0.title]
      })
  }

  private static func code(_ text: String) -> String {
    text.contains("`") ? "`` \(text) ``" : "`\(text)`"
  }

  /// A summary as a sentence.
  private static func sentence(_ summary: String) -> String {
    summary.prefix(1).uppercased() + summary.dropFirst() + "."
  }
}

/// Markdown, piece by piece, with one blank line between the pieces.
private struct MarkdownPage {
  private(set) var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func heading(_ level: Int, _ title: String) {
    text += "\n" + String(repeating: "#", count: level) + " \(title)\n"
  }

  mutating func paragraph(_ sentences: String) { text += "\n\(sentences)\n" }

  /// Queries and what they show; the gaps make it a table.
  mutating func examples(_ examples: [Example]) {
    guard !examples.isEmpty else { return }
    let width = examples.map(\.query.count).max() ?? 0
    text += "\n```pql\n"
    for example in examples {
      let gap = String(repeating: " ", count: width - example.query.count)
      text += "\(example.query)\(gap)   # \(example.shows)\n"
    }
    text += "```\n"
  }

  mutating func table(_ heads: [String], _ rows: [[String]]) {
    text += "\n| \(heads.joined(separator: " | ")) |\n"
    text += "|" + String(repeating: " --- |", count: heads.count) + "\n"
    for row in rows {
      let cells = row.map { $0.replacing("|", with: "\\|") }
      text += "| \(cells.joined(separator: " | ")) |\n"
    }
  }
}
