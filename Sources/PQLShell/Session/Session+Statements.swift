import PQLEngine
import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax

extension Session {
  /// Carries out one statement; `parsing` is how long it took to read it, in nanoseconds.
  mutating func run(_ statement: Statement, of tree: SyntaxTree, parsing: UInt64) {
    var timer = StatementTimer(parsing: parsing, host: host)
    // A question that fails leaves no answer behind it, so that no cell of an earlier one is told for it.
    if case .query(let query) = statement.kind, !query.asksExplanation { lastAnswer = nil }
    guard let resolved = timer.measuring(.plan, { resolve(statement, of: tree) }) else { return }
    switch resolved {
    case .query(let plan):
      answer(plan, statement.span, tree.source, &timer)
      if settings.showsTime { host.writeError(timer.text + "\n") }
    case .expectation(let plan, let because, let span):
      expect(plan, because: because, span, tree.source)
    case .cell(let cell): explain(cell, of: tree.source, &timer)
    default: adopt(resolved, of: tree)
    }
  }

  /// Takes over what a statement sets, without asking anything.
  mutating func adopt(_ resolved: ResolvedStatement, of tree: SyntaxTree) {
    switch resolved {
    case .today(let day):
      fixedToday = day
      // A script fixes its day so that it can be repeated; who types one may expect the data of then.
      guard settings.isInteractive else { break }
      let text = CivilDate(dayNumber: day).text
      remark(
        "today is \(text), and nothing is rewound: `as of \(text)` asks with what was known then")
    case .use(let path, let span): use(path, span, of: tree.source)
    case .readOnly(let what): remark("\(what) is read and formatted, and not carried out yet")
    case .query, .cell, .expectation, .definition, .version: break
    }
  }

  mutating func answer(
    _ plan: Plan, _ span: Span, _ source: SourceText, _ timer: inout StatementTimer
  ) {
    do throws(EvaluationFailure) {
      let host = host
      var answer = try timer.measuring(.run) { () throws(EvaluationFailure) in
        try engine.run(plan, clock: { host.nanoseconds }, isCancelled: host.isCancelled)
      }
      let format = plan.format.flatMap(OutputFormat.named) ?? settings.format
      answer.notes += decisions(under: plan, as: format)
      let isWhole = timer.measuring(.print) {
        guard let path = plan.export else { return show(answer, as: format) }
        export(answer, to: path, span, source)
        return true
      }
      if plan.explanation == nil { lastAnswer = (plan, answer) }
      if !plan.explainsCell { lastQuery = source.slice(span) }
      guard !isWhole else { return }
      report(
        [Diagnostic(.interrupted, span, "interrupted", label: "the rest is not shown")], in: source)
    } catch {
      if !reportDamage(span, in: source) { report([.of(error, span)], in: source) }
    }
  }

  /// Tells of damage that was met in the data; whether there was any.
  mutating func reportDamage(_ span: Span, in source: SourceText) -> Bool {
    guard let (message, advice) = damageFound() else { return false }
    report(
      [
        Diagnostic(
          .damagedData, span, message, label: "no answer",
          suggestions: [Diagnostic.Suggestion(advice)])
      ], in: source)
    return true
  }

  /// Writes an answer; false when whoever reads it has broken it off.
  private func show(_ answer: Answer, as format: OutputFormat) -> Bool {
    // Formats for people make text harmless themselves.
    let isForPrograms = format.notesPlace == .besideOutput || format == .json
    var stream = HostStream(host: host, isHarmless: settings.writesToTerminal && isForPrograms)
    var options = settings.answerOptions
    options.isStopped = host.isCancelled
    guard render(answer, as: format, options: options, into: &stream) else { return false }
    for note in format.notesBeside(answer) { remark(note) }
    return true
  }

  private mutating func expect(
    _ plan: ScalarPlan, because: String?, _ span: Span, _ source: SourceText
  ) {
    do throws(EvaluationFailure) {
      let (holds, parts) = try engine.evaluate(plan, isCancelled: host.isCancelled)
      guard holds != true else { return }
      let values = parts.map { "`\($0.name)` is \(valueText($0))" }
      report(
        [
          Diagnostic(
            .expectationFailed, span,
            "expectation failed" + (because.map { ": \($0)" } ?? ""),
            label: holds == nil ? "missing, which fails" : "does not hold", notes: values)
        ], in: source)
    } catch {
      if !reportDamage(span, in: source) { report([.of(error, span)], in: source) }
    }
  }

  /// The only value of a column as messages and help show it.
  func valueText(_ column: AnswerColumn) -> String {
    guard column.column.isPresent(0) else { return "missing" }
    var column = column
    column.name = "value"
    let answer = Answer(columns: [column], rowCount: 1, calendar: model.calendar)
    let cells = rendered(answer, as: .csv).drop { $0 != "\n" }.dropFirst().dropLast()
    // Behind an amount stands its currency.
    guard column.type == .money else { return String(cells) }
    return "\(column.currency.map { $0 + " " } ?? "")\(cells.prefix { $0 != "," })"
  }

  /// Takes in the definitions of another file, once.
  private mutating func use(_ path: String, _ span: Span, of source: SourceText) {
    let full = path.hasPrefix("/") ? path : source.folder + path
    let plain = Session.plain(path: full)
    guard !openFiles.contains(plain) else {
      report(
        [
          Diagnostic(
            .definitionCycle, span, "`\(path)` leads back to itself by `use`",
            label: "being read already")
        ], in: source)
      return
    }
    guard !usedFiles.contains(plain) else { return }
    do throws(FileFailure) {
      let used = SourceText(name: full, text: try scriptText(full))
      usedFiles.insert(plain)
      openFiles.append(plain)
      scriptFiles.add(full, host.files)
      defer { openFiles.removeLast() }
      let unshown = telling(of: used) { $0.takeDefinitions(of: used) }
      guard let unshown else { return }
      report(
        [Diagnostic(.fileNotRead, span, unshown.message, label: "no script by its name")],
        in: source)
    } catch {
      report(
        [
          Diagnostic(
            .fileNotRead, span, "`\(path)` cannot be read: \(error.reason)",
            label: "looked for at `\(full)`")
        ], in: source)
    }
  }

  /// By which a file is known again, however its path is written: `a/./b/../c` is `a/c`.
  static func plain(path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// Carries out definitions alone: a file taken in by `use` asks nothing.
  private mutating func takeDefinitions(of source: SourceText) {
    let tree = parse(source)
    reportUnplaced(tree)
    for statement in tree.statements {
      switch statement.kind {
      case .query, .expect:
        report(mended(tree.diagnostics(of: statement), of: statement, in: tree), in: source)
        continue
      default: break
      }
      if let resolved = resolve(statement, of: tree) { adopt(resolved, of: tree) }
    }
  }
}

/// Standard output as a stream to render into.
struct HostStream: TextOutputStream {
  let host: any ShellHost
  /// Whether signs that a terminal would obey are written as others; pieces end with a line.
  let isHarmless: Bool

  mutating func write(_ string: String) {
    host.write(isHarmless ? VisibleText.shownLines(string) : string)
  }
}

extension SourceText {
  /// The folder of the file, with its slash; empty for the current one.
  var folder: String {
    name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
  }
}

extension Diagnostic {
  /// Names as a sentence lists them: `EUR, JPY and USD`.
  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// What a failure of a run means to whoever asked.
  static func of(_ failure: EvaluationFailure, _ span: Span) -> Diagnostic {
    switch failure {
    case .ambiguousRecord(let field, let target, let name):
      Diagnostic(
        .ambiguousRecord, span,
        "`\(field)` says `\(name)`, and \(target) have several of that name",
        label: "which of them is meant is not known",
        suggestions: [Suggestion("name them by id, or set `relations` in model.json")])
    case .missingRate(let currency, let base, let day):
      Diagnostic(
        .missingRate, span,
        "there is no rate between `\(currency)` and `\(base)` on \(CivilDate(dayNumber: day).text)",
        label: "amounts in two currencies",
        notes: [
          "rates stand under `currency` in model.json",
          "sums within one currency need none: `sum amount by currency`",
        ])
    case .mixedCurrencies(let what, let currencies):
      Diagnostic(
        .mixedCurrencies, span,
        "`\(what)` is in \(list(currencies)), and rates between them are missing",
        label: "amounts of several currencies have no order, no sum and no ratio",
        notes: [
          "rates stand under `currency` in model.json",
          "amounts of one currency need none: `where currency = \(currencies.first ?? "")`",
        ])
    case .overflow(let what):
      Diagnostic(.amountOverflow, span, "\(what) is too large to be exact", label: "beyond 1.7e28")
    case .unknownThen(let what, let day, let field):
      Diagnostic(
        .unknownThen, span, "\(what) is not known for \(CivilDate(dayNumber: day).text)",
        label: "no answer",
        notes: ["the records say how they are today, and no history says how they were"],
        suggestions: [
          Suggestion(
            field.map { "map the data's own name to `\($0)` in model.json, under `fields`" }
              ?? "`describe history` says what is known of past days")
        ])
    case .damaged(let what):
      Diagnostic(.damagedData, span, "the data are damaged: \(what)", label: "no answer")
    case .repeatedKeys:
      Diagnostic(
        .fault, span, "this is a fault in PQL, not in the query: two answers of repeated keys",
        label: "met here")
    case .tooLarge(let what):
      Diagnostic(
        .answerTooLarge, span, "\(what) is more than can be shown", label: "too many rows",
        suggestions: [Suggestion("fewer keys, or keys with fewer values")])
    case .quotaCrosses(let holder, let quota, let period):
      Diagnostic(
        .quotaCrosses, span,
        "the quota of \(holder) for \(quota.text) crosses an edge of \(period.text)",
        label: "which part of it belongs to the period is not known",
        suggestions: [
          Suggestion(
            "ask about days that quotas lie in, or that lie in one: `during \(quota.text)`")
        ])
    case .listsRecords:
      Diagnostic(
        .notExplained, span, "`explain` takes a question with figures, and this one lists records",
        label: "no figures",
        suggestions: [
          Suggestion("behind its answer, `explain 1.COLUMN` explains a cell of it")
        ])
    case .severalRows(let count, let first):
      Diagnostic(
        .notExplained, span,
        "`explain` takes a question with one row, and this one has \(count)",
        label: count == 0 ? "no row" : "which row?",
        suggestions: (first.map {
          [
            Suggestion(
              "`| where \($0)` leaves the first row",
              edits: [
                .init(span: Span(span.end, span.end), replacement: " | where \($0)")
              ])
          ]
        } ?? []) + [
          Suggestion("behind its answer, `explain 1.COLUMN` explains a cell of it")
        ])
    case .madeOfNothing(let what):
      Diagnostic(
        .notExplained, span, "`\(what)` is not made of rows", label: "nothing to explain",
        suggestions: [Suggestion("a figure is, as a count or a sum")])
    case .cancelled:
      Diagnostic(.interrupted, span, "interrupted", label: "no answer")
    case .fault(let what):
      Diagnostic(
        .fault, span, "this is a fault in PQL, not in the query: \(what)", label: "met here",
        suggestions: [Suggestion("please report it with the query and, if you can, the data")])
    }
  }
}
