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

  /// Loads one model file, one document, one folder that holds a `model.json`, or bare data files.
  ///
  /// Without history the history's files are not read, where the model file says by itself what
  /// they would be asked for: the stages, and the deals' own field for the day they closed. Records
  /// that cannot be taken are counted, and kept with `keepingRejects`.
  package func load(
    _ paths: [String], withHistory: Bool = true, keepingRejects: Bool = false
  ) throws(LoadFailure) -> Model {
    guard let first = paths.first else {
      throw LoadFailure("no file is named", advice: "name a model file, a data file or a folder")
    }
    var session = LoadSession(files: files, threads: threads)
    session.readsHistory = withHistory
    session.keepsRejects = keepingRejects
    if paths.count == 1 {
      let path = try modelPath(first)
      let source = try session.open(path)
      if let members = try session.modelMembers(source) {
        return try session.model(members, source)
      }
      return try session.model(bare: [source])
    }
    var sources: [LoadSession.Source] = []
    for path in paths {
      if files.kind(of: path) == .folder {
        throw LoadFailure(
          "a folder stands among several files", file: path,
          advice: "load the folder alone, or name its files")
      }
      let source = try session.open(path)
      if try session.modelMembers(source) != nil {
        throw LoadFailure(
          "a model file stands among several files", file: path,
          advice: "load it alone; it names its own data files")
      }
      sources.append(source)
    }
    return try session.model(bare: sources)
  }

  /// The entity that a data file most likely holds, by its name alone.
  package static func entityGuess(path: String) -> EntityKind? { EntityGuess.byName(path) }

  /// The rules of a time zone by its name, as a model's calendar names it; `UTC` needs no file.
  package func timeZone(_ name: String) throws(LoadFailure) -> TimeZoneRules {
    try LoadSession.timeZone(name, files)
  }

  /// The model file of a folder, or the path itself.
  private func modelPath(_ path: String) throws(LoadFailure) -> String {
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard files.kind(of: folder) == .folder else { return path }
    let model = folder + "/model.json"
    guard files.kind(of: model) == .file else {
      throw LoadFailure(
        "the folder has no model.json", file: path,
        advice: "`pql init \(path)` writes one for the data files it finds")
    }
    return model
  }
}
