import PQLIngest
import PQLModel
import PQLSnapshot

/// Keeps the snapshot of a load for the next one, and finds it again.
///
/// It lies beside the data, hidden, for its owner's eyes alone; where that folder cannot be written
/// to, in the user's own folder for such files. It counts only when the program, the request and
/// every answer of every file are what they were; in any doubt there is none.
struct SnapshotKeeper {
  let host: any ShellHost
  /// What is asked to be loaded.
  let paths: [String]

  /// How long, in seconds, a file must have been left alone before its status tells of its content.
  ///
  /// Within one tick of a file system's clock a file can change twice; the coarsest tick is 2 s.
  private static let quietTime: Int64 = 3

  /// Why nothing was kept, or where.
  enum Outcome {
    case kept(String)
    case notKept(String)
  }

  /// The snapshot that a load would give now, and where it lies; nil when there is none.
  func current() -> (snapshot: Snapshot, path: String)? {
    for path in places {
      guard let bytes = try? host.files.mapped(path), let snapshot = try? Snapshot(bytes),
        let origin = snapshot.origin, origin.program == host.program, origin.request == paths,
        origin.observations.allSatisfy({ $0.holds(host.files) })
      else { continue }
      return (snapshot, path)
    }
    return nil
  }

  /// Keeps a model that was loaded, having asked `files`, since `start`: seconds since 1970.
  func keep(_ model: Model, loadedFrom files: WitnessedFiles, since start: Int64) -> Outcome {
    guard let program = host.program else { return .notKept("this place keeps nothing") }
    guard let observations = files.observations else {
      return .notKept("not all of the data are files")
    }
    for observation in observations {
      guard observation.holds(host.files) else {
        return .notKept("\(observation.subject) changed meanwhile")
      }
      guard observation.question == FileQuestion.Kind.content.rawValue else { continue }
      let changed = host.files.status(of: observation.subject)?.changed ?? .max
      guard changed / 1_000_000_000 < start - Self.quietTime else {
        return .notKept("\(observation.subject) changed only a moment ago")
      }
    }
    let writing: SnapshotWriting
    do throws(SnapshotFailure) {
      writing = try SnapshotWriting(
        of: model,
        origin: SnapshotOrigin(program: program, request: paths, observations: observations))
    } catch {
      return .notKept(error.description)
    }
    return write(writing)
  }

  /// Makes a kept snapshot worthless.
  func discard(_ path: String) {
    try? host.replaceFile(path, with: "")
  }

  private func write(_ writing: SnapshotWriting) -> Outcome {
    var reason = "there is no place for it"
    for path in places {
      do throws(FileFailure) {
        if path != places.first { try host.makeFolder(LoadPaths.folder(of: path)) }
        try host.replaceFile(path, as: .cache) { (write) throws(FileFailure) in
          try writing.write(write)
        }
        return .kept(path)
      } catch {
        reason = "\(path): \(error.reason)"
      }
    }
    return .notKept(reason)
  }

  /// Where a snapshot of these data may lie, the best place first.
  var places: [String] {
    guard let first = paths.first, host.program != nil else { return [] }
    let isFolder = host.files.kind(of: first) == .folder
    let folder = isFolder ? first : LoadPaths.folder(of: first)
    let sum = String(
      Checksum.of(bytes: Array((host.currentFolder + "\0" + paths.joined(separator: "\0")).utf8)),
      radix: 16)
    let name = (isFolder ? "" : LoadPaths.name(of: first)) + (paths.count > 1 ? "." + sum : "")
    let beside =
      (folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/")
      + (name.isEmpty ? "" : "." + name) + SnapshotFormat.ending
    return [beside] + (host.cacheFolder.map { [$0 + "/" + sum + SnapshotFormat.ending] } ?? [])
  }
}

extension SnapshotOrigin {
  /// The files whose content counted.
  var files: [String] {
    observations.filter { $0.question == FileQuestion.Kind.content.rawValue }.map(\.subject)
  }
}

/// The parts of a path.
enum LoadPaths {
  /// What stands before the last part, without the slash; empty for the current folder.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
  }

  /// The last part.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}
