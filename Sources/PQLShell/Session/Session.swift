package import PQLEngine
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
  let reader: @Sendable (SourceText) -> SyntaxTree
  /// The messages of a run that writes them as JSON: one array at its end.
  private var collected: [(diagnostic: Diagnostic, source: SourceText)] = []
  /// What loads of such a run have said.
  private var collectedLoads: [LoadMessage] = []
  /// Whether anything has failed: a query, an expectation.
  package internal(set) var hasFailed = false
  /// Whether a fault of PQL itself was met.
  package internal(set) var hasMetFault = false
  package internal(set) var wantsToQuit = false
  /// The last query that was asked, for lines that refine it.
  package internal(set) var lastQuery: String?
  /// The last question with its answer, whose cells can be explained.
  package internal(set) var lastAnswer: (plan: Plan, answer: Answer)?
  var engine: Engine
  /// The day that `set today` fixed.
  var fixedToday: Int32?
  /// Files already taken in by `use`, and those being read now.
  var usedFiles: Set<String> = []
  var openFiles: [String] = []
  /// Remarks of the load that answers at this prompt have told.
  var toldDecisions: Set<LoadNote> = []
  /// The snapshot that the model lies in, if any.
  var openSnapshot: OpenSnapshot?
  /// What the model was loaded from.
  var loadedPaths: [String] = []
  /// The files that the model was made of, and the scripts that were read: over neither is written.
  var dataFiles = DataFiles()
  let scriptFiles = DataFiles()
  /// Scripts of which no text is shown, and how often something was to be told of each.
  var unquoted: [String: UnquotedScript] = [:]
  private var zone = TimeZoneRules.utc
  /// How many ways of writing its statements may be tried for a text, and how many may still be.
  package var trialsOfText = StatementTrial.mostOfText
  var trialsLeft = StatementTrial.mostOfText

  /// `reader` reads each text that is asked, once.
  package init(
    host: any ShellHost, settings: SessionSettings, library: Library = .standard,
    reader: @escaping @Sendable (SourceText) -> SyntaxTree = { parse($0) }
  ) {
    self.reader = reader
    self.host = host
    self.settings = settings
    catalog = library.catalog(formats: OutputFormat.all.map(\.name))
    engine = Engine(model: model, library: library, threads: settings.threads)
    environment.allowsRedefinition = settings.isInteractive
  }

  /// Values for parameters, by name.
  package mutating func supply(_ parameters: [String: String]) {
    environment.suppliedParameters = parameters
  }

  /// Loads data in place of what is loaded; what was there stays when the load fails.
  ///
  /// `asked` is all that will be asked, where that is known: what it cannot need is not read. Pipes
  /// are waited for where they are among the paths, and with `readingStreams`.
  package mutating func load(
    _ paths: [String], for asked: [AskedText]? = nil, readingStreams: Bool = true
  ) throws(LoadFailure) {
    take(try loaded(paths, asked.map(reads), readingStreams: readingStreams))
    loadedPaths = paths
  }

  /// Takes a model in the place of the one there is.
  mutating func take(_ loaded: Model) {
    model = loaded
    lastAnswer = nil
    toldDecisions = []
    engine = Engine(model: loaded, library: engine.library, threads: settings.threads)
    zone =
      host.files.timeZone(loaded.calendar.timeZone).flatMap(TimeZoneRules.init(tzif:)) ?? .utc
  }

  /// Tells every warning of the load: to programs that read messages, and where no answer will.
  package mutating func warnOfData() {
    for note in model.notes where note.severity == .warning { tell(LoadMessage(note)) }
  }

  /// Tells what a load has said, and with an error that the session has failed.
  package mutating func tell(_ message: LoadMessage) {
    if message.severity == .error { hasFailed = true }
    guard settings.errorsAsJSON else {
      let rows = message.text.split(separator: "\n", omittingEmptySubsequences: false)
      for row in rows {
        let width = settings.isInteractive ? settings.width : nil
        host.writeError(String(row).wrapped(to: width, indent: 4) + "\n")
      }
      return
    }
    if settings.isInteractive {
      host.writeError(renderedJSON([], loads: [message]) + "\n")
    } else {
      collectedLoads.append(message)
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
    collectedLoads += other.collectedLoads
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
    host.writeError(renderedJSON(collected, loads: collectedLoads) + "\n")
    (collected, collectedLoads) = ([], [])
  }

  /// Writes a sentence beside the answers; where messages are JSON, only messages are written.
  package func remark(_ sentence: String, as severity: LoadNote.Severity = .note) {
    guard !settings.errorsAsJSON else { return }
    host.writeError("\(severity.rawValue): \(VisibleText.shown(sentence))\n")
  }

  /// Writes a note of an answer beside it, as JSON where messages are.
  package func remark(_ note: Note) {
    guard settings.errorsAsJSON else { return remark(note.text) }
    host.writeError("{\"note\": \(note.json)}\n")
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
  package mutating func run(_ source: SourceText) { run(read(source)) }

  /// Carries out a text that has been read.
  package mutating func run(_ asked: AskedText) { run(asked, refines: false) }

  /// Carries out what was typed at a prompt: a statement that begins with `|` or a clause word refines
  /// the last query, and the whole question is shown again.
  package mutating func ask(_ text: String) {
    run(read(SourceText(typed: text)), refines: true)
  }

  private mutating func run(_ asked: AskedText, refines: Bool) {
    for part in asked.parts {
      if host.isCancelled() || wantsToQuit { return }
      switch part {
      case .command(let source): if !runCommand(source) { run(statements(source), refines) }
      case .statements: run(part, refines)
      }
    }
  }

  private mutating func run(_ part: AskedText.Part, _ refines: Bool) {
    guard case .statements(let tree, var parsing) = part else { return }
    let source = tree.source
    scriptFiles.add(source.name, host.files)
    // What a file takes in by `use` must not lead back to it.
    openFiles.append(Session.plain(path: source.name))
    defer { openFiles.removeLast() }
    reportUnplaced(tree)
    for statement in tree.statements {
      if host.isCancelled() { return }
      if refines, let line = statement.refinement {
        reportUnread(statement, of: tree)
        if !tree.isBroken(statement) { refine(line, of: source) }
      } else {
        run(statement, of: tree, parsing: parsing)
      }
      // The text is read once, for its first statement.
      parsing = 0
      host.show()
    }
  }

  /// Asks the last query again with the clauses and steps of a line.
  private mutating func refine(_ line: Query, of source: SourceText) {
    guard let last = lastQuery, let refined = Refinement.refined(line, of: source, last: last)
    else {
      return complain("there is no query yet that this line could refine")
    }
    host.write(VisibleText.shown(refined) + "\n")
    run(statements(SourceText(typed: refined)), false)
  }

  /// Whether a text can be read, whatever its names may mean.
  package mutating func checkGrammar(_ source: SourceText) {
    reportUnread(reader(source))
  }

  /// Whether a text holds together: every name bound and every type checked, nothing run.
  package mutating func check(_ source: SourceText) {
    openFiles.append(Session.plain(path: source.name))
    defer { openFiles.removeLast() }
    let tree = reader(source)
    reportUnplaced(tree)
    for statement in tree.statements {
      guard let resolved = resolve(statement, of: tree) else { continue }
      adopt(resolved, of: tree)
    }
  }

  /// What binds names as the session knows them now.
  func resolver(of source: SourceText = SourceText(typed: "")) -> Resolver {
    Resolver(
      catalog: catalog, model: model, today: today, now: now, source: source,
      environment: environment)
  }

  /// Binds a statement and keeps what it defines; nil after its messages were written.
  mutating func resolve(_ statement: Statement, of tree: SyntaxTree) -> ResolvedStatement? {
    // What could not be read is told first, and what follows from it would be told twice.
    let unread = tree.diagnostics(of: statement)
    let isBroken = tree.isBroken(statement)
    var resolver = Resolver(
      catalog: catalog, model: model, today: today, now: now, source: tree.source,
      environment: isBroken ? environment : lentEnvironment())
    var resolved = resolver.resolve(statement)
    if resolved == nil, readsRest() {
      // What does not bind may mean, or be near, what was left unread.
      resolver = Resolver(
        catalog: catalog, model: model, today: today, now: now, source: tree.source,
        environment: resolver.environment)
      resolved = resolver.resolve(statement)
    }
    if !isBroken { environment = resolver.environment }
    if reportDamage(statement.span, in: tree.source) { return nil }
    let unbound = resolver.diagnostics.filter { !$0.follows(from: unread) }
    report(mended(unread + unbound, of: statement, in: tree), in: tree.source)
    // A statement the parser has complained of is not to be trusted, whatever it bound to.
    return isBroken || !checkExports(of: statement, in: tree.source) ? nil : resolved
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
    if count(diagnostics, in: source) { return }
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

extension SyntaxTree {
  /// Whether the parser found an error in a statement or at its end.
  fileprivate func isBroken(_ statement: Statement) -> Bool {
    diagnostics.contains {
      $0.severity == .error && $0.span.start >= statement.span.start
        && $0.span.start <= statement.span.end
    }
  }
}
