/// What stands at a path.
package enum FileKind: Sendable, Hashable {
  case file, folder, absent
}

/// Why a file could not be read, in the system's words.
package struct FileFailure: Error, Sendable, Hashable {
  package var reason: String

  package init(reason: String) {
    self.reason = reason
  }
}

/// The files a loader may see: the disk, or a few texts in a test.
package protocol FileReading: Sendable {
  /// What stands at the path.
  func kind(of path: String) -> FileKind
  /// Every byte of a file.
  func read(_ path: String) throws(FileFailure) -> FileBytes
  /// The names in a folder, in any order.
  func names(in folder: String) throws(FileFailure) -> [String]
  /// The bytes of a time zone (TZif) by its name; nil when there is none.
  func timeZone(_ name: String) -> [UInt8]?
  /// The names of all time zones, for advice.
  func timeZoneNames() -> [String]
}

/// Files by path in memory.
package struct MemoryFiles: FileReading {
  package var files: [String: [UInt8]]
  package var zones: [String: [UInt8]]

  package init(_ files: [String: String] = [:], zones: [String: [UInt8]] = [:]) {
    self.files = files.mapValues { Array($0.utf8) }
    self.zones = zones
  }

  package func kind(of path: String) -> FileKind {
    if files[path] != nil { return .file }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : .absent
  }

  package func read(_ path: String) throws(FileFailure) -> FileBytes {
    guard let bytes = files[path] else { throw FileFailure(reason: "no such file") }
    return FileBytes(bytes)
  }

  package func names(in folder: String) throws(FileFailure) -> [String] {
    files.keys.filter { $0.hasPrefix(folder + "/") }.map { path in
      let rest = path.dropFirst(folder.count + 1)
      return String(rest.prefix { $0 != "/" })
    }
  }

  package func timeZone(_ name: String) -> [UInt8]? { zones[name] }

  package func timeZoneNames() -> [String] { zones.keys.sorted() }
}
