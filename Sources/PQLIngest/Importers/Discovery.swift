/// Finds the data files that paths, folders and patterns mean.
struct Discovery {
  /// A file to look at.
  struct Found: Hashable {
    var path: String
    /// Whether it was named itself: what cannot be taken then fails the load; of a folder's files it
    /// is left aside.
    var isNamed: Bool
  }

  /// What the names of data files end in, before the ending of a compressed one.
  static let endings = [".csv", ".tsv", ".json", ".ndjson", ".jsonl"]

  let files: any FileReading

  /// The files of all paths, in the order of the paths; those of a folder or a pattern by name.
  func found(_ paths: [String]) throws(LoadFailure) -> [Found] {
    var found: [Found] = []
    for path in paths {
      if files.kind(of: path) == .folder {
        found += try contents(of: path)
      } else if files.kind(of: path) == .absent, Discovery.isPattern(path) {
        found += try matches(path)
      } else {
        found.append(Found(path: path, isNamed: true))
      }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0.path).inserted }
  }

  /// The data files of a folder, without its model file.
  func contents(of path: String) throws(LoadFailure) -> [Found] {
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let names = try names(in: folder).filter { $0 != "model.json" && Discovery.isData($0) }
    guard !names.isEmpty else {
      throw .noDataFile(in: folder)
    }
    return names.map { Found(path: LoadSession.join(folder, $0), isNamed: false) }
  }

  /// Whether a name's ending is one of a data file's.
  static func isData(_ name: String) -> Bool {
    let lower = Compression.plainPath(name).lowercased()
    return !lower.hasPrefix(".") && endings.contains { lower.hasSuffix($0) }
  }

  private func names(in folder: String) throws(LoadFailure) -> [String] {
    do {
      // Folders within the folder are not looked into.
      return Array(Set(try files.names(in: folder.isEmpty ? "." : folder))).sorted().filter {
        [.file, .stream].contains(files.kind(of: LoadSession.join(folder, $0)))
      }
    } catch {
      throw .unreadableFolder(folder, error)
    }
  }

  // MARK: - patterns

  private static func isPattern(_ path: String) -> Bool {
    LoadSession.fileName(path).contains { $0 == "*" || $0 == "?" }
  }

  /// The files whose names fit a pattern in the path's last part.
  private func matches(_ path: String) throws(LoadFailure) -> [Found] {
    let folder = LoadSession.folder(of: path)
    let pattern = Array(LoadSession.fileName(path).unicodeScalars)
    guard folder.isEmpty || files.kind(of: folder) == .folder else {
      throw .noSuchFolder(folder)
    }
    let names = try names(in: folder).filter {
      !$0.hasPrefix(".") && Discovery.fits(Array($0.unicodeScalars), pattern)
    }
    guard !names.isEmpty else {
      throw .noFileFits(path)
    }
    return names.map { Found(path: LoadSession.join(folder, $0), isNamed: false) }
  }

  /// Whether a name fits a pattern, where `*` is any text and `?` any one sign.
  ///
  /// O(name × pattern): only the last star is ever gone back to.
  static func fits(_ name: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    var (at, sign) = (0, 0)
    var star: (sign: Int, at: Int)?
    while at < name.count {
      if sign < pattern.count, pattern[sign] == "*" {
        star = (sign, at)
        sign += 1
      } else if sign < pattern.count, pattern[sign] == "?" || pattern[sign] == name[at] {
        at += 1
        sign += 1
      } else if let last = star {
        star = (last.sign, last.at + 1)
        (sign, at) = (last.sign + 1, last.at + 1)
      } else {
        return false
      }
    }
    return pattern[sign...].allSatisfy { $0 == "*" }
  }
}
