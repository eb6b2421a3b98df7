package import PQLIngest
import PQLModel
import PQLRender
package import PQLSnapshot

extension FileBytes: SnapshotBytes {}

/// Where a session's data come from, when that is a snapshot.
struct OpenSnapshot {
  var path: String
  /// Whether PQL keeps it by itself, so that it can be made anew.
  var isKept: Bool
}

extension Session {
  /// A model by way of a snapshot: one that is named, or one that is kept and still holds; else by
  /// loading.
  ///
  /// `load` is given the files to read and whether everything is to be read, asked for or not.
  mutating func model(
    _ paths: [String],
    loading load: (any FileReading, _ isWhole: Bool) throws(LoadFailure) -> Model
  ) throws(LoadFailure) -> Model {
    let files = StoppableFiles(files: host.files, isStopped: host.isCancelled)
    if let path = try Session.snapshotPath(among: paths, files) {
      if settings.rejectsFile != nil {
        throw .snapshotHoldsNoRejects(path)
      }
      let snapshot = try Session.snapshot(path, files)
      note(OpenSnapshot(path: path, isKept: false), files)
      return snapshot.model
    }
    // A snapshot does not hold what was rejected.
    guard settings.keepsSnapshots, settings.rejectsFile == nil else {
      let model = try load(files, false)
      note(nil, files)
      return model
    }
    let keeper = SnapshotKeeper(host: host, paths: paths)
    if let (snapshot, path) = keeper.current() {
      for file in snapshot.origin?.files ?? [] { files.dataFiles.add(file, host.files) }
      note(OpenSnapshot(path: path, isKept: true), files)
      if settings.showsTime { remark("cache: taken from \(path)") }
      return snapshot.model
    }
    let start = host.utcSeconds
    let witnessed = WitnessedFiles(files)
    let model = try load(witnessed, true)
    note(nil, files)
    switch keeper.keep(model, loadedFrom: witnessed, since: start) {
    case .kept(let path): if settings.showsTime { remark("cache: kept as \(path)") }
    case .notKept(let reason): if settings.showsTime { remark("cache: not kept, \(reason)") }
    }
    return model
  }

  /// Remembers where the data have come from.
  private mutating func note(_ snapshot: OpenSnapshot?, _ files: StoppableFiles) {
    (openSnapshot, dataFiles) = (snapshot, files.dataFiles)
  }

  /// The snapshot that a file is.
  package static func snapshot(
    _ path: String, _ files: any FileReading
  ) throws(LoadFailure) -> Snapshot {
    do {
      guard let bytes = try files.mapped(path) else { throw SnapshotFailure.notASnapshot }
      return try Snapshot(bytes)
    } catch let failure as SnapshotFailure {
      throw .snapshotRefused(path, failure.description, advice: failure.advice)
    } catch {
      throw .unreadable(path, error as? FileFailure)
    }
  }

  /// What there is to say of damage that was met; a kept snapshot is thrown away with it.
  package mutating func damageFound() -> (message: String, advice: String)? {
    guard let damage = model.damage.description else { return nil }
    let path = openSnapshot?.path ?? "the data"
    guard let openSnapshot, openSnapshot.isKept else {
      return ("`\(path)` is damaged: \(damage)", "write it anew from the data with `pql snapshot`")
    }
    SnapshotKeeper(host: host, paths: []).discard(path)
    return (
      "the kept snapshot `\(path)` is damaged: \(damage)",
      "it has been thrown away: load the data again"
    )
  }

  /// The path of a snapshot, which stands alone; nil when none is one.
  ///
  /// Whatever its name, a snapshot is told by its first bytes.
  private static func snapshotPath(
    among paths: [String], _ files: any FileReading
  ) throws(LoadFailure) -> String? {
    for path in paths where files.kind(of: path) == .file {
      guard let bytes = try? files.mapped(path),
        unsafe SnapshotFormat.isSnapshot(bytes.memory.prefix(SnapshotFormat.magic.count))
      else { continue }
      guard paths.count == 1 else {
        throw .snapshotAmongFiles(path)
      }
      return path
    }
    return nil
  }
}
