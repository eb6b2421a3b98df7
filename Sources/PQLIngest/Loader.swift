package import PQLModel
package import PQLThreads

/// Loads a model file, a document, or bare data files into a model.
package struct Loader {
  let files: any FileReading
  let threads: ThreadCount

  /// A loader that sees only these files.
  package init(files: any FileReading, threads: ThreadCount = .ofMachine) {
    self.files = files
    self.threads = threads
  }

  /// Loads one model file or document, or data files by their paths, folders and patterns such as
  /// `export/*.csv`; a folder with a `model.json` is what that says.
  ///
  /// Tables and fields that `reads` leaves out are left unread where the model file says by itself what
  /// they would be asked for: the stages, and the deals' own field for the day they closed. Their names
  /// are known all the same. Without `reads` everything is read. Records that cannot be taken are
  /// counted, and kept with `keepingRejects`. What is no regular file is read only where it is one of the
  /// paths, and with `readingStreams`.
  package func load(
    _ paths: [String], reads: ReadSet? = nil, keepingRejects: Bool = false,
    readingStreams: Bool = true, watch: LoadWatch = .none
  ) throws(LoadFailure) -> Model {
    let paths = paths.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    guard let first = paths.first, !paths.contains("") else {
      throw .noFileNamed
    }
    var session = LoadSession(files: files, threads: threads)
    session.reads = reads
    session.keepsRejects = keepingRejects
    if readingStreams { session.streams = Set(paths) }
    session.watch = watch
    var opened: LoadSession.Source?
    if paths.count == 1, isModel(modelPath(first), isNamed: modelPath(first) == first) {
      session.expect([modelPath(first)])
      let source = try session.read(modelPath(first))
      if let members = try session.modelMembers(source) {
        return try session.model(members, source)
      }
      opened = source
    }
    let found = try Discovery(files: files).found(paths)
    let isFolder = paths.count == 1 && files.kind(of: first) == .folder
    let name = isFolder ? folderName(first) : LoadSession.stem(found.first?.path ?? first)
    return try session.model(bare: found, name: name, opened: opened)
  }

  /// The entity that a data file most likely holds, by its name alone.
  package static func entityGuess(path: String) -> EntityKind? { EntityGuess.byName(path) }

  /// The rules of a time zone by its name, as a model's calendar names it; `UTC` needs no file.
  package func timeZone(_ name: String) throws(LoadFailure) -> TimeZoneRules {
    try LoadSession.timeZone(name, files)
  }

  /// The model file of a folder, or the path itself.
  private func modelPath(_ path: String) -> String {
    files.kind(of: path) == .folder ? LoadSession.join(path, "model.json") : path
  }

  /// Whether something can be read there that may be a model; for a pipe nobody waits who has not
  /// named it.
  private func isModel(_ path: String, isNamed: Bool) -> Bool {
    switch files.kind(of: path) {
    case .file: true
    case .stream: isNamed
    case .folder, .absent: false
    }
  }

  private func folderName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return name.isEmpty || name == "." || name == ".." ? "Sales" : name
  }
}
