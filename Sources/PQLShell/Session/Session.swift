import PQLEngine
package import PQLIngest
package import PQLModel
package import PQLPlan
import PQLRender
package import PQLSyntax
import PQLText

/// A conversation with one model: what is loaded, what is defined, what was asked last.
package struct Session {
  package let host: any ShellHost
  package var settings: SessionSettings
  package private(set) var model = Model.empty
  package internal(set) var environment = Environment()
  package let catalog: Catalog
  /// The messages of a run that writes them as JSON: one array at its end.
  private var collected: [(diagnostic: Diagnostic, source: SourceText)] = []
  /// Whether anything has failed: a query, an expectation.
  package internal(set) var hasFailed = false
  /// Whether a fault of PQL itself was met.
  package internal(set) var hasMetFault = false
  package internal(set) var wantsToQuit = false
  /// The last query that was asked, for lines that refine it.
  package internal(set) var lastQuery: String?
  var engine: Engine
  /// The day that `set today` fixed.
  var fixedToday: Int32?
  /// Files already taken in by `use`, and those being read now.
  var usedFiles: Set<String> = []
  var openFiles: [String] = []
  /// The snapshot that the model lies in, if any.
  var openSnapshot: OpenSnapshot?
  /// The files that the model was made of, over which nothing is written.
  var dataFiles = DataFiles()
  private var zone = TimeZoneRules.utc
  /// How many ways of writing its statements may be tried for a text, and how many may still be.
  var trialsOfText = StatementTrial.mostOfText
  var trialsLeft = StatementTrial.mostOfText

  package init(host: any ShellHost, settings: SessionSettings) {
    self.host = host
    self.settings = settings
    catalog = Catalog.standard(formats: OutputFormat.all.map(\.name))
    engine = Engine(model: model, catalog: catalog, threads: settings.threads)
    environment.allowsRedefinition = settings.isInteractive
  }

  /// Values for parameters, by name.
  package mutating func supply(_ parameters: [String: String]) {
    environment.suppliedParameters = parameters
  }

  /// Loads data in place of what is loaded; what was there stays when the load fails.
  ///
  /// `asked` is all that will be asked, where that is known: what it cannot need is not read.
  package mutating func load(
    _ paths: [String], for asked: SourceText? = nil
  ) throws(LoadFailure) {
    take(try loaded(paths, for: asked))
  }

  /// Takes a model in the place of the one there is.
  mutating func take(_ loaded: Model) {
    model = loaded
    engine = Engine(model: loaded, catalog: catalog, threads: settings.threads)
    zone =
      host.files.timeZone(loaded.calendar.timeZone).flatMap(TimeZoneRules.init(tzif:)) ?? .utc
  }

  /// Tells what the loader could not read or match, where nobody sees the summary of a load.
  package func warnOfData() {
    for note in model.notes where note.severity == .warning {
      remark(note.message, as: .warning)
    }
  }

  /// The messages on a text among those that were collected.
  func messages(on source: SourceText) -> [Diagnostic] {
    collected.filter { $0.source == source }.map(\.diagnostic)
  }

  /// Forgets the messages that were collected.
  mutating func dropMessages() { collected = [] }

  /// Takes the messages another session has collected.
  package mutating func takeMessages(of other: Session) {
    collected += other.collected
  }

  /// Ends a run: tells of parameters given that nobody asked for, and writes the messages that
  /// were collected.
  package mutating func finish() {
    for name in environment.suppliedParameters.keys.sorted()
    where environment.parameters[name] == nil {
      let near = Spelling.nearest(to: name, in: environment.parameterNames, limit: 1)
      complain(
        "`--param \(VisibleText.shown(name))=…` was given, and there is no such parameter"
          + (near.first.map { "; there is `\($0)`" } ?? ""))
    }
    guard settings.errorsAsJSON, !settings.isInteractive else { return }
    host.writeError(renderedJSON(collected) + "\n")
    collected = []
  }

  /// Writes a sentence beside the answers; where messages are JSON, only messages are written.
  package func remark(_ sentence: String, as severity: LoadNote.Severity = .note) {
    guard !settings.errorsAsJSON else { return }
    host.writeError("\(severity.rawValue): \(VisibleText.shown(sentence))\n")
  }

  /// The day number of `today`: fixed by `set today` or from outside, else the clock's day in the
  /// model's time zone.
  package var today: Int32 {
    fixedToday ?? settings.today ?? CivilDate.dayNumber(ofSecond: localNow)
  }

  /// Seconds of `now` on the model's wall clock; the end of the day when the day is fixed.
  var now: Int64 {
    guard fixedToday == nil, settings.today == nil else { return Int64(today) * 86_400 + 86_399 }
    return localNow
  }

  private var localNow: Int64 { zone.localSeconds(fromUTC: host.utcSeconds) }

  /// Carries out every statement of a text, in order; what fails is told, and the rest goes on.
  package mutating func run(_ source: SourceText) {
    for part in CommandLines.parts(of: source) {
      if host.isCancelled() || wantsToQuit { return }
      if !runCommand(part) { runStatements(part) }
    }
  }

  private mutating func runStatements(_ source: SourceText) {
    // What a file takes in by `use` must not lead back to it.
    openFiles.append(Session.plain(path: source.name))
    defer { openFiles.removeLast() }
    let start = host.nanoseconds
    let tree = parse(source)
    var parsing = host.nanoseconds - start
    reportUnplaced(tree)
    for statement in tree.statements {
      if host.isCancelled() { return }
      run(statement, of: tree, parsing: parsing)
      // The text is read once, for its first statement.
      parsing = 0
      host.show()
    }
  }

  /// Carries out what was typed at a prompt: a line that begins with `|` or a clause word refines
  /// the last query, and the whole question is shown again.
  package mutating func ask(_ text: String) {
    var asked = text
    if lastQuery == nil, Refinement.isRefinement(text) {
      complain("there is no query yet that this line could refine")
      return
    }
    if let last = lastQuery, let refined = Refinement.refined(text, last: last) {
      host.write(VisibleText.shown(refined) + "\n")
      asked = refined
    }
    run(SourceText(typed: asked))
  }

  /// Whether a text can be read, whatever its names may mean.
  package mutating func checkGrammar(_ source: SourceText) {
    reportUnread(parse(source))
  }

  /// Whether a text holds together: every name bound and every type checked, nothing run.
  package mutating func check(_ source: SourceText) {
    openFiles.append(Session.plain(path: source.name))
    defer { openFiles.removeLast() }
    let tree = parse(source)
    reportUnplaced(tree)
    for statement in tree.statements {
      guard let resolved = resolve(statement, of: tree) else { continue }
      adopt(resolved, of: tree)
    }
  }

  /// Binds a statement and keeps what it defines; nil after its messages were written.
  mutating func resolve(_ statement: Statement, of tree: SyntaxTree) -> ResolvedStatement? {
    // What could not be read is told first, and what follows from it would be told twice.
    let unread = tree.diagnostics(of: statement)
    let isBroken = unread.contains { $0.severity == .error }
    var resolver = Resolver(
      catalog: catalog, model: model, today: today, now: now, source: tree.source,
      environment: isBroken ? environment : lentEnvironment())
    let resolved = resolver.resolve(statement)
    if !isBroken { environment = resolver.environment }
    if reportDamage(statement.span, in: tree.source) { return nil }
    let unbound = resolver.diagnostics.filter { !$0.follows(from: unread) }
    report(mended(unread + unbound, of: statement, in: tree), in: tree.source)
    // A statement the parser has complained of is not to be trusted, whatever it bound to.
    return isBroken ? nil : resolved
  }

  /// The definitions, given away until they are put back: a copy at each statement would make a
  /// text of definitions take time with the square of its length.
  private mutating func lentEnvironment() -> Environment {
    var lent = Environment()
    swap(&lent, &environment)
    return lent
  }

  /// Messages as the settings want them.
  func written(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
    settings.errorsAsJSON
      ? renderedJSON(diagnostics.map { (diagnostic: $0, source: source) }) + "\n"
      : rendered(diagnostics, in: source, options: settings.messageOptions) + "\n"
  }

  /// Writes messages, errors making the session a failed one.
  mutating func report(_ all: [Diagnostic], in source: SourceText) {
    let diagnostics = Session.first(of: all)
    guard !diagnostics.isEmpty else { return }
    if all.contains(where: { $0.severity == .error }) { hasFailed = true }
    if all.contains(where: { $0.code == .fault }) { hasMetFault = true }
    guard !settings.errorsAsJSON || settings.isInteractive else {
      collected += diagnostics.map { (diagnostic: $0, source: source) }
      return
    }
    host.writeError(written(diagnostics, in: source))
  }

  /// The first messages, and where there are more, one that says so.
  private static func first(of diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard diagnostics.count > Diagnostic.mostTold else { return diagnostics }
    let rest = diagnostics[Diagnostic.mostTold...]
    let next = diagnostics[Diagnostic.mostTold]
    let more = Diagnostic(
      next.code, next.span, "more than \(Diagnostic.mostTold) messages; the rest is not told",
      label: "the first of the rest",
      severity: rest.contains { $0.severity == .error } ? .error : .warning)
    return diagnostics.prefix(Diagnostic.mostTold) + [more]
  }
}
