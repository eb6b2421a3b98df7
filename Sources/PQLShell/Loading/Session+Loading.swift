import PQLIngest
import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax

extension Session {
  /// Reads data as the settings say: writes down what was rejected, and with `--strict` refuses data
  /// with an oddity.
  mutating func loaded(
    _ paths: [String], _ reads: ReadSet?, readingStreams: Bool
  ) throws(LoadFailure) -> Model {
    let settings = settings
    if let file = settings.rejectsFile { try clearRejects(file, of: paths) }
    defer { host.hearsOfLoad(.ended) }
    let watch = watch
    let model = try model(paths) { (files, isWhole) throws(LoadFailure) in
      // What is checked or written down has to be read, whoever asks for it.
      let isWhole = isWhole || settings.isStrict || settings.rejectsFile != nil
      return try Loader(files: files, threads: settings.threads).load(
        paths, reads: isWhole ? nil : reads, keepingRejects: settings.rejectsFile != nil,
        readingStreams: readingStreams, watch: watch)
    }
    if let file = settings.rejectsFile {
      try write(RejectsText.ndjson(model.rejections), toRejects: file)
    }
    if settings.isStrict, let failure = Session.oddities(of: model) { throw failure }
    return model
  }

  /// Reads what a load has left unread; whether there was anything.
  mutating func readsRest() -> Bool {
    guard model.isPartlyRead, let whole = try? loaded(loadedPaths, nil, readingStreams: true) else {
      return false
    }
    take(whole)
    return true
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

  /// Lets the host see how far the load is, and stop it.
  private var watch: LoadWatch {
    LoadWatch(isStopped: host.isCancelled, hears: host.hearsOfLoad)
  }

  /// Every warning of a load as one failure; nil when there is none.
  private static func oddities(of model: Model) -> LoadFailure? {
    let warnings = model.notes.filter { $0.severity == .warning }
    return warnings.isEmpty ? nil : .strictRefusal(warnings, shown: VisibleText.shown)
  }
}
