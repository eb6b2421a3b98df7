import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax

extension Session {
  /// Reads data as the settings say: writes down what was rejected, and with `--strict` refuses data
  /// with an oddity.
  mutating func loaded(
    _ paths: [String], for asked: SourceText?, readingStreams: Bool
  ) throws(LoadFailure) -> Model {
    let settings = settings
    if let file = settings.rejectsFile { try clearRejects(file, of: paths) }
    defer { host.hearsOfLoad(.ended) }
    // As it is before the load, for trying out what is asked.
    let session = self
    let model = try model(paths) { (files, isWhole) throws(LoadFailure) in
      // What is checked or written down has to be read, whoever asks for it.
      let isWhole = isWhole || settings.isStrict || settings.rejectsFile != nil
      let loader = Loader(files: files, threads: settings.threads)
      let withHistory = isWhole || (asked.map(Session.mayNeedHistory) ?? true)
      if let asked, !isWhole, let wishes = session.wishes(of: asked) {
        let model = try loader.load(
          paths, withHistory: withHistory, readingStreams: readingStreams, wishes: wishes,
          watch: session.watch)
        if session.answers(asked, model) { return model }
      }
      return try loader.load(
        paths, withHistory: withHistory, keepingRejects: settings.rejectsFile != nil,
        readingStreams: readingStreams, watch: session.watch)
    }
    if let file = settings.rejectsFile {
      try write(RejectsText.ndjson(model.rejections), toRejects: file)
    }
    if settings.isStrict, let failure = Session.oddities(of: model) { throw failure }
    return model
  }

  /// Empties what an earlier load has rejected, lest it be taken for what this one does if it fails.
  ///
  /// Anything else is left alone, most likely the data, and refused.
  private func clearRejects(_ file: String, of paths: [String]) throws(LoadFailure) {
    guard let old = try? host.files.mapped(file), old.count > 0 else { return }
    let status = host.files.status(of: file)
    let isData = paths.contains { host.files.status(of: $0) == status && status != nil }
    guard !isData, unsafe old.memory.starts(with: RejectsText.beginning.utf8) else {
      throw isData ? .holdsData(rejects: file) : .holdsNoRejects(file)
    }
    try write("", toRejects: file)
  }

  private func write(_ text: String, toRejects file: String) throws(LoadFailure) {
    do throws(FileFailure) {
      try host.replaceFile(file, with: text)
    } catch {
      throw .rejectsNotWritten(file, error)
    }
  }

  /// The fields that a text may ask for; nil when it may ask for any.
  ///
  /// Only queries that begin with an aggregate, and records with `show`, show nothing but what they
  /// name.
  private func wishes(of asked: SourceText) -> FieldWishes? {
    guard CommandLines.parts(of: asked).count == 1 else { return nil }
    let tree = parse(asked)
    guard tree.diagnostics.isEmpty else { return nil }
    for statement in tree.statements {
      guard case .query(let query) = statement.kind else { return nil }
      let word = asked.slice(statement.span).prefix { $0.isLetter || $0 == "_" }.lowercased()
      let isListing = EntityKind(word: word) != nil
      let isNamed =
        isListing
        ? query.clauses.contains { $0.content.keyword == .show }
        : catalog.aggregates.contains { $0.name == word }
      guard isNamed else { return nil }
    }
    return FieldWishes(asking: asked.text)
  }

  /// Whether every name of a text is found in a model without any message.
  private func answers(_ asked: SourceText, _ model: Model) -> Bool {
    let silent = SilentHost(host)
    var probe = Session(host: silent, settings: settings)
    probe.environment = environment
    probe.take(model)
    probe.check(asked)
    return !probe.hasFailed && !silent.hasSpoken
  }

  /// Lets the host see how far the load is, and stop it.
  private var watch: LoadWatch {
    LoadWatch(isStopped: host.isCancelled, hears: host.hearsOfLoad)
  }

  /// Whether a text may ask for the history: by its name, in a file it takes in, or by a command.
  private static func mayNeedHistory(_ source: SourceText) -> Bool {
    let text = source.text.lowercased()
    return ["history", "funnel", "use", ".schema", ".load", ".read", "help", "describe"].contains {
      text.contains($0)
    }
  }

  /// Every warning of a load as one failure; nil when there is none.
  private static func oddities(of model: Model) -> LoadFailure? {
    let warnings = model.notes.filter { $0.severity == .warning }
    return warnings.isEmpty ? nil : .strictRefusal(warnings, shown: VisibleText.shown)
  }
}
